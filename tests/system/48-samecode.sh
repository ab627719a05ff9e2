#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove compares the objects of a commit that claims to change nothing, before and after.
# shellcheck disable=SC2317,SC2119 # expect_exit calls them; prove takes no option here
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# The commits have no Signed-off-by, so the answer is always no.
range() { # ARGS...: every commit of the branch claims it
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 --json --target=x86_64-narrow \
		--same-code prove "$@" main..changes
}

# The verdict on a commit of the range, which is named by its subject. WANTED is a pattern of sh.
of() { # SUBJECT WANTED
	got=$(json '[k["verdict"] + " " + k["evidence"] + ": " + k["detail"]
		for c in d["commits"] if c["subject"] == "'"$1"'"
		for k in c["checks"] if k["check"] == "same-code"]')
	echo "got: $got" >>"$work/err"
	# shellcheck disable=SC2254 # a pattern
	case $got in
	$2) ;;
	*) return 1 ;;
	esac
}

make_world "$repo"
# pci_stop_device() does what pci_disable_device() does.
sed -i 's/^void pci_disable_device.*/&\nvoid pci_stop_device(struct pci_dev *pdev);/' \
	"$repo/include/linux/pci.h" &&
	printf '\nvoid pci_stop_device(struct pci_dev *pdev)\n{\n\tpci_disable_device(pdev);\n}\nEXPORT_SYMBOL(pci_stop_device);\n' \
		>>"$repo/drivers/pci/pci.c" && commit "$repo" 'Add pci_stop_device()' &&
	git -C "$repo" checkout -q -b changes
net=$repo/drivers/net

## a range, each commit of which claims it ##

sed -i 's/alpha_isr/alpha_interrupt/; s,^#include <linux/pci.h>,&\n\n/* A remark. */\n,' \
	"$net/alpha.c" && commit "$repo" quiet
git -C "$repo" grep -l 'pci_irq_vector\b' >"$work/users" &&
	(cd "$repo" && xargs sed -i 's/pci_irq_vector\b/pci_irq_number/' <"$work/users") &&
	commit "$repo" renamed
git -C "$repo" mv include/linux/errno.h include/linux/error.h &&
	sed -i 's,linux/errno.h,linux/error.h,' "$repo/include/linux/pci.h" && commit "$repo" moved
sed -i 's/return 1;/return 1000;/' "$net/alpha.c" && commit "$repo" constant
sed -i 's/return 1000;/return 1001;/' "$net/alpha.c" &&
	sed -i 's/"delta"/"another"/' "$net/delta.c" &&
	sed -i 's/^#include <linux.pci.h>/&\n\n/' "$net/charlie.c" && commit "$repo" several
sed -i 's/pci_disable_device(pdev)/pci_stop_device(pdev)/' "$net/delta.c" && commit "$repo" callee
sed 's/alpha/alef/' "$net/alpha.c" >"$net/alef.c" && echo 'obj-m += alef.o' >>"$net/Makefile" &&
	commit "$repo" new
echo 'ccflags-y += -DNOTHING' >>"$net/Makefile" && commit "$repo" flags
echo 'More.' >>"$repo/MAINTAINERS" && commit "$repo" text
git -C "$repo" checkout -q main
ok 'a world and a branch'

git -C "$repo" config treewide.narrowLimit 0 && expect_exit 1 range &&
	of quiet 'skipped : building it takes about * s, more than the 0 s of treewide.narrowLimit'
ok 'where it takes too long a claim is skipped, with the seconds'
git -C "$repo" config --unset treewide.narrowLimit

expect_exit 1 range && cp "$work/out" "$work/range" &&
	of quiet 'pass same code: 1 of 1 object has the same code'
ok 'a local function with another name, and other lines, are the same code'
of renamed 'pass same code: * readers of include/linux/pci.h; pci_irq_vector as pci_irq_number' &&
	json '[k["detail"] for c in d["commits"] if c["subject"] == "renamed"
		for k in c["checks"] if k["check"] == "same-code"]' |
	grep -Eq '^([0-9]+) of \1 objects have the same code; '
ok 'a function with another name is the same code in all who call it, and the name is told'
of moved 'pass same code: * objects have the same code; *'
ok 'a header in another place is the same code'
of constant 'fail same code: drivers/net/alpha.o: function alpha_interrupt differs at +0x*: 1 before, 1000 now; 0 of 1 object has the same code'
ok 'a constant that changes fails, with its function'
of several 'fail same code: drivers/net/alpha.o: function alpha_interrupt differs at +0x*: 1000 before, 1001 now; 1 other object differs; 1 of 3 objects have the same code'
ok 'of several objects the first one that differs is named, and the others are counted'
# pci_stop_device() is no other name of pci_disable_device(): both are there, and stay.
of callee 'fail same code: drivers/net/delta.o: function delta_remove differs at +0x*: pci_disable_device before, pci_stop_device now; 0 of 1 object has the same code'
ok 'another function is not the same function with another name'
of new 'uncovered : 0 of 1 object has the same code; not compared: drivers/net/alef.o: it does not exist before the commit (and 1 more)'
ok 'an object that is new is not the same'
of flags 'uncovered : 0 of 0 objects have the same code; not compared: drivers/net/Makefile: what this changes in the build is not compared'
ok 'what a Makefile makes otherwise is not compared, and that is said'
of text 'pass identical: no make of this target reads what this commit changes'
ok 'what no make reads changes no object'

essence "$work/range" >"$work/wanted" && log_gcc && expect_exit 1 range && [ ! -s "$FAKE_LOG" ] &&
	essence | equals "$work/wanted"
ok 'a second time it compiles nothing and says the same'
no_fakes
expect_exit 1 "$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 --target=x86_64-narrow \
	--same-code --explain=5 prove main..changes &&
	says 'drivers/net/delta.o: differs' && says 'drivers/net/charlie.o: the same code' &&
	says 'function alpha_interrupt differs at'
ok 'why is explained, object by object'
line=$(sed -n '/alpha.o: differs/,/by hand/s/^ *by hand: \(objdump .*\)/\1/p' "$work/out")
(cd "$work" && sh -c "$line" >"$work/lines")
grep -q '^< .*0x3e8,' "$work/lines" && grep -q '^> .*0x3e9,' "$work/lines"
ok 'and the line for a shell shows the difference'

## a campaign ##

campaign=$work/hand.campaign
git clone -q "$repo" "$work/hand" && mkdir "$campaign" && echo 'For the test.' >"$campaign/text" &&
	sed -i 's/^#include <linux.pci.h>/&\n\n/' "$work/hand/drivers/net/alpha.c" &&
	hand_diff "$campaign/quiet.diff" &&
	sed -i 's/"charlie"/"someone"/' "$work/hand/drivers/net/charlie.c" &&
	hand_diff "$campaign/open.diff" &&
	printf '/// Calls it otherwise\n// Confidence: High\n@@\nexpression d;\n@@\n- pci_disable_device(d)\n+ pci_stop_device(d)\n' \
		>"$campaign/rule.cocci" &&
	cat >"$campaign/campaign.conf" <<'CONF'
[campaign]
	name = hand
	title = net: Change little
	cover = cover
[patch "quiet"]
	diff = quiet.diff
	subject = net: alpha: Move lines
	message = text
	claims = same-code
[patch "rule"]
	rule = rule.cocci
	scope = drivers/net/
	subject = net: Stop devices by the new name
	message = text
	claims = same-code
[patch "open"]
	diff = open.diff
	subject = net: charlie: Say another name
	message = text
[check "build"]
	target = x86_64-narrow
CONF
printf 'For the test.\n\n{tested}\n' >"$campaign/cover"
expect_exit 0 tw generate && prove &&
	[ "$(detail quiet same-code)" = '1 of 1 object has the same code' ]
ok 'a patch that claims it is examined'
detail rule same-code | grep -Eq \
	'^([0-9]+) of \1 objects? (have|has) the same code; pci_disable_device as pci_stop_device$'
ok 'what its rule calls otherwise is the same'
! verdict open same-code && [ "$(verdict open build)" = pass ]
ok 'of a patch that claims nothing nothing is said where it changes an object'
expect_exit 0 tw generate && git -C "$repo" log b4/hand >"$work/out" &&
	says 'same-code under x86_64-narrow: 2 of 2 commits pass (same code)'
ok 'the cover letter has a row'

sed -i '/claims = /d' "$campaign/campaign.conf" &&
	discard "$state/full/x86_64-narrow.kept" && log_gcc &&
	prove && [ "$(detail quiet same-code)" = '1 of 1 object has the same code' ]
ok 'without a claim it is told where an object stays the same'
[ -s "$FAKE_LOG" ]
ok 'and objects that are kept no more are made again'
no_fakes

sed -i 's/-narrow/-allmodconfig/; /Move lines/a\	claims = same-code' "$campaign/campaign.conf" &&
	prove &&
	is same-code uncovered '' 'the commit claims the same code, and no narrow target builds its objects: see --target'
ok 'without a narrow target a claim is uncovered'
sed -i 's/= same-code/= everything/' "$campaign/campaign.conf" &&
	expect_exit 2 tw plan && says 'claims = everything: the only value is same-code'
ok 'a claim that is not known is refused'

finish
