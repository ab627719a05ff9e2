#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The state directory: not writable, damaged, full, or somebody else's just now.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"

# Waits in vain for a lock that is held until the end of this test.
mkdir "$work/held"
(
	flock 9
	exec sleep 3600
) 9>"$work/held/lock" >/dev/null &
holder=$!
TREEWIDE_LOCK_SECONDS=1 "$TREEWIDE" --repo "$repo" --campaign "$campaign" --state "$work/held" \
	plan >"$work/held.out" 2>&1 &
waiter=$!

expect_exit 3 tw --state /proc/treewide plan && says /proc/treewide &&
	expect_exit 3 tw --state "$repo/Kconfig" plan &&
	expect_exit 3 tw --state "$repo/Kconfig/below" plan && says "$repo/Kconfig"
ok 'state: a place where nothing can be written: 3'

mkdir "$work/broken" &&
	echo 'this is no database, and never was one, not even a small one' >"$work/broken/ledger.db"
expect_exit 3 tw --state "$work/broken" plan && says "$work/broken/ledger.db" &&
	says 'not a database'
ok 'state: a ledger that is none: 3'

expect_exit 0 tw plan && cp -R "$state" "$work/newer" &&
	python3 -c 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute("PRAGMA user_version = 99"); d.commit()' \
		"$work/newer/ledger.db" &&
	expect_exit 3 tw --state "$work/newer" plan && says 'schema 99'
ok 'state: a ledger of a newer treewide: 3'

SECRET_TOKEN=nobody-is-to-read-this expect_exit 0 tw --state "$work/secret" plan &&
	[ -s "$work/secret/build/x86_64-allmodconfig.exports" ] &&
	! grep -rqF nobody-is-to-read-this "$work/secret"
ok 'state: what the environment of the user says is not kept there'

# What stands in the ledger may be damaged: nothing is believed that makes no sense.
python3 -c 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute("UPDATE facts SET value = ?", ("[{\"nonsense\": [1, null]}]",)); d.execute("PRAGMA user_version = 1"); d.commit()' \
	"$work/newer/ledger.db"
expect_exit 0 tw --state "$work/newer" plan && cp "$work/out" "$work/got" &&
	expect_exit 0 tw plan && cp "$work/out" "$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'state: facts that make no sense are found out anew'

if [ "$(id -u)" = 0 ] && mkdir "$work/small" &&
	mount -t tmpfs -o size=2500k none "$work/small" 2>/dev/null; then
	mounted=$work/small
	git clone -q "$repo" "$work/small/repo"
	small() { tw --repo "$work/small/repo" --state "$work/small/state" "$@"; }
	room=64
	results=
	# Less and less is free, so that another write fails each time.
	while [ "$room" -le 200 ]; do
		discard -f "$work/small/state" "$work/small/filler"
		free=$(df -k --output=avail "$work/small" | tail -n 1)
		dd if=/dev/zero of="$work/small/filler" bs=1k count=$((free - room)) 2>/dev/null
		small generate >"$work/out" 2>"$work/err"
		results="$results$? "
		git -C "$work/small/repo" rev-parse -q --verify b4/world >/dev/null &&
			results="${results}branch "
		room=$((room * 3))
	done
	[ "$results" = '3 3 ' ]
	ok "state: a full disk: 3, and no branch ($results)"

	discard -f "$work/small/filler"
	expect_exit 0 small generate && says ' patches' &&
		git -C "$work/small/repo" fsck --strict --no-dangling >"$work/out" 2>&1 &&
		[ ! -s "$work/out" ]
	ok 'state: with room again the same run goes on'
	umount "$work/small" && mounted=
else
	skip 'state: a full disk' 'no right to mount a small one'
	skip 'state: with room again the same run goes on' 'no right to mount a small one'
fi

# Of two clones the state has seen one, which is gone; their trees differ.
cp -R "$repo" "$work/anew" && cp -R "$repo" "$work/gone" &&
	echo '/* more */' >>"$work/gone/drivers/net/alpha.c" && commit "$work/gone" 'More'
echo '/* other */' >>"$work/anew/drivers/net/alpha.c" && commit "$work/anew" 'Other'
expect_exit 0 tw --repo "$work/gone" --state "$work/older" generate && discard -f "$work/gone" &&
	mv "$work/anew" "$work/gone" &&
	expect_exit 0 tw --repo "$work/gone" --state "$work/older" generate && says '11 patches'
ok 'state: older than a clone that was made anew: its objects are not asked for'

fake spatch-slow spatch
state=$work/shared
FAKE_LOG=$work/slow.log FAKE_SECONDS=0.1 tw generate >"$work/first.out" 2>&1 &
first=$!
while [ ! -s "$work/slow.log" ] && kill -0 "$first"; do sleep 0.1; done
fake spatch-log spatch
TREEWIDE_LOCK_SECONDS=3600 expect_exit 0 tw generate && says 'unchanged' && wait "$first" &&
	has "$work/first.out" '11 patches' && [ ! -s "$FAKE_LOG" ]
ok 'state: two at once: the second waits, and finds all done'

wait "$waiter"
[ $? = 3 ] && has "$work/held.out" 'another treewide works in this state directory'
ok 'state: who waits too long is refused: 3'
for wrong in '' x 1x -1 1.5 99999999999999999999; do
	TREEWIDE_LOCK_SECONDS=$wrong expect_exit 2 tw plan &&
		says "TREEWIDE_LOCK_SECONDS=$wrong: not a number"
	ok "state: $wrong is not a number of seconds to wait"
done
kill "$holder"

finish
