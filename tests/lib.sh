#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What the system tests share: TAP, a folder of their own, the world as a repository.
#
# A test begins with `. "$(dirname "$0")/../lib.sh"` and ends with `finish`. It may use:
#	$work		its own folder, removed at the end; $HOME and $TMPDIR are in it, $work/bin
#			is first in PATH. Nothing is written elsewhere, for the checkout may be
#			read-only
#	discard PATH	delete, but only below $work
#	$TREEWIDE	the binary; `tw COMMAND` runs it on $repo, $campaign and $state
#	ok NAME		the test point of the command before it
#	verdicts, verdict, detail, is	ask the document of a proof
#	hand_patch, hand_series	make what was changed in $work/hand a patch of a campaign
#	finish		the plan of TAP, and the end
set -u
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_CONFIG_GLOBAL MAKEFLAGS MFLAGS \
	MAKELEVEL CCACHE_DIR GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME \
	GIT_COMMITTER_EMAIL \
	GIT_AUTHOR_DATE GIT_COMMITTER_DATE EMAIL

top=$(cd "$(dirname "$0")/../.." && pwd)
TREEWIDE=${TREEWIDE:-$top/build/treewide}
# shellcheck source=ci/lib.sh
. "$top/ci/lib.sh"
scratch=${TMPDIR:-/tmp}
work=$(mktemp -d) || exit 3
repo=$work/repo
campaign=$top/tests/campaigns/world
state=$work/state
nr=0
failed=0
mounted=

clean_up() {
	[ -z "$mounted" ] || umount -l "$mounted"
	delete_below "$scratch" -f "$work"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM

# Delete below $work, and nowhere else; without -f a missing file is a failure.
discard() { # [-f] PATH...
	delete_below "$work" "$@"
}

HOME=$work/home
TMPDIR=$work/tmp
XDG_CONFIG_HOME=$HOME/.config
XDG_CACHE_HOME=$HOME/.cache
XDG_DATA_HOME=$HOME/.local/share
XDG_STATE_HOME=$HOME/.local/state
GIT_CONFIG_NOSYSTEM=1
LC_ALL=C
TZ=UTC
# 99 is no exit code of treewide: a finding of the sanitizers is no answer.
ASAN_OPTIONS=${ASAN_OPTIONS:-exitcode=99}
UBSAN_OPTIONS=${UBSAN_OPTIONS:-exitcode=99:print_stacktrace=1}
# The fakes of tests/fakes/ call what they stand before, and write down their calls.
REAL_SPATCH=$(command -v spatch || echo spatch)
REAL_MAKE=$(command -v make || echo make)
FAKE_LOG=$work/fake.log
PATH=$work/bin:$work/.path:$PATH
export HOME TMPDIR XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME GIT_CONFIG_NOSYSTEM \
	LC_ALL TZ \
	ASAN_OPTIONS UBSAN_OPTIONS TREEWIDE REAL_SPATCH REAL_MAKE FAKE_LOG PATH
mkdir -p "$HOME" "$TMPDIR" "$work/bin" "$work/.path"
# Debian's own Python, which has b4's modules; one of a version manager is a script that takes
# longer to start than most tests let Python run.
[ ! -x /usr/bin/python3 ] || ln -s /usr/bin/python3 "$work/.path/python3"
: >"$work/out"
: >"$work/err"
cat >"$HOME/.gitconfig" <<-'CONFIG'
	[user]
		name = Tessa Tester
		email = tessa@example.org
	[init]
		defaultBranch = main
	[gc]
		auto = 0
CONFIG

## TAP ##

ok() { # NAME, after the command that decides
	code=$?
	nr=$((nr + 1))
	if [ "$code" = 0 ]; then
		echo "ok $nr - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $nr - $1"
	tail -n 20 "$work/out" | sed 's/^/# out: /'
	tail -n 40 "$work/err" | sed 's/^/# err: /'
}

skip() { # NAME REASON
	nr=$((nr + 1))
	echo "ok $nr - $1 # SKIP $2"
}

skip_all() { # REASON
	echo "1..0 # SKIP $1"
	exit 0
}

finish() {
	echo "1..$nr"
	[ "$failed" = 0 ]
	exit
}

# Run a command; true when it leaves with CODE. Its words stay in $work/out and $work/err.
expect_exit() { # CODE COMMAND...
	want=$1
	shift
	"$@" >"$work/out" 2>"$work/err" </dev/null
	code=$?
	[ "$code" = "$want" ] && return
	echo "exit code $code instead of $want" >>"$work/err"
	return 1
}

# Wait until a command says yes: a while that no slow machine needs, so that a wait decides nothing.
await() { # COMMAND...
	awaited=0
	until "$@"; do
		[ "$awaited" -lt 6000 ] || return 1
		awaited=$((awaited + 1))
		sleep 0.1
	done
}

# Has a server that runs in the background written down its port, or is it gone?
serves() { # FILE-OF-ITS-PORT PID
	[ -s "$1" ] || ! kill -0 "$2" 2>/dev/null
}

# Run the program in the background, and kill it when FILE has grown by NUMBER lines (a fake program
# writes them); true when it was killed before its end.
kill_after() { # NUMBER FILE ARGS...
	[ "$1" -gt 0 ] || return
	killed_at=$(($1 + $(wc -l <"$2")))
	killed_by=$2
	shift 2
	"$TREEWIDE" --repo "$repo" --campaign "$campaign" --jobs 2 \
		"$@" >"$work/out" 2>"$work/err" </dev/null &
	victim=$!
	while [ "$(wc -l <"$killed_by")" -lt "$killed_at" ] &&
		kill -0 "$victim" 2>/dev/null; do sleep 0.1; done
	kill -s KILL "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
	[ $? = 137 ]
}

# Does the file hold this text, on one line?
has() { # FILE TEXT
	grep -qF -e "$2" -- "$1"
}

# The same, for what the last command of expect_exit said.
says() { # TEXT
	has "$work/out" "$1" || has "$work/err" "$1"
}

is_something() { # FILE
	[ -s "$1" ] && ! grep -qx 'no value' "$1"
}

same() { # WANTED GOT; what is wanted is not nothing
	is_something "$1" && diff -u "$1" "$2" >"$work/diff" 2>&1 || {
		[ ! -e "$work/diff" ] || mv "$work/diff" "$work/out"
		false
	}
}

# Is standard input what the file holds, and not nothing?
equals() { # WANTED
	is_something "$1" && cmp - "$1" >>"$work/err" 2>&1
}

# The value of a Python expression over the document d; lines of a list, text as it is. Where there
# is no document, or no value, it is no empty text either.
json() { # EXPRESSION [FILE]
	python3 -I -S -c '
import json, sys
with open(sys.argv[2], encoding="utf-8") as f:
    d = json.load(f)
value = eval(sys.argv[1])
for line in value if isinstance(value, list) else [value]:
    print(line if isinstance(line, str) else json.dumps(line))
' "$1" "${2:-$work/out}" 2>>"$work/err" || { echo 'no value' && false; }
}

# Is it JUnit that the schema takes?
is_junit() { # FILE...
	xmllint --noout --schema "$top/tests/schemas/junit-10.xsd" "$@" >"$work/junit" 2>&1
}

## the world ##

tw() { # COMMAND...
	"$TREEWIDE" --repo "$repo" --campaign "$campaign" --state "$state" --jobs 2 "$@"
}

clock=1700000000

# Commit all that is in the work tree of a repository, at the next tick of a clock of our own.
commit() { # DIR MESSAGE
	clock=$((clock + 60))
	git -C "$1" add -A -f &&
		GIT_AUTHOR_DATE="@$clock +0000" GIT_COMMITTER_DATE="@$clock +0000" \
			git -C "$1" commit -q --allow-empty -m "$2"
}

make_world() { # DIR
	cp -R "$top/tests/world" "$1" && git -C "$1" init -q && commit "$1" 'Begin the world'
}

# One more driver that leaves its vectors to devres; standard input is the body of its probe, which
# begins with a call.
write_driver() { # FILE
	mkdir -p "$(dirname "$1")" && {
		printf '// SPDX-License-Identifier: GPL-2.0\n#include <linux/pci.h>\n\n'
		printf 'static int more_probe(struct pci_dev *pdev)\n{\n\tint ret = pcim_enable_device(pdev);\n\n'
		cat
		printf '\treturn ret;\n}\n\n'
		printf 'static struct pci_driver more_driver = {\n\t.name = "more",\n\t.probe = more_probe,\n};\n'
	} >"$1"
}

# A driver that stops its timer by del_timer_sync(), for which the campaign of `treewide init` is
# made.
add_joystick() { # DIR
	mkdir -p "$1/drivers/input/joystick" &&
	cat >"$1/include/linux/timer.h" <<'SOURCE' &&
/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H
struct timer_list {
	int pending;
};
int timer_delete_sync(struct timer_list *timer);
static inline int del_timer_sync(struct timer_list *timer)
{
	return timer_delete_sync(timer);
}
#endif
SOURCE
	cat >"$1/drivers/input/joystick/db9.c" <<'SOURCE' &&
// SPDX-License-Identifier: GPL-2.0
#include <linux/timer.h>

int stick_stop(struct timer_list *timer);
int stick_stop(struct timer_list *timer)
{
	return del_timer_sync(timer);
}
SOURCE
	cat >"$1/drivers/input/timer.c" <<'SOURCE' &&
// SPDX-License-Identifier: GPL-2.0
#include <linux/export.h>
#include <linux/timer.h>

int timer_delete_sync(struct timer_list *timer)
{
	return timer->pending;
}
EXPORT_SYMBOL(timer_delete_sync);
SOURCE
	echo 'obj-y += timer.o joystick/' >"$1/drivers/input/Makefile" &&
	echo 'obj-y += db9.o' >"$1/drivers/input/joystick/Makefile" &&
	echo 'obj-y += input/' >>"$1/drivers/Makefile" &&
	printf '\nJOYSTICKS\nM:\tJo Stick <jo@stick.example.org>\nS:\tMaintained\nF:\tdrivers/input/\n' >>"$1/MAINTAINERS" &&
	commit "$1" 'Add a joystick'
}

# A campaign that may be changed, with rules beside it that may be changed too.
make_campaign() { # DIR
	mkdir -p "$1" && cp "$top"/tests/campaigns/world/* "$top"/cocci/pcim-irq-vectors/*.cocci \
		"$1" &&
		sed -i 's,\.\./\.\./\.\./cocci/pcim-irq-vectors/,,' "$1/campaign.conf"
}

# Put a file of tests/fakes/ before the program that it stands for.
fake() { # FAKE PROGRAM
	cp "$top/tests/fakes/$1" "$work/bin/$2" && chmod 755 "$work/bin/$2"
	: >"$FAKE_LOG"
}

no_fakes() {
	discard -f "$work"/bin/*
}

# A compiler that writes down what it compiles.
log_gcc() {
	cat >"$work/bin/gcc" <<-'FAKE'
		#!/bin/sh
		case " $* " in *" -c "*) echo "$*" >>"$FAKE_LOG" ;; esac
		exec /usr/bin/gcc "$@"
	FAKE
	chmod 755 "$work/bin/gcc" && : >"$FAKE_LOG"
}

# Take facts out of a ledger: SQL that chooses them.
forget() { # WHERE
	python3 -I -S -c '
import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
assert d.execute("DELETE FROM facts WHERE " + sys.argv[2]).rowcount > 0
d.commit()
' "$state/ledger.db" "$1"
}

## proofs ##

# Prove; what the answer is does not matter here, as long as there is one.
prove() { # OPTION...
	tw --json prove "$@" >"$work/out" 2>"$work/err" </dev/null
	[ $? -le 1 ]
}

# All verdicts of this kind, a blank between them: "patch:check". CONDITION chooses among them, FORM
# says what is told of each; both are Python over c, the commit, and k, the verdict.
verdicts() { # KIND [CONDITION [FORM]]
	form=${3:-'c["patch"] + ":" + k["check"]'}
	json '" ".join('"$form"' for c in d["commits"] for k in c["checks"]
		if k["verdict"] == "'"$1"'" and ('"${2:-True}"'))'
}

# One member of the first verdict of a check on a patch, which is named by its id or number; "*":
# any.
verdict() { # PATCH CHECK [MEMBER]
	json '[k["'"${3:-verdict}"'"] for c in d["commits"]
		if "'"$1"'" in (c["patch"], str(c["nr"]), "*")
		for k in c["checks"] if k["check"] == "'"$2"'"][0]'
}

detail() { # PATCH CHECK
	verdict "$1" "$2" detail
}

# The only verdict of a check is this one; DETAIL is a pattern of the shell.
is() { # CHECK VERDICT EVIDENCE DETAIL
	got=$(json '[k["verdict"] + " " + k["evidence"] + ": " + k["detail"]
		for c in d["commits"] for k in c["checks"] if k["check"] == "'"$1"'"]')
	want="$2 $3: $4"
	echo "got: $got" >>"$work/err"
	# shellcheck disable=SC2254 # a pattern
	case $got in
	$want) ;;
	*) return 1 ;;
	esac
}

# Commit by commit what the tool says, without times and places.
essence() { # [FILE]
	json '[(c["subject"],
		[(k["check"], k["verdict"], k["evidence"], k["detail"]) for k in c["checks"]])
		for c in d["commits"]]' "$@"
}

# What was changed in the clone $work/hand, as a diff; the clone is then as it was.
hand_diff() { # FILE
	git -C "$work/hand" add -A -f && git -C "$work/hand" diff --cached >"$1" &&
		git -C "$work/hand" reset -q --hard
}

# The same as one more patch of a campaign: "extra", before a section.
hand_patch() { # CAMPAIGN SECTION [SUBJECT]
	subject=${3:-Change something by hand}
	section='[patch "extra"]\n\tdiff = extra.diff\n\tsubject = extra: '$subject
	hand_diff "$1/extra.diff" && [ -s "$1/extra.diff" ] &&
		echo 'For the test.' >"$1/extra.txt" &&
		grep -qxF "[$2]" "$1/campaign.conf" &&
		sed -i "s/^\[$2\]\$/$section\n\tmessage = extra.txt\n&/" "$1/campaign.conf"
}

# A copy of the campaign with such a patch, $campaign from then on, and its series.
hand_series() { # NAME SECTION [SUBJECT]
	campaign=$work/$1
	make_campaign "$campaign" && hand_patch "$campaign" "$2" "${3-}" &&
		expect_exit 0 tw --force generate
}

## branches ##

tip() { # [BRANCH]
	git -C "$repo" rev-parse -q --verify "${1:-b4/world}"
}

# The commit that holds the cover letter.
cover_of() { # [BRANCH]
	git -C "$repo" rev-list -F --grep=b4-submit-tracking "${1:-b4/world}" | head -n 1
}

# What the user must find as it was: branch, index, and every file of the work tree.
fingerprint() { # DIR
	(
		cd "$1" && cat .git/HEAD && cksum <.git/index && stat -c '%Y %i' .git/index &&
			find . -path ./.git -prune -o -type f -printf '%p %m %T@ ' -exec cksum {} \
			\; | sort
	)
}
