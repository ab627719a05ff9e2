#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Negative controls of tests/rules.sh: a broken rule directory must be refused, for the right reason (TAP).
set -u
LC_ALL=C
export LC_ALL

root=$(cd "$(dirname "$0")/../.." && pwd) || exit 3
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

campaign=pcim-irq-vectors
count=0
failed=0

tap() {
	count=$((count + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $count - $1"
	else
		failed=$((failed + 1))
		echo "not ok $count - $1"
		sed 's/^/# /' "$work/log"
	fi
}

# fresh: a small copy of the rules, only convert.cocci, because each case costs a run of spatch
fresh() {
	rm -rf "$work/cocci"
	mkdir -p "$work/cocci/$campaign/tests"
	cp "$root/cocci/$campaign/convert.cocci" "$work/cocci/$campaign/"
	cp -r "$root/cocci/$campaign/tests/convert" "$work/cocci/$campaign/tests/"
	cases=$work/cocci/$campaign/tests/convert
}

run() {
	sh "$root/tests/rules.sh" "$work/cocci" >"$work/log" 2>&1
}

# refused WHAT PATTERN: rules.sh says no, and the only lines that fail are those that match
refused() {
	run
	[ $? -eq 1 ] && grep -q "^not ok .* $2" "$work/log" &&
		! grep '^not ok ' "$work/log" | grep -qv " $2"
	tap "$1 is refused" $?
}

fresh
run
tap "an unbroken copy is accepted" $?

fresh
sed 's/pcim_alloc_irq_vectors/pcix_alloc_irq_vectors/' "$cases/plain.res" >"$work/res"
cp "$work/res" "$cases/plain.res"
refused "a wrong .res" "- $campaign/convert/plain: result\$"

fresh
for input in "$cases"/*.c; do
	if cmp -s "$input" "${input%.c}.res"; then
		rm "$input" "${input%.c}.res"
	fi
done
refused "a rule without a leave-alone case" "- $campaign/convert: has a leave-alone case\$"

fresh
sed '/^\/\/ Confidence:/d' "$root/cocci/$campaign/convert.cocci" >"$work/cocci/$campaign/convert.cocci"
refused "a rule without its header" "- $campaign/convert: header\$"

echo "1..$count"
[ "$failed" -eq 0 ]
