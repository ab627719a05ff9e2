#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The newest kernel in the quick form: audit and plan of the shipped campaign on 7.2. (The whole
# series: 11-newest.sh.) Where Debian's 7.2 cannot be had, this is skipped, and says so.
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

finish
