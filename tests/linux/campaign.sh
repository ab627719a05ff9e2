#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What the tests of the shipped campaign on real kernels share; read instead of kernel.sh.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

campaign=$work/campaign

# The shipped campaign without the kernels that it boots: 40-lifecycle does that.
mkdir "$campaign" && cp "$top"/series/pcim-irq-vectors/*.txt "$top"/cocci/pcim-irq-vectors/*.cocci \
	"$campaign" &&
	sed '/^# Vectors are freed exactly once/,/timeout = /d' \
	"$top/series/pcim-irq-vectors/campaign.conf" \
		>"$campaign/campaign.conf" || exit 3

# The tree that the mails of the branch make of the base, by git am; without the empty commit that
# holds the cover letter.
applied() { # BRANCH
	discard -f "$work/mails" "$work/am"
	git -C "$repo" format-patch -q -o "$work/mails" "$(json 'd["range"]')" || return
	git clone -q --shared --no-checkout "$linux" "$work/am" || return
	git -C "$repo" diff --name-only "$base" "$1" | sed 's,/[^/]*$,,' | sort -u >"$work/folders"
	(
		cd "$work/am" || exit
		git sparse-checkout set --stdin <"$work/folders" &&
		git checkout -q --detach "$base" &&
		git am -q "$work"/mails/*.patch &&
		git rev-parse 'HEAD^{tree}'
	) 2>>"$work/err"
}

generated() { # PATCHES FILES
	expect_exit 0 kernel --json generate || return
	[ "$(json 'len(d["patches"])')" -ge "$1" ] &&
		[ "$(json 'len({f for p in d["patches"][1:-1] for f in p["files"]})')" -ge "$2" ]
}

# A copy of the campaign, cut down to a few drivers so that each fault is quick.
control() { # NAME, then a sed script for campaign.conf
	campaign=$work/controls/$1
	mkdir -p "$campaign"
	cp "$work"/campaign/* "$campaign"
	sed -e "s/name = .*/name = $1/" -e \
		'/^\[convert\]/a\	scope = drivers/thunderbolt/\n	scope = drivers/mfd/' \
		-e '/^\[convert "msi/,/message = /d' -e '/retires = /d' -e \
		'/^\[wave /,/^\[check/{/^\[check/!d}' \
		-e '/^\[check "portable"\]/,/^$/d' -e "$2" \
		"$work/campaign/campaign.conf" >"$campaign/campaign.conf"
}

# The ids of the patches whose commits have a failed check of this kind.
failed_at() { # CHECK
	json '" ".join(c["patch"] for c in d["commits"]
		if any(k["check"] == "'"$1"'" and k["verdict"] == "fail" for k in c["checks"]))'
}

# What checkpatch.pl says of a fault in the API is not what the faults are about.
all_failed() {
	json '" ".join(c["patch"] for c in d["commits"]
		if any(k["verdict"] != "pass" and k["check"] != "checkpatch" for k in c["checks"]))'
}

hand_made() { # FILE, then a sed script for the file: a diff on stdout
	mkdir -p "$work/hand/a/${1%/*}" "$work/hand/b/${1%/*}"
	git -C "$repo" show "$base:$1" >"$work/hand/a/$1"
	sed "$2" "$work/hand/a/$1" >"$work/hand/b/$1"
	(cd "$work/hand" && git diff --no-index --no-prefix "a/$1" "b/$1")
	discard -f "$work/hand"
}
