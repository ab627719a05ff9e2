#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The main job on a real kernel, in its quick form: generate, prove and send for two drivers of the
# shipped campaign on 6.12. (The whole series: 10-linux.sh. Its audit and plan on the newest kernel:
# quick-11-newest.sh. Faults, and 6.1: 12-linux.sh.)
# shellcheck source=tests/linux/campaign.sh
. "$(dirname "$0")/campaign.sh"

## generate, prove, send: two drivers ##

control good ''
expect_exit 0 kernel --json generate && [ "$(json '" ".join(p["id"] for p in d["patches"])')" = \
	'api convert/mfd-intel-lpss convert/thunderbolt enforce' ]
ok 'a campaign of two drivers'
[ "$(applied b4/good)" = "$(git -C "$repo" rev-parse 'b4/good^{tree}')" ]
ok 'git am of git format-patch gives the same tree'
expect_exit 0 kernel --json prove &&
	[ "$(json '[c["evidence"] for c in d["commits"][0]["checks"]
	if c["check"] == "readers"][0]')" = sampled ] &&
	[ "$(json 'sorted({k["verdict"] for c in d["commits"] for k in c["checks"]})')" = pass ]
ok 'every commit passes under x86_64-allmodconfig'
expect_exit 0 kernel --json prove &&
	[ "$(json 'all(k["reused"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "objects")')" = true ]
ok 'a second proof compiles nothing'
git -C "$repo" config sendemail.smtpserver 127.0.0.1
expect_exit 0 kernel --json plan && cp "$work/out" "$work/plan.json" &&
	expect_exit 0 kernel generate &&
	expect_exit 0 kernel --json send --output "$work/sent" &&
	[ "$(json 'len(d["mails"])')" = 5 ] &&
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

## a rule that misses something ##

control leftover ''
sed -i 's/^  (\.\.\.)$/  (..., 1, 1, ...)/' "$campaign/convert.cocci"
expect_exit 1 kernel generate && says drivers/thunderbolt/nhi.c
ok 'a rule that leaves one call unconverted says so'

finish
