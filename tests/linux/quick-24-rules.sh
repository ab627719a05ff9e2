#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Five of the kernel's own semantic patches, as they are, beside spatch itself; see rules.py. Half
# a minute.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

scripts='misc/swap misc/semicolon api/string_choices misc/boolconv api/platform_no_drv_owner'
# shellcheck disable=SC2086 # words
python3 "$top/tests/linux/rules.py" "$TREEWIDE" "$repo" "$v612" "$work/rules" $scripts \
	>"$work/said" 2>"$work/err"
sed -n '/^#/p' "$work/said"
for script in $scripts; do
	grep -q "^ok [0-9]* - $script over .*: equal" "$work/said"
	ok "$script: equal to what spatch makes"
done
[ "$(grep -c 'equal, [1-9]' "$work/said")" -ge 2 ]
ok 'two of them at least change something'

finish
