#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove without a campaign: a range of commits, merges inside, a mailbox, the index.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

range() { # COMMAND...: no campaign
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@"
}
# "number:check" of all verdicts of this kind.
by_number() { # KIND
	json '" ".join("%d:%s" % (c["nr"], k["check"]) for c in d["commits"] for k in c["checks"]
		if k["verdict"] == "'"$1"'")'
}
# The member of the verdict of the check objects, commit by commit.
of_objects() { # MEMBER
	json '[json.dumps(k["'"$1"'"]).strip("\"") for c in d["commits"] for k in c["checks"]
		if k["check"] == "objects"]'
}
# Subjects of the commits that fail.
failing() {
	json '[c["subject"] for c in d["commits"] if "fail" in [k["verdict"] for k in c["checks"]]]'
}
number_of() { # BEGINNING of a subject
	json '[c["nr"] for c in d["commits"] if c["subject"].startswith("'"$1"'")][0]'
}
signed='Signed-off-by: Tessa Tester <tessa@example.org>'
git_repo() { git -C "$repo" "$@"; }
# A commit in which a driver gets one more function.
grow() { # NAME FILE [STATEMENT]
	printf '\nint %s(void);\nint %s(void)\n{\n%s\treturn 1;\n}\n' "$1" "$1" "${3:+	$3

}" >>"$repo/$2" &&
		commit "$repo" "$2: Add $1

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>"
}

make_world "$repo" && git_repo branch start && grow one drivers/net/alpha.c &&
	grow two drivers/spi/spi-echo.c &&
	grow three drivers/net/delta.c
ok 'a world with three commits'

## wrong use ##

expect_exit 2 range prove start && says 'is neither a range of commits nor a branch' &&
	expect_exit 2 range prove start...main && says 'neither a range'
ok 'a revision is no range'
expect_exit 2 range prove nowhere..main && says 'nowhere: there is no such revision' &&
	expect_exit 2 range prove 'start..main^{tree}' && says 'is not a commit'
ok 'what is not there is said'
expect_exit 1 range prove main..start && says 'holds no commit'
ok 'a range without commits: the answer is no'
expect_exit 2 range --campaign "$campaign" prove start..main && says 'does not go with' &&
	expect_exit 2 range --base start prove start..main &&
	says 'its left side' && expect_exit 2 range --index prove start..main && says 'only one'
ok 'options that contradict each other are refused'
[ ! -e "$state/build" ]
ok 'and nothing was built for that'

## a good range ##

fingerprint "$repo" >"$work/before"
expect_exit 0 range --json prove start..main && cp "$work/out" "$work/good" &&
	[ "$(json 'len(d["commits"])')" = 3 ] &&
	[ "$(json 'd["branch"]')" = start..main ] &&
		[ "$(by_number fail)$(by_number void)$(by_number uncovered)" = '' ]
ok 'each commit passes'
printf '%s\n' checkpatch coverage kernel-doc objects symbols >"$work/wanted"
json 'sorted({k["check"] for c in d["commits"] for k in c["checks"]})' | equals "$work/wanted"
ok 'by the checks that need no campaign'
fingerprint "$repo" | equals "$work/before" && [ "$(git_repo for-each-ref | wc -l)" = 2 ]
ok 'the work tree, index, HEAD and branches of the user are as they were'
log_gcc
expect_exit 0 range --json prove start..main && [ ! -s "$FAKE_LOG" ] &&
	[ "$(of_objects reused | sort -u)" = true ]
ok 'a second time it compiles nothing'
no_fakes
git_repo checkout -q --detach start && expect_exit 0 range --json prove ..main &&
	[ "$(json 'len(d["commits"])')" = 3 ] && git_repo checkout -q main &&
	expect_exit 0 range --json prove start.. && [ "$(json 'len(d["commits"])')" = 3 ]
ok 'an empty side is HEAD'
git_repo checkout -q -b lettered main && git_repo commit -q --allow-empty -m 'net: A letter

What it says.

--- b4-submit-tracking ---
{ "series": { "revision": 1 } }' && grow lettered drivers/spi/spi-echo.c &&
	expect_exit 0 range --json prove main..lettered &&
	[ "$(json '[c["subject"].split()[-1] for c in d["commits"]]')" = lettered ]
ok "the empty commit of b4's letter is no patch"
git_repo checkout -q main && git_repo branch -q -D lettered

## faults ##

fault=$(printf 'int unused;')
git_repo branch three && grow four drivers/net/alpha.c "$fault" && git_repo branch four &&
	grow five drivers/net/alpha.c && grow six drivers/spi/spi-echo.c
expect_exit 1 range --json prove start..main && [ "$(by_number fail)" = 4:objects ] &&
	[ "$(by_number skipped)" = 5:objects ] && [ "$(json 'd["first_bad"]["nr"]')" = 4 ]
ok 'the commit that breaks it fails; a later one of the same file is skipped'
expect_exit 1 range prove start..main && tail -n 1 "$work/out" >"$work/last" &&
	has "$work/last" "first bad commit: $(git_repo rev-parse --short=12 main~2)"
ok 'and the last line names it'
sed -i '/int unused;/d' "$repo/drivers/net/alpha.c" && commit "$repo" 'alpha: Mend it

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>'
expect_exit 1 range --json prove start..main && [ "$(by_number fail)" = 4:objects ] &&
	[ "$(of_objects verdict | sed -n 7p)" = pass ]
ok 'the commit that mends it passes'
git_repo branch -q broken main~3 && git_repo branch -q behind main~2
expect_exit 0 range --json prove broken..main && [ "$(by_number fail)" = '' ] &&
	[ "$(by_number void)" = '1:objects 3:symbols' ]
ok 'on a base that fails an object of that file is void'

expect_exit 1 range report start..main && says 'first bad commit' &&
	expect_exit 1 range --format junit report start..main && says '<testsuite' &&
	expect_exit 2 range --format cover report start..main && says 'no cover letter'
ok 'report shows the last proof of a range again'

## a configuration of the user ##

expect_exit 2 range --config "$work/nowhere" prove start..three && says 'no such file' &&
	: >"$work/empty.config" &&
	expect_exit 2 range --config "$work/empty.config" prove start..three &&
	says 'no line of it sets an option' && echo '# Linux/h8300 5.18.0' >"$work/h8300.config" &&
	expect_exit 2 range --config "$work/h8300.config" prove start..three &&
	says 'its architecture is not known'
ok 'what is no configuration is refused'
printf '# Linux/x86 6.12.0 Kernel Configuration\nCONFIG_PCI=y\nCONFIG_NET_ALPHA=m\n' >"$work/bot"
states() { # the coverage by commit, under the only target
	json '" ".join("%d:%s" % (c["commit"], c["state"]) for c in d["coverage"])'
}
expect_exit 1 range --json --config "$work/bot" prove start..three &&
	[ "$(states)" = '1:compiled 2:unbuilt 3:unbuilt' ] &&
	[ "$(of_objects target | sort -u)" = config-bot ]
ok 'only what a .config turns on is compiled, and the rest is uncovered'
grep -qx 'CONFIG_NET_ALPHA=m' "$state/build/config-bot/.config" &&
	grep -qx '# CONFIG_NET_DELTA is not set' "$state/build/config-bot/.config"
ok 'it is taken as it is'
gzip "$work/bot" && mv "$work/bot.gz" "$work/bot" &&
	expect_exit 1 range --json --config "$work/bot" prove start..three &&
	[ "$(states)" = '1:compiled 2:unbuilt 3:unbuilt' ] &&
	[ "$(of_objects reused | sort -u)" = true ]
ok 'the same when it is gzipped, and nothing is compiled again'
printf 'CONFIG_PCI=y\nCONFIG_SPI_ECHO=y\n' >"$work/bot" &&
	expect_exit 1 range --json --config "$work/bot" prove start..three &&
	[ "$(states)" = '1:unbuilt 2:compiled 3:unbuilt' ]
ok 'another one of the same name is another one'

## merges ##

git_repo checkout -q -b side start && grow left sound/pci/lima.c && grow left2 sound/pci/lima.c &&
	git_repo checkout -q -b top start &&
	grow right drivers/gpio/gpio-golf.c && git_repo merge -q --no-edit side >/dev/null &&
		grow after sound/pci/lima.c
expect_exit 0 range --json prove start..top && [ "$(json 'len(d["commits"])')" = 5 ] &&
	[ "$(by_number fail)" = '' ]
ok 'a merge inside: both sides are proved'
git_repo checkout -q -b bad-side start && grow wrong sound/pci/lima.c "$fault" &&
	git_repo checkout -q -b bad-top start &&
	grow right drivers/gpio/gpio-golf.c && git_repo merge -q --no-edit bad-side >/dev/null &&
		grow after drivers/gpio/gpio-golf.c
expect_exit 1 range --json prove start..bad-top &&
	[ "$(failing)" = 'sound/pci/lima.c: Add wrong' ] &&
	[ "$(of_objects verdict | sed -n "$(number_of Merge)p")" = skipped ]
ok 'what a side brought is its own fault, not that of the merge'
expect_exit 1 range --json --first-parent prove start..bad-top &&
	[ "$(json 'len(d["commits"])')" = 3 ] && [ "$(by_number fail)" = 2:objects ]
ok 'with --first-parent the merge is one change, and fails'
# Both sides are good, their sum is not.
lima=$repo/sound/pci/lima.c
git_repo checkout -q -b clash-side start && cp "$lima" "$work/lima" &&
	printf '\nint helper(void);\nint helper(void)\n{\n\treturn 2;\n}\n' >>"$lima" &&
	commit "$repo" "side: Add helper

For the test.

$signed" && git_repo checkout -q -b clash start && {
	printf 'static int helper(void)\n{\n\treturn 3;\n}\n\n'
	printf 'int early(void);\nint early(void)\n{\n\treturn helper();\n}\n\n' && cat "$work/lima"
} >"$lima" && commit "$repo" "top: Add helper

For the test.

$signed" && git_repo merge -q --no-edit clash-side >/dev/null
expect_exit 1 range --json prove start..clash &&
	failing | grep -q '^Merge'
ok 'a merge of two good sides that does not build fails itself'
git_repo checkout -q main
expect_exit 0 range --json prove side..top && [ "$(json 'len(d["commits"])')" = 3 ] &&
	git_repo checkout -q -b older start~0 && expect_exit 1 range --json prove behind..bad-top &&
	[ "$(json 'd["base"]')" = "$(git_repo rev-parse start)" ]
ok 'where the left side is no ancestor the base is what both have in common'
git_repo checkout -q main

## git bisect run ##

expect_exit 130 range --bisect prove && says 'git bisect knows no good revision' &&
	expect_exit 130 range --bisect --nonsense prove &&
	expect_exit 130 range --bisect --target nowhere prove
ok 'wrong use ends with more than 127, so that git bisect run stops'
# One of the commits adds a file that nothing builds, so of no later tree all is known.
for number in 1 2 3 4 5 6 7; do
	[ "$number" = 5 ] && statement=$fault || statement=
	[ "$number" != 2 ] || echo 'int nobody_builds_it;' >"$repo/drivers/gpio/gpio-nobody.c"
	grow "chain$number" drivers/gpio/gpio-golf.c "$statement" || break
done
bad=$(git_repo rev-parse main~2)
bisect_run() { # the exit code for the tree of HEAD
	range --bisect prove
}
git_repo bisect start main start >/dev/null 2>&1
expect_exit 0 git_repo bisect run "$TREEWIDE" --repo "$repo" --state "$state" --bisect prove &&
	says "$bad is the first bad commit"
ok 'git bisect run finds the commit, though no target builds one of the files'
git_repo bisect reset >/dev/null 2>&1
git_repo bisect start main main~7 >/dev/null 2>&1 && git_repo checkout -q main~3 &&
	expect_exit 0 bisect_run && says 'uncovered: kbuild: drivers/gpio/' &&
	git_repo checkout -q main~2 && expect_exit 1 bisect_run && says 'unused' &&
	git_repo bisect reset >/dev/null 2>&1
ok 'it says of a tree what is not known, and judges it by what fails in the bad one'
git_repo bisect start main~3 main~7 >/dev/null 2>&1 && git_repo checkout -q main~4 &&
	expect_exit 125 bisect_run && git_repo bisect reset >/dev/null 2>&1
ok 'where nothing fails in the bad revision nothing is told of a tree that is not known'
git_repo checkout -q main
# drivers/net/alpha.c fails in the good revision already: nothing can be said.
git_repo bisect start >/dev/null 2>&1 && git_repo bisect good main~9 >/dev/null 2>&1 &&
	git_repo checkout -q main~8 &&
	expect_exit 0 range --bisect prove && git_repo bisect reset >/dev/null 2>&1 &&
		git_repo checkout -q main
ok 'of a good commit it says 0'

## a mailbox ##

# What strangers sent runs in a sandbox, which is not to be had everywhere: 47-strangers.sh.
git_repo config treewide.trust some && expect_exit 2 range prove start..three &&
	says 'treewide.trust = some: known are own, none and all'
ok 'a trust that is none is refused'
git_repo config treewide.trust all
git_repo format-patch -q --stdout --base=start start..three >"$work/mails.mbox"
expect_exit 0 range --json --mbox "$work/mails.mbox" prove &&
	[ "$(json '[c["subject"] for c in d["commits"]][0]')" = 'drivers/net/alpha.c: Add one' ] &&
	[ "$(json 'len(d["commits"])')" = 3 ] && [ "$(by_number fail)" = '' ]
ok 'a mailbox is proved on its base-commit'
fingerprint "$repo" >"$work/before"
objects=$(git_repo count-objects)
git_repo format-patch -q --stdout start..four >"$work/bad.mbox"
expect_exit 2 range --mbox "$work/bad.mbox" prove &&
	says 'names no base-commit: say on what it stands with --base REV'
ok 'without a base-commit it must be said'
expect_exit 1 range --json --mbox "$work/bad.mbox" --base start prove &&
	[ "$(by_number fail)" = 4:objects ]
ok 'and with --base the fault is found'
expect_exit 1 range --mbox "$work/bad.mbox" --base main prove && says 'mail 0001' &&
	says 'does not apply'
ok 'a mail that does not apply is named'
expect_exit 2 range --mbox "$work/nowhere" --base start prove && says 'no such file' &&
	: >"$work/empty" && expect_exit 2 range --mbox "$work/empty" --base start prove
ok 'no mailbox, and an empty one'
lost=0123456789012345678901234567890123456789
sed "s/^base-commit: .*/base-commit: $lost/" "$work/mails.mbox" >"$work/lost.mbox"
expect_exit 2 range --mbox "$work/lost.mbox" prove &&
	says 'which is not in this repository: fetch it'
ok 'a base-commit that is not there is named'
fingerprint "$repo" | equals "$work/before" && [ "$(git_repo count-objects)" = "$objects" ]
ok 'nothing of it stands in the repository of the user'

## the index ##

expect_exit 2 range --index prove && says 'nothing is staged'
ok 'an index without changes is refused'
printf '\nint staged(void);\nint staged(void)\n{\n\tint unused;\n\treturn 1;\n}\n' \
	>>"$repo/drivers/spi/spi-echo.c" && git_repo add -u && fingerprint "$repo" >"$work/before"
expect_exit 1 range --json --index prove && [ "$(by_number fail)" = 1:objects ] &&
	[ "$(json 'd["base"]')" = "$(git_repo rev-parse main)" ]
ok 'what is staged is proved as one commit on HEAD'
fingerprint "$repo" | equals "$work/before" && [ "$(git_repo count-objects | cut -d' ' -f1)" -gt 0 ]
ok 'and stays staged'

## much text ##

git_repo reset -q --hard && git_repo checkout -q --detach start && mkdir -p "$repo/Documentation" &&
	for at in $(seq 40); do
		echo "Line $at." >>"$repo/Documentation/much.rst"
		[ "$at" != 35 ] || seq -f 'Line %.0f of a text that is too long here.' 390000 \
			>"$repo/Documentation/long.rst"
		commit "$repo" "Documentation: Say $at

For the test.

$signed" || break
	done && git_repo branch much && git_repo checkout -q main
checks() { # EXPRESSION on the check k of the commit c
	json '[c["nr"] for c in d["commits"] for k in c["checks"] if k["check"] == "checkpatch" and
		('"$1"')]'
}
expect_exit 0 range --json prove start..much && [ "$(checks True | wc -l)" = 40 ] &&
	[ "$(checks 'k["verdict"] == "skipped" and "than 16 MiB of text" in k["detail"]')" = 35 ] &&
	[ "$(checks 'k["verdict"] == "pass"' | wc -l)" = 39 ]
ok 'a commit with more text than is looked at is told, and the others are looked at'
expect_exit 0 range --format html report start..much &&
	has "$work/out" 'so much text that it is not shown here'
ok 'and the page says so'

finish
