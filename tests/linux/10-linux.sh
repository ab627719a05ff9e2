#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The main job on a real kernel, the whole series: generate, prove and send on 6.12, and what the
# proof says when six calls are left. (A quick form: quick-10-linux.sh. Faults, and 6.1:
# 12-linux.sh.)
# shellcheck source=tests/linux/campaign.sh
. "$(dirname "$0")/campaign.sh"

## audit, generate ##

expect_exit 0 kernel --json audit &&
	[ "$(json 'len(d["sites"]) == sum(d["summary"].values()) >= 372')" = true ] &&
	[ "$(json 'd["summary"]["implicit"] >= 52 and d["summary"]["leak"] <= 1')" = true ]
ok 'on 6.12 every call has a class'
generated 58 55
ok 'on 6.12 at least 56 driver patches over 55 files, between the first and the last patch'
json '[p["files"] for p in d["patches"] if p["id"] == "convert/drm-xe"][0][0]' |
	grep -qx drivers/gpu/drm/xe/xe_irq.c
ok 'a driver that enables and allocates in different files is found'
[ "$(json 'len([1 for p in d["patches"] if not p["to"]])')" = 0 ]
ok 'each patch has somebody to go to'
[ "$(applied b4/pcim-irq-vectors)" = "$(git -C "$repo" rev-parse 'b4/pcim-irq-vectors^{tree}')" ]
ok 'git am of git format-patch gives the same tree'
before=$(git -C "$repo" rev-parse b4/pcim-irq-vectors)
expect_exit 0 kernel generate && says unchanged &&
	[ "$before" = "$(git -C "$repo" rev-parse b4/pcim-irq-vectors)" ]
ok 'a second run changes nothing'
git -C "$repo" diff "$base" b4/pcim-irq-vectors -- drivers ':!drivers/pci/msi' >"$work/diff"
[ "$(grep -c '^+[^+]' "$work/diff")" -le 110 ] && ! grep -q '^+.\{101,\}' "$work/diff" &&
	! grep '^[-+][^-+]' "$work/diff" | grep -v -e irq_vectors -e pci_enable_msi -e \
	pcim_enable_msix | grep -qv '^[-+][[:space:]]'
ok 'the driver patches hold converted calls and their continuation lines, nothing else'

## prove: one target, for the others take minutes; 41-targets has them ##

one='--target x86_64-allmodconfig'
# shellcheck disable=SC2086 # two words
expect_exit 1 kernel --json prove $one && [ "$(json 'd["summary"]["pass"]')" -ge 160 ] &&
	[ "$(json 'len(d["commits"])')" -ge 58 ] &&
	[ "$(json '[c["patch"] + " " + k["check"] for c in d["commits"] for k in c["checks"]
	if k["verdict"] != "pass"]')" = \
		'msix-exact/edac-thunderx coverage
enforce targets' ] &&
	[ "$(json '[c["evidence"] for c in d["commits"][0]["checks"]
	if c["check"] == "readers"][0]')" = sampled ]
ok 'every commit of 6.12 passes under x86_64-allmodconfig, but for a file that is for arm64 alone'
json '[k["verdict"] + " " + k["detail"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "coverage" and k["verdict"] != "pass"][0]' |
	grep -q '^uncovered no chosen target compiles drivers/edac/thunderx_edac.c: .*--target arm64-allmodconfig would compile it'
ok 'what would compile that file is said'
cp "$work/out" "$work/first"
of_complete() { # MEMBER
	json '[k["'"$1"'"] for c in d["commits"] for k in c["checks"]
		if k["check"] == "complete"][0]'
}
[ "$(of_complete verdict)" = pass ] &&
	of_complete detail | grep -q 'calls audited, none relies on what it removes'
ok 'complete finds nobody who still relies on the implicit release'
# shellcheck disable=SC2086
expect_exit 1 kernel --json prove $one &&
	[ "$(json 'all(k["reused"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "objects")')" = true ]
ok 'a second proof compiles nothing'
expect_exit 1 kernel report --format text && says ' 0 fail, 0 void, 1 uncovered, 1 skipped' &&
	says 'not proved under x86_64-no-msi'
ok 'the report says the same'

## send: nothing leaves, every address of every mail is that of the plan ##

git -C "$repo" config sendemail.smtpserver 127.0.0.1
# shellcheck disable=SC2086
expect_exit 0 kernel --json plan && cp "$work/out" "$work/plan.json" &&
	expect_exit 0 kernel generate && expect_exit 1 kernel send $one &&
	says 'does not pass: targets skipped' && says 'does not pass: coverage uncovered' &&
	says 'while these are open: 2;' && ! says 'does not pass: current' &&
	expect_exit 0 kernel --json send $one --waive targets='one is enough here' --waive \
	coverage='it is for arm64' --output "$work/sent" &&
	[ "$(json 'len(d["mails"])')" -ge 59 ] &&
	[ "$(json 'all(m["ok"] for m in d["mails"]) and not d["sent"]')" = true ]
ok 'send writes a mail for each patch and the cover letter, as planned'
# shellcheck disable=SC2317 # expect_exit calls it
expect_exit 0 compare_mails && says ' 0 differences'
ok 'the mails are those of the plan, address by address, and make its trees'
# Each address has a line of its own: the first one in Cc goes.
cp "$work"/sent/0003* "$work/third" &&
	sed -i '/^Cc: .*,$/{N;s/^Cc: .*,\n /Cc: /}' "$work"/sent/0003*
! cmp -s "$work/third" "$work"/sent/0003* && expect_exit 1 compare_mails && says 'mail 3: '
ok 'an address less is seen'

## calls that no rule converts: the last patch must be refused ##

sed -i.whole '/^\[convert "msix-/,/message = /d' "$campaign/campaign.conf"
expect_exit 0 kernel plan && says 'For a person: they rely on what the series retires:' &&
	says drivers/gpio/gpio-thunderx.c:517:
ok 'without the rules for MSI-X the plan names what is left for a person'
# shellcheck disable=SC2086
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove $one &&
	[ "$(json 'len(d["commits"])')" = 54 ] &&
	[ "$(json '[c["patch"] + " " + k["check"] for c in d["commits"] for k in c["checks"]
	if k["verdict"] == "fail"]')" = 'enforce complete' ]
ok 'and complete says no to the last patch, and only to that'
of_complete detail >"$work/got"
has "$work/got" '6 calls rely on what it removes' && has "$work/got" drivers/gpio/gpio-thunderx.c &&
	has "$work/got" drivers/edac/thunderx_edac.c && has "$work/got" drivers/dma/ioat/init.c &&
	has "$work/got" drivers/net/wireless/intel/iwlwifi/pcie/trans.c
ok 'it names who still relies on the implicit release: users of pci_enable_msix_*()'
# shellcheck disable=SC2086
expect_exit 0 kernel generate &&
	expect_exit 1 kernel send $one --waive targets='one is enough here' &&
	says 'does not pass: complete fail'
ok 'and send keeps the series back'
expect_exit 1 kernel --wave removal generate &&
	says 'wave removal is blocked: 6 uses still rely on what it retires'
ok 'so does the wave that ends the implicit release'
mv "$campaign/campaign.conf.whole" "$campaign/campaign.conf"

finish
