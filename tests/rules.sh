#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Runs every case of every semantic patch through the real spatch and compares byte for byte (TAP).
#
# usage: tests/rules.sh [COCCI-DIRECTORY]
#
# Layout below the directory: CAMPAIGN/RULE.cocci with CAMPAIGN/tests/RULE/CASE.c and CASE.res. As
# in treewide each call of spatch gets one file, with the options of the rule's own "// Options:"
# line; files that these name stand beside the rule. A rule must have at least one converting and one
# leave-alone case, and must change none of its results.
# A rule without a line that begins with + or - reports: its cases have CASE.out instead, the lines that
# it prints, each once and in order; at least one of them is empty and one is not.
set -u
LC_ALL=C
export LC_ALL

root=$(cd "$(dirname "$0")/.." && pwd) || exit 3
cocci=$(cd "${1:-$root/cocci}" && pwd) || exit 3
# shellcheck source=ci/lib.sh
. "$root/ci/lib.sh"
scratch=${TMPDIR:-/tmp}
work=$(mktemp -d) || exit 3
trap 'delete_below "$scratch" -f "$work"' EXIT
# What spatch leaves behind when it is killed goes with the rest.
TMPDIR=$work
export TMPDIR
trap 'exit 130' INT TERM

count=0
failed=0

# tap NAME STATUS [FILE]: one line of TAP; on failure FILE follows as diagnostic
tap() {
	count=$((count + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $count - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $count - $1"
	if [ -n "${3:-}" ] && [ -s "$3" ]; then
		sed 's/^/# /' "$3"
	fi
}

# apply RULE INPUT OUTPUT: what the rule makes of the input; the input itself where spatch writes no
# file. Exit codes are no evidence: spatch leaves 255 when nothing changed.
apply() {
	delete_below "$work" -f "$3"
	mkdir -p "$work/temp"
	options=$(sed -n 's,^// Options: *,,p' "$1")
	# shellcheck disable=SC2086 # the options are words
	(cd "$(dirname "$1")" && exec timeout 60 spatch --very-quiet --temp-files "$work/temp" \
		$options "$1" "$2" -o "$3") >"$work/talk" 2>&1
	status=$?
	if [ "$status" -ne 0 ] && [ "$status" -ne 255 ]; then
		return 1
	fi
	if grep -q -e 'parse error' -e 'Fatal error' -e '^invalid ' "$work/talk"; then
		return 1
	fi
	if [ ! -e "$3" ]; then
		[ "$status" -eq 255 ] || return 1
		cp "$2" "$3"
	fi
}

# report RULE INPUT: what the rule prints of the input, which stands under its bare name
report() {
	delete_below "$work" -f "$work/alone"
	mkdir -p "$work/temp" "$work/alone"
	cp "$2" "$work/alone"
	options=$(sed -n 's,^// Options: *,,p' "$1" | sed "s,--macro-file ,&$(dirname "$1")/,")
	# shellcheck disable=SC2086 # the options are words
	(cd "$work/alone" && exec timeout 60 spatch --very-quiet --temp-files "$work/temp" \
		$options "$1" "$(basename "$2")") 2>"$work/talk" | grep "^$(basename "$2"):" |
		sort -t : -k 2,2n -u >"$work/said"
	! grep -q -e 'parse error' -e 'Fatal error' -e '^invalid ' "$work/talk"
}

# A rule that takes nothing away and adds nothing reports.
is_report() { # RULE
	! sed '/^\/\//d' "$1" | grep -q '^[-+]'
}

# header RULE: the lines that every rule opens with
header() {
	: >"$work/why"
	for line in '^// SPDX-License-Identifier: GPL-2\.0' '^/// .' \
		'^// Confidence: \(High\|Medium\|Low\)$' \
		'^// Options: --' '^// Requires: [0-9]'; do
		sed '/^\(\/\/.*\)\{0,1\}$/!q' "$1" | grep -q "$line" ||
			echo "no line matches $line" >>"$work/why"
	done
	sed -n '1p' "$1" | grep -q '^// SPDX-License-Identifier: ' ||
		echo "line 1 is no SPDX line" >>"$work/why"
	sed -n '2p' "$1" | grep -q '^/// ' ||
		echo "line 2 does not say what the rule does" >>"$work/why"
	! [ -s "$work/why" ]
}

# compare NAME WANTED GOT
compare() {
	if cmp -s "$2" "$3"; then
		tap "$1" 0
	else
		diff -u "$2" "$3" >"$work/why" 2>&1
		tap "$1" 1 "$work/why"
	fi
}

# check_report CASE.c CASE.out: the lines that the rule prints
check_report() {
	if [ ! -f "$2" ]; then
		tap "$case: has a .out" 1
		return
	fi
	if [ -s "$2" ]; then
		converts=$((converts + 1))
	else
		leaves=$((leaves + 1))
	fi
	if report "$rule" "$1"; then
		compare "$case: report" "$2" "$work/said"
	else
		tap "$case: spatch runs" 1 "$work/talk"
	fi
}

# check CASE.c: the wanted result, and the rule run again on it
check() {
	result=${1%.c}.res
	case=$name/$(basename "$1" .c)
	if is_report "$rule"; then
		check_report "$1" "${1%.c}.out"
		return
	fi
	if [ ! -f "$result" ]; then
		tap "$case: has a .res" 1
		return
	fi
	if cmp -s "$1" "$result"; then
		leaves=$((leaves + 1))
	else
		converts=$((converts + 1))
	fi
	if apply "$rule" "$1" "$work/out.c"; then
		compare "$case: result" "$result" "$work/out.c"
	else
		tap "$case: spatch runs" 1 "$work/talk"
	fi
	cp "$result" "$work/again.c"
	if apply "$rule" "$work/again.c" "$work/out.c"; then
		compare "$case: nothing left to do in the result" "$result" "$work/out.c"
	else
		tap "$case: spatch runs on the result" 1 "$work/talk"
	fi
}

if ! command -v spatch >/dev/null; then
	echo "Bail out! spatch is not installed"
	exit 3
fi

rules=0
for rule in "$cocci"/*/*.cocci; do
	[ -f "$rule" ] || continue
	rules=$((rules + 1))
	campaign=$(dirname "$rule")
	stem=$(basename "$rule" .cocci)
	name=$(basename "$campaign")/$stem
	cases=$campaign/tests/$stem
	converts=0
	leaves=0

	header "$rule"
	tap "$name: header" $? "$work/why"
	for input in "$cases"/*.c; do
		[ -f "$input" ] && check "$input"
	done
	for result in "$cases"/*.res; do
		[ -f "$result" ] || continue
		[ -f "${result%.res}.c" ] || tap "$name/$(basename "$result"): has a .c" 1
	done
	[ "$converts" -gt 0 ]
	tap "$name: has a converting case" $?
	[ "$leaves" -gt 0 ]
	tap "$name: has a leave-alone case" $?
done

# cases of a rule that is not there would never run
for cases in "$cocci"/*/tests/*/; do
	[ -d "$cases" ] || continue
	stem=$(basename "$cases")
	campaign=$(dirname "$(dirname "$cases")")
	[ -f "$campaign/$stem.cocci" ] || tap "$(basename "$campaign")/tests/$stem: has a rule" 1
done

[ "$rules" -gt 0 ]
tap "there are rules below $cocci" $?

echo "1..$count"
[ "$failed" -eq 0 ]
