#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Conversions that people really made, planned again on a real base; sourced behind kernel.sh.
#
# Their table is printed as comments of TAP: what the first plan took, in seconds and in seconds of
# CPU, and the second one, for which everything is known; how large the largest process became,
# treewide itself or a program that it ran.
#
#	REPLAY='no_llseek irq_domain'	only these
#	STATE=DIR	a plan that was stopped goes on where it stood (see kernel.sh); then the
#			first one is no measure

replayed() { # NAME: is it to be run?
	case " ${REPLAY:-$1} " in *" $1 "*) ;; *) false ;; esac
}

# The campaign of one [convert] of one patch, in $campaign. CONVERTS are its lines that say by what
# (script = or rule =, words, residue); the caller has put that program there.
replay_campaign() { # NAME SUBJECT CONVERTS
	# shellcheck disable=SC2154 # lib.sh sets work
	campaign=$work/$1
	mkdir -p "$campaign" && echo 'The conversion was made by a program.' \
		>"$campaign/convert.txt" &&
		printf 'A program made this.\n\n{tested}\n\n{rules}\n\nOn {base}.\n' \
			>"$campaign/cover.txt" && cat >"$campaign/campaign.conf" <<CONF
[campaign]
	name = $1
	title = "treewide: $2"
	cover = cover.txt
	exclude = Documentation/
	exclude = scripts/coccinelle/
[convert]
$3
	subject = $2
	message = convert.txt
	split = none
[recipients]
	linux-kernel = true
	limit = 10000
[check "build"]
	target = x86_64-allmodconfig
CONF
}

split_by() { # HOW
	sed -i "s/split = .*/split = $1/" "$campaign/campaign.conf"
}

# The document of plan in $work/plan.json; seconds, seconds of CPU and MiB in $work/took.
run_plan() {
	# shellcheck disable=SC2154 # kernel.sh sets them
	python3 -I -S - "$work/took" "$TREEWIDE" --repo "$repo" --base "$base" --campaign \
		"$campaign" --state "$state" --json plan >"$work/plan.json" 2>"$work/err" <<'PYTHON'
import resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.call(sys.argv[2:], stdin=subprocess.DEVNULL)
took = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as out:
    print("%.1f %.1f %.0f" % (took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), file=out)
sys.exit(code)
PYTHON
	code=$?
	cp "$work/plan.json" "$work/out"
	[ "$code" -le 1 ] && [ "$(json 'd["patches"] != []')" = true ]
}

replay_head() {
	echo '# | replay | patches | files | left | first plan | again | largest process |'
	echo '# | --- | ---: | ---: | ---: | --- | --- | ---: |'
}

# Plan twice, and print the row of the table.
timed_plan() { # NAME
	run_plan || return
	read -r cold cold_cpu memory <"$work/took"
	run_plan || return
	read -r warm warm_cpu _ <"$work/took"
	printf '# | %s | %s | %s | %s | %s | %s | %s |\n' "$1" "$(json 'len(d["patches"])')" \
		"$(json 'len(set(f for p in d["patches"] for f in p["files"]))')" \
		"$(json 'len([l for l in d["left"] if l["wanted"]])')" \
		"$cold s, CPU $cold_cpu s" "$warm s, CPU $warm_cpu s" "$memory MiB"
}

last_tree() {
	json 'd["patches"][-1]["tree"]' "$work/plan.json"
}

files_left() {
	json 'sorted(set(l["file"] for l in d["left"] if l["wanted"]))' "$work/plan.json"
}

files_changed() {
	json 'sorted(set(f for p in d["patches"] for f in p["files"]))' "$work/plan.json"
}
