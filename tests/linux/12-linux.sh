#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The main job on 6.1, and faults that the proof of a small campaign on 6.12 must find, each at the
# right commit. About four minutes on two cores, and two more to import the kernels the first time.
kernels='6.12 6.1'
# shellcheck source=tests/linux/campaign.sh
. "$(dirname "$0")/campaign.sh"

## faults: the proof must say no, at the right commit ##

extra='[patch "extra"]\n	diff = extra.diff\n	subject = mfd: intel-lpss: Change something\n'

control unexported ''
sed -i '/^+EXPORT_SYMBOL(pcim_alloc_irq_vectors);/d' "$campaign/api.cocci"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
	[ "$(all_failed)" = 'convert/mfd-intel-lpss convert/thunderbolt' ] &&
	[ "$(failed_at symbols)" = 'convert/mfd-intel-lpss convert/thunderbolt' ] &&
	says 'exports pcim_alloc_irq_vectors'
ok 'an API that is declared but not exported fails where it is first needed'

control leftover ''
sed -i 's/^  (\.\.\.)$/  (..., 1, 1, ...)/' "$campaign/convert.cocci"
expect_exit 1 kernel generate && says drivers/thunderbolt/nhi.c &&
	expect_exit 1 kernel --json prove &&
	[ "$(all_failed)" = 'convert/thunderbolt' ] &&
	[ "$(failed_at residue)" = 'convert/thunderbolt' ]
ok 'a rule that leaves one call unconverted fails at its patch'

control early ''
awk '/^\[/ { section = $0 } section ~ /patch "api"/ { api = api $0 "\n"; next }
	section ~ /patch "enforce"/ && api != "" { printf "%s", api; api = "" } { print }' \
	"$campaign/campaign.conf" >"$campaign/new" && mv "$campaign/new" "$campaign/campaign.conf"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
	[ "$(all_failed)" = 'convert/mfd-intel-lpss convert/thunderbolt' ]
ok 'a driver converted before the API exists fails, and only that'

control syntax "s/^\[patch \"enforce\"\]/$extra&/"
hand_made drivers/mfd/intel-lpss-pci.c \
	'/^static int intel_lpss_pci_probe/i struct broken {' >"$campaign/extra.diff"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove && [ "$(all_failed)" = extra ] &&
	[ "$(failed_at objects)" = extra ]
ok 'a syntax error fails at its commit'

control unused "s/^\[patch \"enforce\"\]/$extra&/"
hand_made drivers/mfd/intel-lpss-pci.c \
	'/^static int intel_lpss_pci_probe/,/^{/s/^{/{\n	int nobody_reads_this;\n/' \
	>"$campaign/extra.diff"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
	[ "$(failed_at objects)" = extra ] &&
	says nobody_reads_this
ok 'an unused variable under -Werror fails at its commit'

control good ''
expect_exit 0 kernel generate && expect_exit 0 kernel prove
ok 'the same small campaign without a fault passes'

## 6.1 ##

campaign=$work/campaign
base=$v61
generated 49 45
ok 'on 6.1 at least 47 driver patches over 45 files'
[ "$(applied b4/pcim-irq-vectors)" = "$(git -C "$repo" rev-parse 'b4/pcim-irq-vectors^{tree}')" ]
ok 'git am gives the same tree there too'

finish
