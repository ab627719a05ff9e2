#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Linux 6.12 in its small configuration, every commit really made: by four nodes of Slurm, by the
# same shards one after the other, and at home. The same document; and what Slurm costs.
#
# That the ways have the same to do, each begins with a store of objects that the first one has
# filled, and with nothing else. About half an hour on two cores.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/../linux/kernel.sh"
# shellcheck source=tests/cluster/cluster.sh
. "$top/tests/cluster/cluster.sh"
needs_cluster

jobs=$(nproc)
export CCACHE_DIR
targets='--level=full --target=x86_64-small --target=x86_64-part'
mkdir -p "$work/configs" && cp "$top/tests/linux/configs/x86_64-small" "$work/configs" &&
	printf '# The part that a series needs.\n[target]\n\tnarrow = x86_64-small\n' \
		>"$work/configs/x86_64-part" || exit 3
cd "$work" || exit 3

range() { # COMMAND...
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs "$jobs" --json "$@"
}
# One more commit: some lines at the end of a file.
add() { # PATH LINE
	{ in_index cat-file blob ":$1" && printf '%s\n' "$2"; } >"$work/text" &&
		put "$1" <"$work/text" && tree=$(in_index write-tree) &&
		tip=$(git -C "$repo" commit-tree -p "$tip" -m "${1##*/}: Add a line

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>" "$tree")
}
is_wanted() {
	# shellcheck disable=SC2119
	essence | sed "s,$state/,,g" | equals "$work/wanted"
}
# Runs it, and notes how long that took.
seconds_of() { # WAY COMMAND...
	way=$1
	shift
	began=$(date +%s.%N)
	CCACHE_DIR=$work/ccache.$way
	"$@" || return
	python3 -c 'import sys; print("%.1f" % (float(sys.argv[2]) - float(sys.argv[1])))' \
		"$began" "$(date +%s.%N)" >"$work/$way.seconds"
	echo "# $way: $(cat "$work/$way.seconds") s"
}

tip=$base
in_index read-tree "$base" &&
	add drivers/spi/spi-pxa2xx-pci.c '/* One. */' &&
	add drivers/thunderbolt/nhi.c 'MODULE_INFO(treewide, "two");' &&
	add include/linux/mei_cl_bus.h 'struct treewide_three;' &&
	add drivers/i2c/busses/i2c-ismt.c 'int ismt_four(void); int ismt_four(void) { return nobody; }' &&
	add drivers/tty/serial/8250/8250_exar.c '/* Five. */' &&
	git -C "$repo" update-ref refs/heads/series "$tip" &&
	git -C "$repo" config treewide.executorSeconds 1 &&
	git -C "$repo" config treewide.ccacheRemote "file:$work/store" &&
	git -C "$repo" config treewide.shardSeconds 600
ok 'five commits on Linux 6.12, of which the fourth does not compile'

# shellcheck disable=SC2086 # words
at_home() {
	state=$work/$1.state
	expect_exit 1 range prove $targets "$base..series"
}
# shellcheck disable=SC2119
seconds_of first at_home first && essence | sed "s,$state/,,g" >"$work/wanted" &&
	has "$work/wanted" nobody
ok 'a proof at home'
seconds_of home at_home home && is_wanted
ok 'once more, with a compiler cache that is warm'

# shellcheck disable=SC2086
by_slurm() {
	state=$work/slurm.state
	expect_exit 1 range prove $targets --executor=slurm "$base..series"
}
images() { # FOLDER
	find "$1" -name vmlinux -path '*/full/*' | wc -l
}
start_cluster n1 n2 n3 n4 && seconds_of slurm by_slurm && is_wanted
ok 'by four nodes of Slurm: the same document'
echo "# made by nodes: $(images "$state/nodes"), in all: $(images "$state")"
find "$state" -name vmlinux | sed "s,$state/,# ,"
[ "$(images "$state/nodes")" -gt 1 ] &&
	[ "$(images "$state")" = "$(images "$state/nodes")" ]
ok 'every image was made by a node, none at home'
no_jobs() {
	! jobs_of_slurm | grep -qv COMPLETING
}
await no_jobs && stop_cluster
ok 'no job is left'

# shellcheck disable=SC2086
by_hand() {
	state=$work/hand.state
	expect_exit 0 range prove $targets --plan-shards --nodes=4 "$base..series" &&
		python3 -I -S -c '
import json, sys
for nr, shard in enumerate(json.load(open(sys.argv[1]))["shards"]):
    json.dump(shard, open("%s/%d.json" % (sys.argv[2], nr), "w"))
' "$work/out" "$work" || return
	set --
	for file in "$work"/[0-9]*.json; do
		shard=${file##*/} shard=${shard%.json}
		state=$work/hand.state/nodes/n$((shard % 4 + 1))
		expect_exit 0 range prove --shard "$file" --out "$work/$shard.facts" || return
		set -- "$@" --merge "$work/$shard.facts"
	done
	state=$work/hand.state
	expect_exit 1 range prove $targets "$@" "$base..series"
}
seconds_of hand by_hand && is_wanted
ok 'the same shards one after the other, without Slurm: the same document'
python3 -I -S -c '
import sys
first, home, slurm, hand = (float(open("%s/%s.seconds" % (sys.argv[1], way)).read())
                            for way in ("first", "home", "slurm", "hand"))
print("# cold cache, at home: %.0f s; warm cache: at home %.0f s, %s shards one after the other"
      " %.0f s, by Slurm %.0f s" % (first, home, sys.argv[2], hand, slurm))
print("# Slurm against the same shards without it: %+.0f %%; four folders against one: %+.0f %%"
      % (100 * (slurm / hand - 1), 100 * (hand / home - 1)))
' "$work" "$(find "$work" -maxdepth 1 -name '[0-9]*.json' | wc -l)"
finish
