#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Nodes that share a store of compiled objects: what one has compiled the next one does not; a store
# that is empty, slow, dead or a folder makes no other verdicts.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/cluster/cluster.sh
. "$top/tests/cluster/cluster.sh"
# shellcheck source=tests/cluster/work.sh
. "$top/tests/cluster/work.sh"
needs_cluster

# A node of its own: another state directory, and a compiler cache that is empty.
node() { # NAME
	state=$work/node.$1
	CCACHE_DIR=$work/ccache.$1
	export CCACHE_DIR
	: >"$FAKE_LOG"
	# shellcheck disable=SC2086 # words
	expect_exit 1 range --json prove $both start..main
}
compiled() {
	grep -c ' -o .*\.o' "$FAKE_LOG"
}
trap 'stop_redis; clean_up' EXIT

# Of the compiler itself, without what make asks it for.
cat >"$work/bin/gcc" <<-'FAKE'
	#!/bin/sh
	case " $* " in *" -E "* | *" -S "*) ;; *" -c "*) echo "$*" >>"$FAKE_LOG" ;; esac
	exec /usr/bin/gcc "$@"
FAKE
chmod 755 "$work/bin/gcc"
# All nodes have the same one, so its time does not matter; ccache is told by content.
make_range && at_home && node plain && is_wanted && without=$(compiled) && [ "$without" -gt 20 ]
ok 'without a store a node compiles all that it needs'

git -C "$repo" config treewide.ccacheRemote "redis+unix:$work/redis.sock"
start_redis && node one && is_wanted && first=$(compiled) && [ "$first" -gt 20 ]
ok 'an empty store: the same verdicts'
node two && is_wanted && second=$(compiled) && [ "$second" -le $((first / 10)) ]
ok 'a full one: the second node compiles at most a tenth'
echo "# objects compiled: $without without a store, $first by the first node, $second by the second"

redis-cli -s "$work/redis.sock" config set maxmemory 1mb >"$work/out" &&
	redis-cli -s "$work/redis.sock" config set maxmemory-policy noeviction >"$work/out" &&
	redis-cli -s "$work/redis.sock" flushall >"$work/out" && node small && is_wanted
ok 'a store that is full and takes no more: the same verdicts'
stop_redis
start_redis && redis-cli -s "$work/redis.sock" flushall >"$work/out" && node slow_start &&
	{ redis-cli -s "$work/redis.sock" client pause 3000 >"$work/out"; node slow; } && is_wanted
ok 'a store that is slow: the same verdicts'

# It dies when some objects are compiled.
: >"$FAKE_LOG"
state=$work/node.dead CCACHE_DIR=$work/ccache.dead
redis-cli -s "$work/redis.sock" flushall >"$work/out"
# shellcheck disable=SC2086
range --json prove $both start..main >"$work/out" 2>"$work/err" </dev/null &
prover=$!
some_compiled() {
	[ "$(compiled)" -gt 8 ] || ! kill -0 "$prover" 2>/dev/null
}
await some_compiled && stop_redis && wait "$prover"
[ $? = 1 ] && is_wanted &&
	grep -q 'the shared compiler cache did not answer [0-9]* time' "$work/err"
ok 'a store that dies in mid-run: it is told, and the build goes on'
start_redis && node back && is_wanted && ! says 'did not answer'
ok 'it is back'
stop_redis
node away && is_wanted && says 'the shared compiler cache did not answer'
ok 'a store that is not there at all: it is told, the same verdicts'

git -C "$repo" config treewide.ccacheRemote "file:$work/store"
node three && is_wanted && first=$(compiled) && node four && is_wanted &&
	[ "$(compiled)" -le $((first / 10)) ]
ok 'a folder as the store does the same'

finish
