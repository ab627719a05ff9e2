#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# How sound is a proof? Each fault of tests/linux/faults is put into the middle of a generated
# series on Linux 6.12 in a small configuration. The fast proof must name the same first bad commit
# as a make of everything at every commit, and pass the series without a fault. The table is
# printed. About 40 minutes on two cores, a second run with the same STATE five.
#
#	FAULTS="syntax asm"	only these
#	LEVEL=fast		without the makes of everything
#	LEVEL=narrow	the makes are those of the target TARGET-narrow, where there is one
#	STATE=DIR		a state directory that is kept, with the repository DIR.git
#
# A fault is a script for a shell in a checkout. Its head says where it is put, and which check of
# the fast proof must find it, or one of which checks. Those of a "chain" share one series, each in
# a commit of its own; the next commit takes it back, so that this cannot cover for the fault after
# it. The others have a series of their own ("at 1": commit 1 is amended; "new 3": a commit behind
# commit 3; "swap 1 2"), and the head names the first bad commit. Further heads:
#	real: bad	make refuses it: fail or uncovered is right. Without it only a fail is
#	real: good	make takes it: anything but a pass is wrong
#	steps: 2	it runs twice: with STEP=pre for a good commit before it, then without
# (The line that reads a fault is taken for one that reads kernel.sh.)
# shellcheck disable=SC2031
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

level=${LEVEL:-full}
hand=$work/hand
# What the faults change, and the tests of scripts/.
folders='arch/arm64/kernel arch/x86/include drivers/base drivers/bus/mhi drivers/char/xillybus drivers/pci drivers/tty/serial/8250 include/linux kernel'
# shellcheck disable=SC2034 # small.sh reads it
small_scope='bus/mhi/ pci/switch/ pci/controller/ tty/serial/8250/'
# shellcheck source=tests/linux/small.sh
. "$(dirname "$0")/small.sh"
faults=${FAULTS:-$(ls "$top/tests/linux/faults")}
ln -s "$top/tests/linux/configs" "$work/configs"
cd "$work" || exit 3

head_of() { # FILE FIELD
	sed -n "s/^# $2: //p" "$1"
}

# For faults: put what is on standard input before the line that the address finds.
# shellcheck disable=SC2317 # faults call it
put() { # ADDRESSi FILE
	cat >"$work/put" && grep -q "$(printf '%s' "$1" | sed 's,^/,,; s,/i$,,')" "$2" &&
		sed -i "${1%i}e cat $work/put" "$2"
}

git_hand() {
	git -C "$hand" -c core.hooksPath=/dev/null -c advice.skippedCherryPicks=false "$@"
}

run_body() { # FILE [pre]
	# shellcheck disable=SC1090,SC2034 # one of many; faults read it
	(cd "$hand" && set -e && STEP=${2-} && . "$1") && git_hand add -A -f --sparse
}

# The folders of the kernel that the faults name.
named_folders() {
	for fault in $faults; do
		grep -v '^#' "$top/tests/linux/faults/$fault" |
			grep -o '[a-z][A-Za-z0-9_-]*/[A-Za-z0-9_/.-]*'
	done | sed 's,/[^/]*$,,' | sort -u | while read -r folder; do
		! git_hand cat-file -e "origin/good:$folder" 2>/dev/null || echo "$folder"
	done
}

# A fault that needs a series of its own: put the branch with it into the repository of the proof.
inject() { # FILE
	file=$1
	# shellcheck disable=SC2046 # words
	set -- $(head_of "$file" where)
	how=$1 place=$2
	[ "$how" != swap ] || place=$((place - 1))
	git_hand checkout -q --force --detach "good~$((count - place))" &&
		git_hand clean -q -f -d || return
	if [ "$how" = swap ]; then
		git_hand cherry-pick "good~$((count - place - 2))" \
			"good~$((count - place - 1))" >/dev/null || return
		place=$((place + 2))
	elif [ "$how" = at ]; then
		run_body "$file" && git_hand commit -q --amend --no-edit || return
	else
		run_body "$file" && git_hand commit -q -m "fault: Change something by hand" ||
			return
	fi
	[ "$place" = "$count" ] ||
		git_hand cherry-pick "good~$((count - place))..good" >/dev/null || return
	git_hand push -q -f "$repo" HEAD:refs/heads/b4/small
}

# One more commit of the chain; "NR NAME" in $work/places.
link_chain() { # NAME
	place=$((place + 1))
	echo "$place $1" >>"$work/places"
	git_hand commit -q --allow-empty -m "fault: $1"
}

# All other faults of a target, before the last patch: the fault, what takes it back, the next one.
inject_chain() { # FAULT...
	git_hand checkout -q --force --detach good~1 && git_hand clean -q -f -d || return
	place=$((count - 1))
	: >"$work/places"
	for fault; do
		file=$top/tests/linux/faults/$fault
		if [ "$(head_of "$file" steps)" = 2 ]; then
			run_body "$file" pre && link_chain "$fault.pre" || return
		fi
		run_body "$file" && link_chain "$fault" && git_hand read-tree -u --reset good~1 &&
			link_chain "$fault.back" || return
	done
	git_hand cherry-pick good >/dev/null && git_hand push -q -f "$repo" HEAD:refs/heads/b4/small
}

place_of() { # NAME
	sed -n "s/^\([0-9]*\) $1\$/\1/p" "$work/places"
}

# What these checks say of a commit: the check that fails, "uncovered", or "none".
says_of() { # NR CHECK...
	commit=$1
	shift
	json 'next((k["check"] if k["verdict"] == "fail" else k["verdict"]
	for c in d["commits"] if c["nr"] == '"$commit"'
	for k in sorted(c["checks"], key=lambda k: k["verdict"] != "fail")
	if k["check"] in "'"$*"'".split()
	and k["verdict"] in ("fail", "uncovered")), "none")' "$work/proof.json"
}

# The first commit of which they say something, and what: "4 objects".
first_bad() { # CHECK...
	for at in $(seq "$(json 'len(d["commits"])' "$work/proof.json")"); do
		said=$(says_of "$at" "$@")
		[ "$said" = none ] || { echo "$at $said" && return; }
	done
	echo none
}

why() { # NR CHECK...
	commit=$1
	shift
	json '[k["check"] + ": " + k["detail"][:200]
	for c in d["commits"] if c["nr"] == '"$commit"' for k in c["checks"]
	if k["check"] in "'"$*"'".split()
	and k["verdict"] in ("fail", "uncovered")]' "$work/proof.json" | sed 's/^/# /'
}

fast_checks='objects readers symbols kbuild'

# Prove what stands on the branch.
prove_it() {
	TREEWIDE_NARROW_LIMIT=1000000 kernel --json \
		"--level=$(echo "$level" | sed 's/narrow/fast/')" --budget=120 prove \
		>"$work/out" 2>"$work/err"
	[ $? -le 1 ] && cp "$work/out" "$work/proof.json"
}

tell() { # FAULT FAST FULL WANTED-CHECK GOOD
	file=$top/tests/linux/faults/$1
	agree=no
	[ "$5" = yes ] && [ "$2" != none ] && [ "${2%% *}" = "${3%% *}" ] && agree=yes
	printf '%-15s %-56s %-13s %-13s %s\n' "$1" "$(head_of "$file" kind)" "$2" "$3" \
		"$agree" >>"$work/table"
	[ "$agree" = yes ] && case "$(head_of "$file" real) ${2#* }" in
		good* | 'bad uncovered') ;;
		*) case " $4 " in *" ${2#* } "*) ;; *) false ;; esac ;;
	esac
	ok "$1 ($(head_of "$file" kind)): fast $2, full $3"
}

examine() { # FAULT
	file=$top/tests/linux/faults/$1
	if ! inject "$file" >"$work/out" 2>"$work/err" || ! prove_it; then
		false
		ok "$1: the fault can be made, and proved"
		return
	fi
	# shellcheck disable=SC2086 # words
	fast=$(first_bad $fast_checks) want=$(head_of "$file" first)
	full="$want build"
	[ "$level" = fast ] || full=$(first_bad build)
	good=no
	[ "${fast%% *}" = "$want" ] && good=yes
	# shellcheck disable=SC2086 # words
	why "${fast%% *}" $fast_checks build
	tell "$1" "$fast" "$full" "$(head_of "$file" check)" "$good"
}

# Are a fault of the chain and the commits around it said to be what make says they are?
tell_chain() { # FAULT
	at=$(place_of "$1")
	file=$top/tests/linux/faults/$1
	# shellcheck disable=SC2086 # words
	said=$(says_of "$at" $fast_checks)
	full=build
	[ "$(head_of "$file" real)" != good ] || full=none
	[ "$level" = fast ] || full=$(says_of "$at" build)
	# shellcheck disable=SC2086 # words
	why "$at" $fast_checks build
	tell "$1" "$at $said" "$at $full" "$(head_of "$file" check)" \
		"$(judged "$file" "$said" "$full")"
	for name in "$1.pre" "$1.back"; do
		near=$(place_of "$name")
		# shellcheck disable=SC2086 # words
		[ -z "$near" ] || case $(says_of "$near" $fast_checks build) in
		none | uncovered) ;;
		*)
			why "$near" $fast_checks build
			false
			ok "$name: nothing bad is said of the commit beside the fault" ;;
		esac
	done
}

# Do the fast proof and make say what the head of the fault says?
judged() { # FILE FAST FULL
	case $(head_of "$1" real),$2,$3 in
	good,none,none) echo yes ;;
	good,*) echo no ;;
	*,none,* | *,*,none) echo no ;;
	bad,*) echo yes ;;
	*uncovered*) echo no ;;
	*) echo yes ;;
	esac
}

examine_chain() { # FAULT...
	if ! inject_chain "$@" >"$work/out" 2>"$work/err" || ! prove_it; then
		false
		ok 'a series with all other faults can be made, and proved'
		return
	fi
	for fault; do tell_chain "$fault"; done
}

generated=
for target \
	in $(for fault in $faults; do head_of "$top/tests/linux/faults/$fault" target; done |
	sort -u); do
	campaign=$work/$target
	small_campaign "$campaign" "$target"
	if [ "$level" = narrow ]; then
		[ -f "$work/configs/$target-narrow" ] || continue
		printf '\ttarget = %s-narrow\n' "$target" >>"$campaign/campaign.conf"
	fi
	if [ -z "$generated" ]; then
		generated=1
		expect_exit 0 kernel --force generate &&
			git -C "$repo" branch -q -f good b4/small &&
			git clone -q --shared --no-checkout "$repo" "$hand" &&
			{ echo "$folders" | tr ' ' '\n' && named_folders; } |
			git -C "$hand" sparse-checkout set --stdin &&
			git -C "$hand" checkout -q good
		ok 'a series'
		count=$(git -C "$hand" rev-list --count --no-merges "$base..good")
		count=$((count - 1))
	fi
	chain=
	git -C "$repo" update-ref refs/heads/b4/small good
	fast=none full=none
	# shellcheck disable=SC2086 # words
	prove_it && fast=$(first_bad $fast_checks) && full=$(first_bad build) &&
		case $fast$full in *objects* | *readers* | *symbols* | *build*) false ;; esac
	ok "$target: the series without a fault: fast $fast, full $full"
	for fault in $faults; do
		file=$top/tests/linux/faults/$fault
		[ "$(head_of "$file" target)" = "$target" ] || continue
		if [ "$(head_of "$file" where)" = \
			chain ]; then chain="$chain $fault"; else examine "$fault"; fi
	done
	# shellcheck disable=SC2086 # words
	[ -z "$chain" ] || examine_chain $chain
done
{
	printf '%-15s %-56s %-13s %-13s %s\n' fault kind fast full agree
	cat "$work/table"
} | sed 's/^/# /'
finish
