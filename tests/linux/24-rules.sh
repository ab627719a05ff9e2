#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# All semantic patches of scripts/coccinelle with a patch mode, as they are: on 6.12, then on 7.2,
# beside spatch itself. The table at the end says which were run, over how many files, and with
# which result.
kernels='6.12 7.2'
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

# The points of two runs become those of one test.
for tag in "$v612" "$v61"; do
	python3 "$top/tests/linux/rules.py" "$TREEWIDE" "$repo" "$tag" "$work/$tag" \
		>"$work/rules" 2>"$work/err"
	sed -n 's/^# //p' "$work/rules" | sed "s/^/# $tag: /"
	sed -n 's/^\(ok\|not ok\) [0-9]* - \(.*\)/\1 \2/p' "$work/rules" >"$work/points"
	while read -r first rest; do
		[ "$first" = ok ]
		ok "$tag: ${rest#ok }"
	done <"$work/points"
	[ "$(wc -l <"$work/points")" -gt 40 ]
	ok "$tag: that are more than 40 scripts"
done

finish
