#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide test: the cases of a program of the campaign, in its sandbox, without a repository.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

mkdir "$work/here" && cd "$work/here" || exit 3
TREEWIDE_SANDBOX_RESERVE=10
export TREEWIDE_SANDBOX_RESERVE
mkdir mine && cat >mine/campaign.conf <<'CONF'
[campaign]
	name = mine
	title = "treewide: Use timer_delete_sync()"
	cover = cover.txt
	scope = drivers/input/
[convert]
	script = rename.sh
	words = del_timer_sync
	residue = del_timer_sync
	subject = Use timer_delete_sync()
	message = convert.txt
[recipients]
	linux-kernel = true
[check "build"]
	target = x86_64-allmodconfig
CONF
cp mine/campaign.conf "$work/conf"
echo 'Call timer_delete_sync().' >mine/convert.txt
printf 'Call timer_delete_sync().\n\n{tested}\n\n{rules}\n\nThe series is based on {base}.\n' \
	>mine/cover.txt
cases=mine/tests/rename
mkdir -p $cases
run_tests() { # ARG...
	"$TREEWIDE" --campaign ./mine --jobs 2 test "$@"
}
program() { # standard input
	{ echo '#!/bin/sh' && cat; } >mine/rename.sh && chmod 755 mine/rename.sh
}
conf() { # SED
	sed "$1" "$work/conf" >mine/campaign.conf
}
rename() {
	program <<'SCRIPT'
find . -type f -exec sed -i 's/\<del_timer_sync\>/timer_delete_sync/' {} +
SCRIPT
}
rename
echo 'int f(void) { return del_timer_sync(0); }' >$cases/replace.c
echo 'int f(void) { return timer_delete_sync(0); }' >$cases/replace.res
echo 'd: del_timer_synchronous' | tee $cases/leave.rst >$cases/leave.res

## without a sandbox ##

fake fail bwrap
expect_exit 3 run_tests && says 'mine/rename.sh runs in a sandbox only' &&
	[ -z "$(find "$TMPDIR" -mindepth 1)" ]
ok 'where bubblewrap cannot be had, no case runs, and it says so'
no_fakes
bwrap --unshare-all --ro-bind / / true 2>"$work/err" || {
	skip 'all else' 'needs bubblewrap'
	finish
}

## what it says ##

expect_exit 0 run_tests && has "$work/out" 'mine/rename.sh: 2 cases' &&
	has "$work/out" '2 of 2 cases of 1 rule good' && [ -z "$(find "$TMPDIR" -mindepth 1)" ] &&
	[ ! -e "$XDG_STATE_HOME" ]
ok 'files of any type, where there is no repository; nothing stays behind'

fake fail spatch
expect_exit 0 run_tests
ok 'spatch is not asked where there is no semantic patch'
no_fakes

expect_exit 0 run_tests rename && expect_exit 0 run_tests rename.sh &&
	expect_exit 2 run_tests renam && says 'has no rule renam'
ok 'one program, by its name with and without its ending'

expect_exit 0 run_tests --json &&
	[ "$(json '[r["rule"][-9:] for r in d["rules"]] + [d["faults"]]' | tr '\n' ' ')" = \
	'rename.sh 0 ' ] &&
	[ "$(json '[c["file"].split("/")[-1] for r in d["rules"] for c in r["cases"]]' |
		tr '\n' ' ')" = 'leave.rst replace.c ' ]
ok 'the same as JSON'

## a folder ##

mkdir -p $cases/driver/drivers/input $cases/driver.res/drivers/input
echo 'int f(void) { return del_timer_sync(0); }' >$cases/driver/drivers/input/a.c
echo 'int f(void) { return timer_delete_sync(0); }' >$cases/driver.res/drivers/input/a.c
echo 'obj-y += a.o' | tee $cases/driver/drivers/input/Makefile \
	>$cases/driver.res/drivers/input/Makefile
expect_exit 0 run_tests && has "$work/out" '3 of 3 cases of 1 rule good'
ok 'a case that is a folder of files'

echo 'extra' >$cases/driver.res/drivers/input/b.c && echo 'old' >$cases/driver/drivers/input/c.c &&
	chmod 755 $cases/driver.res/drivers/input/Makefile
expect_exit 1 run_tests && says 'driver: something else comes out' &&
	says 'drivers/input/b.c is missing' && says 'drivers/input/c.c must not be there' &&
	says 'drivers/input/Makefile has the mode 100644, and must have 100755'
ok 'a file that is missing, one that stays, and a mode'

program <<'SCRIPT'
find . -type f -exec sed -i 's/\<del_timer_sync\>/timer_delete_sync/' {} +
[ -d drivers ] || exit 0
mv drivers/input/c.c drivers/input/b.c && chmod 755 drivers/input/Makefile
ln -s a.c drivers/input/link && printf 'a\0b' >drivers/input/bytes
SCRIPT
expect_exit 0 run_tests --update && has "$work/out" 'written: ' &&
	has "$work/out" 'tests/rename/driver.res' && expect_exit 0 run_tests &&
	[ -L $cases/driver.res/drivers/input/link ] &&
	[ -x $cases/driver.res/drivers/input/Makefile ] &&
	[ "$(cat $cases/driver.res/drivers/input/b.c)" = old ] &&
	[ ! -e $cases/driver.res/drivers/input/c.c ]
ok '--update writes the folder: what is new, renamed, a link, a mode, bytes'
printf 'a\0c' >$cases/driver.res/drivers/input/bytes
expect_exit 1 run_tests && says 'Binary files'
ok 'other bytes, which no diff can show'
discard $cases/driver $cases/driver.res
rename

## what it refuses ##

cp $cases/replace.res "$work/replace.res"
echo 'int f(void) { return timer_delete(0); }' >$cases/replace.res
expect_exit 1 run_tests && says 'replace.c: something else comes out' && {
	has "$work/out" '-int f(void) { return timer_delete(0); }' &&
		has "$work/out" '+int f(void) { return timer_delete_sync(0); }' &&
		has "$work/out" '1 of 2 cases of 1 rule good'
}
ok 'a wrong .res, with the diff from what must come out to what does'

discard $cases/replace.res
expect_exit 1 run_tests && says 'there is no ' && says 'tests/rename/replace.res' &&
	says 'no case that it changes'
ok 'no .res, and so no case that the program changes'
expect_exit 0 run_tests --update && has "$work/out" 'written: ' &&
	same "$work/replace.res" $cases/replace.res && expect_exit 0 run_tests --update &&
	! has "$work/out" 'written: '
ok '--update writes what comes out, once'

mv $cases/leave.rst "$work/leave.rst"
expect_exit 1 run_tests && says 'there is no ' && says 'tests/rename/leave' &&
	says 'no case that it leaves alone'
ok 'a .res without what goes in'
mv "$work/leave.rst" $cases

echo x >$cases/leave.S
expect_exit 2 run_tests && says 'are both the case leave: give one another name'
ok 'two files of one case'
discard $cases/leave.S
mkdir $cases/two && echo x >$cases/two/a && echo x >$cases/two.res
expect_exit 2 run_tests && says 'two.res: must be a folder, as '
ok 'a file that must come out of a folder'
discard $cases/two $cases/two.res
mkdir $cases/none $cases/none.res && echo x >$cases/none.res/a
expect_exit 1 run_tests && says 'no file is in '
ok 'a folder without a file'
discard $cases/none $cases/none.res

mv mine/tests "$work/tests"
expect_exit 1 run_tests && says 'no case in ' && says 'tests/rename: CASE.ENDING and CASE.res'
ok 'a program without a case: where one would be'
mv "$work/tests" mine/tests

## what the program may not ##

refused() { # MESSAGE
	expect_exit 1 run_tests && says "$1" && expect_exit 1 run_tests --update && says "$1"
}

program <<'SCRIPT'
date +%N >>replace.c
SCRIPT
refused 'made something else of replace.c the second time'
ok 'a program that makes something else each time'
program <<SCRIPT
echo x >"$work/outside" 2>/dev/null
echo x >../outside
SCRIPT
refused 'left with exit code' && [ ! -e "$work/outside" ]
ok 'one that writes outside'
program <<'SCRIPT'
sleep 60
SCRIPT
conf 's/^\tscript = .*/&\n\ttimeout = 1/'
refused 'did not end in 1 s'
ok 'one that sleeps longer than its step allows'
conf ''
program <<'SCRIPT'
python3 -c 'import os; os.path.exists("replace.c") and os.remove("replace.c")'
SCRIPT
refused 'deletes the only file that it was given'
ok 'one that deletes all'
program <<'SCRIPT'
mkdir -p drivers/net && echo 'int x;' >drivers/net/new.c
SCRIPT
refused 'makes drivers/net/new.c, which is out of its scope'
ok 'one that makes a file out of its scope'
program <<'SCRIPT'
mkdir -p drivers/input && echo 'int x;' >drivers/input/new.c
SCRIPT
refused 'it makes drivers/input/new.c, too: only a case that is a folder can hold that'
ok 'one that makes a second file of a case that is one'
program <<'SCRIPT'
cat /proc/net/dev | grep -c : >>replace.c; cat "$HOME/.gitconfig" >>replace.c || true
SCRIPT
expect_exit 1 run_tests && has "$work/out" '+1' && ! has "$work/out" 'tessa@example.org'
ok 'it has no network, and sees nothing of the home'

## several steps ##

program <<'SCRIPT'
cat "$TREEWIDE_CAMPAIGN/list.txt" >>replace.c
SCRIPT
echo 'from a list' >mine/list.txt && conf 's/^\tscript = .*/&\n\tuses = list.txt/' &&
	expect_exit 1 run_tests && has "$work/out" '+from a list'
ok 'what it uses is there'
rename
cp "$top/skeleton/convert.cocci" mine/convert.cocci
cat "$work/conf" - >mine/campaign.conf <<'CONF'
[convert "again"]
	script = rename.sh
	subject = Use it again
	message = convert.txt
[convert "rule"]
	rule = convert.cocci
	subject = Use it by a rule
	message = convert.txt
CONF
mkdir -p mine/tests/convert && cp $cases/replace.* mine/tests/convert
expect_exit 1 run_tests && has "$work/out" '3 of 3 cases of 2 rules good' &&
	says 'no case that it leaves alone'
ok 'a program twice and a rule: each once, and each has its own cases'

finish
