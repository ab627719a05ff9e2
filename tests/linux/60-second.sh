#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A second campaign, of another kind, that needed nothing of the program: generated and proved on
# 6.12. About four minutes on two cores the first time.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

campaign=$top/series/timer-delete

git -C "$repo" show "$base:include/linux/timer.h" >"$work/timer.h"
[ "$(grep -c -e 'Do not use in new code. Use timer_delete() instead' \
	-e 'Do not use in new code. Use timer_delete_sync() instead' \
	"$work/timer.h")" = 2 ] && grep -A3 'inline int del_timer(' "$work/timer.h" |
	grep -q '^	return timer_delete(timer);$' &&
	grep -A3 'inline int del_timer_sync(' "$work/timer.h" |
	grep -q '^	return timer_delete_sync(timer);$'
ok 'the reason that the campaign gives stands in the tree'

expect_exit 0 kernel --json plan && [ "$(json 'd["words"]')" = '' ] &&
	[ "$(json 'len(d["patches"])')" = 34 ] &&
	[ "$(json 'len([1 for p in d["patches"] if not p["to"]])')" = 0 ]
ok 'plan: 34 patches, nothing to be said of their words, and each has somebody to go to'

expect_exit 0 kernel generate && says '34 patches' && range=$(awk 'END { print $2 }' "$work/out") &&
	git -C "$repo" diff "$range" >"$work/diff" &&
	[ "$(grep -c '^-[^-]' "$work/diff")" = "$(grep -c '^+[^+]' "$work/diff")" ] &&
	grep '^-[^-]' "$work/diff" |
	sed 's/^-//; s/del_timer_sync/timer_delete_sync/g; s/del_timer\>/timer_delete/g' >"$work/wanted" &&
	grep '^+[^+]' "$work/diff" | sed 's/^+//' >"$work/got" && [ -s "$work/got" ] &&
	same "$work/wanted" "$work/got"
ok 'generate: the patches rename calls and do nothing else'

expect_exit 0 kernel --json prove && [ "$(json 'len(d["commits"])')" = 34 ] &&
	[ "$(json 'd["summary"]["pass"]')" -ge 230 ] &&
	[ "$(json '{k["verdict"] for c in d["commits"]
	for k in c["checks"]} == {"pass"}')" = true ] &&
	[ "$(json 'len([1 for c in d["commits"] for k in c["checks"]
	if k["check"] in ("objects", "readers") and k["evidence"] == "compiled"])')" = 34 ]
ok 'prove: every commit passes, and each of them was compiled'

expect_exit 0 kernel generate && expect_exit 0 kernel report --format cover &&
	says '34 of 34 commits pass (compiled)'
ok 'the cover letter says so'

## the proof can say no ##

# A copy for one folder, with the rule changed by sed.
broken() { # SED
	campaign=$work/broken
	discard -f "$campaign" && mkdir "$campaign" &&
		cp "$top"/series/timer-delete/* "$top"/cocci/timer-delete/*.cocci "$campaign" &&
		sed -i -e 's/name = .*/name = broken/' -e '/scope = /d' -e \
		's,^\[convert\],&\n\tscope = drivers/memstick/,' \
			"$campaign/campaign.conf" && sed -i "$1" "$campaign/timer.cocci"
}

say() { # KIND: the checks that say it
	verdicts "$1" True 'k["check"]' | tr ' ' '\n' | sort -u | paste -sd ' '
}

broken '' && expect_exit 0 kernel generate && says '4 patches' && expect_exit 0 kernel prove
ok 'the copy for memstick passes as it is'
broken 's/^+ timer_delete_sync/+ timer_delete_synch/' && expect_exit 0 kernel --force generate &&
	expect_exit 1 kernel --json prove &&
	[ "$(say fail)" = objects ] &&
	[ "$(json '[c["patch"] for c in d["commits"] for k in c["checks"]
	if k["verdict"] == "fail"]' | tr '\n' ' ')" = \
		'convert/memstick-ms_block convert/memstick-r592 ' ] && says timer_delete_synch
ok 'a rule that calls what is not there: the objects fail, in the two patches that call it'
broken 's/^  (\.\.\.)$/  (..., 1)/' && expect_exit 1 kernel --force generate &&
	says 'timer.cocci changes nothing'
ok 'a rule that matches nothing: generate says no'

finish
