#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# report --format pull-request: for each tree a branch without a cover, and git's own request.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && add_joystick "$repo"
# One more user in each of two trees.
more() { # FOLDER
	sed 's/stick_stop/more/' "$repo/drivers/input/joystick/db9.c" >"$repo/$1/more.c" &&
		printf 'obj-y += more.o\n' >>"$repo/$1/Makefile"
}
more drivers/spi && more drivers/net && commit "$repo" 'Add two users'
campaign=$work/mine
cp -R "$top/skeleton" "$campaign" && sed -i 's/@name@/mine/; s,^\tscope = .*,\tscope = drivers/,' \
	"$campaign/campaign.conf"
cat >>"$campaign/campaign.conf" <<'CONF'
[prefix "drivers/spi/"]
	subject = spi
[prefix "drivers/net/"]
	subject = net
[prefix "drivers/input/"]
	subject = "Input: joystick"
[wave "trees"]
	title = "treewide: Use timer_delete_sync()"
	split = tree
CONF
git init -q --bare "$work/public.git"
url=$work/public.git
request() { # ARG...
	tw report --format pull-request "$@"
}
push() { # BRANCH
	git -C "$repo" push -q --force "$url" "$1"
}
net=trees-netdev-net-next

expect_exit 0 tw generate --waves && git -C "$repo" for-each-ref --format='%(refname:short)' \
	refs/heads/b4 >"$work/branches" && has "$work/branches" "b4/mine-$net" &&
	has "$work/branches" b4/mine-trees-broonie-spi && [ "$(wc -l <"$work/branches")" = 3 ]
ok 'a branch of b4 for each tree'

expect_exit 2 request --wave "$net" && says '--url URL, or treewide.pullUrl in git'
ok 'without an address: 2'
expect_exit 1 request --wave "$net" --url "$url" && [ ! -s "$work/out" ] &&
	says "does not have pull/mine-$net as it is here: git push $url pull/mine-$net"
ok 'what is not pushed yet is no request: it says how to push'

git -C "$repo" rev-parse "pull/mine-$net" >"$work/tip" && push "pull/mine-$net" &&
	expect_exit 1 request --wave "$net" --url "$url" && says 'is not proved' &&
	[ "$(head -n 1 "$work/out")" = 'Subject: [GIT PULL] treewide: Use timer_delete_sync()' ] &&
	has "$work/out" "  $url pull/mine-$net"
ok 'what is not proved is said'
expect_exit 0 tw prove --wave "$net" && expect_exit 0 request --wave "$net" --url "$url" &&
	cp "$work/out" "$work/request" &&
	git -C "$repo" rev-parse "pull/mine-$net" | same "$work/tip" -
ok 'and what is, is a request; the branch is the same'

sed -n '/^The following changes since/,$p' "$work/request" >"$work/got" &&
	git -C "$repo" request-pull main "$url" "pull/mine-$net" >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'its end is what git request-pull says'
sed '/^The following changes since/,$d' "$work/request" >"$work/letter" &&
	has "$work/letter" 'says of del_timer_sync() that' &&
	sed -n '2,/^$/p' "$work/letter" | grep -qx 'To: Anna Alpha <anna@alpha.example.org>' &&
	[ "$(grep -c -e '^To: ' -e '^Cc: ' "$work/letter")" = 1 ] && ! has "$work/letter" Signed-off
ok 'its beginning is the cover letter, and who gets it stands in the head'

[ "$(git -C "$repo" rev-list --count "main..pull/mine-$net")" = 1 ] &&
	[ "$(git -C "$repo" rev-parse "pull/mine-$net^{tree}")" = \
	"$(git -C "$repo" rev-parse "b4/mine-$net^{tree}")" ] &&
	git -C "$repo" log -1 --format=%B "pull/mine-$net" >"$work/message" &&
	has "$work/message" 'Signed-off-by: Tessa Tester <tessa@example.org>' &&
	! grep -q -e '^---$' -e '^Cc: ' "$work/message" &&
	[ "$(git -C "$repo" diff --name-only main "pull/mine-$net")" = drivers/net/more.c ]
ok 'the branch has the patches of that tree, no cover, and nothing below ---'

git -C "$repo" config treewide.pullUrl "$url" && expect_exit 1 request --waves &&
	[ "$(grep -c '^== ' "$work/out")" = 3 ] && grep -q '^Subject: ' "$work/out" &&
	has "$work/err" 'does not have pull/mine-trees-broonie-spi'
for branch in $(git -C "$repo" for-each-ref --format='%(refname:short)' refs/heads/pull); do
	push "$branch"
done
expect_exit 0 tw prove --waves && expect_exit 0 request --waves &&
	[ "$(grep -c '^The following changes' "$work/out")" = 3 ]
ok '--waves, and the address of the configuration'

## what people change ##

tip=$(git -C "$repo" rev-parse "b4/mine-$net")
message=$(git -C "$repo" log -1 --format=%B "$tip" |
	sed 's/^Signed-off-by: .*/Reviewed-by: Rita Reader <rita@example.org>\n&/')
new=$(git -C "$repo" commit-tree -p "$tip^" -m "$message" "$tip^{tree}") &&
	git -C "$repo" update-ref "refs/heads/b4/mine-$net" "$new"
expect_exit 1 request --wave "$net" && says 'with --force over an older version' &&
	git -C "$repo" log -1 --format=%B "pull/mine-$net" | grep -qx \
	'Reviewed-by: Rita Reader <rita@example.org>'
ok 'a review moves the branch, and what is pushed is old then'
git -C "$repo" commit-tree -p "pull/mine-$net" -m 'By hand' "pull/mine-$net^{tree}" >"$work/hand" &&
	git -C "$repo" update-ref "refs/heads/pull/mine-$net" "$(cat "$work/hand")"
expect_exit 2 request --wave "$net" && says 'made or changed by somebody else than treewide' &&
	git -C "$repo" rev-parse "pull/mine-$net" | same "$work/hand" -
ok 'a branch that somebody changed is refused, and stays'
git -C "$repo" branch -q -D "pull/mine-$net" && expect_exit 1 request --wave "$net" &&
	git -C "$repo" checkout -q "pull/mine-$net" && git -C "$repo" update-ref \
	"refs/heads/b4/mine-$net" "$tip" &&
	expect_exit 2 request --base main --wave "$net" &&
	says 'is checked out in a work tree'
ok 'one that is checked out as well'
git -C "$repo" checkout -q main

## what is not possible ##

expect_exit 3 request --wave "$net" --url "$work/nowhere" && says 'git request-pull: ' &&
	says "'$work/nowhere' does not appear to be a git repository"
ok 'an address where nothing is: 3'
expect_exit 2 tw report --url "$url" && says '--url: it goes with --format pull-request alone'
ok '--url with another format'
expect_exit 2 tw report --format pull-request main~1..main && says 'a range has no'
ok 'a range'
campaign=$work/world && make_campaign "$campaign" && cat >>"$campaign/campaign.conf" <<'CONF'
[wave "first"]
	title = PCI/MSI: Add vectors that devres frees
	patch = api
[wave "rest"]
	title = treewide: Let devres free the vectors openly
	path = drivers/
	path = sound/
	after = first
[wave "last"]
	title = PCI/MSI: Free no vectors behind the back of drivers
	patch = enforce
	after = first, rest
CONF
expect_exit 0 tw generate --wave rest && expect_exit 1 request --wave rest &&
	says '1 patch of waves before stands below b4/world-rest: who pulls would get them, too' &&
	! git -C "$repo" rev-parse -q --verify refs/heads/pull/world-rest >"$work/log"
ok 'a wave that needs another one: refused, and no branch'

finish
