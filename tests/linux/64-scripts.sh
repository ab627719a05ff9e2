#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Conversions that people made by sed, as campaigns with script =, beside what sed itself makes.
#
# no_llseek (Linux 6.12-rc2, made as one commit at the end of a merge window): on 6.1, all lines
# with that word go. from_timer (Linux 6.16, to timer_container_of()): on 6.12, 694 of the 698 files
# that hold the word call it; the other four only have the name, and must not change.
#
#	REPLAY=no_llseek	only one of them, see replay.sh
kernels='6.12 6.1'
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"
# shellcheck source=tests/linux/replay.sh
. "$top/tests/linux/replay.sh"

unshare=$(bwrap --unshare-all --ro-bind / / echo yes 2>/dev/null)
[ "$unshare" = yes ] || skip_all 'needs bubblewrap'

# A campaign of one program; standard input is the program.
sed_campaign() { # NAME WORD SUBJECT
	mkdir -p "$work/$1" && cat >"$work/$1/convert.sh" && chmod 755 "$work/$1/convert.sh" &&
		replay_campaign "$1" "$3" "	script = convert.sh
	words = $2
	residue = $2"
}

# The tree that sed makes of those files of the base that git finds.
sed_tree() { # WORD EXPRESSION
	in_index read-tree "$base" &&
		git -C "$repo" grep -lw "$1" "$base" -- ':!Documentation' ':!scripts/coccinelle' |
		sed "s/^$base://" >"$work/files" && while read -r file; do
			mode=$(git -C "$repo" ls-tree "$base" "$file" | cut -d' ' -f1)
			blob=$(git -C "$repo" show "$base:$file" | sed "$2" |
				git -C "$repo" hash-object -w --stdin)
			echo "$mode $blob	$file"
		done <"$work/files" | in_index update-index --index-info && in_index write-tree
}

want=
replay_head

## no_llseek on 6.1 ##

if replayed no_llseek; then
	base=$v61
	sed_campaign no-llseek no_llseek 'Drop no_llseek' <<'SCRIPT'
#!/bin/sh
find . -type f -exec sed -i '/\<no_llseek\>/d' {} +
SCRIPT
	timed_plan 'no_llseek by sed, 6.1, one patch' &&
		want=$(sed_tree no_llseek '/\<no_llseek\>/d') && [ "$(last_tree)" = "$want" ] &&
		[ "$(json 'len(d["patches"])')" = 1 ] && files_changed >"$work/got" &&
		sort "$work/files" >"$work/wanted" && same "$work/wanted" "$work/got"
	ok 'no_llseek: byte for byte what sed makes, one patch'
	[ "$(files_left)" = '' ]
	ok 'no_llseek: no code holds the word any more'

	split_by subsystem
	timed_plan 'no_llseek by sed, 6.1, by subsystem' && [ "$(last_tree)" = "$want" ] &&
		[ "$(json 'len(d["patches"])' "$work/plan.json")" -gt 30 ]
	ok 'no_llseek: by subsystem the same tree'
fi

## timer_container_of on 6.12 ##

if replayed from_timer; then
	base=$v612
	sed_campaign from-timer from_timer 'Rename from_timer() to timer_container_of()' <<'SCRIPT'
#!/bin/sh
find . -type f -exec sed -i 's/\<from_timer(/timer_container_of(/g' {} +
SCRIPT
	timed_plan 'from_timer by sed, 6.12, one patch' &&
		want=$(sed_tree from_timer 's/\<from_timer(/timer_container_of(/g') &&
		[ "$(last_tree)" = "$want" ] &&
		[ "$(json 'len(d["patches"][0]["files"])' "$work/plan.json")" = 694 ]
	ok 'from_timer: byte for byte what sed makes, in 694 files'
	files_changed >"$work/got" && sort "$work/files" | comm -23 - "$work/got" \
		>"$work/untouched" && cat >"$work/wanted" <<'FILES'
drivers/misc/sgi-xp/xpc_partition.c
drivers/staging/rtl8723bs/core/rtw_cmd.c
drivers/staging/rtl8723bs/include/rtw_mlme_ext.h
tools/sched_ext/scx_qmap.bpf.c
FILES
	same "$work/wanted" "$work/untouched" && [ "$(files_left)" = '' ]
	ok 'from_timer: four files that only hold the word are untouched, and not told as left'

	split_by subsystem
	timed_plan 'from_timer by sed, 6.12, by subsystem' && [ "$(last_tree)" = "$want" ]
	ok 'from_timer: by subsystem the same tree'
fi
finish
