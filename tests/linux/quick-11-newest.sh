#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The newest kernel in the quick form: audit and plan of the shipped campaign on 7.2, and the plan
# beside the series that was posted. (The whole series: 11-newest.sh.) Where Debian's 7.2 cannot be
# had, this is skipped, and says so.
why=$("$(dirname "$0")/../../ci/base" 7.2 2>&1 >/dev/null) || {
	echo "1..0 # SKIP no Linux 7.2: $(echo "$why" | tail -n 1)"
	exit 0
}
kernels=7.2
# shellcheck source=tests/linux/campaign.sh
. "$(dirname "$0")/campaign.sh"

expect_exit 0 kernel --json audit &&
	[ "$(json 'len(d["sites"]) == sum(d["summary"].values()) >= 387')" = true ] &&
	[ "$(json '(d["summary"]["implicit"] >= 60 and d["summary"]["error-only"] >= 20 and
		d["summary"]["leak"] <= 1)')" = true ]
ok 'on 7.2 every call has a class'
expect_exit 0 kernel --json plan && [ "$(json 'len(d["patches"])')" -ge 60 ] &&
	[ "$(json 'len(d["guesses"])')" = 0 ] &&
	[ "$(json 'len([1 for p in d["patches"] if not p["to"]])')" = 0 ]
ok 'each driver has a patch, a prefix that nobody guessed, and somebody to go to'
tree=$(json '[p["tree"] for p in d["patches"]][-1]')
git -C "$repo" show "$tree:drivers/bus/mhi/host/pci_generic.c" >"$work/got" &&
	grep pcim_alloc_irq_vectors "$work/got" | expand >"$work/calls" &&
	[ -s "$work/calls" ] && ! grep -q '^.\{101,\}' "$work/calls"
ok 'a line that the longer name pushes over the limit of checkpatch is wrapped'

## beside the 37 patches that were posted ##

posted=$top/tests/linux/posted
cp "$work/out" "$work/plan.json"
# Change the plan by a statement of Python, and compare: so many lines, one of them with this text.
differs() { # LINES STATEMENT TEXT
	python3 -I -S -c '
import json, sys
d = json.load(open(sys.argv[1]))
by = {p["id"]: p for p in d["patches"]}
exec(sys.argv[3])
json.dump(d, open(sys.argv[2], "w"))
' "$work/plan.json" "$work/changed.json" "$2" 2>"$work/err" &&
		expect_exit 1 "$posted/compare" --all "$posted/posted.tsv" "$work/changed.json" &&
		says "$3" && [ "$(wc -l <"$work/out")" = "$1" ]
}

expect_exit 0 "$posted/compare" --all "$posted/posted.tsv" "$work/plan.json" &&
	[ "$(grep -c '^posted	' "$posted/posted.tsv")" = 35 ]
ok 'each of the 35 driver patches has its prefix and files, but for what is listed; so has the rest'
differs 2 'by["convert/cxl-pci"]["subject"] = "cxl: pci: Replace"' 'not made: cxl/pci: Replace'
ok 'another prefix is told'
differs 1 'by["convert/crypto-octeontx2"]["files"].pop()' \
	'crypto: octeontx2 has drivers/crypto/marvell/octeontx2/otx2_cptpf_main.c instead of '
ok 'a file that is missing is told'
differs 2 'by["convert/thunderbolt"]["files"].append("drivers/thunderbolt/nhi.c")' \
	'thunderbolt has drivers/thunderbolt/pci.c drivers/thunderbolt/nhi.c instead of'
ok 'a file more is told, also where one has moved'
differs 1 'by["convert/drm-xe"]["sites"][0]["class"] = "error-only"' \
	'convert/drm-xe is made for error-only'
ok 'a patch beyond them for another class is told'
differs 1 'd["patches"].remove(by["convert/spi-dw"])' \
	'a row that nothing needs: beyond convert/spi-dw'
ok 'a patch beyond them that is not made is told'
differs 2 'by["convert/spi-dw"]["id"] = "convert/spi"' 'nobody knows why: convert/spi (implicit)'
ok 'one that nobody has listed is told'
differs 1 'mail = by["convert/r8169"]
mail["cc"] = [r for r in mail["cc"] if "phasta" not in r["email"]]' \
	'convert/r8169: not to phasta@kernel.org'
ok 'a fixed address that a mail lacks is told'
differs 1 'd["cover"]["to"].pop()' 'cover: not to '
ok 'somebody who gets a patch without the cover letter is told'
differs 1 'other = dict(by["enforce"]["to"][0], why="maintainer:X (for patch y)")
by["convert/r8169"]["cc"].append(other)' \
	'convert/r8169: to '
ok 'somebody who should get another patch is told'

finish
