#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The commands of docs/cluster.md, as they stand there.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/cluster/cluster.sh
. "$top/tests/cluster/cluster.sh"
# shellcheck source=tests/cluster/work.sh
. "$top/tests/cluster/work.sh"
needs_cluster

# Each command of a section, one after the other in the repository; a proof may say no, for a commit
# of the range does not compile.
walk() { # SECTION
	awk -v section="## $1" '/^## / { inside = $0 == section } inside && sub(/^    /, "")' \
		"$top/docs/cluster.md" >"$work/commands" && [ -s "$work/commands" ] || return
	: >"$work/said"
	while read -r command; do
		(cd "$repo" && sh -c "$command") >"$work/out" 2>"$work/err" </dev/null
		code=$?
		cat "$work/out" "$work/err" >>"$work/said"
		case $code:$command in
		0:* | 1:*' prove --level=full'*) ;;
		*) echo "exit $code: $command" >>"$work/err" && return 1 ;;
		esac
	done <"$work/commands"
}

cat >"$work/bin/treewide" <<-PROGRAM
	#!/bin/sh
	exec "$TREEWIDE" --jobs 1 "\$@"
PROGRAM
chmod 755 "$work/bin/treewide"
make_range && git -C "$repo" config treewide.nodeProgram "$TREEWIDE" && start_cluster n1 n2
ok 'a range, and two nodes'
walk 'By hand' && has "$work/said" ' is a guess' && has "$work/said" '0.facts: ' &&
	has "$work/said" '5 commits of start..main on'
ok 'By hand'
walk 'By Slurm' && has "$work/said" ' CPU hours with ' && await no_jobs &&
	has "$work/said" '2 commits of main~2..main' && [ -n "$(ls /tmp/treewide-nodes)" ]
ok 'By Slurm'
delete_below /tmp -f /tmp/treewide-nodes
ln -s "$work/redis.sock" "$repo/redis.sock" && start_redis &&
	walk 'One compiler cache for all' &&
	[ "$(redis-cli -s "$work/redis.sock" dbsize)" -gt 10 ] &&
	! has "$work/said" 'did not answer'
ok 'One compiler cache for all'

finish
