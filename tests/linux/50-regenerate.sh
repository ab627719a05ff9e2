#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide regenerate on real kernels: 6.1 -> an older 6.12 -> 6.12, and a history on top of 6.12 in
# which three pieces land, one driver is renamed, one deleted, one added, one is reviewed and one
# was mended by hand. About a quarter of an hour on two cores, most of it for the first series.
# shellcheck disable=SC2317 # what expect_exit calls
kernels='6.12 6.1'
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

older=6.12.115
v_old=$(older_kernel "$older")

# A copy of the shipped campaign. Where the base has a history, that tells the prefix.
mkdir -p "$work/series" "$work/cocci" && cp -R "$top/series/pcim-irq-vectors" "$work/series/" &&
	cp -R "$top/cocci/pcim-irq-vectors" "$work/cocci/"
campaign=$work/series/pcim-irq-vectors
branch=b4/pcim-irq-vectors

on() { # BASE COMMAND...
	base=$1
	shift
	kernel "$@"
}
ids() { json "sorted(p['id'] for p in d['patches'] if p['state'] in '$1'.split())" "$2"; }
# The state of the patch that changes, or changed, this subject.
state_of() { json "[p['state'] for p in d['patches'] if p['subject'].startswith('$1: ')]" \
	"$work/last.json"; }
# Blobs of these files differ between two commits.
differ() { git -C "$repo" diff --name-only "$1" "$2"; }

# An honest spatch that writes down which rule was asked about which text.
cat >"$work/bin/spatch" <<'FAKE'
#!/bin/sh
case "$*" in
*' --in-place '*)
	for word; do
		case $word in *.cocci) rule=${word##*/} ;; esac
	done
	[ "$word" != ../groups ] || word=$(cat ../groups)
	for file in $word; do
		echo "$rule $(git hash-object "$file")"
	done >>"$FAKE_LOG" ;;
esac
exec "$REAL_SPATCH" "$@"
FAKE
chmod 755 "$work/bin/spatch"
expect_exit 0 on "$v61" --json generate && cp "$work/out" "$work/first.json" &&
	[ "$(json 'len(d["patches"])')" -gt 40 ]
ok "$v61: the series is written"

## from 6.1 to 6.12 ##

# Straight to the newest one, beside the way by an older one below; the folders of a build stay
# behind.
log=$FAKE_LOG
FAKE_LOG=$work/straight.log
cp -R "$repo" "$work/straight.git" && mkdir "$work/straight" &&
	cp "$state"/ledger.db* "$work/straight" &&
	expect_exit 0 on "$v612" --repo "$work/straight.git" --state "$work/straight" --json \
	regenerate && cp "$work/out" "$work/straight.json" &&
	json 'sorted(p["id"] for p in d["patches"])' "$work/first.json" >"$work/before" &&
	ids 'kept changed landed dropped' "$work/straight.json" >"$work/got" &&
	same "$work/before" "$work/got" &&
	[ "$(json 'd["counts"]["added"]' "$work/straight.json")" -gt 5 ] &&
	[ "$(json 'd["counts"]["kept"]' "$work/straight.json")" -gt 15 ]
ok "$v61 -> $v612: $(json '", ".join("%d %s" % (d["counts"][k], k)
	for k in ("kept", "changed", "added", "landed",
	"dropped"))' "$work/straight.json"), each patch of the old series accounted for by its id"
FAKE_LOG=$log

[ -n "$v_old" ] || v_old=$v612
expect_exit 0 on "$v_old" --json regenerate && cp "$work/out" "$work/second.json" &&
	[ "$(json 'd["previous"]["rev"]')" = "$v61" ] &&
	[ "$(json 'd["counts"]["added"]')" -gt 5 ] && [ "$(json 'd["counts"]["kept"]')" -gt 15 ]
ok "$v61 -> $v_old: $(json '", ".join("%d %s" % (d["counts"][k], k)
	for k in ("kept", "changed", "added", "landed", "dropped"))' "$work/second.json")"

json 'sorted(p["id"] for p in d["patches"])' "$work/first.json" >"$work/before" &&
	ids 'kept changed landed dropped' "$work/second.json" >"$work/got" &&
	same "$work/before" "$work/got"
ok "$v61 -> $v_old: every patch of the old series is accounted for, by its id"

json 'sorted(f for p in d["patches"] if p["state"] == "added"
	for f in p["files"])' "$work/second.json" >"$work/added" && [ -s "$work/added" ] &&
	json '[f for p in d["patches"] for f in p["files"]]' "$work/first.json" >"$work/files" &&
	! grep -qxF -f "$work/added" "$work/files"
ok "$v61 -> $v_old: no file of an added patch was in the series"

# What is said to be gone, is gone; what is said to be kept makes the same lines of the same files.
python3 -I -S - "$work/first.json" "$work/second.json" >"$work/gone" <<'PYTHON'
import json, sys
first, second = (json.load(open(name)) for name in sys.argv[1:])
gone = {p["id"] for p in second["patches"] if p["state"] == "dropped" and "gone" in p["why"]}
for p in first["patches"]:
    if p["id"] in gone:
        print("\n".join(p["files"]))
PYTHON
while read -r path; do git -C "$repo" cat-file -e "$v_old:$path" 2>/dev/null &&
	echo "$path"; done <"$work/gone" >"$work/out"
[ ! -s "$work/out" ]
ok "$v61 -> $v_old: the files that are said to be gone ($(wc -l <"$work/gone")) are gone"

lines() { # COMMIT
	git -C "$repo" diff -U0 "$1^" "$1" | grep '^[-+]' | grep -v -e '^---' -e '^+++'
}
old_tip=$(json 'd["previous"]["range"].split("..")[1]' "$work/second.json")
wrong=0
json '[p["subject"] for p in d["patches"]
	if p["state"] == "kept"]' "$work/second.json" >"$work/kept"
while IFS= read -r subject; do
	one=$(git -C "$repo" log --format='%H %s' "$v61..$old_tip" |
		sed -n "/^[0-9a-f]* /{s/ /\t/;p}" |
		awk -F'\t' -v s="$subject" '$2 == s { print $1 }')
	two=$(git -C "$repo" log --format='%H %s' "$v_old..$branch" |
		sed -n "/^[0-9a-f]* /{s/ /\t/;p}" |
		awk -F'\t' -v s="$subject" '$2 == s { print $1 }')
	[ -n "$one" ] && [ -n "$two" ] || continue
	[ "$(lines "$one")" = "$(lines "$two")" ] || wrong=$((wrong + 1))
done <"$work/kept"
[ "$wrong" = 0 ] && [ -s "$work/kept" ]
ok "$v61 -> $v_old: kept patches make the same lines"

## a small step ##

if [ "$v_old" = "$v612" ]; then
	skip 'a small step' "Debian has no linux-source $older any more"
	cp "$work/second.json" "$work/last.json"
else
	mv "$FAKE_LOG" "$work/asked-before"
	: >"$FAKE_LOG"
	begin=$(date +%s)
	expect_exit 0 on "$v612" --json regenerate && cp "$work/out" "$work/last.json" &&
		[ "$(json 'sum(d["counts"][k] for k in ("added", "dropped", "landed"))')" -le 5 ] &&
		[ "$(json 'd["counts"]["kept"]')" -gt 40 ]
	took=$(($(date +%s) - begin))
	ok "$v_old -> $v612: $(json '", ".join("%d %s" % (d["counts"][k], k)
		for k in ("kept", "changed", "added", "landed", "dropped"))' "$work/last.json")"

	differ "$v_old" "$v612" >"$work/changed"
	json '[f for p in d["patches"] for f in p["files"]]' "$work/last.json" | sort -u |
		grep -xF -f "$work/changed" >"$work/both"
	[ "$(json 'd["counts"]["converted"]' "$work/last.json")" = "$(grep -c . "$FAKE_LOG")" ] &&
		[ -s "$work/asked-before" ] &&
		! grep -xF -f "$work/asked-before" "$FAKE_LOG" >"$work/out"
	ok "$v_old -> $v612: $(json '"%d of %d conversions made anew" % (d["counts"]["converted"],
		d["counts"]["asked"])' "$work/last.json"), none of a text that was known; $(grep \
		-c . "$work/both") files of the series have changed"

	echo "# $v_old -> $v612 took $took s"
fi
no_fakes

## people ##

rita='Reviewed-by: Rita Reviewer <rita@review.example.org>'
# Change message or a file of one patch, as git rebase -i would.
edit() { # SUBJECT MESSAGE-SED [FILE FILE-SED]
	new=$(cover_of "$branch")
	in_index read-tree "$new" &&
		for id in $(git -C "$repo" rev-list --reverse "$new..$branch"); do
			git -C "$repo" log -1 --format=%B "$id" >"$work/message"
			git -C "$repo" diff "$id^" "$id" >"$work/patch"
			in_index apply --cached "$work/patch" || return
			case $(head -n 1 "$work/message") in
			"$1: "*)
				sed -i "$2" "$work/message"
				if [ $# = 4 ]; then
					blob=$(in_index show ":$3" | sed "$4" |
						git -C "$repo" hash-object -w --stdin) &&
						in_index update-index --cacheinfo \
						"100644,$blob,$3" || return
				fi ;;
			esac
			new=$(git -C "$repo" commit-tree -p "$new" -F "$work/message" \
				"$(in_index write-tree)") || return
		done
	git -C "$repo" update-ref "refs/heads/$branch" "$new"
}
edit 'ata: acard-ahci' "s/^Signed-off-by/$rita\n&/" &&
	edit r8169 '' drivers/net/ethernet/realtek/r8169_main.c \
	's/pcim_alloc_irq_vectors(tp->pci_dev, 1, 1, flags)/pcim_alloc_irq_vectors(tp->pci_dev, 1, 1, flags | 0)/' &&
	git -C "$repo" grep -q 'flags | 0)' "$branch" -- drivers/net/ethernet/realtek
ok 'people: a review, and a fix by hand'

## history ##

in_index read-tree "$v612"
at=$v612
drop() { printf '0 %040d\t%s\n' 0 "$1" | in_index update-index --index-info; }
land() { git -C "$repo" show "$branch:$1" | put "$1"; }
record() { at=$(git -C "$repo" commit-tree -p "$at" -m "$1" "$(in_index write-tree)"); }

land drivers/ata/sata_vsc.c && record "$(git -C "$repo" log --format=%s "$branch" | grep sata_vsc)"
land drivers/ata/sata_sil24.c && record 'libata: Be open about vectors'
git -C "$repo" show "$branch:drivers/thunderbolt/nhi.c" | sed '2s,^,/* more */\n,' |
	put drivers/thunderbolt/nhi.c &&
	{ old_file drivers/thunderbolt/switch.c; echo '/* more */'; } |
	put drivers/thunderbolt/switch.c && record 'thunderbolt: Mend many things'
old_file drivers/i2c/busses/i2c-ismt.c | sed '2s,^,/* moved */\n,' |
	put drivers/i2c/busses/i2c-smt.c && drop drivers/i2c/busses/i2c-ismt.c &&
	old_file drivers/i2c/busses/Makefile | sed 's/i2c-ismt\.o/i2c-smt.o/' |
	put drivers/i2c/busses/Makefile && record 'i2c: smt: Rename it'
drop drivers/gpio/gpio-merrifield.c &&
	old_file drivers/gpio/Makefile | sed '/gpio-merrifield/d' | put drivers/gpio/Makefile &&
	record 'gpio: Remove merrifield'
write_driver "$work/november.c" <<'BODY'
	if (!ret)
		ret = pci_alloc_irq_vectors(pdev, 3, 4, PCI_IRQ_MSIX);
BODY
sed 's,linux/pci.h>,&\n#include <linux/module.h>,; $a module_pci_driver(more_driver);\nMODULE_LICENSE("GPL");' "$work/november.c" | put drivers/misc/november.c &&
	{ old_file drivers/misc/Makefile; echo 'obj-m += november.o'; } |
	put drivers/misc/Makefile && record 'misc: Add november'
old_file drivers/net/ethernet/realtek/r8169_main.c | sed '2s,^,/* more */\n,' |
	put drivers/net/ethernet/realtek/r8169_main.c &&
	old_file drivers/ata/acard-ahci.c | sed '2s,^,/* more */\n,' |
	put drivers/ata/acard-ahci.c && record 'Go on'
git -C "$repo" update-ref refs/heads/next "$at"
total=$(json 'len([p for p in d["patches"] if p["nr"]])' "$work/last.json")

given=$(git -C "$repo" rev-parse "$branch")
"$TREEWIDE" --repo "$repo" --base next --campaign "$campaign" --state "$state" \
	regenerate >/dev/null 2>&1 &
pid=$!
sleep 8
kill -s KILL "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
[ $? = 137 ] && [ "$(git -C "$repo" rev-parse "$branch")" = "$given" ]
ok 'history: killed after 8 s, and the branch is the old one'

expect_exit 0 on next --json regenerate && cp "$work/out" "$work/last.json" &&
	[ "$(json 'd["clashes"]')" = '' ]
ok "history: $(json '", ".join("%d %s" % (d["counts"][k], k)
	for k in ("kept", "changed", "added", "landed", "dropped"))' "$work/last.json")"

[ "$(state_of 'ata: sata_vsc')" = landed ] && [ "$(state_of 'ata: sata_sil24')" = landed ] &&
	[ "$(state_of thunderbolt)" = landed ]
ok 'history: landed as it was, in other words, and as a part of something larger'
[ "$(state_of 'gpio: merrifield')" = dropped ] &&
	[ "$(json "[p['state'] for p in d['patches'] if 'drivers/misc/november.c' in p['files']]" \
		"$work/last.json")" = added ] && [ "$(state_of 'i2c: smt')" = kept ] &&
	[ "$(json 'd["moved"]' "$work/last.json")" = \
	'{"from": "drivers/i2c/busses/i2c-ismt.c", "to": "drivers/i2c/busses/i2c-smt.c"}' ]
ok 'history: one driver gone, one new, one renamed'
[ "$(state_of 'ata: acard-ahci')" = kept ] &&
	git -C "$repo" log --format=%B next.."$branch" --grep '^ata: acard-ahci' |
	grep -qxF "$rita" &&
	[ "$(state_of r8169)" = kept ] &&
	git -C "$repo" grep -q 'flags | 0)' "$branch" -- drivers/net/ethernet/realtek
ok 'history: the review and the fix by hand are there'
[ "$(json 'list(d["counts"][k] for k in ("landed", "dropped", "added", "changed", "kept"))' \
	"$work/last.json" | paste -sd ,)" = "3,1,1,0,$((total - 4))" ]
ok 'history: all others are kept'

git -C "$repo" update-ref "refs/heads/$branch" "$given" &&
	git -C "$repo" show next:drivers/net/ethernet/realtek/r8169_main.c >"$work/r8169.c" &&
	in_index read-tree next &&
	sed 's/pci_alloc_irq_vectors(tp->pci_dev, 1, 1, flags)/pci_alloc_irq_vectors(tp->pci_dev, 1, 2, flags)/' \
		"$work/r8169.c" | put drivers/net/ethernet/realtek/r8169_main.c &&
	record 'r8169: Two' && git -C "$repo" update-ref refs/heads/next "$at" &&
	expect_exit 1 on next regenerate && says 'clash    ' &&
	says 'r8169_main.c: what was changed by hand does not fit' &&
	[ "$(git -C "$repo" rev-parse "$branch")" = "$given" ]
ok 'history: where the base changed the same line it is a clash, and the branch stays'

## a mail ##

# git am is the judge, in a clone with the folder of the driver checked out.
smt=drivers/i2c/busses/i2c-ismt.c
judge() { # BASE [OPTION]
	discard -f "$work/am"
	git clone -q --shared --no-checkout "$linux" "$work/am" 2>>"$work/err" && (
		cd "$work/am" || exit
		git sparse-checkout set "${smt%/*}" && git checkout -q --detach "$1" && shift &&
			git am -q -s "$@" "$campaign/one.patch"
	) >>"$work/err" 2>&1
}
# Author, date, tree and message, without what stands below "---".
told() { # DIR COMMIT
	git -C "$1" log -1 --format='%an|%ae|%ad|%T%n%B' --date=raw "$2" | sed '/^---$/,$d' |
		sed '${/^$/d}'
}
as_judged() {
	told "$work/am" HEAD >"$work/wanted" && told "$repo" b4/mail >"$work/got" &&
		same "$work/wanted" "$work/got"
}
campaign=$work/mail
mkdir "$campaign" && echo 'It came by mail.' >"$campaign/cover" &&
	printf '[campaign]\n\tname = mail\n\ttitle = i2c: A mail\n\tcover = cover\n[patch "one"]\n\tpatch = one.patch\n' \
		>"$campaign/campaign.conf"
in_index read-tree "$v61" && git -C "$repo" show "$v61:$smt" |
	sed 's,^\tif (unlikely(!time_left)) {,\t/* The transaction did not end in time. */\n&,' |
	put "$smt" &&
	mail=$(GIT_AUTHOR_NAME='Jörg J. Müller' GIT_AUTHOR_EMAIL=joerg@alpha.example.org \
		GIT_AUTHOR_DATE='1699980200 +0530' git -C "$repo" commit-tree -p "$v61" \
		-m 'i2c: ismt: Say what has happened' -m 'Für alle, die es lesen.' \
		-m 'Signed-off-by: Jörg J. Müller <joerg@alpha.example.org>' \
		"$(in_index write-tree)") &&
	git -C "$repo" format-patch -q --stdout -1 "$mail" >"$campaign/one.patch" &&
	expect_exit 0 on "$v61" generate && judge "$v61" && as_judged
ok "$v61: a mail is the commit that git am -s makes of it"
# 6.12 has another line two lines below.
! judge "$v612" && judge "$v612" -3 && expect_exit 0 on "$v612" regenerate &&
	says 'a three-way merge applied it' && says 'kept     one' && as_judged
ok "$v61 -> $v612: the mail is the commit that git am -3 -s makes of it, and that is said"

finish
