#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Targets on 6.12: the mistake of the real series, an API without stubs for PCI=n, and the same for
# PCI_MSI=n, each seen by the one target that can, with file and first bad commit; and the
# campaign's own rules under five targets, with their coverage. 20 minutes on two cores, most of it
# the configurations and the base objects; a second run is quicker by ccache.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

# A copy of the campaign, cut down to the drivers for more than one bus and a plain one.
control() { # NAME
	campaign=$work/controls/$1
	mkdir -p "$campaign"
	cp "$top"/series/pcim-irq-vectors/*.txt "$top"/cocci/pcim-irq-vectors/*.cocci "$campaign"
	sed -e "s/name = .*/name = $1/" \
		-e '/^\[convert\]/a\	scope = drivers/crypto/inside-secure/\n	scope = drivers/mfd/' \
		-e '/^\[convert "msi/,/message = /d' -e '/retires = /d' -e \
		'/^\[wave /,/^\[check/{/^\[check/!d}' \
		-e '/^# Vectors are freed exactly once/,/timeout = /d' \
		"$top/series/pcim-irq-vectors/campaign.conf" >"$campaign/campaign.conf"
}

# Empty these rules of the api rule: the functions that they add are missing in that branch of
# pci.h.
without() { # RULE...
	for rule; do
		sed -i "/^@$rule /,/^\/\/\|^@[a-z]/{/^+/d}" "$campaign/api.cocci"
	done
}

# "patch:check:target" of all verdicts of this kind.
targeted() { # KIND
	verdicts "$1" True 'c["patch"] + ":" + k["check"] + ":" + k["target"]'
}

details() { # PATCH CHECK
	json '[k["detail"] for c in d["commits"] if c["patch"] == "'"$1"'" for k in c["checks"]
		if k["check"] == "'"$2"'" and k["verdict"] == "fail"]'
}

three='--budget 30 --target x86_64-allmodconfig --target x86_64-no-msi --target x86_64-no-pci'

control stubs
# shellcheck disable=SC2086 # words
expect_exit 0 kernel generate && expect_exit 0 kernel --json prove $three &&
	[ "$(targeted fail)$(targeted uncovered)$(targeted void)" = '' ]
ok 'the small campaign without a fault passes under three targets'
[ "$(json '" ".join(sorted(r["target"] for r in d["coverage"] if r["file"].endswith("safexcel.c")
	and r["state"] == "compiled"))')" = \
	'x86_64-allmodconfig x86_64-no-msi x86_64-no-pci' ] &&
	[ "$(json '" ".join(sorted(r["state"] for r in d["coverage"]
	if r["file"] == "drivers/mfd/intel-lpss-pci.c"))')" = 'compiled compiled unbuilt' ]
ok 'safexcel is compiled without PCI too, intel-lpss-pci is not'

control no-pci-stub
without stub_no_pci stub_no_pci_6_1 stub_no_pci_plain
# shellcheck disable=SC2086
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove $three &&
	cp "$work/out" "$work/no-pci-stub" &&
	[ "$(targeted fail)" = 'convert/crypto-safexcel:objects:x86_64-no-pci convert/crypto-safexcel:independent:x86_64-no-pci' ] ||
	[ "$(targeted fail)" = 'convert/crypto-safexcel:objects:x86_64-no-pci' ]
ok 'no stub for PCI=n: the driver that uses it fails there, at its commit, and nowhere else'
details convert/crypto-safexcel objects >"$work/got" &&
	has "$work/got" drivers/crypto/inside-secure/safexcel.c &&
	has "$work/got" pcim_alloc_irq_vectors
ok 'file and function are named'

control no-msi-stub
without stub_no_msi stub_no_msi_6_1 stub_no_msi_plain
# shellcheck disable=SC2086
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove $three &&
	cp "$work/out" "$work/no-msi-stub" &&
	targeted fail | tr ' ' '\n' | grep ':objects:' >"$work/got" &&
	printf '%s\n' convert/crypto-safexcel:objects:x86_64-no-msi \
	convert/mfd-intel-lpss:objects:x86_64-no-msi >"$work/wanted" &&
	same "$work/wanted" "$work/got" && ! targeted fail | tr ' ' '\n' | grep -v ':x86_64-no-msi$'
ok 'no stub for PCI_MSI=n: both drivers fail under that target alone'

## the campaign itself ##

campaign=$work/campaign
mkdir "$campaign" && cp "$top"/series/pcim-irq-vectors/*.txt "$top"/cocci/pcim-irq-vectors/*.cocci \
	"$campaign" &&
	sed '/^# Vectors are freed exactly once/,/timeout = /d' \
	"$top/series/pcim-irq-vectors/campaign.conf" \
		>"$campaign/campaign.conf"
expect_exit 0 kernel generate && expect_exit 0 kernel --json prove &&
	cp "$work/out" "$work/whole" &&
	[ "$(json '[c["patch"] + " " + k["check"] for c in d["commits"] for k in c["checks"]
	if k["verdict"] != "pass"]')" = '' ]
ok 'the campaign passes under its five targets'
[ "$(json 'len({r["target"] for r in d["coverage"]})')" = 5 ] &&
	[ "$(json 'len({r["file"] for r in d["coverage"]} - {r["file"] for r in d["coverage"]
	if r["state"] == "compiled"})')" = 0 ]
ok 'each file is compiled under one of them'
expect_exit 0 kernel report && sed -n '/^Coverage/,$p' "$work/out" | sed 's/^/# /'
says 'under at least one target: '
ok 'report shows the coverage'

finish
