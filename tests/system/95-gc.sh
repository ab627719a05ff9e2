#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide gc: the oldest builds go until the limit is kept, and nothing else does.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
ok 'a world'

# A file of MEGABYTES, last changed DAYS ago.
put() { # FILE MEGABYTES DAYS
	mkdir -p "$state/${1%/*}" && head -c "${2}000000" /dev/urandom >"$state/$1" &&
		touch -d "$3 days ago" "$state/$1" && touch -d "$3 days ago" "$state/${1%/*}"
}
fill() {
	discard -f "$state" && mkdir "$state" && put build/old/vmlinux 2 30 &&
		put build/new/vmlinux 2 1 &&
		put build/new.more/vmlinux 1 20 &&
		put build/new.more.objects/0123.o 1 20 && put full/wide/vmlinux 2 10 &&
		put full/wide.kept/0123.o 2 0 && put run/boots/image 2 15 &&
		put strangers/abc/build/x/vmlinux 2 40 &&
		: >"$state/strangers/abc/lock" &&
		touch -d '40 days ago' "$state/strangers/abc/lock" "$state/strangers/abc/build" \
			"$state/strangers/abc" &&
		put outbox/b4-world/0001.eml 1 90 && put sent/b4-world-v1/0001.eml 1 90 &&
		put logs/old/x.log 1 90 && put watch/nightly/state/build/z/vmlinux 1 90 &&
		echo log >"$state/build/old.compile.log" &&
		echo log >"$state/build/new.more.compile.log" &&
		touch -d '30 days ago' "$state/build/old.compile.log" &&
		touch -d '20 days ago' "$state/build/new.more.compile.log"
}
left() {
	(cd "$state" && find build full run strangers nodes -mindepth 1 -maxdepth 1 |
		sort | tr '\n' ' ')
}
collect() { # CODE LIMIT [OPTION...]
	want=$1 limit=$2
	shift 2
	expect_exit "$want" "$TREEWIDE" --repo "$repo" --state "$state" gc --limit "$limit" "$@"
}

expect_exit 2 "$TREEWIDE" --repo "$repo" --state "$state" gc && says 'no limit: use --limit SIZE' &&
	collect 2 lots && says '--limit lots: not a size' && collect 2 -5 && collect 2 0 &&
	git -C "$repo" config treewide.stateLimit huge &&
	expect_exit 2 "$TREEWIDE" --repo "$repo" --state "$state" gc &&
	says 'treewide.stateLimit = huge'
ok 'without a limit, or with one that is none: 2'
(cd "$work" && expect_exit 2 "$TREEWIDE" gc --limit 1g) && says 'no repository around here'
ok 'without a repository and a state directory: 2'
collect 0 1g && says '0 bytes, within the limit' && [ ! -e "$state" ]
ok 'no state directory: nothing to do, and none is made'

fill && find "$state" ! -name lock | sort >"$work/all" && collect 0 1g && ! says removed &&
	find "$state" ! -name 'ledger.db*' ! -name lock | sort | same "$work/all" -
ok 'within the limit nothing goes'

fill && find "$state" ! -name lock | sort >"$work/all" && collect 0 13m --dry-run &&
	says 'would go' &&
	find "$state" ! -name 'ledger.db*' ! -name lock | sort | same "$work/all" -
ok '--dry-run removes nothing'

# Kept objects, then what was used least lately: the stranger, old, new.more, boots, wide, new.
fill &&
	for step in 'strangers/abc 17m' 'build/old 15m' 'build/new.more 13m' 'run/boots 11m' \
	'full/wide 9m' \
	'build/new 7m'; do
	[ -d "$state/${step% *}" ] && collect 0 "${step#* }" && says "removed" || break
	[ ! -e "$state/full/wide.kept" ] || break
done && [ "$step" = 'build/new 7m' ]
case $(left) in *build/new' '*) ;; *) false ;; esac
ok 'one after the other goes, none before its time'

order() {
	json '" ".join(r["what"] for r in d["removed"])'
}
fill && collect 0 5m --json --dry-run &&
	[ "$(order)" = 'full/wide.kept strangers/abc build/old build/new.more run/boots full/wide build/new' ] &&
	[ "$(json 'd["dry_run"] and d["before"] > 17000000 and d["after"] < d["limit"]')" = true ]
ok 'json: the order is that of their last use, kept objects first'

fill && collect 0 13m && [ ! -e "$state/build/old" ] && [ ! -e "$state/build/old.compile.log" ] &&
	[ -e "$state/build/new.more.compile.log" ] && [ -e "$state/build/new/vmlinux" ]
ok 'what stands beside a build goes with it, and not with one whose name is longer'

fill && collect 1 1m && says 'stays' && says 'outbox: a series that is being sent' &&
	says 'above the limit' &&
	[ "$(left)" = '' ] && [ -s "$state/outbox/b4-world/0001.eml" ] &&
	[ -s "$state/sent/b4-world-v1/0001.eml" ] && [ -s "$state/logs/old/x.log" ] &&
	[ -s "$state/watch/nightly/state/build/z/vmlinux" ]
ok 'what a send, a report or a night needs stays, and it is above the limit: 1'

## nothing that is in use ##

fill && exec 7>"$state/lock" && flock 7 && TREEWIDE_LOCK_SECONDS=0 collect 3 1m &&
	says 'another treewide works in this state directory' && [ -e "$state/build/old/vmlinux" ]
ok 'while another run works there: 3, and nothing goes'
exec 7>&-
fill && exec 7<>"$state/strangers/abc/lock" && flock 7 && collect 0 15m &&
	says 'strangers/abc: another treewide works there' &&
	[ -e "$state/strangers/abc/build/x/vmlinux" ] &&
	[ ! -e "$state/build/old" ]
ok 'a stranger with whom somebody works stays, the next ones go'
exec 7>&-

node() {
	fill && put nodes/n1/build/x/vmlinux 2 50 && put shards/treewide-1/0.facts 1 90 &&
		: >"$state/nodes/n1/lock" &&
		touch -d '50 days ago' "$state/nodes/n1/lock" "$state/nodes/n1/build" \
			"$state/nodes/n1"
}
node && collect 0 18m && says 'MB  nodes/n1' && [ ! -e "$state/nodes/n1" ] &&
	[ -s "$state/shards/treewide-1/0.facts" ] && [ -e "$state/build/old" ] &&
	node && exec 7<>"$state/nodes/n1/lock" && flock 7 && collect 1 1m &&
	says 'nodes/n1: another treewide works there' && [ -e "$state/nodes/n1" ] &&
	says 'shards: a proof that others work on'
ok 'a node of a cluster goes by its age, unless it works; what it was given stays'
exec 7>&-

## what was proved is still known, and what went is made again ##

discard -f "$state" && expect_exit 0 tw generate && prove && cp "$work/out" "$work/first" &&
	[ -d "$state/build/x86_64-allmodconfig" ] && git -C "$repo" config treewide.stateLimit 1k &&
	expect_exit 1 "$TREEWIDE" --repo "$repo" --state "$state" gc &&
	[ ! -e "$state/build/x86_64-allmodconfig" ]
ok 'a proof, and its build is removed, by treewide.stateLimit'
prove && [ "$(json 'all(k["reused"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "objects")')" = true ] &&
	[ "$(json 'd["summary"]')" = "$(json 'd["summary"]' "$work/first")" ]
ok 'prove knows it all'
forget "stage = 'object'" && prove &&
	[ "$(json 'd["summary"]')" = "$(json 'd["summary"]' "$work/first")" ] &&
	[ -d "$state/build/x86_64-allmodconfig" ]
ok 'what is not known is built again, with the same answer'

## prove makes room, too ##

put build/old/vmlinux 2 30 && put outbox/b4-world/0001.eml 1 90 &&
	git -C "$repo" config treewide.stateLimit 100m && prove &&
	[ -e "$state/build/old/vmlinux" ] && ! says 'state directory'
ok 'prove within the limit: nothing goes, and nothing is said'
git -C "$repo" config treewide.stateLimit 1k && forget "stage = 'object'" && prove &&
	says 'removed build/old' && says 'above treewide.stateLimit = 1' &&
	[ ! -e "$state/build/old" ] && [ -d "$state/build/x86_64-allmodconfig" ] &&
	[ -s "$state/outbox/b4-world/0001.eml" ] &&
	[ "$(json 'd["summary"]')" = "$(json 'd["summary"]' "$work/first")" ]
ok 'above it: what this run did not use goes, what it used and what is needed stays'
git -C "$repo" config treewide.stateLimit huge && prove && says 'treewide.stateLimit = huge' &&
	[ "$(json 'd["summary"]')" = "$(json 'd["summary"]' "$work/first")" ]
ok 'a limit that is none: it is said, and the proof is there'

finish
