#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove: does each driver patch stand alone? Series that compile commit by commit, and yet cannot be
# applied in any order.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "patch: verdict" of the check independent, for all commits that have it.
alone() { # FILE
	json '[c["patch"] + ": " + k["verdict"] for c in d["commits"] for k in c["checks"]
		if k["check"] == "independent"]' "$1"
}

# "number:check" of all verdicts of this kind, but for what looks at the tip.
numbered() { # KIND
	verdicts "$1" 'k["check"] not in ("tree", "silent")' 'str(c["nr"]) + ":" + k["check"]'
}

# The series again, with the work of $work/edit/NR (shell, in the work tree) as a part of commit NR,
# and $work/edit/NR.subject as its subject.
hand=$work/hand
base=main
rewrite() {
	count=0
	git -C "$hand" reset -q --hard &&
		git -C "$hand" checkout -q --detach "$base" 2>"$work/err" || return
	for commit in $(git -C "$hand" rev-list --reverse "$base..kept"); do
		edit=$work/edit/$count
		count=$((count + 1))
		git -C "$hand" cherry-pick --allow-empty "$commit" >"$work/out" 2>&1 || return
		[ ! -e "$edit" ] || (cd "$hand" && sh -e "$edit") || return
		git -C "$hand" add -A -f &&
			git -C "$hand" commit -q --allow-empty --amend --no-edit || return
		[ ! -e "$edit.subject" ] ||
			git -C "$hand" commit -q --allow-empty --amend -F "$edit.subject" || return
	done
	discard -f "$work"/edit/*
	git -C "$hand" push -q -f origin HEAD:refs/heads/b4/world
}

# A whole message for commit NR, so that nothing is to be said of its words.
says_by_hand() { # NR SUBJECT
	printf '%s\n\nBe there.\n\nSigned-off-by: Tessa Tester <tessa@example.org>\n' \
		"$2" >"$work/edit/$1.subject"
}

log_compilations() {
	cat >"$work/bin/gcc" <<-'FAKE'
		#!/bin/sh
		case " $* " in *" -c "*) echo "$*" | sed 's/.* //' >>"$FAKE_LOG" ;; esac
		exec /usr/bin/gcc "$@"
	FAKE
	chmod 755 "$work/bin/gcc" && : >"$FAKE_LOG"
}

# What was compiled, without the folder that it was compiled in.
compilations() {
	sed 's,.*/tree/,,' "$FAKE_LOG" | sort
}

mkdir "$work/edit" && make_world "$repo" && expect_exit 0 tw generate &&
	git -C "$repo" branch -q kept b4/world &&
	git clone -q "$repo" "$hand" && git -C "$hand" fetch -q origin kept:kept
ok 'a world and its series'

## the plain series ##

log_compilations
expect_exit 1 tw --json prove && cp "$work/out" "$work/good" && compilations >"$work/with"
cat >"$work/wanted" <<-'END'
	convert/gpio-golf: pass
	convert/misc-hotel: pass
	convert/net-alpha: pass
	convert/net-bravo: pass
	convert/spi-echo: pass
	convert/spi-foxtrot: pass
	convert/serial-juliet: pass
	convert/alsa-lima: pass
END
alone "$work/good" >"$work/got" && same "$work/wanted" "$work/got"
ok 'each driver patch stands alone, but the one that the configuration leaves out: nobody can tell'
cp "$work/good" "$work/out" && [ "$(detail 4 independent)" = 'compiles alone on the API' ] &&
	json '" ".join(sorted({k["evidence"] + " " + k["target"] for c in d["commits"]
	for k in c["checks"] if k["check"] == "independent"
	and k["verdict"] == "pass"}))' >"$work/got" &&
	[ "$(cat "$work/got")" = 'compiled x86_64-allmodconfig' ]
ok 'with what it stands on, how it is known and under which target'

# To this campaign the drivers' patches are commits of somebody else.
make_campaign "$work/blind" && sed -i '/^\[convert\]/,/^$/d' "$work/blind/campaign.conf" &&
	: >"$FAKE_LOG"
campaign=$work/blind
expect_exit 1 tw --state "$work/state-blind" --json prove && [ "$(alone "$work/out")" = '' ] &&
	compilations >"$work/without" && [ -s "$work/without" ] && same "$work/without" "$work/with"
ok 'the check compiles nothing that the series does not compile without it'
campaign=$top/tests/campaigns/world
: >"$FAKE_LOG"
expect_exit 1 tw --json prove && [ ! -s "$FAKE_LOG" ] && alone "$work/good" >"$work/wanted" &&
	alone "$work/out" >"$work/got" && same "$work/wanted" "$work/got"
ok 'a second proof compiles nothing'

## one patch needs what another one adds ##

cat >"$work/edit/4" <<-'END'
	sed -i 's/^int dev_err(/static inline int dev_more(void) { return 1; }\n&/' include/linux/device.h
END
cat >"$work/edit/6" <<-'END'
	echo 'int echo_more(void); int echo_more(void) { return dev_more(); }' >>drivers/spi/spi-echo.c
END
rewrite && : >"$FAKE_LOG" && expect_exit 1 tw --json prove && [ "$(numbered fail)" = 6:independent ]
ok 'a function of a header that an earlier patch adds: every commit compiles, one patch does not stand alone'
detail 6 independent >"$work/got" && has "$work/got" 'alone on the API: drivers/spi/spi-echo.c: ' &&
	has "$work/got" dev_more &&
	has "$work/got" '; patch 4 adds dev_more to include/linux/device.h'
ok 'the missing name is told, and whose it is'
log=$(json '[k["log"] for c in d["commits"] if c["nr"] == 6 for k in c["checks"]
	if k["check"] == "independent"][0]') && grep -q dev_more "$log"
ok 'the log of the compiler is kept'
detail 4 independent >"$work/got"
grep -q '^compiles alone on the API; so do [0-9]* readers of include/linux/device.h$' "$work/got"
ok 'the patch that changes the header stands alone, and its readers are compiled'
: >"$FAKE_LOG"
expect_exit 1 tw --json prove && [ ! -s "$FAKE_LOG" ] && [ "$(numbered fail)" = 6:independent ]
ok 'a second proof finds the same without compiling'

cat >"$work/edit/4" <<-'END'
	sed -i 's/^#include <linux.pci.h>/&\n\nint alpha_more(void);\nint alpha_more(void)\n{\n\treturn 1;\n}\nEXPORT_SYMBOL(alpha_more);/' drivers/net/alpha.c
END
cat >"$work/edit/6" <<-'END'
	printf '\nint alpha_more(void);\nint echo_more(void);\nint echo_more(void)\n{\n\treturn alpha_more();\n}\n' >>drivers/spi/spi-echo.c
END
rewrite && expect_exit 1 tw --json prove && [ "$(numbered fail)" = 6:independent ] &&
	detail 6 independent >"$work/got" &&
	has "$work/got" \
	'nothing in this tree exports alpha_more; patch 4 adds alpha_more to drivers/net/alpha.c'
ok 'a symbol that an earlier patch exports'

## files that two patches change ##

cat >"$work/edit/4" <<-'END'
	echo '/* once */' >>drivers/net/delta.c && echo one >drivers/net/notes
END
cat >"$work/edit/6" <<-'END'
	echo '/* twice */' >>drivers/net/delta.c
END
cat >"$work/edit/9" <<-'END'
	echo '/* thrice */' >>drivers/spi/spi-echo.c
END
cat >"$work/edit/10" <<-'END'
	mv drivers/net/notes ../notes.before && mkdir drivers/net/notes &&
		echo two >drivers/net/notes/two.txt
END
rewrite && expect_exit 1 tw --json prove && [ "$(numbered fail)" = '' ]
ok 'patches that change the same files, and the same names: all is well on top of what they need'
[ "$(detail 4 independent)" = 'compiles alone on the API' ] &&
	[ "$(detail 7 independent)" = 'compiles alone on the API' ] &&
	[ "$(detail 6 independent)" = \
	'compiles on the API and patch 4, which it needs: both change drivers/net/delta.c' ] &&
	[ "$(detail 9 independent)" = 'compiles on the API and patches 4, 6, which it needs: patch 6 changes drivers/spi/spi-echo.c too' ] &&
	[ "$(detail 10 independent)" = \
	'compiles on the API and patch 4, which it needs: both change drivers/net/notes' ]
ok 'what must come first is named, with the file, and what that needs in turn'

## commits that are not as planned ##

cat >"$work/edit/4" <<-'END'
	sed -i 's/"alpha"/"alfa"/' drivers/net/alpha.c
END
says_by_hand 4 'net: alfa: By hand'
cat >"$work/edit/6" <<-'END'
	echo '/* by hand */' >>include/linux/errno.h
END
says_by_hand 6 'spi: Something else'
cat >"$work/edit/7" <<-'END'
	echo 'int broken(' >>drivers/spi/spi-foxtrot.c
END
rewrite && expect_exit 1 tw --json prove &&
	[ "$(detail 4 independent)" = 'compiles alone on the API' ] &&
	[ "$(detail 6 independent)" = 'no value' ]
ok 'a renamed commit is a driver patch as long as it changes nothing but what a [convert] changes'
[ "$(numbered fail)" = 7:objects ] && [ "$(numbered skipped)" = 7:independent ] &&
	detail 7 independent | grep -q '^the commit itself fails: drivers/spi/spi-foxtrot.c: '
ok 'of a commit that fails in the series nothing is said twice'

# shellcheck disable=SC2016 # a variable of make
cat >"$work/edit/3" <<-'END'
	echo '# nothing' >>drivers/net/Makefile
END
rewrite && expect_exit 1 tw --state "$work/other" --json prove &&
	[ "$(numbered fail)$(numbered skipped)" = '' ] &&
	[ "$(detail 10 independent)" = 'compiles alone on the API' ] &&
	[ "$(verdict 4 independent reused)$(verdict 5 independent reused)" = falsefalse ] &&
	[ "$(verdict 10 independent reused)$(verdict 2 independent reused)" = truetrue ]
ok 'a changed Makefile is an input of the later objects of its folder and below: they are compiled without it'
cat >"$work/bin/make" <<-'FAKE'
	#!/bin/sh
	case " $* " in *" -k "*) echo "$*" >>"$FAKE_LOG" ;; esac
	exec "$REAL_MAKE" "$@"
FAKE
chmod 755 "$work/bin/make" && discard "$work/bin/gcc"
: >"$FAKE_LOG" && expect_exit 1 tw --state "$work/other-1" prove && with=$(wc -l <"$FAKE_LOG")
campaign=$work/blind
: >"$FAKE_LOG" && expect_exit 1 tw --state "$work/other-2" prove &&
	[ "$with" = $(($(wc -l <"$FAKE_LOG") + 1)) ]
ok 'in one make call'
campaign=$top/tests/campaigns/world
no_fakes

## a header that an earlier patch stops to use ##

git -C "$repo" checkout -q -b flags &&
	sed -i 's/^typedef int/#define ALPHA_FLAGS 0\n\n&/' "$repo/include/linux/interrupt.h" &&
	sed -i 's/0, "alpha"/ALPHA_FLAGS, "alpha"/' "$repo/drivers/net/alpha.c" &&
	commit "$repo" 'net: alpha: Name it' &&
	expect_exit 0 tw --force generate && git -C "$repo" branch -q -f kept b4/world &&
	git -C "$hand" fetch -q -f origin kept:kept flags:flags && base=flags
ok 'another base'
cat >"$work/edit/4" <<-'END'
	sed -i 's/ALPHA_FLAGS/0/' drivers/net/alpha.c
END
cat >"$work/edit/6" <<-'END'
	sed -i '/ALPHA_FLAGS/,+1d' include/linux/interrupt.h
END
rewrite && expect_exit 1 tw --json prove && [ "$(numbered fail)" = 6:independent ] &&
	detail 6 independent >"$work/got" &&
	has "$work/got" 'alone on the API: drivers/net/alpha.c: ' &&
	has "$work/got" '; patch 4 changes drivers/net/alpha.c before'
ok 'a patch that takes away what a driver needs until its own patch'

## a base that has the API ##

git -C "$repo" checkout -q main && expect_exit 0 tw --force generate &&
	git -C "$repo" checkout -q -b api \
	"$(git -C "$repo" rev-list --reverse main..b4/world | sed -n 2p)"
ok 'a base on which the API has landed'
campaign=$work/wave
make_campaign "$campaign" && sed -i '/^\[patch/,/^$/d' "$campaign/campaign.conf" &&
	expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	[ "$(numbered fail)" = '' ] &&
	[ "$(detail 1 independent)" = 'compiles alone on the base' ] &&
	[ "$(detail 9 independent)" = 'compiles alone on the base' ]
ok 'without a patch before them they stand on the base'

finish
