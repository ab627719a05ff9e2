#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Stopped and killed at any moment: nothing is broken, nothing runs on, and what was known stays
# known.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"

# Trees and messages, without the dates: what an undisturbed run makes.
branch() { git -C "$repo" log --format='%T%n%an %ae %ce%n%B' "main..b4/world"; }
calls() { wc -l <"$FAKE_LOG"; }
# What was started from here and mentions the folder of this test.
left_over() { pgrep -a -f -- "$work" | grep -v -e '^[0-9]* pgrep' -e ' /bin/sh .*92-kill'; }
gone() { await alone; }
alone() { ! left_over >"$work/out"; }
# In the background, and $pid is treewide itself.
run() {
	"$TREEWIDE" --repo "$repo" --campaign "$campaign" --state "$state" --jobs 2 \
		generate >"$work/said" 2>&1 &
	pid=$!
}
# Run until spatch was called this many times.
start() { # CALLS
	run
	while [ "$(calls)" -lt "$1" ]; do
		kill -0 "$pid" || return 1
		sleep 0.02
	done
}

# one file in each run, so that there are many moments
TREEWIDE_SPATCH_BATCH=1
export TREEWIDE_SPATCH_BATCH
fake spatch-log spatch
expect_exit 0 tw generate && says ' patches'
ok 'the run that nobody disturbs'
all=$(calls)
branch >"$work/wanted"
undisturbed() {
	branch >"$work/got" && same "$work/wanted" "$work/got" &&
		git -C "$repo" fsck --strict --no-dangling >"$work/out" 2>&1 && [ ! -s "$work/out" ]
}
forget_all() {
	discard -f "$state"
	: >"$FAKE_LOG"
	git -C "$repo" branch -q -D b4/world 2>/dev/null
	return 0
}

[ -s "$work/wanted" ] && [ "$all" -gt 10 ] &&
	git -C "$repo" commit-tree -m x 'main^{tree}' >/dev/null &&
	git -C "$repo" branch -f b4/world main && ! undisturbed
ok 'another branch is not taken for that of the undisturbed run'

## told to stop ##

export FAKE_SECONDS=0.1
for signal in INT TERM; do
	case $signal in INT) want=130 ;; TERM) want=143 ;; esac
	forget_all
	fake spatch-slow spatch
	start 5 && left_over >/dev/null && kill -s "$signal" "$pid"
	wait "$pid" 2>/dev/null
	[ $? = "$want" ] && has "$work/said" 'stopped by signal' && gone &&
		! git -C "$repo" rev-parse -q --verify b4/world >/dev/null
	ok "SIG$signal: exit $want, no branch, and no child is left"

	[ -z "$(ls "$state/tmp" 2>/dev/null)" ] && [ -z "$(ls "$TMPDIR")" ]
	ok "SIG$signal: no file is left either"

	done_before=$(calls)
	fake spatch-log spatch
	expect_exit 0 tw generate && undisturbed && [ "$(calls)" -lt "$all" ] &&
		[ "$(calls)" -ge $((all - done_before)) ]
	ok "SIG$signal: the next run goes on where this one stood"
done

forget_all
fake spatch-deaf spatch
start 2 && kill -s INT "$pid"
wait "$pid"
[ $? = 130 ] && gone
ok 'SIGINT: children that are deaf are killed'

## killed ##

export FAKE_SECONDS=0.02
for moment in 1 9; do
	forget_all
	fake spatch-slow spatch
	start "$moment" && kill -s KILL "$pid"
	wait "$pid" 2>/dev/null
	[ $? = 137 ] && gone && git -C "$repo" fsck --strict --no-dangling >"$work/out" 2>&1
	ok "SIGKILL at call $moment: no child is left, the repository is whole"
	fake spatch-log spatch
	expect_exit 0 tw generate && undisturbed && [ -z "$(ls "$state/tmp" 2>/dev/null)" ]
	ok "SIGKILL at call $moment: the next run makes the branch"
done

# At any moment of a run with the real spatch, in parts of the time that it takes on this machine.
no_fakes
forget_all
begun=$(date +%s%N)
expect_exit 0 tw generate
took=$(($(date +%s%N) - begun))
part() { awk -v took="$took" -v part="$1" 'BEGIN { printf "%.3f", took * part / 1e9 }'; }
killed=0
for moment in 0.05 0.4 0.1; do
	[ "$killed" = 2 ] || forget_all
	run
	sleep "$(part "$moment")"
	kill -s KILL "$pid" 2>/dev/null && killed=$((killed + 1))
	wait "$pid" 2>/dev/null
	gone || break
done
[ "$killed" -gt 2 ] && gone && expect_exit 0 tw generate && undisturbed &&
	[ -z "$(ls "$state/tmp" 2>/dev/null)" ]
ok 'SIGKILL one time after another: the next run makes the branch'

# While the branch is written: everything is known, and the branch is to be made anew.
for moment in 0.02 0.05 0.08 0.11; do
	git -C "$repo" branch -q -D b4/world 2>/dev/null
	run
	sleep "$moment"
	kill -s KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	git -C "$repo" fsck --strict --no-dangling >>"$work/fsck" 2>&1
done
[ ! -s "$work/fsck" ] && expect_exit 0 tw generate && undisturbed
ok 'SIGKILL while the branch is written: it is there whole or not at all'

finish
