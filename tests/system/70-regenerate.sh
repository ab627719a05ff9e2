#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide regenerate: the same series on another base, with what people gave to it.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
old=$(git -C "$repo" rev-parse HEAD)
make_campaign "$work/campaign"
campaign=$work/campaign
printf '[prefix "drivers/net/november.c"]\n\tsubject = net: november\n' >>"$campaign/campaign.conf"

# The commit of the branch with this subject; its file, its message.
patch() { git -C "$repo" log --format='%H %s' "$(cover_of)..b4/world" | sed -n "s/ $1.*//p"; }
file() { git -C "$repo" show "$(patch "$1"):$2"; }
message() { git -C "$repo" log -1 --format=%B "$(patch "$1")"; }
state_of() { json "[p['state'] for p in d['patches'] if p['id'] == '$1']"; }
why_of() { json "[p['why'] for p in d['patches'] if p['id'] == '$1']"; }
trailers_of() { json "[p['trailers']['$2'] for p in d['patches'] if p['id'] == '$1'][0]"; }

# What git rebase -i would do: change message or a file of one patch; the others follow.
edit() { # SUBJECT MESSAGE-SED [FILE FILE-SED]
	new=$(cover_of)
	GIT_INDEX_FILE=$work/index
	export GIT_INDEX_FILE
	git -C "$repo" read-tree "$new" &&
	for id in $(git -C "$repo" rev-list --reverse "$new..b4/world"); do
		git -C "$repo" log -1 --format=%B "$id" >"$work/message"
		git -C "$repo" diff "$id^" "$id" >"$work/patch"
		git -C "$repo" apply --cached --recount -C1 "$work/patch" || return
		case $(head -n 1 "$work/message") in
		"$1"*)
			sed -i "$2" "$work/message"
			if [ $# = 4 ]; then
				blob=$(git -C "$repo" show ":$3" | sed "$4" |
					git -C "$repo" hash-object -w --stdin) &&
				git -C "$repo" update-index --cacheinfo "100644,$blob,$3" || return
			fi ;;
		esac
		new=$(git -C "$repo" commit-tree -p "$new" -F "$work/message" \
			"$(git -C "$repo" write-tree)") || return
	done
	unset GIT_INDEX_FILE
	git -C "$repo" update-ref refs/heads/b4/world "$new"
}
# Put what a patch of the branch makes of a file into the work tree.
land() { git -C "$repo" show "b4/world:$1" >"$repo/$1"; }

expect_exit 2 tw regenerate && says 'run treewide generate first' && ! tip >/dev/null
ok 'nothing to regenerate yet'

expect_exit 0 tw generate && first=$(tip) && expect_exit 0 tw --json regenerate &&
	[ "$(json 'd["unchanged"]')" = true ] &&
	[ "$(json '{p["state"] for p in d["patches"]} == {"kept"}')" = true ] &&
	[ "$(json 'd["counts"]["kept"]')" = 11 ] && [ "$(json 'd["counts"]["converted"]')" = 0 ] &&
	[ "$(tip)" = "$first" ]
ok 'on the same base: all patches are kept, nothing is converted, the branch stays'

git -C "$repo" for-each-ref --format='%(refname)' refs/treewide >"$work/got" &&
	echo refs/treewide/written/b4/world >"$work/wanted" && same "$work/wanted" "$work/got" &&
	[ -z "$(git -C "$repo" fsck --strict --no-dangling 2>&1)" ]
ok 'what was written is kept beside the branch, and git finds nothing wrong'

## what people give ##

rita='Reviewed-by: Rita Reviewer <rita@review.example.org>'
edit 'misc: hotel' "s/^Signed-off-by/$rita\n&/" &&
	edit 'ALSA: lima' "s/^Signed-off-by/$rita\n&/; s/Say so\./Say so, loudly./" &&
	edit 'net: alpha' '' drivers/net/alpha.c \
	's/pcim_alloc_irq_vectors(pdev, 1, 1,/pcim_alloc_irq_vectors(pdev, 1, 2,/' &&
	given=$(tip) && [ "$given" != "$first" ] && expect_exit 2 tw generate &&
	says 'changed by somebody else' && says 'treewide regenerate' &&
	[ "$(tip)" = "$given" ]
ok 'generate refuses a branch that was edited, and says what takes it over'

expect_exit 0 tw --json regenerate && cp "$work/out" "$work/same.json" &&
	[ "$(json 'len(d["patches"])')" = 11 ] &&
	[ "$(state_of convert/net-alpha)" = kept ] &&
	[ "$(json '[p["edits"] for p in d["patches"]
	if p["id"] == "convert/net-alpha"][0]')" = drivers/net/alpha.c ] &&
	[ "$(trailers_of convert/misc-hotel kept)" = "$rita" ] &&
	[ "$(git -C "$repo" rev-parse "b4/world^{tree}")" = \
	"$(git -C "$repo" rev-parse "$given^{tree}")" ]
ok 'on the same base: what was changed by hand is taken over'

message 'ALSA: lima' >"$work/got" && has "$work/got" 'Say so, loudly.' && has "$work/got" "$rita" &&
	file 'net: alpha' drivers/net/alpha.c >"$work/got" &&
	has "$work/got" '(pdev, 1, 2, PCI_IRQ_ALL_TYPES)' &&
	message 'net: alpha' >"$work/got" && ! has "$work/got" 'loudly' && ! has "$work/got" "$rita"
ok 'on the same base: each in its patch, and in no other'

adopted=$(tip) && expect_exit 0 tw generate && says unchanged && [ "$(tip)" = "$adopted" ] &&
	expect_exit 0 tw regenerate && says unchanged && says 'by hand: drivers/net/alpha.c'
ok 'from then on generate knows the edits, too'

expect_exit 0 tw --json plan &&
	[ "$(json '[p["tree"]
	for p in d["patches"]][-1]')" = "$(git -C "$repo" rev-parse "b4/world^{tree}")" ] &&
	{ expect_exit 0 tw --json prove || expect_exit 1 tw --json prove; } &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ] &&
	[ "$(json '[c["verdict"] for p in d["commits"] for c in p["checks"]
	if c["check"] == "tree"]')" = pass ]
ok 'plan and prove have them as well'

expect_exit 0 tw --json status && [ "$(json 'd["waves"][0]["state"]')" = converted ] &&
	git -C "$repo" update-ref refs/heads/b4/world "$given" &&
	edit 'misc: hotel' '' drivers/misc/hotel.c 's/hotel_driver/hostel_driver/' &&
	expect_exit 0 tw --json status && [ "$(json 'd["waves"][0]["state"]')" = planned ] &&
	git -C "$repo" update-ref refs/heads/b4/world "$adopted"
ok 'status has them, and no others'

## another base ##

git -C "$repo" checkout -q -b next
land drivers/gpio/gpio-golf.c && commit "$repo" 'gpio: golf: Let devres free the vectors openly'
land drivers/spi/spi-echo.c && commit "$repo" 'spi: Be open about vectors'
land drivers/tty/juliet_core.c &&
	sed -i 's/Implicit; juliet_core.c/Open; juliet_core.c/' "$repo/drivers/tty/juliet_core.c" &&
	echo '/* nothing */' >>"$repo/drivers/tty/juliet_dma.c" &&
	[ -e "$repo/drivers/tty/juliet_dma.c" ] && land drivers/tty/juliet_dma.c &&
	echo '/* the end */' >>"$repo/drivers/tty/juliet_dma.c" &&
	echo '/* more */' >>"$repo/kernel/main.c" &&
	commit "$repo" 'serial: Mend many things'
git -C "$repo" mv drivers/spi/spi-foxtrot.c drivers/spi/foxtrot.c &&
	sed -i 's/spi-foxtrot/foxtrot/' "$repo/drivers/spi/Makefile" &&
	commit "$repo" 'Rename the fox'
git -C "$repo" rm -q -r drivers/staging/kilo && sed -i '/kilo/d' "$repo/drivers/staging/Makefile" &&
	commit "$repo" 'Remove kilo'
write_driver "$repo/drivers/net/november.c" <<'BODY'
	if (!ret)
		ret = pci_alloc_irq_vectors(pdev, 3, 4, PCI_IRQ_MSIX);
BODY
echo 'obj-m += november.o' >>"$repo/drivers/net/Makefile" && commit "$repo" 'Add november'
# One change around the call, one of the call.
sed -i 's/alpha_probe/alpha_begin/; s/	int ret;/	int ret = 0;/' "$repo/drivers/net/alpha.c"
sed -i 's/PCI_IRQ_MSI)/PCI_IRQ_MSIX)/' "$repo/sound/pci/lima.c"
sed -i 's/int ret = pcim/int ret;\n\n\tret = pcim/' "$repo/drivers/misc/hotel.c"
commit "$repo" 'Go on'
new=$(git -C "$repo" rev-parse HEAD)

fake spatch-log spatch
fingerprint "$repo" >"$work/before"
expect_exit 0 tw --json regenerate && cp "$work/out" "$work/next.json" &&
	[ "$(json 'd["base"]')" = "$new" ] &&
	[ "$(json 'd["previous"]["base"]')" = "$old" ] &&
	[ "$(json 'd["previous"]["range"]')" = \
	"$(git -C "$repo" rev-parse "$(cover_of "$adopted")")..$adopted" ] &&
	[ "$(json 'd["range"]')" = "$(cover_of)..$(tip)" ] &&
	git -C "$repo" merge-base --is-ancestor "$new" b4/world &&
	fingerprint "$repo" >"$work/after" && same "$work/before" "$work/after"
ok 'on another base: the branch stands there, and the work tree is not touched'

[ "$(state_of convert/gpio-golf)" = landed ] &&
	[ "$(why_of convert/gpio-golf)" = 'the files are what it made of them' ] &&
	[ "$(state_of convert/spi-echo)" = landed ] &&
	[ "$(state_of convert/serial-juliet)" = landed ] &&
	[ "$(why_of convert/serial-juliet)" = 'the base has its lines' ]
ok 'landed: as it was, in other words, and as a part of something larger'

[ "$(state_of convert/staging-kilo)" = dropped ] && why_of convert/staging-kilo >"$work/got" &&
	has "$work/got" 'gone' &&
	[ "$(state_of convert/net-november)" = added ] &&
	[ "$(json '[p["files"] for p in d["patches"]
	if p["id"] == "convert/net-november"][0]')" = drivers/net/november.c ]
ok 'a driver that is gone is dropped, a new one is added'

[ "$(state_of convert/spi-foxtrot)" = kept ] &&
	[ "$(json 'd["moved"]')" = \
	'{"from": "drivers/spi/spi-foxtrot.c", "to": "drivers/spi/foxtrot.c"}' ] &&
	[ "$(json '[p["files"] for p in d["patches"]
	if p["id"] == "convert/spi-foxtrot"][0]')" = drivers/spi/foxtrot.c ] &&
	[ "$(json '[p["subject"] for p in d["patches"]
	if p["id"] == "convert/spi-foxtrot"]')" = \
	'spi: foxtrot: Let devres free the vectors openly' ]
ok 'a driver that was renamed is followed, with its prefix and its id'

[ "$(state_of convert/misc-hotel)" = kept ] &&
	[ "$(trailers_of convert/misc-hotel kept)" = "$rita" ] &&
	message 'misc: hotel' >"$work/got" && has "$work/got" "$rita"
ok 'what was said of a patch is kept where only its surroundings changed'

[ "$(state_of convert/alsa-lima)" = changed ] &&
	[ "$(json '[p["trailers"]["dropped"][0]["why"] for p in d["patches"]
	if p["id"] == "convert/alsa-lima"]')" = 'the patch changed' ] &&
	[ -z "$(trailers_of convert/alsa-lima kept)" ] && message 'ALSA: lima' >"$work/got" &&
	! has "$work/got" "$rita" && has "$work/got" 'Say so, loudly.'
ok 'and dropped where the patch is another one; the message by hand stays'

file 'net: alpha' drivers/net/alpha.c >"$work/got" &&
	has "$work/got" 'pcim_alloc_irq_vectors(pdev, 1, 2, PCI_IRQ_ALL_TYPES)' &&
	has "$work/got" 'alpha_begin' && has "$work/got" 'int ret = 0;' &&
	[ "$(state_of convert/net-alpha)" = kept ]
ok 'the code by hand is in the patch as it is made now'

[ "$(state_of api)" = kept ] && [ "$(state_of enforce)" = kept ] &&
	[ "$(json 'list(d["counts"][k] for k in ("added", "dropped", "landed", "changed"))' |
		paste -sd ,)" = 1,1,3,1 ]
ok 'all others are kept'

# Of the 14 files that are converted those with the blobs of before are known: only the four that
# changed, and none else.
awk '{ print $NF }' "$FAKE_LOG" | sort -u >"$work/got"
[ "$(json 'd["counts"]["converted"]')" = 4 ] &&
	[ "$(json 'd["counts"]["asked"] - d["counts"]["known"]')" = 4 ] &&
	[ -s "$FAKE_LOG" ] && [ "$(wc -l <"$FAKE_LOG")" -le 4 ]
ok 'only files that changed are converted again'
no_fakes

expect_exit 0 tw regenerate && says unchanged && says ' 0 made anew' &&
	says 'kept     convert/spi-foxtrot'
ok 'once more: unchanged, and the ids go on'

{ expect_exit 0 tw --json prove || expect_exit 1 tw --json prove; } &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ]
ok 'prove finds no fault in it'

## clashes ##

# By hand and on the next base: the same line, in two ways.
whole=$(tip)
edit 'net: bravo' '' drivers/net/bravo/bravo_hw.c 's/(bravo->pdev, 1, 1,/(bravo->pdev, 7, 7,/' &&
	byhand=$(tip) && [ "$byhand" != "$whole" ]
sed -i 's/(bravo->pdev, 1, 1,/(bravo->pdev, 5, 5,/' "$repo/drivers/net/bravo/bravo_hw.c"
commit "$repo" 'net: bravo: Use five'
expect_exit 1 tw regenerate && [ "$(tip)" = "$byhand" ] &&
	says 'clash    convert/net-bravo, drivers/net/bravo/bravo_hw.c: ' &&
	says 'pcim_alloc_irq_vectors(bravo->pdev, 7, 7,' &&
	says 'pcim_alloc_irq_vectors(bravo->pdev, 5, 5,' && says 'b4/world stays as it was'
ok 'clash: both sides are shown, and the branch stays'
expect_exit 1 tw --json regenerate && [ "$(json 'd["written"]')" = false ] &&
	[ "$(json 'd["range"]')" = null ] &&
	[ "$(json 'len(d["clashes"])')" = 1 ] &&
	[ "$(json 'd["clashes"][0]["id"], d["clashes"][0]["file"]')" = \
	'["convert/net-bravo", "drivers/net/bravo/bravo_hw.c"]' ]
ok 'clash: in JSON'

expect_exit 0 tw --force regenerate &&
	file 'net: bravo' drivers/net/bravo/bravo_hw.c >"$work/got" &&
	has "$work/got" '(bravo->pdev, 5, 5,' &&
	file 'net: alpha' drivers/net/alpha.c >"$work/got" &&
	has "$work/got" '(pdev, 1, 2, PCI_IRQ_ALL_TYPES)' &&
	[ "$(git -C "$repo" rev-parse 'b4/world@{1}')" = "$byhand" ]
ok 'clash: --force leaves out that edit, and no other'

# The same edit of a line that the base does not touch is none.
edit 'net: bravo' '' drivers/net/bravo/bravo_hw.c "\$s/^/\\n\\/* by hand *\\/\\n/" &&
	sed -i '1a/* by the base */' "$repo/drivers/net/bravo/bravo_hw.c" &&
	commit "$repo" 'net: bravo: Say so' && expect_exit 0 tw regenerate &&
	file 'net: bravo' drivers/net/bravo/bravo_hw.c >"$work/got" &&
	has "$work/got" '/* by hand */' && has "$work/got" '/* by the base */'
ok 'no clash: two changes in two places'

# Words: the campaign and a person.
edit 'ALSA: lima' 's/The driver leaves it/This driver leaves it/' && byhand=$(tip) &&
	sed -i 's/The driver leaves/A driver leaves/' "$campaign/convert.txt" &&
	expect_exit 1 tw regenerate &&
	says 'clash    convert/alsa-lima: the message was changed by hand' &&
	says 'This driver leaves' && says 'A driver leaves' && [ "$(tip)" = "$byhand" ]
ok 'clash: words of a message'
sed -i 's/A driver leaves/The driver leaves/' "$campaign/convert.txt"
expect_exit 0 tw regenerate && message 'ALSA: lima' >"$work/got" &&
	has "$work/got" 'This driver leaves' && has "$work/got" 'loudly'
ok 'no clash: the campaign says what it said'

# A commit that is no patch, a patch that is gone, a fix-up.
whole=$(tip)
git -C "$repo" update-ref refs/heads/b4/world \
	"$(git -C "$repo" commit-tree -p b4/world -m 'By hand' 'next^{tree}')" && byhand=$(tip)
expect_exit 1 tw regenerate && says 'a commit by hand, which is no patch of the campaign' &&
	says 'By hand' && [ "$(tip)" = "$byhand" ]
ok 'clash: a commit that is no patch'
git -C "$repo" update-ref refs/heads/b4/world "$whole^" && byhand=$(tip)
expect_exit 1 tw regenerate && says 'clash    enforce: the patch was taken out by hand' &&
	[ "$(tip)" = "$byhand" ]
ok 'clash: a patch that was taken out'

git -C "$repo" update-ref refs/heads/b4/world "$whole" &&
	edit 'net: alpha' "s/^Signed-off-by/$rita\n&/" &&
	git -C "$repo" show b4/world:drivers/misc/hotel.c |
	sed '1a/* fixed up */' >"$work/hotel.c" &&
	blob=$(git -C "$repo" hash-object -w "$work/hotel.c") &&
	GIT_INDEX_FILE=$work/index git -C "$repo" read-tree b4/world &&
	GIT_INDEX_FILE=$work/index git -C "$repo" update-index --cacheinfo \
	"100644,$blob,drivers/misc/hotel.c" &&
	tree=$(GIT_INDEX_FILE=$work/index git -C "$repo" write-tree) &&
	git -C "$repo" update-ref refs/heads/b4/world \
	"$(git -C "$repo" commit-tree -p b4/world -m 'fixup! misc: hotel: Let devres free the vectors openly' "$tree")" &&
	expect_exit 0 tw --json regenerate &&
	file 'misc: hotel' drivers/misc/hotel.c >"$work/got" && has "$work/got" '/* fixed up */' &&
	[ "$(git -C "$repo" rev-list --count "$(cover_of)..b4/world")" = 8 ] &&
	[ "$(state_of convert/misc-hotel)" = changed ] &&
	[ "$(json '[p["trailers"]["dropped"][0]["trailer"] for p in d["patches"]
	if p["id"] == "convert/misc-hotel"]')" = "$rita" ] &&
	[ "$(trailers_of convert/net-alpha kept)" = "$rita" ]
ok 'a fix-up is folded into its patch, which nobody has reviewed then'

# The letter.
letter() { # SED
	git -C "$repo" log -1 --format=%B "$(cover_of)" | sed "$1" >"$work/message"
	new=$(git -C "$repo" commit-tree -p "$(cover_of)^" -F "$work/message" "$(cover_of)^{tree}")
	for id in $(git -C "$repo" rev-list --reverse "$(cover_of)..b4/world"); do
		git -C "$repo" log -1 --format=%B "$id" >"$work/message"
		new=$(git -C "$repo" commit-tree -p "$new" -F "$work/message" "$id^{tree}")
	done
	git -C "$repo" update-ref refs/heads/b4/world "$new"
}
letter 's/nothing in them says so/nobody says so/' && expect_exit 2 tw generate &&
	says 'changed by somebody else' && echo >>"$repo/Kconfig" && commit "$repo" 'Go on' &&
	expect_exit 0 tw regenerate &&
	git -C "$repo" log -1 --format=%B "$(cover_of)" >"$work/got" &&
	has "$work/got" 'nobody says so' &&
	has "$work/got" "Based on HEAD ($(git -C "$repo" rev-parse --short=12 HEAD))"
ok 'the letter: what was written by hand stays, the rest is of this base'
expect_exit 0 tw generate && says unchanged &&
	git -C "$repo" log -1 --format=%B "$(cover_of)" >"$work/got" &&
	has "$work/got" 'nobody says so'
ok 'the letter: generate knows it from then on'

# The author: what git commit --amend --author and a rebase behind it would do.
author_of() { git -C "$repo" log -1 --format='%an <%ae> %ad' --date=raw "$(patch "$1")"; } # SUBJECT
authored() { # SUBJECT NAME ADDRESS DATE
	new=$(cover_of)
	for id in $(git -C "$repo" rev-list --reverse "$new..b4/world"); do
		git -C "$repo" log -1 --format=%B "$id" >"$work/message"
		case $(head -n 1 "$work/message") in
		"$1"*) name=$2 mail=$3 when=$4 ;;
		*)
			name=$(git -C "$repo" log -1 --format=%an "$id")
			mail=$(git -C "$repo" log -1 --format=%ae "$id")
			when=$(git -C "$repo" log -1 --format=%ad --date=raw "$id") ;;
		esac
		new=$(GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=$mail GIT_AUTHOR_DATE=$when \
			git -C "$repo" commit-tree -p "$new" -F "$work/message" "$id^{tree}") ||
			return
	done
	git -C "$repo" update-ref refs/heads/b4/world "$new"
}
otto='Otto Other <otto@other.example.org> 1700000000 +0530'
authored 'misc: hotel' 'Otto Other' otto@other.example.org '1700000000 +0530' &&
	byhand=$(tip) && [ "$(author_of 'misc: hotel')" = "$otto" ] && expect_exit 2 tw generate &&
	says 'changed by somebody else' && [ "$(tip)" = "$byhand" ] &&
	expect_exit 0 tw --json regenerate && [ "$(author_of 'misc: hotel')" = "$otto" ] &&
	[ "$(json '[p["author"]["email"] + " " + p["id"] for p in d["patches"]
	if "author" in p]')" = \
	'otto@other.example.org convert/misc-hotel' ] &&
	[ "$(git -C "$repo" log --format=%an "$(cover_of)..b4/world" | sort | uniq -c |
		awk '{ print $1 }' | paste -sd ' ')" = '1 7' ] &&
	[ "$(git -C "$repo" rev-parse "b4/world^{tree}")" = \
	"$(git -C "$repo" rev-parse "$byhand^{tree}")" ]
ok 'an author by hand stays, with the time, and is that of one patch'
adopted=$(tip) && expect_exit 0 tw generate && says unchanged &&
	expect_exit 0 tw --state "$work/other" generate && says unchanged &&
	[ "$(tip)" = "$adopted" ] &&
	expect_exit 0 tw --json plan &&
	[ "$(json '[p["author"]["name"] for p in d["patches"] if "author" in p]')" = 'Otto Other' ]
ok 'generate and plan know the author from then on, also by another state directory'
echo >>"$repo/Kconfig" && commit "$repo" 'Go further' && expect_exit 0 tw regenerate &&
	says '         by hand: the author, Otto Other <otto@other.example.org>' &&
	[ "$(author_of 'misc: hotel')" = "$otto" ] && [ "$(tip)" != "$adopted" ]
ok 'on another base the author stays, and is told'
mine=$(git -C "$repo" log -1 --format='%an|%ae' "$(patch 'net: alpha')") &&
	authored 'misc: hotel' "${mine%|*}" "${mine#*|}" '1700000000 +0000' &&
	expect_exit 0 tw regenerate && ! says 'the author' &&
	[ "$(git -C "$repo" log --format=%ae "$(cover_of)..b4/world" | sort -u)" = "${mine#*|}" ]
ok 'taken back by hand it is no edit any more'

# A mode: what chmod and git commit --amend would do in the patch of hotel, and nothing else.
mode_of() { git -C "$repo" ls-tree "$1" drivers/misc/hotel.c | cut -c1-6; } # COMMIT
new=$(cover_of)
for id in $(git -C "$repo" rev-list --reverse "$new..b4/world"); do
	git -C "$repo" log -1 --format=%B "$id" >"$work/message"
	case $(head -n 1 "$work/message") in 'misc: hotel'*) executable=yes ;; esac
	GIT_INDEX_FILE=$work/index git -C "$repo" read-tree "$id"
	[ -z "${executable-}" ] ||
		GIT_INDEX_FILE=$work/index git -C "$repo" update-index --cacheinfo \
		"100755,$(git -C "$repo" rev-parse "$id:drivers/misc/hotel.c"),drivers/misc/hotel.c"
	new=$(git -C "$repo" commit-tree -p "$new" -F "$work/message" \
		"$(GIT_INDEX_FILE=$work/index git -C "$repo" write-tree)")
done
git -C "$repo" update-ref refs/heads/b4/world "$new" && [ "$(mode_of b4/world)" = 100755 ] &&
	echo >>"$repo/Kconfig" && commit "$repo" 'Go yet further' &&
	expect_exit 0 tw --json regenerate && at=$(patch 'misc: hotel') &&
	[ "$(json '[p["edits"] for p in d["patches"] if p["id"] == "convert/misc-hotel"][0]')" = \
	drivers/misc/hotel.c ] && [ "$(mode_of "$at^")" = 100644 ] &&
	[ "$(mode_of "$at")" = 100755 ] &&
	[ "$(mode_of b4/world)" = 100755 ] &&
	[ "$(git -C "$repo" rev-list --count "$(cover_of)..b4/world")" = 8 ] &&
	expect_exit 0 tw generate && says unchanged && [ "$(mode_of b4/world)" = 100755 ]
ok 'a mode by hand stays in its patch, and in what comes after it'

# A clone has the branch and not the record.
letter 's/\("treewide-record": "\)[0-9a-f]*/\1'"$(git -C "$repo" rev-parse HEAD |
	tr 0-9a-f 1-9a-f0)"'/' && byhand=$(tip) &&
	expect_exit 2 tw regenerate && says 'the record of it is not in this repository' &&
	[ "$(tip)" = "$byhand" ] &&
	printf '[prefix "drivers/spi/foxtrot.c"]\n\tsubject = spi: foxtrot\n' >>"$campaign/campaign.conf" &&
	expect_exit 2 tw generate && says 'changed by somebody else' && [ "$(tip)" = "$byhand" ] &&
	expect_exit 0 tw --force generate &&
	! file 'misc: hotel' drivers/misc/hotel.c | grep -q 'fixed up' &&
	expect_exit 0 tw regenerate && says unchanged
ok 'without the record nothing is taken over, and nothing is lost without --force'

finish
