#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A proof by four nodes of Slurm says what a proof at home does; what that costs.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/cluster/cluster.sh
. "$top/tests/cluster/cluster.sh"
# shellcheck source=tests/cluster/work.sh
. "$top/tests/cluster/work.sh"
needs_cluster

make_range && at_home
ok 'a proof at home'
start_cluster n1 n2 n3 n4
ok 'four nodes of Slurm'
# shellcheck disable=SC2086
expect_exit 0 range prove $both --executor=slurm --dry-run start..main &&
	says ' on 4 nodes, ' && [ -z "$(jobs_of_slurm)" ] && [ ! -e "$state/shards/queue.json" ]
ok '--dry-run shows the shards for as many nodes as there are, and gives none to Slurm'
began=$(date +%s)
by_slurm && is_wanted
ok 'a full and a narrow proof by four nodes: the same document'
worked=$(find "$state/nodes" -mindepth 1 -maxdepth 1 | wc -l)
echo "# by Slurm: $(($(date +%s) - began)) s, $worked nodes worked"
is_tidy && [ "$worked" -gt 1 ]
ok 'several nodes have worked, and no job and no file of the queue is left'
: >"$work/calls"
printf '#!/bin/sh\necho >>%s/calls\nexec /usr/bin/sbatch "$@"\n' "$work" >"$work/bin/sbatch" &&
	chmod 755 "$work/bin/sbatch" && by_slurm && is_wanted && [ ! -s "$work/calls" ]
ok 'a second time nothing is given to Slurm'
no_fakes

## what Slurm adds ##

# The same shards one after the other, without Slurm, each node with its own folder.
# shellcheck disable=SC2086
measure() { # WAY
	its_state=$work/$1.state way=$1
	began=$(date +%s.%N)
	case $1 in
	slurm) state=$its_state && by_slurm ;;
	bare)
		state=$its_state && expect_exit 0 range --json prove $both --plan-shards --nodes=4 \
			start..main &&
			python3 -I -S -c '
import json, sys
for nr, shard in enumerate(json.load(open(sys.argv[1]))["shards"]):
    json.dump(shard, open("%s/%d.json" % (sys.argv[2], nr), "w"))
' "$work/out" "$work" &&
			for file in "$work"/[0-9]*.json; do
				shard=${file##*/} shard=${shard%.json}
				expect_exit 0 range --state "$state/nodes/n$((shard % 4 + 1))" \
					prove --shard "$file" --out "$work/$shard.facts" || return
				set -- "$@" --merge "$work/$shard.facts"
			done && shift && expect_exit 1 range --json prove $both "$@" start..main ;;
	esac && is_wanted &&
		python3 -c 'import sys; print("%.1f" % (float(sys.argv[2]) - float(sys.argv[1])))' \
			"$began" "$(date +%s.%N)" >"$work/$way.seconds"
}
measure bare && measure slurm
ok 'the same shards without Slurm, and with it'
echo "# $(wc -l <"$work/wanted") lines; bare, one after the other: $(cat "$work/bare.seconds") s;" \
	"by Slurm: $(cat "$work/slurm.seconds") s on $(nproc) cores"

finish
