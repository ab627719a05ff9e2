#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A mailbox whose make tries what a stranger would try. Each attempt is made twice: in the sandbox,
# where it must not succeed, and with --trust, where it must: else the test could not say no.
# shellcheck disable=SC2016 # $ is make's, or of the shell that make runs
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

range() { # COMMAND...: no campaign
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@"
}
git_repo() { git -C "$repo" "$@"; }
change() { # SUBJECT
	commit "$repo" "$1

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>"
}
# A driver gets one more function, which gives this number back.
grow() { # NAME FILE
	printf '\nint %s(void);\nint %s(void)\n{\n\treturn 1;\n}\n' "$1" "$1" >>"$repo/$2" &&
		change "$2: Add $1"
}
mailbox() { # NAME RANGE
	git_repo format-patch -q --stdout --base=start "$2" >"$work/$1.mbox"
}
# Standard input becomes a script that each make runs once that reads the Makefile of a folder.
plant() { # FOLDER SUBJECT
	cat >"$repo/$1/attack.sh" && printf '\n$(shell sh $(srctree)/%s/attack.sh >&2)\n' "$1" \
		>>"$repo/$1/Makefile" && change "$2"
}
unplant() { # FOLDER
	discard "$repo/$1/attack.sh" && sed -i '/attack/d' "$repo/$1/Makefile"
}
# The build folder of the only proof of strangers in a state directory.
stranger() { echo "$state"/strangers/*/build/x86_64-allmodconfig; }
# What a check says of a commit: "VERDICT: DETAIL"
of_commit() { # NR CHECK
	json '[k["verdict"] + ": " + k["detail"] for c in d["commits"] if c["nr"] == '"$1"'
		for k in c["checks"] if k["check"] == "'"$2"'"]'
}

make_world "$repo" && git_repo branch start && grow one drivers/net/alpha.c &&
	git_repo branch good && mailbox good start..good
ok 'a world with a mailbox'

## where there is no sandbox ##

cat >"$work/bin/bwrap" <<'END'
#!/bin/sh
echo 'bwrap: No permissions to create a new namespace' >&2
exit 1
END
chmod 755 "$work/bin/bwrap"
expect_exit 3 range --mbox "$work/good.mbox" prove && [ "$(wc -l <"$work/err")" = 1 ] &&
	says 'No permissions to create a new namespace; --trust takes the risk'
ok 'without a sandbox: 3, with the reason and the option, in one line'
[ ! -e "$state/build" ] && [ -z "$(find "$state" -name tree)" ]
ok 'and nothing was made'
# One that does not confine what it runs.
cat >"$work/bin/bwrap" <<'END'
#!/bin/sh
while [ "$1" != -- ]; do shift; done
shift && exec "$@"
END
expect_exit 3 range --mbox "$work/good.mbox" prove && says 'can write where it may not'
ok 'a bubblewrap that confines nothing is found out'
echo 'echo called >>"$FAKE_LOG"; exit 1' >"$work/bin/bwrap" && : >"$FAKE_LOG"
expect_exit 0 range --json --trust --mbox "$work/good.mbox" prove && [ ! -s "$FAKE_LOG" ] &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ]
ok 'with --trust it is not asked for'
expect_exit 0 range --json prove start..good && [ ! -s "$FAKE_LOG" ] &&
	git_repo config treewide.trust all &&
	expect_exit 0 range --json --mbox "$work/good.mbox" prove && [ ! -s "$FAKE_LOG" ] &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ] &&
	git_repo config --unset treewide.trust
ok 'nor for a range, nor where treewide.trust is all'
no_fakes
git_repo config treewide.trust none
expect_exit 2 tw prove && says 'treewide.trust = none' && says '--trust'
ok 'a campaign is no range: where nothing is trusted it is refused'
git_repo config --unset treewide.trust
TREEWIDE_SANDBOX_PROCESSES=many expect_exit 2 range --mbox "$work/good.mbox" prove &&
	says 'TREEWIDE_SANDBOX_PROCESSES=many: not a number'
ok 'a limit that is no number is refused'

why=
bwrap --unshare-all --ro-bind / / --dev /dev --ro-bind /proc /proc true 2>"$work/err" ||
	why="no bubblewrap: $(head -n 1 "$work/err")"
if [ "$why" ]; then
	skip 'what strangers try' "$why"
	finish
fi

## what is tried ##

mkdir "$HOME/.ssh" && echo 'a secret key' >"$HOME/.ssh/id" && chmod 600 "$HOME/.ssh/id"
perl -MIO::Socket::INET -e '
	$s = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1") or exit 1;
	open $f, ">", "$ARGV[0].new"; print $f $s->sockport; close $f;
	rename "$ARGV[0].new", $ARGV[0]; alarm 300; 1 while $s->accept' "$work/port" &
server=$!
await serves "$work/port" "$server" && [ -s "$work/port" ]
ok 'somebody listens on the network'
git_repo checkout -q -b evil start
cat >"$work/attack" <<END
[ ! -e loot ] || exit 0
try() { name=\$1; shift; if "\$@" >/dev/null 2>&1; then echo "\$name" >>loot; fi; }
writes() { : >>"\$1"; }
echo begun >loot
try key grep -q secret $HOME/.ssh/id
try home writes $HOME/.profile
try variable test "\$A_TOKEN" = secret
try repository writes $repo/stolen
try git writes $repo/.git/hooks/post-checkout
try tree writes $state/stolen
try source writes "\${0%/*}/stolen"
try ledger writes ../../ledger.db
try beside writes ../other
try network perl -MIO::Socket::INET -e \\
	'exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $(cat "$work/port"))'
try signal kill -0 $server
try temporary test -e $work/port
ln -s $HOME trap
mkfifo pipe
setsid sleep 86399 &
sleep 0.5
END
plant drivers/net 'drivers/net: Try what there is' <"$work/attack" && mailbox evil start..evil
A_TOKEN=secret
export A_TOKEN
fingerprint "$repo" >"$work/before"
expect_exit 1 range --json --mbox "$work/evil.mbox" prove
cp "$work/out" "$work/evil.json"
build=$(stranger)
[ "$(cat "$build/loot")" = begun ]
ok 'in the sandbox no attempt succeeds'
[ -s "$build/loot" ] && [ ! -L "$build/trap" ] && [ ! -p "$build/pipe" ]
ok 'links and pipes are taken out of its build folder'
[ -s "$build/loot" ] && ! pgrep -f 'sleep 8639[9]' >/dev/null
ok 'no process stays behind'
fingerprint "$repo" | equals "$work/before" && [ ! -e "$state/stolen" ]
ok 'the repository is as it was'
[ "$(stat -c %a "$state/strangers")" = 700 ]
ok 'nobody else can start what it left'
expect_exit 1 range --json --mbox "$work/evil.mbox" report &&
	essence "$work/evil.json" >"$work/said" &&
	essence | equals "$work/said"
ok 'report shows that proof again'

# The same with --trust.
mkdir -p "$HOME/.git"
expect_exit 1 range --json --trust --mbox "$work/evil.mbox" prove
printf '%s\n' begun key home variable repository git tree source ledger beside network signal \
	temporary | equals "$state/build/x86_64-allmodconfig/loot"
ok 'without it every attempt succeeds'
[ -L "$state/build/x86_64-allmodconfig/trap" ] && pgrep -f 'sleep 8639[9]' >"$work/pids"
ok 'and what it left is there'
# shellcheck disable=SC2046 # numbers
kill $(cat "$work/pids") "$server"
discard "$repo/stolen" "$repo/.git/hooks/post-checkout" "$state"

## what is taken ##

git_repo checkout -q -b greedy start
# A process every 10 ms, for ever where nobody stops it; for the test 400 are for ever.
plant drivers/net 'drivers/net: Fork for ever' <<'END'
[ ! -e forked ] || exit 0
perl -e 'for (1 .. 400) { defined(my $pid = fork) or last; $pid or sleep 60, exit;
	select undef, undef, undef, 0.01 }' && : >forked
END
unplant drivers/net && change 'drivers/net: Do not'
plant drivers/spi 'drivers/spi: Fill the disk' <<'END'
[ ! -e filled ] || exit 0
fallocate -l 1500M filler && sleep 5 && : >filler && : >filled
END
unplant drivers/spi && grow good drivers/gpio/gpio-golf.c && mailbox greedy start..greedy
free=$(df -m --output=avail "$work" | tail -n 1)
TREEWIDE_SANDBOX_PROCESSES=100
TREEWIDE_SANDBOX_RESERVE=$((free - 700))
export TREEWIDE_SANDBOX_PROCESSES TREEWIDE_SANDBOX_RESERVE
expect_exit 1 range --json --mbox "$work/greedy.mbox" prove && cp "$work/out" "$work/greedy.json"
of_commit 1 kbuild >"$work/said" && has "$work/said" 'it runs more processes than it may'
ok 'a commit that forks for ever is stopped, and that is its verdict'
of_commit 3 kbuild >"$work/said" && has "$work/said" 'little space is left'
ok 'and so is one that fills the disk'
build=$(stranger)
of_commit 4 objects >"$work/said" && has "$work/said" 'pass: 1 object' && [ -d "$build" ] &&
	[ ! -e "$build/forked" ] &&
	[ ! -e "$build/filled" ] && [ ! -e "$build/filler" ]
ok 'the commit behind them is proved in a build folder that was made anew'
TREEWIDE_SANDBOX_RESERVE=$((free + 100000)) expect_exit 3 range --mbox "$work/greedy.mbox" prove &&
	says 'TREEWIDE_SANDBOX_RESERVE'
ok 'where there is no space from the beginning nothing is run: 3'
expect_exit 1 range --json --trust --mbox "$work/greedy.mbox" prove
build=$state/build/x86_64-allmodconfig
[ -e "$build/forked" ] && [ -e "$build/filled" ]
ok 'without the sandbox both have all that they want'
unset TREEWIDE_SANDBOX_PROCESSES TREEWIDE_SANDBOX_RESERVE

# The same in a make that only --level full runs: the one that links.
git_repo checkout -q -b whole start
attack='for (1 .. 400) { defined(my $p = fork) or last; $p or sleep 60, exit; select undef, undef, undef, 0.01 }'
sed -i "1a $attack" "$repo/scripts/link.pl" && change 'scripts: Fork for ever at the end' &&
	sed -i 2d "$repo/scripts/link.pl" && change 'scripts: Do not' && mailbox whole start..whole
TREEWIDE_SANDBOX_PROCESSES=100
export TREEWIDE_SANDBOX_PROCESSES
full() { # what of it the check build says of each commit, and whether it was known
	range --json --level full --mbox "$work/whole.mbox" prove >"$work/out" 2>"$work/err"
	json '[k["verdict"] + " " + str(k["reused"]) + ": " + k["detail"] for c in d["commits"]
		for k in c["checks"] if k["check"] == "build"]' >"$work/said"
}
stopped='fail False: .*it runs more processes than it may'
full && sed -n 1p "$work/said" | grep -q "$stopped" && sed -n 2p "$work/said" | grep -q '^pass '
ok 'with --level full it is the verdict of its commit too, and of no other'
full && sed -n 1p "$work/said" | grep -q "$stopped" && sed -n 2p "$work/said" | grep -q '^pass '
ok 'it is no fact: the next run tries again'
unset TREEWIDE_SANDBOX_PROCESSES
full && [ "$(grep -c '^pass ' "$work/said")" = 2 ]
ok 'and finds that it ends, where it may'

## what is left for the next one ##

git_repo checkout -q -b poison start
plant drivers/net 'drivers/net: Poison what all include' <<'END'
mkdir -p include/generated && echo '#error poisoned' >include/generated/bounds.h &&
	touch -d '+1 year' include/generated/bounds.h
END
mailbox poison start..poison
state=$work/clean
range --json --mbox "$work/poison.mbox" prove >"$work/out" 2>"$work/err"
has "$(stranger)/include/generated/bounds.h" poisoned &&
	expect_exit 0 range --json --mbox "$work/good.mbox" prove &&
	expect_exit 0 range --json prove start..good
ok 'a header that one mailbox has poisoned is read by no other run'
state=$work/dirty
range --json --trust --mbox "$work/poison.mbox" prove >"$work/out" 2>"$work/err"
expect_exit 0 range --json prove start..good && [ "$(of_commit 1 objects)" != 'pass: 1 object' ] &&
	of_commit 1 objects >"$work/said" && has "$work/said" poisoned
ok 'but would be'

## its folders ##

state=$work/clean
mkdir "$state/strangers/old1" "$state/strangers/old2" "$state/strangers/old3" &&
	touch -d '-1 day' "$state/strangers/old1" && touch -d '-2 days' "$state/strangers/old2" &&
	touch -d '-3 days' "$state/strangers/old3"
git_repo config treewide.trust none
expect_exit 0 range --json prove start..good &&
	[ "$(json '{k["reused"] for c in d["commits"] for k in c["checks"]} == {False}')" = true ]
ok 'where nothing is trusted a range is proved in a folder of its own, too'
[ -d "$state/strangers/old1" ] && [ ! -e "$state/strangers/old2" ] &&
	[ ! -e "$state/strangers/old3" ]
ok 'of these folders the four newest are kept'
expect_exit 0 range --json prove start..good && [ "$(json '[k["reused"] for c in d["commits"]
		for k in c["checks"] if k["check"] == "objects"]')" = true ]
ok 'and what is known there is known the next time'
reused() { # objects, commit by commit
	json '" ".join(str(k["reused"]) for c in d["commits"] for k in c["checks"]
		if k["check"] == "objects")'
}
git_repo checkout -q -b longer good && grow two drivers/spi/spi-echo.c
expect_exit 0 range --json prove start..longer && [ "$(reused)" = 'False False' ]
ok 'a longer range is another one, of which nothing is known'
git_repo config treewide.stranger somebody
expect_exit 0 range --json prove start..good && [ "$(reused)" = False ] &&
	expect_exit 0 range --json prove start..longer && [ "$(reused)" = 'True False' ]
ok 'but where treewide.stranger says whose both are they have one folder'
git_repo config treewide.stranger somebody-else &&
	expect_exit 0 range --json prove start..good && [ "$(reused)" = False ]
ok 'and somebody else has another one'

finish
