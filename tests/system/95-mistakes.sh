#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The mistakes that people make most: the whole of what is said, which names what is wrong, where,
# and
# the next command.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# Paths are others each time.
mask() {
	sed -e "s,$work/repo/.git/,REPO,; s,$work/campaign,CAMPAIGN,; s,$work/state,STATE,; s,$work,WORK," \
		-e 's/[0-9a-f]\{40\}/ID/g; s/[0-9a-f]\{12\}/ID/g' \
		-e '/^treewide: [a-z ]*: [0-9]*\/[0-9]*/d'
}

# What a command says and its exit code, against what stands here.
met() { # CODE COMMAND...; standard input: what it says
	cat >"$work/wanted"
	expect_exit "$@" || return
	cat "$work/out" "$work/err" | mask >"$work/said"
	same "$work/wanted" "$work/said"
}

make_world "$repo" && make_campaign "$work/campaign" && campaign=$work/campaign &&
	cp "$campaign/campaign.conf" "$work/conf" && cd "$repo" &&
	ln -s "$TREEWIDE" "$work/bin/treewide"
ok 'a world'

met 2 treewide plan <<'SAID'
treewide: no campaign: use --campaign or set treewide.campaign; treewide init NAME begins one, and prove BASE..TIP needs none
SAID
ok '1 no campaign'

(cd "$work" && met 2 treewide --campaign "$campaign" plan) <<'SAID'
treewide: .: no git repository here (use --repo)
SAID
ok '2 not in a repository'

git config treewide.campaign "$campaign" && git config treewide.state "$state" &&
	git config treewide.jobs 2 &&
	met 2 treewide genrate <<'SAID'
treewide: unknown command: genrate; did you mean generate?
Try `treewide --help' or `treewide --usage' for more information.
SAID
ok '3 a misspelt command'

sed -i 's/^.select = /\tselct = /' "$campaign/campaign.conf" && met 2 treewide plan <<'SAID'
treewide: CAMPAIGN/campaign.conf:36: unknown key convert.selct; did you mean select?
SAID
ok '4 a misspelt key'
cp "$work/conf" "$campaign/campaign.conf"

met 2 treewide --base v6.99 plan <<'SAID'
treewide: v6.99 names no commit in REPO (git tag lists the tags there; --repo names another repository)
SAID
ok '5 a base that is not there'

git tag v6.12.3 && for said in v6.12 6.12; do
	met 2 treewide --base "$said" plan <<SAID || break
treewide: $said names no commit in REPO; did you mean v6.12.3?
SAID
done && git tag -d v6.12.3 >"$work/out"
ok '5 a base that is a tag but for its end, or its v'

met 2 treewide prove <<'SAID'
treewide: there is no branch b4/world: run treewide generate first
SAID
ok '6 prove before generate'

met 2 treewide report <<'SAID'
treewide: there is no proof of world on HEAD yet: run treewide prove
SAID
ok '7 report before prove'

met 2 treewide plan --wave frist <<'SAID'
treewide: CAMPAIGN/campaign.conf has no waves: leave out --wave frist
SAID
ok '8 a wave of a campaign that has none'

mkdir "$work/few" && for name in git perl make gcc ld python3 bc bison flex sh as; do
	ln -s "$(command -v "$name")" "$work/few/$name"
done && PATH=$work/few expect_exit 3 "$TREEWIDE" plan && mask <"$work/err" >"$work/said" &&
	cat >"$work/wanted" <<'SAID' && same "$work/wanted" "$work/said"
treewide: Coccinelle is needed (package coccinelle): cannot run spatch: it is not installed, see treewide doctor
SAID
ok '9 no Coccinelle'

expect_exit 0 treewide generate && git checkout -q b4/world &&
	expect_exit 2 treewide --base main generate --force && mask <"$work/err" >"$work/said" &&
	cat >"$work/wanted" <<'SAID' && same "$work/wanted" "$work/said"
treewide: b4/world is checked out in a work tree: switch to another branch there first, nothing was written
SAID
ok '10 the branch is checked out'

echo '/* by hand */' >>drivers/gpio/gpio-golf.c && git commit -qam 'gpio: golf: Say a word' &&
	git checkout -q main &&
	expect_exit 2 treewide generate && mask <"$work/err" >"$work/said" &&
	cat >"$work/wanted" <<'SAID' && same "$work/wanted" "$work/said"
treewide: b4/world was changed by somebody else than treewide (its tip is ID): nothing was written; treewide regenerate keeps what was changed; --force overwrites it, and the old tip is still there by its id
SAID
ok '11 somebody changed the branch'

exec 7>"$state/lock" && flock 7 && TREEWIDE_LOCK_SECONDS=0 met 3 treewide plan <<'SAID'
treewide: another treewide works in this state directory (STATE/lock is locked): wait for it, or use another --state
SAID
ok '12 another run works there'
exec 7>&-

echo '@@ @@' >"$work/mine.cocci" && met 2 treewide --campaign "$work/mine.cocci" plan <<'SAID'
treewide: WORK/mine.cocci is a file, and a campaign is a folder: treewide init NAME makes one; the rule goes into it as convert.cocci
SAID
ok '13 a rule instead of a campaign'

met 2 treewide plan "$work/mine.cocci" <<'SAID'
treewide: unexpected word: WORK/mine.cocci (a campaign is named by --campaign, a file goes with --diff)
SAID
ok '14 a rule as a word'

finish
