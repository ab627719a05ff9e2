#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide status: what is planned, written and landed, over several bases.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
first=$(git -C "$repo" rev-parse HEAD)

expect_exit 0 tw --json status && [ "$(json 'len(d["bases"])')" = 1 ] &&
	[ "$(json 'd["bases"][0]["base"]')" = "$first" ] &&
	[ "$(json 'd["bases"][0]["patches"]')" = 11 ] &&
	[ "$(json 'd["bases"][0]["landed"]')" = 0 ] &&
	[ "$(json 'd["waves"][0]["state"]')" = planned ] &&
	calls=$(json 'd["sites"]["planned"]') && [ "$calls" -gt 8 ]
ok 'status: nothing is written yet'

expect_exit 0 tw --json audit && cp "$work/out" "$work/audit.json" &&
	json 'sorted(d["summary"].items())' >"$work/wanted" &&
	expect_exit 0 tw --json status &&
	json 'sorted(d["bases"][0]["sites"].items())' >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'status: the classes are those of the audit'

expect_exit 0 tw generate && expect_exit 0 tw --json status &&
	[ "$(json 'd["waves"][0]["state"]')" = converted ] &&
	[ "$(json 'd["sites"]["converted"]')" = "$calls" ] &&
	[ "$(json 'd["sites"]["planned"]')" = 0 ] &&
	expect_exit 0 tw status && says 'converted  b4/world' && says 'not sent'
ok 'status: generate has written them'

# Two drivers are taken by their maintainers, one is removed, one is changed.
git -C "$repo" checkout -q -b next
git -C "$repo" show b4/world:drivers/net/alpha.c >"$repo/drivers/net/alpha.c"
git -C "$repo" show b4/world:drivers/gpio/gpio-golf.c >"$repo/drivers/gpio/gpio-golf.c"
git -C "$repo" rm -q drivers/misc/hotel.c && sed -i /hotel/d "$repo/drivers/misc/Makefile"
echo '/* changed */' >>"$repo/drivers/spi/spi-echo.c"
commit "$repo" 'Go on'
expect_exit 0 tw --json status && [ "$(json 'len(d["bases"])')" = 2 ] &&
	[ "$(json 'd["bases"][1]["landed"]')" = 2 ] && [ "$(json 'd["patches"]["landed"]')" = 2 ] &&
	[ "$(json 'd["patches"]["gone"]')" = 1 ] && [ "$(json 'd["bases"][0]["landed"]')" = 0 ] &&
	[ "$(json 'd["bases"][1]["patches"]')" = 8 ] &&
	[ "$(json 'd["waves"][0]["state"]')" = planned ]
ok 'status: landed on a later base, and gone'

# b4 raises the revision when it has sent a series.
expect_exit 0 tw --force generate && cover=$(git -C "$repo" rev-list HEAD..b4/world | tail -n 1) &&
	git -C "$repo" log -1 --format=%B "$cover" |
	sed 's/"revision": 1/"revision": 2/' >"$work/message" &&
	new=$(git -C "$repo" commit-tree -p HEAD -F "$work/message" 'HEAD^{tree}') &&
	git -C "$repo" rev-list --reverse "$cover..b4/world" | {
		while read -r id; do
			git -C "$repo" log -1 --format=%B "$id" >"$work/message"
			new=$(git -C "$repo" commit-tree -p "$new" -F "$work/message" "$id^{tree}")
		done
		git -C "$repo" update-ref refs/heads/b4/world "$new"
	} && expect_exit 0 tw --json status && [ "$(json 'd["waves"][0]["state"]')" = in_flight ] &&
	[ "$(json 'd["sites"]["in_flight"]')" -gt 5 ] && expect_exit 0 tw status &&
	says 'v1 was sent'
ok 'status: a series that b4 has sent is in flight'

finish
