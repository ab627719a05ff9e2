#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The clones that people have: partial, shallow, linked, with extensions. The plan is that of the
# whole repository, or one line says why not and what to do.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
foxtrot=drivers/spi/spi-foxtrot.c

make_world "$repo"
git -C "$repo" config uploadpack.allowFilter true &&
	git -C "$repo" config uploadpack.allowAnySHA1InWant true
expect_exit 0 tw --json plan &&
	json '[(p["subject"], p["tree"]) for p in d["patches"]]' >"$work/whole"
is_something "$work/whole"
ok 'a whole repository'

there() { # DIR ARGS...: the plan in another clone, with a state of its own
	dir=$1
	shift
	"$TREEWIDE" --repo "$dir" --campaign "$campaign" --state "$state.${dir##*/}" --jobs 2 "$@"
}
as_whole() { # DIR
	expect_exit 0 there "$1" --json plan &&
		json '[(p["subject"], p["tree"]) for p in d["patches"]]' | equals "$work/whole"
}

## partial ##

git clone -q --no-checkout --filter=blob:none "file://$repo" "$work/partial"
git -C "$work/partial" rev-list --objects --missing=print HEAD | grep -q '^?'
ok 'partial: the clone lacks files'
GIT_TRACE=$work/trace as_whole "$work/partial" &&
	[ "$(grep -c 'built-in: git fetch' "$work/trace")" = 1 ]
ok 'partial: what it lacks is fetched, at once'
GIT_TRACE=$work/trace2 as_whole "$work/partial" &&
	{ [ ! -e "$work/trace2" ] || ! has "$work/trace2" 'git fetch'; }
ok 'partial: nothing is fetched twice'
git clone -q --no-checkout --filter=blob:none "file://$repo" "$work/gone" &&
	git -C "$work/gone" config remote.origin.url "$work/nothing"
expect_exit 3 there "$work/gone" plan &&
	says 'this is a partial clone, and git cannot fetch what it lacks from origin'
ok 'partial: a remote that is gone is named'
git clone -q --no-checkout --filter=tree:0 "file://$repo" "$work/treeless" &&
	expect_exit 3 there "$work/treeless" plan &&
	says 'is not in this partial clone: git -C ' && says 'fetch --refetch --no-filter origin'
ok 'partial: where folders are missing the command that gets all is named'
git -C "$work/treeless" fetch -q --refetch --no-filter origin && as_whole "$work/treeless"
ok 'partial: and that command is enough'

## extensions ##

git clone -q "$repo" "$work/worktreeconfig" &&
	git -C "$work/worktreeconfig" config core.repositoryformatversion 1 &&
	git -C "$work/worktreeconfig" config extensions.worktreeConfig true &&
		git -C "$work/worktreeconfig" config --worktree treewide.base HEAD
as_whole "$work/worktreeconfig"
ok 'worktreeConfig'
git -C "$work/worktreeconfig" config --worktree treewide.base no-such-base &&
	expect_exit 2 there "$work/worktreeconfig" plan && says no-such-base
ok 'worktreeConfig: what git config --worktree says is heard'
git clone -q "$repo" "$work/relative" && git -C "$work/relative" worktree add -q "$work/linked" &&
	as_whole "$work/linked"
ok 'a linked work tree'
# What git worktree add --relative-paths writes.
echo "gitdir: ../relative/.git/worktrees/linked" >"$work/linked/.git" &&
	echo ../../../../linked/.git >"$work/relative/.git/worktrees/linked/gitdir" &&
	printf '[core]\n\trepositoryformatversion = 1\n[extensions]\n\trelativeWorktrees = true\n' >>"$work/relative/.git/config" &&
	as_whole "$work/linked"
ok 'a linked work tree with relative paths'
git init -q --object-format=sha256 "$work/sha256" && expect_exit 2 there "$work/sha256" plan &&
	says 'sha256 names (extensions.objectFormat)' && says 'without --object-format' &&
		! says 'safe.directory'
ok 'SHA-256 is named, with the way out'
git clone -q "$repo" "$work/reftable" &&
	printf '[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n' >>"$work/reftable/.git/config" &&
	expect_exit 2 there "$work/reftable" plan && says 'kept as reftable' &&
		says 'refs migrate --ref-format=files'
ok 'a reftable is named, with the way out'
git clone -q "$repo" "$work/future" &&
	printf '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tfromTheFuture = yes\n' >>"$work/future/.git/config" &&
	expect_exit 2 there "$work/future" plan &&
		says 'the extension extensions.fromthefuture = yes'
ok 'any other extension is named'
expect_exit 2 there "$work/reftable/.git/worktrees" plan && mkdir "$work/no" &&
	expect_exit 2 there "$work/no" plan && says 'no git repository here'
ok 'no repository is still none'

## shallow: its oldest commit is no history ##

for fault in 'Fix a leak' 'Add a line' 'Mend it'; do
	echo "/* $fault */" >>"$repo/drivers/spi/spi-foxtrot.c" && commit "$repo" "spi: fox: $fault"
done
echo '/* odd */' >>"$repo/drivers/tty/more.h" && commit "$repo" 'gpio: rcar: Be odd'
subject() { # of the patch to foxtrot
	json '[p["subject"].split(": Let")[0] for p in d["patches"] if p["files"] == ["drivers/spi/spi-foxtrot.c"]]'
}
make_campaign "$work/campaign"
campaign=$work/campaign
sed -i '/spi-foxtrot/,+1d' "$campaign/campaign.conf"
git clone -q --depth 1 "file://$repo" "$work/shallow" &&
	expect_exit 0 there "$work/shallow" --json plan &&
	[ "$(subject)" = 'spi: foxtrot' ] &&
		! json '[p["subject"] for p in d["patches"]]' | grep -q rcar &&
	[ "$(json '[(g["section"], g["subject"], g["why"], g["files"]) for g in d["guesses"]]')" = \
		"[\"$foxtrot\", \"spi: foxtrot\", \"its neighbours in the campaign\", [\"$foxtrot\"]]" ] &&
	[ "$(json '[p["files"][0] for p in d["patches"] if p["guess"]]')" = "$foxtrot" ]
ok 'shallow: the commit where the history ends tells no prefix; a guess is marked'
git -C "$work/shallow" fetch -q --unshallow && expect_exit 0 there "$work/shallow" --json plan &&
	[ "$(subject)" = 'spi: fox' ] &&
	[ "$(json 'len(d["guesses"])')" = 0 ]
ok 'shallow: when the history is fetched, it is asked again'

finish
