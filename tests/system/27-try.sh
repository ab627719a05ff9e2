#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide try: what a rule would do, in one command; and init --rule, the campaign of it.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && add_joystick "$repo"
rule=$work/timer.cocci
cp "$top/skeleton/convert.cocci" "$rule"
fingerprint "$repo" >"$work/before"
try() { # ARG...
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 try "$@"
}
# What git makes of the rule's result is the same diff.
diff_of() { # FILE
	git -C "$repo" apply --check "$1" && git -C "$repo" apply --numstat "$1"
}

## what it shows ##

expect_exit 0 try "$rule" drivers/ && [ "$(head -n 1 "$work/out")" = \
	'Call timer_delete_sync() instead of del_timer_sync()' ] &&
	grep -qx 'JOYSTICKS: 1 file, 1 place' "$work/out" &&
	grep -qx '       drivers/input/joystick/db9.c  +1 -1' "$work/out" &&
	grep -qx '              7: return del_timer_sync(timer);' "$work/out" &&
	has "$work/out" 'To: Jo Stick <jo@stick.example.org>  maintainer:JOYSTICKS' &&
	grep -qx '1 place in 1 file on HEAD: 1 patch, +1 -1; 0 left' "$work/out"
ok 'what the rule says of itself, files, places, recipients, and the sum'

sed -n '/^diff --git/,$p' "$work/out" >"$work/diff.txt" && [ "$(diff_of "$work/diff.txt")" = \
	"$(printf '1\t1\tdrivers/input/joystick/db9.c')" ]
ok 'the diffs are such as git applies'

fingerprint "$repo" >"$work/after" && same "$work/before" "$work/after" &&
	[ "$(git -C "$repo" for-each-ref --format='%(refname)')" = refs/heads/main ]
ok 'no branch, no reference, no file'

expect_exit 1 try "$rule" &&
	has "$work/out" 'include/linux/timer.h: del_timer_sync stays in line 8' &&
	has "$work/out" '; 1 left'
ok 'everywhere: what is left is named, and the exit code says so'

expect_exit 0 try --json "$rule" drivers && [ "$(json 'd["patches"][0]["key"]')" = JOYSTICKS ] &&
	[ "$(json 'd["patches"][0]["files"][0]["places"][0]["line"]')" = 7 ] &&
	[ "$(json 'd["what"]')" = 'Call timer_delete_sync() instead of del_timer_sync()' ] &&
	json 'd["patches"][0]["files"][0]["diff"].rstrip()' >"$work/got" &&
	same "$work/diff.txt" "$work/got"
ok 'the same as JSON'

expect_exit 0 try --split file "$rule" ./drivers/input/ && has "$work/out" \
	'Subject: drivers/input/joystick/db9.c: Call timer'
ok '--split, and a path as a shell completes it'

expect_exit 0 try "$rule" drivers/input/joystick/db9.c && says '1 place in 1 file'
ok 'a single file'

expect_exit 1 try "$rule" drivers/net &&
	says 'changes nothing in HEAD: no file of the scope holds a word that it looks for'
ok 'a rule that changes nothing there: no file has its word'
sed 's/  (...)/  (0)/' "$rule" >"$work/zero.cocci" &&
	expect_exit 1 try "$work/zero.cocci" drivers &&
	says 'changes nothing in HEAD: it was run over 1 file, and matches no code there'
ok 'a rule that changes nothing there: a file has its word'

## what it refuses ##

expect_exit 2 try && says 'try needs a semantic patch: treewide try FILE.cocci [PATH...]'
ok 'no rule'
expect_exit 2 try "$work/none.cocci" && says 'none.cocci: no such file'
ok 'a rule that is not there'
expect_exit 2 try "$work" && says "$work: this is a folder, not a file"
ok 'a folder'
expect_exit 2 try "$rule" drivers/inptu && says 'drivers/inptu: HEAD has no such file or folder'
ok 'a path that is not there'
expect_exit 2 try --split subsytem "$rule" && says 'split = subsytem: known are'
ok 'a split that is none'
expect_exit 2 try --campaign x "$rule" && says 'try has no --campaign'
ok 'a campaign'
printf '/// Break\n@@\n@@\n- del_timer_sync(\n+ timer_delete_sync\n' >"$work/broken.cocci"
expect_exit 2 try "$work/broken.cocci" && says 'broken.cocci' && cp "$work/err" "$work/kept" &&
	grep -q 'line [0-9]' "$work/kept"
ok 'a rule that is none: the place that spatch names'

## the campaign of a rule ##

mkdir "$work/new" && cd "$work/new" || exit 3
init() { # ARG...
	"$TREEWIDE" init "$@"
}
git config --global treewide.repo "$repo" && git config --global treewide.state "$state"
expect_exit 1 init mine --rule "$rule" --subject 'Use timer_delete_sync()' &&
	has "$work/out" mine/campaign.conf && has "$work/out" mine/timer.cocci &&
	has "$work/out" 'input: joystick: Use timer_delete_sync()  [a guess' &&
	has "$work/out" 'del_timer_sync stays in line 8' &&
	! has "$work/out" 'Words to look at'
ok 'init --rule: its files, and at once its plan'

cmp "$rule" mine/timer.cocci && grep -v -e '^$' -e ' ' "$work/out" | sort >"$work/wanted" &&
	find mine -type f | sort >"$work/got" && same "$work/wanted" "$work/got"
ok 'the rule is copied as it is; the files that it names, and nothing else'

sed -i 's|#scope = drivers/|scope = drivers/|' mine/campaign.conf
printf '[prefix "drivers/input/"]\n\tsubject = "Input: joystick"\n' >>mine/campaign.conf
campaign=$work/new/mine
expect_exit 0 tw plan && expect_exit 0 tw generate && expect_exit 0 tw prove &&
	says ' 0 fail, 0 void, 0 uncovered'
ok 'it can be generated, and passes'

cp mine/campaign.conf "$work/conf" && sed -i 's|scope = drivers/|scope = drivers/inptu/|' \
	mine/campaign.conf && expect_exit 1 tw plan &&
	says 'changes nothing in HEAD: the scope drivers/inptu/ has no file there'
ok 'a misspelt scope is named'
cp "$work/conf" mine/campaign.conf

git -C "$repo" log -1 --format=%B b4/mine >"$work/out" &&
	has "$work/out" 'Call timer_delete_sync() instead of del_timer_sync().'
ok 'the message says what the rule says'

expect_exit 1 init quoted --rule "$rule" --subject 'Say "x\y" # 1; 2' &&
	has "$work/out" 'Say "x\y" # 1; 2'
ok 'a subject with every character that git-config knows'

expect_exit 0 init narrow --rule "$rule" ./drivers/input/ drivers/hid &&
	! has "$work/out" 'include/linux/timer.h'
ok 'paths behind the name: the plan is of these'
sed -n 's/^\tscope = //p' narrow/campaign.conf >"$work/got" &&
	printf '%s\n' '"drivers/input"' '"drivers/hid"' >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'paths behind the name: they are the scope'

git -C "$repo" symbolic-ref HEAD refs/heads/none && expect_exit 2 init early --rule "$rule" &&
	says 'HEAD names no commit' && says './early is written; its plan again: treewide' &&
	git -C "$repo" symbolic-ref HEAD refs/heads/main
ok 'a plan that cannot be made: how to make it'

expect_exit 0 init json --rule "$rule" --json && [ "$(json 'd["files"][0]')" = json/timer.cocci ] &&
	[ -f json/timer.cocci ]
ok 'as JSON; the subject is what the rule says'

mkdir "$work/parts" && sed '/^@@$/,$d' "$rule" >"$work/parts/whole.cocci" &&
	printf '#include "part.cocci"\n\n@@\n@@\n- no_such_name\n+ no_other_name\n' \
		>>"$work/parts/whole.cocci" &&
	sed -n '/^@@$/,$p' "$rule" >"$work/parts/part.cocci" &&
	expect_exit 1 init parts --rule "$work/parts/whole.cocci" &&
	has "$work/out" 'db9.c' && [ "$(find parts -name '*.cocci' | wc -l)" = 2 ]
ok 'a rule of two files is copied whole'

git config --global --unset treewide.repo
expect_exit 0 init lonely --rule "$rule" &&
	has "$work/err" 'there is no kernel repository here'
ok 'without a repository it is written, and told how to go on'

expect_exit 2 init mine --rule "$rule" && says 'mine exists already; nothing was written'
ok 'what exists is refused'
expect_exit 2 init x --subject y && says '--subject goes with --rule' && [ ! -e x ]
ok '--subject without --rule'
expect_exit 2 init x drivers/net && says 'drivers/net: a path goes with --rule' && [ ! -e x ]
ok 'a path without --rule'
expect_exit 2 init x --rule "$rule" --subject "$(printf 'a\nb')" && says 'it must be one line' &&
	[ ! -e x ]
ok 'a subject of two lines'
sed '/^\/\/\//d' "$rule" >"$work/mute.cocci"
expect_exit 2 init x --rule "$work/mute.cocci" && says 'say it with --subject' && [ ! -e x ]
ok 'a rule that says nothing of itself needs a subject'
expect_exit 2 init x --rule "$work/none.cocci" && says 'none.cocci' && [ ! -e x ]
ok 'init --rule: a rule that is not there'

finish
