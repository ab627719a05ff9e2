# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# A range of commits, and proofs of it at home and by four nodes. Sourced behind cluster.sh.
#
#	make_range		five commits on start, of which the last does not compile
#	range ARG...		treewide on it
#	both			what is proved: a full and a narrow target
#	at_home			the proof that all others must equal, in $work/wanted
#	by_slurm		the same by Slurm, in $state
#	is_wanted		the last one said the same
#	is_tidy			no job is left, and no queue
#	slow_makes SECONDS	each make of a tree takes so much longer; $FAKE_LOG has a line
#				for each, with the node
#	trees_made		how many these were

both='--level=full --target=x86_64-allmodconfig --target=x86_64-narrow'
all_trees=12

range() { # COMMAND...
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 1 "$@"
}

grow_driver() { # NAME FILE [VALUE]
	printf '\nint %s(void);\nint %s(void)\n{\n\treturn %s;\n}\n' "$1" "$1" "${3:-1}" \
		>>"$repo/$2" && commit "$repo" "$2: Add $1

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>"
}

make_range() {
	make_world "$repo" && git -C "$repo" branch start &&
		grow_driver one drivers/net/alpha.c && grow_driver two drivers/spi/spi-echo.c &&
		printf '\nint three(void);\n' >>"$repo/include/linux/pci.h" &&
		grow_driver four drivers/net/delta.c && grow_driver five drivers/gpio/golf.c &&
		grow_driver six drivers/net/delta.c nobody &&
		git -C "$repo" config treewide.executorSeconds 1 &&
		git -C "$repo" config treewide.shardSeconds 20000
}

at_home() {
	# shellcheck disable=SC2086 # words
	expect_exit 1 range --json --state "$work/home.state" prove $both start..main &&
		essence | sed "s,$work/home.state/,,g" >"$work/wanted" &&
		has "$work/wanted" nobody
}

by_slurm() { # OPTION...
	# shellcheck disable=SC2086
	expect_exit 1 range --json prove $both --executor=slurm "$@" start..main
}

is_wanted() {
	essence | sed "s,$state/,,g" | equals "$work/wanted"
}

no_jobs() {
	[ -z "$(jobs_of_slurm | grep -v COMPLETING)" ]
}

is_tidy() {
	await no_jobs && [ ! -e "$state/shards/queue.json" ] &&
		[ -z "$(ls "$state/shards")" ]
}

slow_makes() { # SECONDS
	cat >"$work/bin/make" <<-FAKE
		#!/bin/sh
		case " \$* " in *" all "* | *" treewide-modules "*)
			echo "\${SLURMD_NODENAME:-home}" >>"$FAKE_LOG"
			sleep $1 ;;
		esac
		exec "$REAL_MAKE" "\$@"
	FAKE
	chmod 755 "$work/bin/make" && : >"$FAKE_LOG"
}

trees_made() {
	wc -l <"$FAKE_LOG"
}
