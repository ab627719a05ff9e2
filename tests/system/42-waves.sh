#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Waves: one campaign as several series; each is planned, written and proved alone.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
base=$(git -C "$repo" rev-parse HEAD)
make_campaign "$work/campaign"
campaign=$work/campaign
sed -i 's/^\tmessage = api.txt/&\n\tprovides = pcim_alloc_irq_vectors/; s/^\tmessage = enforce.txt/&\n\tretires = implicit, error-only/' \
	"$campaign/campaign.conf"
cat >>"$campaign/campaign.conf" <<'CONF'
[wave "first"]
	title = PCI/MSI: Add vectors that devres frees
	patch = api
	path = drivers/gpio/
[wave "drivers"]
	title = treewide: Let devres free the vectors openly
	split = tree
	limit = 5
	after = first
[wave "removal"]
	title = PCI/MSI: Free no vectors behind the back of drivers
	patch = enforce
	after = first, drivers
CONF

expect_exit 0 tw --json plan && cp "$work/out" "$work/whole.json" &&
	[ "$(json 'len(d["patches"])')" = 11 ] &&
	[ "$(json 'sum(w["patches"] for w in d["waves"])')" = 11 ] &&
	[ "$(json 'max(w["patches"] for w in d["waves"])')" -le 5 ] &&
	[ "$(json 'd["waves"][0]["wave"]')" = first ] &&
	[ "$(json 'd["waves"][-1]["wave"]')" = removal ]
ok 'plan: every patch is in one wave, none is too long'

json '[w["wave"] for w in d["waves"]]' "$work/whole.json" >"$work/waves"
while read -r wave; do
	expect_exit 0 tw --json --wave "$wave" plan &&
		json '[p["id"] for p in d["patches"] if not p["below"]]'
done <"$work/waves" | sort >"$work/got"
json '[p["id"] for p in d["patches"]]' "$work/whole.json" | sort >"$work/wanted"
[ "$(wc -l <"$work/waves")" -gt 2 ] && same "$work/wanted" "$work/got"
ok 'plan: the waves together are the campaign'

expect_exit 2 tw --wave nobody plan && says 'has no wave nobody; there are: first, '
ok 'plan: a wave that is not there is refused, and those that are there are named'

## branches ##

expect_exit 0 tw --wave first generate && says 'b4/world-first' && says '2 patches' &&
	[ "$(git -C "$repo" rev-list --count "$base..b4/world-first")" = 3 ]
ok 'generate: the first wave on its own branch'

second=$(sed -n 2p "$work/waves")
expect_exit 0 tw --json --wave "$second" plan &&
	count=$(json 'sum(not p["below"] for p in d["patches"])') &&
	expect_exit 0 tw --wave "$second" generate && says "b4/world-$second" &&
	says "$count patches" &&
	[ "$(git -C "$repo" rev-list --count "$base..b4/world-$second")" = $((count + 3)) ] &&
	cover=$(git -C "$repo" rev-list -F --grep='b4-submit-tracking' "$base..b4/world-$second") &&
	[ "$(git -C "$repo" rev-list --count "$cover..b4/world-$second")" = "$count" ] &&
	[ "$(git -C "$repo" rev-list --count "$base..$cover")" = 3 ] &&
	[ "$(git -C "$repo" rev-parse "$cover^{tree}")" = \
	"$(git -C "$repo" rev-parse "$cover~1^{tree}")" ] &&
	[ "$(git -C "$repo" log -1 --format=%s "$cover")" = \
	"treewide: Let devres free the vectors openly" ]
ok 'generate: what a wave needs stands below its cover letter'

git clone -q "$repo" "$work/b4" && git -C "$work/b4" checkout -q "b4/world-$second" &&
	(cd "$work/b4" && git config sendemail.smtpserver 127.0.0.1 &&
	b4 send --no-sign -o "$work/mails") >"$work/out" 2>"$work/err" &&
	[ "$(find "$work/mails" -name '*.eml' | wc -l)" = $((count + 1)) ] &&
	grep -q "^Subject: \[PATCH 0*$count/0*$count\]" "$work"/mails/*.eml
ok 'generate: b4 sends the patches of the wave, and no others'

# A second rule, of which the wave has no patch, has no place in its letter.
sed -i 's/^\ttitle = treewide: Let.*/&\n\tcover = wave.txt/' "$campaign/campaign.conf" &&
	printf '{needs}\n{rules}\n\nOn {base}.\n' >"$campaign/wave.txt"
expect_exit 0 tw --wave "$second" generate &&
	expect_exit 0 tw --wave "$second" report --format cover &&
	says 'this series stands on them' && says '  PCI/MSI: Add vectors that devres frees' &&
	says convert.cocci && ! says api.cocci && ! says enforce.cocci
ok 'generate: the letter tells what it stands on, and its own rules alone'
cp "$campaign/wave.txt" "$work/wave.txt"
printf 'Here:\n\n{converted}\n\nAll:\n\n{waves}\n' >"$campaign/wave.txt"
expect_exit 0 tw --wave "$second" generate &&
	expect_exit 0 tw --wave "$second" report --format cover &&
	sed -n '/^All:/,/^    removal/s/^    \([a-z][^ ]*\)  .*/\1/p' "$work/out" >"$work/got" &&
	same "$work/waves" "$work/got" && grep -qE "^    first +2 patches$" "$work/out" &&
	grep -qE "^    removal +1 patch, on top of 10$" "$work/out" &&
	grep -qE "^      $count patch(es)? for [0-9]+ calls?: [0-9]+ implicit$" "$work/out"
ok 'generate: the letter tells what was converted, and into which waves the campaign is cut'
cp "$work/wave.txt" "$campaign/wave.txt"
expect_exit 0 tw --wave "$second" generate && ! says unchanged
ok 'generate: the letter as it was'

expect_exit 0 tw --wave "$second" generate && says unchanged
ok 'generate: once more, unchanged'

expect_exit 1 tw --json --wave "$second" prove &&
	[ "$(json 'len(d["commits"])')" = $((count + 2)) ] &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ] &&
	[ "$(json 'd["branch"]')" = "b4/world-$second" ]
ok 'prove: a wave alone, and what it stands on'

## the removal ##

expect_exit 0 tw --wave removal generate && says b4/world-removal
ok 'removal: written when nobody relies on what it retires'

cp "$campaign/campaign.conf" "$work/kept.conf"
# Only calls of one of the two functions are converted; the others go on relying.
sed -i 's/^\tselect = implicit, error-only/&\n\ttaker = pci_alloc_irq_vectors_affinity/; /path = drivers.gpio/d' "$campaign/campaign.conf"
old=$(git -C "$repo" rev-parse b4/world-removal) && expect_exit 1 tw --wave removal generate &&
	says 'wave removal is blocked: ' &&
	says 'drivers/gpio/gpio-golf.c:' &&
	[ "$(git -C "$repo" rev-parse b4/world-removal)" = "$old" ] &&
	expect_exit 0 tw --json status &&
	[ "$(json '[w["state"] for w in d["waves"] if w["wave"] == "removal"]')" = blocked ]
ok 'removal: blocked while a call relies on it, and nothing is written'
mv "$work/kept.conf" "$campaign/campaign.conf"

## the first wave lands ##

git -C "$repo" checkout -q --detach b4/world-first
expect_exit 0 tw --json --wave "$second" plan && [ "$(json 'd["landed"]')" = api ] &&
	[ "$(json 'sum(p["below"] for p in d["patches"])')" = 0 ] &&
	[ "$(json 'len(d["patches"])')" = "$count" ]
ok 'landed: on a base that has the first wave the next one stands alone'

expect_exit 0 tw --json --wave "$second" regenerate && [ "$(json 'd["wave"]')" = "$second" ] &&
	[ "$(json 'd["counts"]["kept"]')" = "$count" ] &&
	[ "$(json 'len(d["patches"])')" = "$count" ] &&
	[ "$(git -C "$repo" rev-list --count "HEAD..b4/world-$second")" = $((count + 1)) ]
ok 'landed: regenerate keeps its patches, and what stood below them is no more'

expect_exit 0 tw --wave "$second" --force generate &&
	expect_exit 1 tw --json --wave "$second" prove &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ] && [ "$(json 'len(d["commits"])')" = "$count" ]
ok 'landed: it is written and proved there'

## all waves before the removal land ##

expect_exit 0 tw --force generate && git -C "$repo" checkout -q --detach b4/world~1 &&
	expect_exit 0 tw --json --wave removal plan &&
	[ "$(json '[p["id"] + str(p["below"]) for p in d["patches"]]')" = enforceFalse ] &&
	[ "$(json 'd["landed"]')" = api ]
ok 'landed: on a base that has all drivers nothing is left to convert, and the removal stands alone'
expect_exit 0 tw --force --wave removal generate &&
	[ "$(git -C "$repo" rev-list --count "HEAD..b4/world-removal")" = 2 ] &&
	expect_exit 1 tw --json --wave removal prove &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ] && [ "$(json 'len(d["commits"])')" = 1 ] &&
	json '[k["detail"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "complete"][0]' |
	grep -q '^1 call may rely on what it removes: drivers/misc/mike.h:'
ok 'landed: it is written and proved there'
cp "$campaign/campaign.conf" "$work/kept.conf"
sed -i 's/^\tselect = implicit, error-only/&\n\tscope = drivers\/nobody\//' \
	"$campaign/campaign.conf"
expect_exit 1 tw --wave removal plan && says 'convert.cocci changes nothing'
ok 'a rule for calls that the base has not at all is an error'
mv "$work/kept.conf" "$campaign/campaign.conf"

sed -i '/provides/d' "$campaign/campaign.conf"
expect_exit 1 tw plan && says 'api.cocci changes nothing'
ok 'landed: without provides a rule that changes nothing is an error'

finish
