#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What a person sees on a terminal: lines that fit, colour, the pager, progress.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
unset GIT_PAGER PAGER LESS LV NO_COLOR COLUMNS
TERM=xterm
export TERM

on() { # COLUMNS COMMAND...: on a terminal
	columns=$1
	shift
	python3 -I -S "$top/tests/onterm.py" "$columns" "$TREEWIDE" --repo "$repo" \
		--campaign "$campaign" --state "$state" --jobs 2 "$@"
}
range() { # COMMAND...: the same, without a campaign
	python3 -I -S "$top/tests/onterm.py" 80 "$TREEWIDE" --repo "$repo" --state "$state" "$@"
}
escape=$(printf '\033')

# The columns of the widest line that could have been broken.
widest() {
	python3 -I -S -c '
import re, sys
text = re.sub("\033\\[[0-9]*m", "", open(sys.argv[1], encoding="utf-8").read())
print(max(len(line) for line in text.split("\n") if len(line.split()) > 1))' "$work/out"
}
words_of() { grep -oE '[^[:space:]]+' "$1"; }
lines() { wc -l <"$work/out"; }

make_world "$repo" && expect_exit 0 tw generate && expect_exit 1 tw prove &&
	expect_exit 0 tw plan &&
	cp "$work/out" "$work/plain"
ok 'a series, and a proof of it'

## width ##

GIT_PAGER='cat'
export GIT_PAGER
for command in plan audit status report; do
	code=0 && [ "$command" != report ] || code=1
	expect_exit "$code" on 80 "$command" && [ "$(widest)" -le 80 ] || break
done
[ "$command" = report ] && [ "$(widest)" -le 80 ]
ok 'on 80 columns nothing is wider'
narrow=$(lines) && expect_exit 1 on 160 report && [ "$(widest)" -gt 100 ] &&
	[ "$(widest)" -le 160 ] && [ "$(lines)" -lt "$narrow" ]
ok 'a wider terminal is used'
# What mends it is for pasting: that line is not broken.
on 60 doctor >"$work/out"
sed -i '/^ *mend: /d' "$work/out" && has "$work/out" 'cores' && [ "$(widest)" -le 60 ]
ok 'nor of doctor'
long=a-folder-that-somebody-else-has-put-here-and-named-at-length
mkdir "$state/$long" && expect_exit 1 range gc --limit 1k --dry-run && says "$long" &&
	[ "$(widest)" -le 80 ] && discard "$state/$long"
ok 'nor of gc'
expect_exit 0 tw plan && same "$work/plain" "$work/out" && [ "$(widest)" -gt 100 ] &&
	! says "$escape" && expect_exit 0 on 80 plan &&
	sed "s/$escape\[[0-9]*m//g" "$work/out" >"$work/shown" &&
	words_of "$work/shown" >"$work/got" &&
	words_of "$work/plain" | equals "$work/got"
ok 'into a pipe it goes as it is, and a terminal gets the same words'
## colour ##

expect_exit 1 on 80 report && says "${escape}[33muncovered${escape}[m" &&
	says "${escape}[32mpass${escape}[m"
ok 'verdicts have colour'
plain() { [ "$(lines)" -gt 20 ] && ! says "${escape}[3"; }
export NO_COLOR=1 && expect_exit 1 on 80 report && plain && unset NO_COLOR &&
	TERM=dumb expect_exit 1 on 80 report && plain &&
	git -C "$repo" config color.ui never && expect_exit 1 on 80 report && plain &&
	git -C "$repo" config color.treewide auto && expect_exit 1 on 80 report && ! plain &&
	git -C "$repo" config --unset color.ui && git -C "$repo" config --unset color.treewide
ok 'none with NO_COLOR, on a dumb terminal, or where git has none'

## pager ##

mark() { echo "sed s/^/$1:/"; }
paged() { # NAME
	grep -q "^$1:.*1  " "$work/out"
}
GIT_PAGER=$(mark git) PAGER=$(mark pager)
export PAGER
git -C "$repo" config core.pager "$(mark core)"
expect_exit 0 on 80 plan && paged git && unset GIT_PAGER && expect_exit 0 on 80 plan &&
	paged core &&
	git -C "$repo" config --unset core.pager && expect_exit 0 on 80 plan && paged pager
ok 'the pager is that of git: GIT_PAGER, core.pager, PAGER'
expect_exit 0 on 80 --no-pager plan && ! paged pager && says 'PCI/MSI' &&
	PAGER='cat' expect_exit 0 on 80 plan && ! paged pager && expect_exit 0 tw plan &&
	! paged pager && expect_exit 0 on 80 plan --json && json 'd["patches"][0]["nr"]' &&
	expect_exit 1 on 80 prove && ! paged pager
ok 'none with --no-pager, for a pipe, for JSON, and for prove'
PAGER='head -n 1' expect_exit 1 on 80 report && [ "$(lines)" -lt 5 ] &&
	PAGER='exit 9' expect_exit 1 on 80 report
ok 'the exit code is that of the command, whatever a reader does'
PAGER=$work/none expect_exit 0 on 80 plan && says 'not found' && says 'PCI/MSI'
ok 'without a pager that can be run the result is there all the same'
# shellcheck disable=SC2016 # the shell of the pager expands it
PAGER='echo "LESS=$LESS LV=$LV"; cat >/dev/null' expect_exit 0 on 80 plan &&
	says 'LESS=FRX LV=-c' &&
	LESS=S PAGER='echo "LESS=$LESS"; cat >/dev/null' expect_exit 0 on 80 plan && says 'LESS=S'
ok 'less ends where all fits, unless the user has said something else'
GIT_PAGER='cat'
export GIT_PAGER

## what strangers wrote ##

git -C "$repo" checkout -q -b mine && echo '/* x */' >>"$repo/drivers/net/delta.c" &&
	commit "$repo" "net: ${escape}[2Jgone" &&
	expect_exit 1 "$TREEWIDE" --repo "$repo" --state "$state" prove main..mine &&
	expect_exit 1 range report main..mine && says '?[2Jgone' && ! says "${escape}[2J"
ok 'a subject does not command the terminal'
git -C "$repo" checkout -q main

## progress ##

state=$work/slow
cat >"$work/bin/spatch" <<-FAKE
	#!/bin/sh
	sleep 2
	exec "$REAL_SPATCH" "\$@"
FAKE
chmod 755 "$work/bin/spatch"
ALL=yes TREEWIDE_SPATCH_BATCH=1 expect_exit 0 on 80 plan
grep -qE 'converting: [0-9]+/[0-9]+, about [0-9]+ s left' "$work/out" &&
	grep -qE '^(.*K)?converting: ([0-9]+)/[0-9]+ in [0-9]+ s' "$work/out"
ok 'a long phase says how long it takes still, and leaves its line behind'
discard "$work/bin/spatch"
cat >"$work/bin/make" <<-FAKE
	#!/bin/sh
	case " \$* " in *" allmodconfig "*) sleep 6 ;; esac
	exec "$REAL_MAKE" "\$@"
FAKE
chmod 755 "$work/bin/make"
ALL=yes expect_exit 1 on 80 prove && cp "$work/out" "$work/first" &&
	grep -q 'configuring: 4 s so far' "$work/out" &&
	grep -qE 'configuring: in [0-9]+ s' "$work/out"
ok 'so does one in which nothing ends'
no_fakes

finish
