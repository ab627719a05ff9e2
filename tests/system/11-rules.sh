#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Negative controls of tests/rules.sh: a broken rule directory must be refused, for the right reason
# (TAP).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

campaign=pcim-irq-vectors

# fresh: a small copy of the rules, only convert.cocci, because each case costs a run of spatch
fresh() {
	discard -f "$work/cocci"
	mkdir -p "$work/cocci/$campaign/tests"
	cp "$top/cocci/$campaign/convert.cocci" "$work/cocci/$campaign/"
	cp -r "$top/cocci/$campaign/tests/convert" "$work/cocci/$campaign/tests/"
	cases=$work/cocci/$campaign/tests/convert
}

run() {
	sh "$top/tests/rules.sh" "$work/cocci" >"$work/out" 2>&1
}

# refused WHAT PATTERN: rules.sh says no, and the only lines that fail are those that match
refused() {
	run
	[ $? -eq 1 ] && grep -q "^not ok .* $2" "$work/out" &&
		! grep '^not ok ' "$work/out" | grep -qv " $2"
	ok "$1 is refused"
}

fresh
run
ok 'an unbroken copy is accepted'

fresh
sed 's/pcim_alloc_irq_vectors/pcix_alloc_irq_vectors/' "$cases/plain.res" >"$work/res"
cp "$work/res" "$cases/plain.res"
refused "a wrong .res" "- $campaign/convert/plain: result\$"

fresh
for input in "$cases"/*.c; do
	if cmp -s "$input" "${input%.c}.res"; then
		discard "$input" "${input%.c}.res"
	fi
done
refused "a rule without a leave-alone case" "- $campaign/convert: has a leave-alone case\$"

fresh
sed '/^\/\/ Confidence:/d' \
	"$top/cocci/$campaign/convert.cocci" >"$work/cocci/$campaign/convert.cocci"
refused "a rule without its header" "- $campaign/convert: header\$"

finish
