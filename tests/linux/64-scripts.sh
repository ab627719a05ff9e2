#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Conversions that people made by sed, as campaigns with script =, beside what sed itself makes.
#
# no_llseek (Linux 6.12-rc2, made as one commit at the end of a merge window): on 6.1, all lines
# with that word go. timer_container_of (Linux 6.16): on 6.12, 694 of the 698 files that hold the
# word from_timer call it; the other four only have the name, and must not change.
kernels='6.12 6.1'
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

unshare=$(bwrap --unshare-all --ro-bind / / echo yes 2>/dev/null)
[ "$unshare" = yes ] || skip_all 'needs bubblewrap'

# A campaign of one program; standard input is the program.
sed_campaign() { # NAME WORD SUBJECT
	campaign=$work/$1
	mkdir -p "$campaign" && cat >"$campaign/convert.sh" && chmod 755 "$campaign/convert.sh" &&
		echo 'The conversion was made by a program.' >"$campaign/convert.txt" &&
		printf 'A program made this.\n\n{tested}\n\n{rules}\n\nOn {base}.\n' \
			>"$campaign/cover.txt" && cat >"$campaign/campaign.conf" <<CONF
[campaign]
	name = $1
	title = "treewide: $3"
	cover = cover.txt
	exclude = Documentation/
	exclude = scripts/coccinelle/
[convert]
	script = convert.sh
	words = $2
	residue = $2
	subject = $3
	message = convert.txt
	split = none
[recipients]
	linux-kernel = true
	limit = 10000
[check "build"]
	target = x86_64-allmodconfig
CONF
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

# Plan, with the time that it takes.
timed_plan() { # NAME
	began=$(date +%s)
	kernel --json plan >"$work/plan.json" 2>"$work/err" </dev/null
	code=$?
	cp "$work/plan.json" "$work/out"
	echo "# $1: $(json 'len(d["patches"])') patches, $(json \
		'len(set(f for p in d["patches"] for f in p["files"]))') files," \
		"$(json 'len([l for l in d["left"] if l["wanted"]])') not wholly converted," \
		"$(($(date +%s) - began)) s"
	[ "$code" -le 1 ]
}

last_tree() {
	json 'd["patches"][-1]["tree"]' "$work/plan.json"
}

## no_llseek on 6.1 ##

base=$v61
sed_campaign no-llseek no_llseek 'Drop no_llseek' <<'SCRIPT'
#!/bin/sh
find . -type f -exec sed -i '/\<no_llseek\>/d' {} +
SCRIPT
want=$(sed_tree no_llseek '/\<no_llseek\>/d')
timed_plan 'no_llseek, none' && [ "$(last_tree)" = "$want" ] &&
	[ "$(json 'len(d["patches"])')" = 1 ] &&
	json 'sorted(f for p in d["patches"] for f in p["files"])' >"$work/got" &&
	sort "$work/files" >"$work/wanted" && same "$work/wanted" "$work/got"
ok 'no_llseek: byte for byte what sed makes, one patch'
[ "$(json '[l["file"] for l in d["left"] if l["wanted"]]' "$work/plan.json")" = '' ]
ok 'no_llseek: no code holds the word any more'

sed -i 's/split = none/split = subsystem/' "$campaign/campaign.conf"
timed_plan 'no_llseek, subsystem' && [ "$(last_tree)" = "$want" ] &&
	[ "$(json 'len(d["patches"])' "$work/plan.json")" -gt 30 ]
ok 'no_llseek: by subsystem the same tree'

## timer_container_of on 6.12 ##

base=$v612
sed_campaign from-timer from_timer 'Rename from_timer() to timer_container_of()' <<'SCRIPT'
#!/bin/sh
find . -type f -exec sed -i 's/\<from_timer(/timer_container_of(/g' {} +
SCRIPT
want=$(sed_tree from_timer 's/\<from_timer(/timer_container_of(/g')
timed_plan 'from_timer, none' && [ "$(last_tree)" = "$want" ] &&
	[ "$(json 'len(d["patches"][0]["files"])' "$work/plan.json")" = 694 ]
ok 'from_timer: byte for byte what sed makes, in 694 files'
json 'd["patches"][0]["files"]' "$work/plan.json" | sort >"$work/got" &&
	sort "$work/files" | comm -23 - "$work/got" >"$work/untouched" &&
	cat >"$work/wanted" <<'FILES'
drivers/misc/sgi-xp/xpc_partition.c
drivers/staging/rtl8723bs/core/rtw_cmd.c
drivers/staging/rtl8723bs/include/rtw_mlme_ext.h
tools/sched_ext/scx_qmap.bpf.c
FILES
same "$work/wanted" "$work/untouched" &&
	[ "$(json '[l["file"] for l in d["left"] if l["wanted"]]' "$work/plan.json")" = '' ]
ok 'from_timer: four files that only hold the word are untouched, and not told as left'
finish
