#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Bases that are fetched, and a regeneration that is killed.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$work/upstream"
git clone -q "$work/upstream" "$repo"
make_campaign "$work/campaign"
campaign=$work/campaign
cp "$campaign/campaign.conf" "$work/plain.conf"
base_is() { # REMOTE BRANCH
	cp "$work/plain.conf" "$campaign/campaign.conf" &&
		printf '[base]\n\tremote = %s\n\tbranch = %s\n' "$1" \
		"$2" >>"$campaign/campaign.conf"
}
# All that is the user's: every reference but ours, HEAD, FETCH_HEAD, and the work tree.
users() {
	git -C "$repo" for-each-ref | grep -v -e refs/treewide/ -e refs/heads/b4/
	ls "$repo/.git/FETCH_HEAD" 2>/dev/null
	fingerprint "$repo"
}

## fetch ##

base_is origin main
users >"$work/wanted"
expect_exit 0 tw --json plan && [ "$(json 'd["rev"]')" = 'main of origin' ] &&
	expect_exit 0 tw generate &&
	[ "$(git -C "$repo" rev-parse refs/treewide/base/origin/main)" = \
	"$(git -C "$work/upstream" rev-parse main)" ] &&
	git -C "$repo" log -1 --format=%B 'b4/world~11' | grep -q '^Based on main of origin ('
ok 'fetch: the base of the campaign'

sed -i 's/PCI_IRQ_MSI)/PCI_IRQ_MSIX)/' "$work/upstream/drivers/misc/hotel.c" &&
	commit "$work/upstream" 'misc: hotel: Use MSI-X' &&
	git -C "$work/upstream" tag v2 && old=$(tip) && expect_exit 0 tw generate &&
	says unchanged && [ "$(tip)" = "$old" ]
ok 'fetch: only regenerate looks for a newer one'

expect_exit 0 tw --json regenerate &&
	[ "$(json 'd["base"]')" = "$(git -C "$work/upstream" rev-parse main)" ] &&
	[ "$(json '[p["id"] for p in d["patches"]
	if p["state"] == "changed"]')" = convert/misc-hotel ] &&
	[ "$(json 'd["counts"]["kept"]')" = 10 ] &&
	[ "$(json 'd["counts"]["converted"]')" = 1 ] &&
	git -C "$repo" merge-base --is-ancestor refs/treewide/base/origin/main b4/world
ok 'fetch: regenerate stands on it'

users >"$work/got" && same "$work/wanted" "$work/got" && [ -z "$(git -C "$repo" tag)" ] &&
	[ "$(git -C "$repo" rev-parse origin/main)" != "$(git -C "$work/upstream" rev-parse main)" ]
ok 'fetch: no branch, remote-tracking branch or tag of the user moves'

git -C "$repo" fetch -q && users >"$work/got" && ! same "$work/wanted" "$work/got"
ok 'fetch: one of the user would have been seen'

expect_exit 0 tw --json status &&
	[ "$(json '[b["rev"] for b in d["bases"]][-1]')" = 'main of origin' ] &&
	[ "$(json 'd["bases"][-1]["base"]')" = "$(git -C "$work/upstream" rev-parse main)" ]
ok 'status: knows the base, from regenerate'

base_is "$work/nowhere" main && old=$(tip) && expect_exit 3 tw regenerate &&
	says 'git fetch of main from' && [ "$(tip)" = "$old" ] &&
	base_is origin nobody && expect_exit 3 tw regenerate &&
	says "couldn't find remote ref refs/heads/nobody"
ok 'fetch: what is not there is said'
base_is origin 'no such..branch' && expect_exit 2 tw regenerate &&
	says '[base] names no branch of a remote' &&
	cp "$work/plain.conf" "$campaign/campaign.conf" &&
	printf '[base]\n\tremote = origin\n' >>"$campaign/campaign.conf" && expect_exit 2 tw plan &&
	says '[base] needs remote and branch'
ok 'fetch: a campaign that names none is refused'

base_is origin main && expect_exit 0 tw --base HEAD --json plan &&
	[ "$(json 'd["base"]')" = "$(git -C "$repo" rev-parse HEAD)" ]
ok 'fetch: --base goes before it'

## range-diff ##

expect_exit 0 tw report --format range-diff && says ' ! ' && says 'misc: hotel' &&
	has "$work/out" 'PCI_IRQ_MSIX' && [ "$(grep -c '^ *[0-9]*:' "$work/out")" = 11 ]
ok 'report: the range-diff against what was written before'
git -C "$repo" branch -q -D b4/world && expect_exit 0 tw generate &&
	expect_exit 1 tw report --format range-diff && says 'nothing to compare'
ok 'report: nothing to compare with'

## killed ##

cp "$work/plain.conf" "$campaign/campaign.conf"
# By hand: the tip has a line more.
blob=$({ git -C "$repo" show b4/world:drivers/pci/pci.c; echo '/* by hand */'; } |
	git -C "$repo" hash-object -w --stdin) &&
	GIT_INDEX_FILE=$work/index git -C "$repo" read-tree b4/world &&
	GIT_INDEX_FILE=$work/index git -C "$repo" update-index --cacheinfo \
	"100644,$blob,drivers/pci/pci.c" &&
	git -C "$repo" log -1 --format=%B b4/world >"$work/message" &&
	git -C "$repo" update-ref refs/heads/b4/world \
	"$(git -C "$repo" commit-tree -p b4/world^ -F "$work/message" \
		"$(GIT_INDEX_FILE=$work/index git -C "$repo" write-tree)")"
byhand=$(tip)
for n in drivers/net/alpha.c drivers/net/bravo/bravo_hw.c drivers/misc/hotel.c \
	drivers/gpio/gpio-golf.c; do echo '/* next */' >>"$repo/$n"; done
commit "$repo" 'Go on'
branch() { git -C "$repo" log --format='%T%n%an %ae %ce%n%B' main..b4/world; }
cp -R "$state" "$work/state.before"
git -C "$repo" for-each-ref --format='create %(refname) %(objectname)' refs/treewide >"$work/refs"
again() { # as it was before
	discard -f "$state" && cp -R "$work/state.before" "$state" &&
		git -C "$repo" update-ref refs/heads/b4/world "$byhand" &&
		git -C "$repo" for-each-ref --format='delete %(refname)' refs/treewide |
		git -C "$repo" update-ref --stdin && git -C "$repo" update-ref --stdin <"$work/refs"
}

expect_exit 0 tw regenerate && branch >"$work/wanted" &&
	git -C "$repo" show b4/world:drivers/pci/pci.c | grep -q 'by hand' &&
	git -C "$repo" show b4/world:drivers/net/alpha.c | grep -q next
ok 'killed: what an undisturbed run makes'

moments=0
lost=0
finished=0
for moment in 0.01 0.05 0.1 0.2 0.3 0.4 0.5 0.6 0.8 1 1.3 1.6 2; do
	again || break
	"$TREEWIDE" --repo "$repo" --campaign "$campaign" --state "$state" --jobs 2 \
		regenerate >"$work/said" 2>&1 &
	pid=$!
	sleep "$moment"
	kill -s KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	moments=$((moments + 1))
	if [ "$(tip)" != "$byhand" ]; then
		finished=$((finished + 1))
		branch >"$work/got" && same "$work/wanted" "$work/got" || lost=$((lost + 1))
	fi
	expect_exit 0 tw regenerate && branch >"$work/got" && same "$work/wanted" "$work/got" ||
		lost=$((lost + 1))
done
[ "$moments" = 13 ] && [ "$lost" = 0 ] && [ "$finished" -lt 13 ] &&
	[ -z "$(git -C "$repo" fsck --strict --no-dangling 2>&1)" ]
ok "killed: at 13 moments, $finished of them behind the end: the branch is the old one or the new one, and the next run makes the new one"

# The reference to the record was written, and the branch did not move any more.
again && expect_exit 0 tw regenerate && git -C "$repo" update-ref refs/heads/b4/world "$byhand" &&
	expect_exit 0 tw regenerate &&
	branch >"$work/got" && same "$work/wanted" "$work/got"
ok 'killed: between the record and the branch'

# It is no comparison that cannot fail.
git -C "$repo" update-ref refs/heads/b4/world "$byhand" && branch >"$work/got" &&
	! same "$work/wanted" "$work/got"
ok 'killed: the branch by hand is not taken for the new one'

finish
