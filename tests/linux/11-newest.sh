#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The main job on the newest kernel, the whole series: generate and prove on 7.2, and regenerate
# from 6.12.
kernels='6.12 7.2'
# shellcheck source=tests/linux/campaign.sh
. "$(dirname "$0")/campaign.sh"
v72=$v61

## from 6.12 to 7.2: every id is accounted for ##

expect_exit 0 kernel --json generate &&
	json '[p["id"] for p in d["patches"]]' | sort >"$work/before"
base=$v72
expect_exit 0 kernel --json regenerate && cp "$work/out" "$work/again" &&
	json '[p["id"] for p in d["patches"] if p["state"] != "added"]' "$work/again" |
	sort >"$work/told"
same "$work/before" "$work/told"
ok 'regenerate on 7.2 accounts for every patch of 6.12'

## generate and prove ##

generated 64 62
ok 'on 7.2 at least 62 driver patches, between the first and the last patch'
[ "$(applied b4/pcim-irq-vectors)" = "$(git -C "$repo" rev-parse 'b4/pcim-irq-vectors^{tree}')" ]
ok 'git am of git format-patch gives the same tree'
one='--target x86_64-allmodconfig'
# shellcheck disable=SC2086 # two words
expect_exit 1 kernel --json prove $one &&
	[ "$(json '[c["patch"] + " " + k["check"] for c in d["commits"] for k in c["checks"]
		if k["verdict"] != "pass"]')" = \
		'msix-exact/edac-thunderx coverage
enforce targets' ]
ok 'every commit of 7.2 passes under x86_64-allmodconfig, but for a file that is for arm64 alone'
[ "$(json 'sorted({k["verdict"] for c in d["commits"] for k in c["checks"]
	if k["check"] in ("checkpatch", "kernel-doc")})')" = pass ]
ok 'checkpatch and kernel-doc of 7.2 have nothing to say'

finish
