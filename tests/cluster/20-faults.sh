#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What goes wrong on a cluster, while a proof runs there: the verdicts are the same, little is made
# twice, and no job is left. Ends with a table of the faults.
# shellcheck disable=SC2317 # await and fault call them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/cluster/cluster.sh
. "$top/tests/cluster/cluster.sh"
# shellcheck source=tests/cluster/work.sh
. "$top/tests/cluster/work.sh"
needs_cluster

table=$work/table
printf '%-34s %-9s %-7s %-6s %s\n' fault verdicts trees jobs seconds >"$table"

# A proof by Slurm in the background.
begin() { # NAME
	state=$work/$1
	began=$(date +%s)
	: >"$FAKE_LOG"
	again
}
again() {
	# Not by a function: what is killed must be the program itself, and not a shell before it.
	# shellcheck disable=SC2086
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 1 --json prove $both --executor=slurm \
		start..main >"$work/out" 2>"$work/err" </dev/null &
	coordinator=$!
}
# Does a node make a tree, so that something can befall it? $victim is the first that does.
works() {
	[ -s "$FAKE_LOG" ] || ! kill -0 "$coordinator" 2>/dev/null
}
await_work() {
	await works && victim=$(head -n 1 "$FAKE_LOG") && [ -n "$victim" ] &&
		kill -0 "$coordinator" 2>/dev/null
}
# The proof came to an end, with the verdicts of home; a line for the table.
end() { # FAULT MOST-TREES
	wait "$coordinator"
	[ $? = 1 ] || return
	made=$(trees_made)
	verdicts=other left=left
	! is_wanted || verdicts=same
	[ $verdicts = same ] || is_wanted || cat "$work"/*/shards/*/log* >>"$work/err" 2>/dev/null
	! is_tidy || left=none
	printf '%-34s %-9s %-7s %-6s %s\n' "$1" "$verdicts" "$made/$all_trees" "$left" \
		$(($(date +%s) - began)) >>"$table"
	# A narrow make that has nothing to make may be none.
	[ "$verdicts $left" = 'same none' ] && [ "$made" -ge 8 ] && [ "$made" -le "$2" ]
}
is_gone() { # FILE
	[ ! -e "$1" ]
}

make_range && at_home && slow_makes 1 && start_cluster n1 n2 n3 n4
ok 'a proof at home, and four nodes'

begin none && end 'none' $all_trees
ok 'no fault: each tree is made once'

begin killed && await_work && kill_node "$victim" && sleep 1 && start_node "$victim" &&
	end 'a node is killed in mid-shard' $((all_trees + 6))
ok 'a node that is killed in mid-shard'

begin drained && await_work &&
	scontrol update nodename="$victim" state=drain reason=test &&
	end 'a node is drained' $all_trees
ok 'a node that is drained ends its shard'
scontrol update nodename="$victim" state=resume && await all_idle

begin restarted && await_work && stop_controller && sleep 3 && start_controller &&
	end 'slurmctld is restarted' $all_trees
ok 'slurmctld that is restarted: its jobs go on'

begin coordinator && await_work && kill -s KILL "$coordinator" &&
	{ wait "$coordinator"; [ -n "$(jobs_of_slurm)" ]; } && again &&
	end 'the coordinator is killed' $all_trees && says 'going on with the queue'
ok 'a coordinator that is killed, and one that goes on with its queue'

# A shell has its children in the background ignore ^C.
begin signal && await_work && kill -s TERM "$coordinator" && wait "$coordinator"
[ $? = 143 ] && await no_jobs && [ ! -e "$state/shards/queue.json" ]
ok 'one that is told to stop takes its jobs back'
again && end 'the coordinator is stopped' $((all_trees + 6))
ok '... and the next one begins where the nodes stand'

begin twice && await_work && queue=$(echo "$state"/shards/treewide-*) &&
	sbatch --parsable --job-name="${queue##*/}.0" --array=0 --chdir="$queue" \
		--output="$queue/log.0.0" "$queue/run" "$TREEWIDE" "$repo" "$state/nodes" "$queue" \
		0 >/dev/null && end 'a shard is delivered twice' $((all_trees + 6))
ok 'a shard that is delivered twice'

has_result() {
	ls "$queue"/*.facts >/dev/null 2>&1
}
begin half && await_work && kill -s KILL "$coordinator" &&
	queue=$(echo "$state"/shards/treewide-*) && await has_result &&
	for result in "$queue"/*.facts; do truncate -s 700 "$result" && break; done &&
	again && end 'half a result' $((all_trees + 6)) &&
	says 'is damaged: it ends early; it is done again'
ok 'half a result is named, and its shard is done again'

# The first node that begins is the ill one: the disk of its state directory has 600 KB, or it has
# the wrong time.
cat >"$work/program" <<-PROGRAM
	#!/bin/sh
	ill=\$(cat "$work/ill" 2>/dev/null)
	mkdir "$work/first.\$ill" 2>/dev/null && echo "\$SLURMD_NODENAME" >"$work/first.\$ill/node"
	[ "\$SLURMD_NODENAME" = "\$(cat "$work/first.\$ill/node" 2>/dev/null)" ] || ill=
	case \$ill in
	full) mkdir -p "\$4" && exec bwrap --bind / / --dev-bind /dev /dev --proc /proc \\
		--size 600000 --tmpfs "\$4" "$TREEWIDE" "\$@" ;;
	late) exec faketime -f +1h "$TREEWIDE" "\$@" ;;
	early) exec faketime -f -1h "$TREEWIDE" "\$@" ;;
	esac
	exec "$TREEWIDE" "\$@"
PROGRAM
chmod 755 "$work/program" && git -C "$repo" config treewide.nodeProgram "$work/program"

if bwrap --bind / / --dev-bind /dev /dev --size 600000 --tmpfs "$work/tmp" true 2>/dev/null; then
	echo full >"$work/ill"
	begin full && end 'the disk of a node is full' $((all_trees + 6)) &&
		grep "it failed on $(cat "$work/first.full/node") (exit 3)" "$work/err" |
		grep -q 'No space left'
	ok 'a node whose disk is full: it is told, and another one does the shard'
else
	skip 'a node whose disk is full' 'no tmpfs of a given size'
fi

if command -v faketime >/dev/null; then
	for clock_is in late early; do
		echo $clock_is >"$work/ill"
		begin $clock_is && end "a clock is an hour $clock_is" $((all_trees + 6)) &&
			[ -s "$work/first.$clock_is/node" ]
		ok "a node whose clock is off by an hour: $clock_is"
	done
else
	skip 'a node whose clock is off' 'no faketime'
fi
discard -f "$work/ill"

# A shard that no node can do: the proof says which, and why, and ends.
cat >"$work/program" <<-'PROGRAM'
	#!/bin/sh
	echo 'treewide: no luck today' >&2
	exit 3
PROGRAM
state=$work/never
# shellcheck disable=SC2086
expect_exit 3 range prove $both --executor=slurm start..main &&
	says 'did not finish in 3 tries: it failed on n' && says 'no luck today' &&
	await no_jobs && [ ! -e "$state/shards/queue.json" ]
ok 'a shard that fails everywhere is told after three tries, and no job is left'

sed 's/^/# /' "$table"
finish
