#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# script = PROGRAM: what a program makes of the files of its scope, in a sandbox.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

bwrap --unshare-all --ro-bind / / true 2>"$work/err" || skip_all 'needs bubblewrap'
TREEWIDE_SANDBOX_RESERVE=10
export TREEWIDE_SANDBOX_RESERVE

make_world "$repo" && add_joystick "$repo"
campaign=$work/rename
mkdir "$campaign" && cat >"$campaign/campaign.conf" <<'CONF'
[campaign]
	name = rename
	title = "treewide: Use timer_delete_sync()"
	cover = cover.txt
	scope = drivers/input/
[convert]
	script = rename.sh
	words = del_timer_sync
	residue = del_timer_sync
	subject = Use timer_delete_sync()
	message = convert.txt
	split = subsystem
[recipients]
	linux-kernel = true
[prefix "drivers/input/"]
	subject = "Input: joystick"
[check "build"]
	target = x86_64-allmodconfig
CONF
cp "$campaign/campaign.conf" "$work/conf"
echo 'Call timer_delete_sync().' >"$campaign/convert.txt"
printf 'Call timer_delete_sync().\n\n{tested}\n\n{rules}\n\nThe series is based on {base}.\n' \
	>"$campaign/cover.txt"

# The program of the campaign; standard input.
program() {
	{ echo '#!/bin/sh' && cat; } >"$campaign/rename.sh" && chmod 755 "$campaign/rename.sh"
}
conf() { # SED
	sed "$1" "$work/conf" >"$campaign/campaign.conf"
}
sed_tree='find . -type f -exec sed -i s/del_timer_sync/timer_delete_sync/ {} +'

## what it makes ##

program <<SCRIPT
$sed_tree
SCRIPT
expect_exit 0 tw plan && has "$work/out" '   1  Input: joystick: Use timer_delete_sync()' &&
	has "$work/out" 'drivers/input/joystick/db9.c  (MAINTAINERS: JOYSTICKS)'
ok 'its changes are split as those of a rule'

git clone -q "$repo" "$work/hand" && sed -i s/del_timer_sync/timer_delete_sync/ \
	"$work/hand/drivers/input/joystick/db9.c"
expect_exit 0 tw generate && expect_exit 0 tw prove && says ' 0 fail, 0 void' &&
	[ "$(git -C "$repo" rev-parse b4/rename:drivers/input/joystick/db9.c)" = \
		"$(git -C "$work/hand" hash-object drivers/input/joystick/db9.c)" ]
ok 'byte for byte what sed makes; it can be written, and passes'

git -C "$repo" log -1 --format=%B "$(cover_of b4/rename)" | grep -qF 'exec sed -i s/del_timer_sync'
ok 'the cover letter shows the program'

expect_exit 1 tw --json left && [ "$(json 'd["words"]')" = del_timer_sync ] &&
	[ "$(json '[u["branch"] for u in d["uses"] if "db9" in u["file"]]')" = b4/rename ]
ok 'its residue is a name whose users are left'

echo 'exit 9' >>"$campaign/rename.sh" && expect_exit 1 tw plan && says 'left with exit code 9' &&
	sed -i '/exit 9/d' "$campaign/rename.sh" && expect_exit 0 tw --json plan &&
	[ "$(json 'd["reused"] == d["converted"] > 0')" = true ]
ok 'the program is part of the key; what is known is not run again'

conf 's/split = subsystem/split = none/' && expect_exit 0 tw --force generate &&
	git -C "$repo" log -1 --format=%B b4/rename >"$work/message" &&
	has "$work/message" 'what the program below makes of HEAD' &&
	has "$work/message" "$(git -C "$repo" rev-parse 'b4/rename^{tree}')" &&
	has "$work/message" '  #!/bin/sh'
ok 'split = none: the message has the program, and the tree that it must make'
conf ''

mkdir -p "$repo/drivers/input/x" && printf 'echo del_timer_sync\n' >"$repo/drivers/input/x/a.sh" &&
	printf 'b del_timer_sync\n' >"$repo/drivers/input/x/b.txt" &&
	printf 'c del_timer_sync\n' >"$repo/drivers/input/x/c.rst" &&
	ln -s b.txt "$repo/drivers/input/x/link" && commit "$repo" 'Add files'
program <<'SCRIPT'
sed -i s/del_timer_sync/timer_delete_sync/ drivers/input/joystick/db9.c
chmod 755 drivers/input/x/a.sh
mv drivers/input/x/b.txt drivers/input/x/d.txt
python3 -c 'import os; os.remove("drivers/input/x/c.rst")'
ln -s d.txt drivers/input/x/more
cat "$TREEWIDE_CAMPAIGN/list.txt" >drivers/input/x/e.txt
SCRIPT
echo 'from a list' >"$campaign/list.txt" && conf 's/^\tscript = .*/&\n\tuses = list.txt/' &&
	expect_exit 0 tw --force generate &&
	git -C "$repo" diff --no-renames --name-status main b4/rename \
	>"$work/got" && cat >"$work/wanted" <<'TABLE' && sed -i 's/ /\t/' "$work/wanted" &&
M drivers/input/joystick/db9.c
M drivers/input/x/a.sh
D drivers/input/x/b.txt
D drivers/input/x/c.rst
A drivers/input/x/d.txt
A drivers/input/x/e.txt
A drivers/input/x/more
TABLE
	same "$work/wanted" "$work/got" &&
	[ "$(git -C "$repo" show b4/rename:drivers/input/x/e.txt)" = 'from a list' ] &&
	git -C "$repo" ls-tree b4/rename drivers/input/x/a.sh | grep -q ^100755 &&
	git -C "$repo" ls-tree b4/rename drivers/input/x/more | grep -q ^120000
ok 'any type of file: changed, deleted, new, renamed, modes and links; what it uses'

echo 'another list' >"$campaign/list.txt" && expect_exit 0 tw --force generate &&
	[ "$(git -C "$repo" show b4/rename:drivers/input/x/e.txt)" = 'another list' ]
ok 'what it uses is part of the key'
conf ''

program <<'SCRIPT'
printf 'int none;\n' >>drivers/input/joystick/db9.c
SCRIPT
expect_exit 1 tw plan &&
	has "$work/out" 'drivers/input/joystick/db9.c: del_timer_sync stays in line 7, stick_stop()'
ok 'a word of residue that stays is named, and the exit code says so'

## what it sees ##

program <<SCRIPT
seen=\$(find . -type f | sort) && echo "\$seen" >drivers/input/seen.txt
cat "$HOME/.gitconfig" "\$HOME/.gitconfig" >drivers/input/home.txt 2>/dev/null
grep -c : /proc/net/dev >drivers/input/net.txt
SCRIPT
expect_exit 1 tw --force generate; git -C "$repo" show b4/rename:drivers/input/seen.txt >"$work/got"
! has "$work/got" drivers/net && has "$work/got" drivers/input/joystick/db9.c &&
	[ -z "$(git -C "$repo" show b4/rename:drivers/input/home.txt)" ]
ok 'it sees the files of its scope, nothing of the home, and no other file of the kernel'
[ "$(git -C "$repo" show b4/rename:drivers/input/net.txt)" = 1 ]
ok 'it has no network but its own loopback'

## what it may not ##

refused() { # MESSAGE
	expect_exit 1 tw plan && says "$1"
}

program <<SCRIPT
echo x >"$work/outside" 2>/dev/null
echo x >/tmp/outside
echo x >../outside
SCRIPT
refused 'left with exit code' && [ ! -e "$work/outside" ] && [ ! -e /tmp/outside ]
ok 'a script that writes outside: nothing is there, and it fails'

program <<'SCRIPT'
sleep 60
SCRIPT
conf 's/^\tscript = .*/&\n\ttimeout = 1/'
refused 'did not end in 1 s'
ok 'a script that sleeps'
conf ''

program <<'SCRIPT'
python3 -c 'import os; [os.remove(os.path.join(at, name)) for at, _, names in os.walk(".") for name in names]'
SCRIPT
refused 'deletes all 4 files that it was given'
ok 'a script that deletes all'
program <<'SCRIPT'
for f in $(find . -type f); do : >$f; done
SCRIPT
refused 'empties or deletes all 4 files that it was given'
ok 'a script that empties all'

program <<'SCRIPT'
mkdir -p drivers/net && echo 'int x;' >drivers/net/alpha.c
SCRIPT
refused 'makes drivers/net/alpha.c, which is there already and which it was not given'
ok 'a script that makes a file that is there already'
program <<'SCRIPT'
mkdir -p drivers/net && echo 'int x;' >drivers/net/new.c
SCRIPT
refused 'makes drivers/net/new.c, which is out of its scope'
ok 'a script that makes a file out of its scope'

program <<'SCRIPT'
date +%N >>drivers/input/joystick/db9.c
SCRIPT
refused 'made something else of drivers/input/joystick/db9.c the second time'
ok 'a script that makes something else each time'

program <<'SCRIPT'
yes | head -c 5000000; echo 'it is enough' >&2; exit 3
SCRIPT
refused 'left with exit code 3' && [ "$(wc -c <"$work/err")" -lt 2000 ]
ok 'a script that prints megabytes: its last words'

program <<'SCRIPT'
kill -9 $$
SCRIPT
refused 'rename.sh'
ok 'a script that is killed'
program <<'SCRIPT'
true
SCRIPT
refused 'rename.sh changes nothing in HEAD'
ok 'a script that changes nothing'

## one patch ##

program <<SCRIPT
$sed_tree
SCRIPT
patch='s/^\[convert\]/[patch "rename"]/; /^\tsplit = /d; s/^\tsubject = Use/\tsubject = Input: Use/'
conf "$patch" && expect_exit 0 tw plan && has "$work/out" '   1  Input: Use timer_delete_sync()'
ok 'a [patch] of a program'
git -C "$repo" checkout -q -b landed &&
	sed -i s/del_timer_sync/timer_delete_sync/ "$repo/drivers/input/joystick/db9.c" \
		"$repo"/drivers/input/x/* && commit "$repo" 'Convert it' &&
	refused 'no file of its scope holds one of its words' &&
	conf "$patch; s/^\tscript = .*/&\n\tprovides = timer_delete_sync/" &&
	expect_exit 0 tw plan && says 'landed' &&
	conf "$patch; s/^\tscript = .*/&\n\tprovides = nowhere_delete/" &&
	refused 'rename.sh changes nothing in HEAD'
ok 'it has landed where no file holds its words and its scope has what it provides'
git -C "$repo" checkout -q main

## bad input ##

bad() { # SED MESSAGE
	conf "$1" && expect_exit 2 tw plan && says "$2"
}
bad 's/script = rename.sh/script = none.sh/' 'none.sh: no such file'
ok 'a script that is not there'
chmod 644 "$campaign/rename.sh"
bad '' 'rename.sh: cannot be executed'
ok 'a script that cannot be executed'
chmod 755 "$campaign/rename.sh"
bad 's/^\tscript = .*/&\n\ttimeout = soon/' 'timeout = soon: not a number of seconds'
ok 'a time-out that is none'
bad 's/^\tscript = .*/&\n\tuses = none.txt/' 'none.txt: no such file'
ok 'a used file that is not there'
cp "$top/skeleton/convert.cocci" "$campaign"
bad 's/^\tscript = .*/&\n\trule = convert.cocci/' '[convert] needs one of rule and script'
ok 'a script and a rule'
bad 's/^\tscript = .*/\trule = convert.cocci/' 'residue goes with script'
ok 'residue without a script'
bad 's/^\tscript = .*/&\n\tmode = patch/' 'mode goes with a rule'
ok 'a mode of a script'
bad 's/^\tscript = .*/&\n\trepeat = 2/' 'repeat goes with rule'
ok 'a script that is to be repeated'
conf 's/words = .*/words = no_such_word/' && refused 'no file of its scope holds one of its words'
ok 'words that nothing holds'
finish
