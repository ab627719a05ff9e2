#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# ci/nightly with a watch that has words: who newly uses an old name since the last night.
# shellcheck disable=SC2016,SC2317 # $ is of the inner program; what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

nights=$work/nights
linux=$work/linux.git
latest=$nights/watch/next/latest
night() { # OPTION...
	"$top/ci/nightly" --repo "$linux" --state "$state" --reports "$nights" "$@"
}
watch() { # KEY VALUE
	git -C "$linux" config "watch.next.$1" "$2"
}
unset_watch() { # KEY
	git -C "$linux" config --unset-all "watch.next.$1"
}
first_line() { # TEXT: in the first line of the summary
	head -n 1 "$work/out" >"$work/first" && has "$work/first" "$1"
}
# One more file that calls an old name.
user() { # FILE NAME [COMMENT]
	mkdir -p "$(dirname "$repo/$1")" && printf 'int f(void) { return %s(0); }\n' "$2" \
		>"$repo/$1" && commit "$repo" "${3:-$1: Call it}"
}
short() { git -C "$repo" rev-parse --short=12 "$1"; }
mails() { grep -c '^To: ' "$work/mails"; }

make_world "$repo" && add_joystick "$repo" && git -C "$repo" tag begin &&
	git -C "$repo" checkout -q -b next && git clone -q --bare --shared "$repo" "$linux" &&
	git -C "$linux" config treewide.jobs 2 && watch remote "$repo" && watch branch next
printf '#!/bin/sh\ncat >>"%s"\n' "$work/mails" >"$work/sendmail" && chmod 755 "$work/sendmail"
: >"$work/mails"
git -C "$linux" config treewide.nightlysendmail "$work/sendmail"

## what is wanted ##

watch words 'del-timer' && expect_exit 2 night &&
	says 'watch.next.words = del-timer: not a name of C' && watch words '1st' &&
	expect_exit 2 night && says 'not a name of C'
ok 'a word that is none: 2'
watch words 'del_timer_sync' && watch target x86_64-allmodconfig && expect_exit 2 night &&
	says 'watch.next.target is of a proof, and a watch with words proves nothing' &&
	unset_watch target && watch base nowhere && expect_exit 2 night &&
	says 'watch.next.base = nowhere: there is no such commit' && unset_watch base
ok 'a target, and a base that is none: 2'

## night after night ##

expect_exit 0 night && first_line 'GREEN: watch next: next of' && first_line 'the first night' &&
	first_line 'no new users; 2 uses in 2 files' && [ ! -s "$work/mails" ] &&
	! grep -q '^prove ' "$latest/steps" && is_junit "$latest"/*.xml
ok 'the first night counts, and proves nothing'
expect_exit 0 night && first_line 'no new users; 2 uses in 2 files' && ! says 'first night'
ok 'the same once more'

user drivers/spi/late.c del_timer_sync 'spi: late: Call it' && late=$(short HEAD) &&
	printf '/* del_timer_sync() is old */\nint g;\n' >"$repo/drivers/spi/said.c" &&
	commit "$repo" 'spi: Speak of it' && user drivers/gpio/other.c timer_delete_sync
git -C "$linux" for-each-ref >"$work/refs" && git -C "$linux" count-objects >"$work/objects"
expect_exit 1 night && first_line 'RED: watch next' &&
	first_line ': 1 new user; 3 uses in 3 files' &&
	has "$work/out" 'new users of del_timer_sync:' && has "$work/out" \
	"  drivers/spi/late.c: 1, before 0: $late (\"spi: late: Call it\") Tessa Tester" &&
	! says said.c && ! says other.c && [ ! -s "$work/mails" ]
ok 'a new user: red, with the commit that brought it; a comment is none; nobody is written to'
expect_exit 0 night && first_line 'no new users; 3 uses in 3 files'
ok 'it is told once'

git -C "$linux" config treewide.nightlymail boss@example.org
user drivers/spi/later.c del_timer_sync && sed -i '$d' "$repo/drivers/spi/late.c" &&
	commit "$repo" 'spi: late: Do not'
expect_exit 1 night && first_line '1 new user; 3 uses in 3 files' && [ "$(mails)" = 1 ] &&
	has "$work/mails" 'Subject: [treewide] RED: watch next' &&
	has "$work/mails" '  drivers/spi/later.c: 1, before 0: '
ok 'where an address is set it gets one mail'
expect_exit 0 night && [ "$(mails)" = 2 ] && expect_exit 0 night && [ "$(mails)" = 2 ]
ok 'and of the first green night one more'
git -C "$linux" config treewide.nightlymail linux-kernel@vger.kernel.org
expect_exit 2 night && says 'looks like a list' && [ "$(mails)" = 2 ]
ok 'a list is refused'
git -C "$linux" config --unset treewide.nightlymail

## a branch that is made anew each day ##

git -C "$repo" checkout -q -B next begin && user sound/pci/forced.c del_timer_sync
expect_exit 1 night && first_line '1 new user; 3 uses in 3 files' && has "$work/out" \
	'  sound/pci/forced.c: 1, before 0: '
ok 'a forced update is compared with what was there'
git -C "$repo" reset -q --hard begin
expect_exit 0 night && first_line 'no new users; 2 uses in 2 files'
ok 'and so is one that only lost commits'

watch words 'del_timer_sync, del_timer' && user drivers/spi/third.c del_timer
expect_exit 1 night && has "$work/out" 'new users of del_timer or del_timer_sync:' &&
	has "$work/out" 'drivers/spi/third.c: 1, before 0' && watch words del_timer_sync
ok 'several words'

git -C "$repo" branch -q -D next 2>/dev/null || git -C "$repo" checkout -q --detach &&
	git -C "$repo" branch -q -D next
expect_exit 3 night && first_line 'BROKEN: watch next: the branch next is gone from'
ok 'a branch that is gone: broken'
git -C "$repo" checkout -q -B next begin
expect_exit 0 night && first_line 'no new users'
ok 'and when it is there again nothing was forgotten'

## who wrote it ##

evil=$(printf 'Mallory \033[31m&"x" `id` $(id) %%s')
GIT_AUTHOR_NAME=$evil && export GIT_AUTHOR_NAME && user 'drivers/spi/evil.c' del_timer_sync 'a
b'
unset GIT_AUTHOR_NAME
printf '#!/usr/bin/perl\nsystem("touch %s");\n' "$work/stolen" >"$repo/scripts/get_maintainer.pl"
commit "$repo" 'scripts: Be evil'
expect_exit 1 night && ! grep -q "$(printf '\033')" "$latest"/summary.txt "$latest"/*.xml &&
	has "$work/out" 'Mallory ?[31m&"x" `id` $(id) %s' && [ ! -e "$work/stolen" ] &&
	is_junit "$latest"/*.xml
ok 'a hostile name is text, and nothing of the branch is run'

unset_watch words && watch base begin && night >"$work/out" 2>"$work/err"
grep -q '^judge ' "$latest/steps" && ! grep -q '^left ' "$latest/steps" && ! says 'new user'
ok 'without words the same watch proves'

printf '#!/bin/sh\necho "{}"\n' >"$work/garbage" && chmod 755 "$work/garbage"
watch words del_timer_sync && unset_watch base
TREEWIDE=$work/garbage expect_exit 3 night && first_line 'BROKEN: watch next: left' &&
	says 'gave no document' && ! says GREEN
ok 'a program that says nothing of it: broken'

git -C "$linux" for-each-ref | equals "$work/refs" && git -C "$linux" count-objects |
	equals "$work/objects"
ok "the user's repository has the refs and objects that it had"

finish
