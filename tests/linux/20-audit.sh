#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The audit on real kernels, beside readings by hand: 6.12 and 6.1; and the table of docs/audit.md,
# with 7.2. About two minutes on two cores, and three more to import the kernels the first time.
kernels='6.12 6.1'
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

campaign=$top/series/pcim-irq-vectors
readings=$top/tests/linux/audit

# Audit a base; the answer stays in $work/VERSION.json.
audit() { # VERSION REV
	expect_exit 0 "$TREEWIDE" --repo "$repo" --base "$2" --campaign "$campaign" --state \
		"$state" \
		--json audit && cp "$work/out" "$work/$1.json"
}

# Are the readings and the audit of one mind? Precision and recall are told in any case.
agrees() { # VERSION [READINGS EXIT]
	expect_exit "${3:-0}" "$readings/compare" "${2:-$readings/$1.tsv}" "$work/$1.json"
	code=$?
	grep -v '^not found: \|^wrong: ' "$work/out" | sed "s/^/# $1: /"
	return "$code"
}

found() { # PYTHON CONDITION over a site s
	json "len([s for s in d['sites'] if $1])" "$work/6.12.json"
}

## 6.12 ##

audit 6.12 "$v612" && [ "$(json 'd["examined"]')" -gt 1000 ]
ok 'every source that matters on 6.12 is looked at'
agrees 6.12
ok 'on 6.12 no call is in a wrong class, and 95 of 100 that rely on the managed device are found'
[ "$(found 's["file"] == "drivers/gpu/drm/xe/xe_irq.c" and s["class"] == "implicit" and any(
	e["file"] == "drivers/gpu/drm/xe/xe_pci.c" and "pcim_enable_device" in e["what"]
	for e in s["evidence"])')" = 1 ]
ok 'drm/xe is implicit: it takes in one file and enables in another'
[ "$(found 's["file"] == "drivers/tty/serial/8250/8250_pci.c" and s["class"] == "implicit"')" = 2 ]
ok '8250_pci is implicit, in a function that it exports'
[ "$(found 's["call"] in ("pci_enable_msi", "pci_enable_msix_range", "pci_enable_msix_exact")
	and s["class"] in ("implicit", "error-only")')" -ge 10 ]
ok 'at least ten users of sibling calls rely on the managed device'
cp "$work/6.12.json" "$work/first"
audit 6.12 "$v612" && [ "$(json 'd["examined"]')" = 0 ] &&
	json 'd["sites"]' "$work/first" >"$work/first.sites" &&
	json 'd["sites"]' >"$work/second.sites" && [ -s "$work/first.sites" ] &&
	same "$work/first.sites" "$work/second.sites"
ok 'a second audit says the same, and takes it from the ledger'

## 6.1 ##

audit 6.1 "$v61" && [ "$(json 'd["examined"] < d["sources"]')" = true ]
ok 'what both kernels have in common is looked at once'
agrees 6.1
ok 'on 6.1 no call is in a wrong class, and 95 of 100 that rely on the managed device are found'

## faults: the comparison must say no ##

sed '/xe_irq\.c	/s/	implicit	/	mixed	/' "$readings/6.12.tsv" >"$work/flipped"
! cmp -s "$readings/6.12.tsv" "$work/flipped" &&
	agrees 6.12 "$work/flipped" 1 >"$work/told" &&
	[ "$(grep -c '^wrong: ' "$work/out")" = 1 ] && says 'wrong: drivers/gpu/drm/xe/xe_irq.c:'
ok 'a call in another class than the readings have is told, and only that'
sed '0,/^drivers/s/^drivers/gone/' "$readings/6.12.tsv" >"$work/gone"
agrees 6.12 "$work/gone" 1 >"$work/told" &&
	[ "$(grep -c '^not found: ' "$work/out")" = 1 ] && says 'not found: gone/'
ok 'a call that the audit does not know is told'

## docs/audit.md ##

# The row of 7.2 is of sid's kernel of a day: where that cannot be had any more it is left out.
newest=$(sed -n 's/^| \(v7\.2[0-9.]*\) |.*/\1/p' "$top/docs/audit.md")
v72=$(XDG_CACHE_HOME=${cache%/treewide} "$top/ci/base" "${newest#v}" 2>"$work/err" | sed -n 2p)
if [ "$v612 $v61" = 'v6.12.117 v6.1.192' ] && [ -n "$newest" ]; then
	[ -n "$v72" ] || echo "# no $newest: its row is not compared"
	sed -n '/^<!-- audit-table begins/,/^<!-- audit-table ends/{/^|/p;}' "$top/docs/audit.md" |
		grep -vF "| ${v72:+no }$newest |" >"$work/table"
	{ [ -z "$v72" ] || take_kernel "$v72"; } &&
		"$top/ci/audit-table" -r "$repo" -s "$state" ${v72:+"$v72"} "$v612" "$v61" \
			>"$work/now" 2>"$work/err" &&
		same "$work/table" "$work/now"
	ok 'the table of docs/audit.md is what the command makes'
	sed -n '/^## The classes/,/^## What unclear/s/^    //p' \
		"$top/docs/audit.md" >"$work/examples"
	expect_exit 0 "$TREEWIDE" --repo "$repo" --base "$v612" --campaign "$campaign" \
		--state "$state" audit && mv "$work/out" "$work/text" &&
		[ "$(grep -c '^[a-z]' "$work/examples")" = 6 ] &&
		! grep -vxF -f "$work/text" "$work/examples" >"$work/out"
	ok 'so are its examples, one for each class'
else
	skip 'the table and the examples of docs/audit.md' "they are about other kernels"
fi

finish
