#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# ci/nightly on real kernels: a small series on an older 6.12, then on 6.12; a base that breaks one
# driver and brings another one; a rule that is broken. About ten minutes on two cores.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"
# shellcheck disable=SC2034 # small.sh reads it
small_scope='thunderbolt/ mfd/ spi/ pci/switch/ bus/mhi/ tty/serial/8250/'
# shellcheck source=tests/linux/small.sh
. "$(dirname "$0")/small.sh"

older=6.12.115
v_old=$(older_kernel "$older")
if [ -z "$v_old" ]; then
	skip 'nights on two kernels' "Debian has no linux-source $older any more"
	finish
	exit
fi
campaign=$work/campaign
small_campaign "$campaign" &&
	printf '[prefix "drivers/spi/november.c"]\n\tsubject = spi: november\n' >>"$campaign/campaign.conf" &&
	ln -s "$top/tests/linux/configs" "$work/configs" && cd "$work" || exit 3
nights=$work/nights

night() { # BASE
	"$top/ci/nightly" --repo "$repo" --state "$state" --reports "$nights" --campaign \
		"$campaign" --base "$1"
}
# On the first screen of what it printed.
shows() { # TEXT...
	for text; do head -n 24 "$work/out" | grep -qF -e "$text" ||
		{ echo "missing: $text" >>"$work/err" && return 1; }; done
}
series() { # EXPRESSION over the JSON of the last night's series
	json "$1" "$nights/latest/series.out"
}

start=$(date +%s)
expect_exit 0 night "$v_old" && shows "GREEN: b4/small on $v_old" 'the first night'
ok "$v_old: the first night is green, with $(series 'len(d["patches"])') patches in \
$(($(date +%s) - start)) s"

start=$(date +%s)
expect_exit 0 night "$v612" && shows "GREEN: b4/small on $v612" &&
	[ "$(series 'd["previous"]["rev"]')" = "$v_old" ] &&
	[ "$(series 'd["counts"]["kept"]')" = "$(series 'len(d["patches"])')" ]
ok "$v612: the second one too, in $(($(date +%s) - start)) s: $(series '"%d kept, %d of %d conversions made anew" % (
	d["counts"]["kept"], d["counts"]["converted"], d["counts"]["asked"])')"
sed 's/^/# /' "$work/out"
git -C "$repo" diff --name-only "$v_old" "$v612" >"$work/changed"
json '[f for p in d["patches"] for f in p["files"]]' "$nights/latest/series.out" |
	sort -u >"$work/files"
[ "$(series 'd["counts"]["converted"]')" -le "$(grep -cxF -f "$work/changed" "$work/files")" ]
ok "$v612: no more conversions than files of the series whose blobs changed ($(grep -cxF -f "$work/changed" "$work/files"))"

## a base that breaks one driver and brings another one ##

in_index read-tree "$v612"
write_driver "$work/november.c" <<'BODY'
	if (!ret)
		ret = pci_alloc_irq_vectors(pdev, 3, 4, PCI_IRQ_MSIX);
BODY
sed 's,linux/pci.h>,&\n#include <linux/module.h>,
	s/more_probe(struct pci_dev \*pdev/&, const struct pci_device_id *id/
	$a module_pci_driver(more_driver);\nMODULE_LICENSE("GPL");' "$work/november.c" |
	put drivers/spi/november.c &&
	{ old_file drivers/spi/Makefile; echo 'obj-m += november.o'; } | put drivers/spi/Makefile &&
	old_file drivers/pci/switch/switchtec.c |
	sed '0,/^#include <linux/s//#include <linux\/nowhere.h>\n&/' |
	put drivers/pci/switch/switchtec.c &&
	git -C "$repo" show b4/small:drivers/thunderbolt/nhi.c | put drivers/thunderbolt/nhi.c &&
	at=$(git -C "$repo" commit-tree -p "$v612" -m 'Go on' "$(in_index write-tree)") &&
	git -C "$repo" update-ref refs/heads/next "$at"
start=$(date +%s)
expect_exit 1 night next && shows 'RED: b4/small on next' 'drivers/spi/november.c' \
	'void      objects x86_64-small  ' 'drivers/pci/switch/switchtec.c' \
	'linux/nowhere.h: No such file'
ok "a broken commit in the base, and a new user: red, with both reasons on the first screen, in $(($(date +%s) - start)) s"
sed 's/^/# /' "$work/out"
has "$nights/latest/summary.txt" 'thunderbolt' && [ "$(series 'd["counts"]["landed"]')" = 1 ] &&
	[ "$(series 'd["counts"]["added"]')" = 1 ]
ok 'what has landed is told'
old_file drivers/pci/switch/switchtec.c | put drivers/pci/switch/switchtec.c &&
	at=$(git -C "$repo" commit-tree -p "$at" -m 'Mend it' "$(in_index write-tree)") &&
	git -C "$repo" update-ref refs/heads/next "$at"
expect_exit 0 night next && shows 'GREEN: ' 'newly good'
ok 'when the base is mended it is green again, and says so'

## a rule that breaks its drivers ##

sed -i '0,/^+ pcim_alloc_irq_vectors$/s//+ pcim_alloc_irq_vectorz/' "$campaign/convert.cocci" &&
	grep -q vectorz "$campaign/convert.cocci" &&
	expect_exit 1 night next &&
	shows 'RED: b4/small' 'fail      objects x86_64-small' pcim_alloc_irq_vectorz
ok 'a rule that breaks its drivers: red, with the reason on the first screen'
sed 's/^/# /' "$work/out"

finish
