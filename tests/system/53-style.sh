#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# checkpatch and kernel-doc in prove: what a commit adds is found at that commit, what was there
# before stays silent, the user's configuration changes nothing, and nothing is asked twice.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "patch:check" of the verdicts of these two.
styles() { # KIND
	verdicts "$1" 'k["check"] in ("checkpatch", "kernel-doc")'
}

details() { # FILE
	json '[(c["patch"], k["check"], k["verdict"], k["detail"]) for c in d["commits"]
		for k in c["checks"] if k["check"] in ("checkpatch", "kernel-doc")]' "$1"
}

# A campaign that compiles nothing.
quick_campaign() { # NAME
	campaign=$work/$1
	make_campaign "$campaign" &&
		sed -i '/^\[check "build"\]/,+1d; /retires/d' "$campaign/campaign.conf"
}

# Such a campaign with one more patch, made by hand, before the last one.
with_hand() { # NAME, with the changed world in $work/hand
	quick_campaign "$1" && hand_patch "$campaign" 'patch "enforce"' &&
		echo 'This is what is wanted.' >"$campaign/extra.txt" &&
		expect_exit 0 tw --force generate
}

# Put another message on the tip of the branch.
reworded() { # MESSAGE
	tip=$(git -C "$repo" commit-tree -p b4/world~1 -m "$1" 'b4/world^{tree}') &&
		git -C "$repo" update-ref refs/heads/b4/world "$tip"
}

log_perl() {
	cat >"$work/bin/perl" <<-'FAKE'
		#!/bin/sh
		echo "$*" >>"$FAKE_LOG"
		exec /usr/bin/perl "$@"
	FAKE
	chmod 755 "$work/bin/perl" && : >"$FAKE_LOG"
}

# A world with old sins: a line that is too long, one badly aligned, a word misspelled behind a call
# that is converted, a comment without a parameter.
make_world "$repo" && python3 -I -S - "$repo" <<'PYTHON' && commit "$repo" 'Sin'
import sys
def change(path, old, new):
    path = sys.argv[1] + "/" + path
    text = open(path).read()
    assert old in text, path
    open(path, "w").write(text.replace(old, new, 1))
change("drivers/net/alpha.c", "\tret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);",
       "\tret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES); /* recieve */")
change("drivers/net/delta.c", "#include <linux/pci.h>", "#include <linux/pci.h>\n\n"
       "static const char *delta_words = \"" + "long " * 20 + "\";\n\n"
       "/**\n * delta_old() - Be there\n * @one: described\n */\nstatic inline int delta_old(int one, int two)\n{\n"
       "\treturn one + two;\n}\n\n"
       "static inline int delta_ugly(int one)\n{\n\treturn delta_old(one,\n\t\tone);\n}\n")
PYTHON
git clone -q "$repo" "$work/hand"
ok 'a world with old sins'

## a good series ##

quick_campaign good
log_perl
expect_exit 0 tw generate && : >"$FAKE_LOG" && expect_exit 0 tw --json prove &&
	cp "$work/out" "$work/first" &&
	[ "$(json 'len([1 for c in d["commits"] for k in c["checks"]
	if k["check"] in ("checkpatch", "kernel-doc") and k["verdict"] == "pass"])')" = 22 ]
ok 'each commit of a good series passes both checks'
grep -q checkpatch.pl "$FAKE_LOG" && grep -q kernel-doc "$FAKE_LOG"
ok 'the scripts of the base were run'
verdict convert/net-alpha checkpatch detail | grep -qx 'no new finding (1 old in these lines)'
ok 'what was wrong with a converted line before is old'
[ "$(verdict api checkpatch evidence)" = checked ] && [ "$(verdict api checkpatch target)" = "" ] &&
	[ "$(verdict api checkpatch reused)" = false ]
ok 'the verdict says how it is known'
: >"$FAKE_LOG"
expect_exit 0 tw --json prove && [ ! -s "$FAKE_LOG" ] &&
	[ "$(verdict api checkpatch reused)" = true ] &&
	[ "$(verdict api kernel-doc reused)" = true ] && details "$work/out" >"$work/second" &&
	details "$work/first" | cmp - "$work/second"
ok 'a second proof says the same and runs no perl'
: >"$FAKE_LOG"
git -C "$repo" branch -q good b4/world
reworded 'PCI/MSI: Say it in other words

Here they are.

Signed-off-by: Tessa Tester <tessa@example.org>'
expect_exit 0 tw prove && [ "$(grep -c 'checkpatch.pl.*patch$' "$FAKE_LOG")" = 2 ] &&
	! grep -q kernel-doc "$FAKE_LOG"
ok 'after rewording one commit, that one is asked about, and the probe'
no_fakes

## the message ##

reworded 'PCI/MSI: Forget something

Here it is.'
expect_exit 1 tw --json prove && styles fail | grep -q ':checkpatch$' &&
	says 'message: MISSING_SIGN_OFF: Missing Signed-off-by'
ok 'a missing Signed-off-by fails'
[ "$(json '" ".join(sorted("%d:%s" % (c["nr"], k["check"]) for c in d["commits"]
	for k in c["checks"] if k["verdict"] == "fail"))')" = '11:checkpatch 11:message' ]
ok 'at that commit alone, as the check of the message does'
reworded 'PCI/MSI: Sign for somebody else

Here it is.

Signed-off-by: Else <else@example.org>'
expect_exit 1 tw prove &&
	says "message: NO_AUTHOR_SIGN_OFF: Missing Signed-off-by: line by nominal patch author 'Tessa Tester <tessa@example.org>'"
ok 'so does one of somebody else: the author is told'

# The commits that a message names are looked up: no git runs, and no shell sees what stands there.
named() { # WHAT THE MESSAGE SAYS
	reworded "PCI/MSI: Name a commit

This goes on from $1.

Signed-off-by: Tessa Tester <tessa@example.org>"
}
cat >"$work/bin/git" <<-'FAKE'
	#!/bin/sh
	echo "$*" >>"$FAKE_LOG"
	exec /usr/bin/git "$@"
FAKE
chmod 755 "$work/bin/git" && : >"$FAKE_LOG"
sin=$(git -C "$repo" rev-parse --short=12 main)
named "commit $sin (\"Sin\")"
expect_exit 0 tw --json prove && verdict 11 checkpatch detail | grep -qx 'no new finding'
ok 'a commit that the repository has, with its subject, is no finding'
named "commit $sin (\"Virtue\")"
expect_exit 1 tw --json prove && [ "$(styles fail | wc -w)" = 1 ] &&
	says 'message: GIT_COMMIT_ID:' && says "'commit $sin (\\\"Sin\\\")'"
ok 'with another subject it is one'
# shellcheck disable=SC2016 # what a shell would run
named 'commit 123456abcdef ("$(touch gone; git log)")'
expect_exit 1 tw --json prove && [ "$(styles fail | wc -w)" = 1 ] &&
	says "message: UNKNOWN_COMMIT_ID: Unknown commit id '123456abcdef', maybe rebased or not pulled?" &&
	! grep -q -e 'log.*%H %s' -e ls-files "$FAKE_LOG"
ok 'so is one that nobody has, and checkpatch.pl runs no git to know it'
no_fakes
git clone -q --bare --depth 1 --branch main "file://$repo" "$work/shallow.git" 2>>"$work/err" &&
	git -C "$work/shallow.git" fetch -q --depth 13 "$repo" +b4/world:b4/world \
		>>"$work/err" 2>&1 &&
	expect_exit 0 tw --repo "$work/shallow.git" --state "$work/shallow" --json prove &&
	verdict 11 checkpatch detail |
	grep -qx 'no new finding, 1 commit id not looked up: the history is not here'
ok 'where the history ends nobody can tell, which is said'
git clone -q --bare --depth 5 --branch b4/world "file://$repo" "$work/cut.git" 2>>"$work/err" &&
	git -C "$work/cut.git" fetch -q --depth 1 "file://$repo" +main:main 2>>"$work/err" &&
	git -C "$work/cut.git" symbolic-ref HEAD refs/heads/main &&
	expect_exit 1 tw --repo "$work/cut.git" --state "$work/shallow" prove &&
	says 'b4/world does not stand on HEAD as far as this shallow clone goes: run git fetch --unshallow'
ok 'a branch whose history is cut off above its base is told, with the command'
git -C "$repo" update-ref refs/heads/b4/world good

## lines of code ##

cp "$repo/drivers/net/delta.c" "$work/delta.c"
printf '\nstatic int extra_line; \n' >>"$work/hand/drivers/net/delta.c"
with_hand blank && expect_exit 1 tw --json prove && [ "$(styles fail)" = extra:checkpatch ]
ok 'a blank at the end of a line fails at its commit'
line=$(($(wc -l <"$work/delta.c") + 2))
verdict extra checkpatch detail |
	grep -qx "drivers/net/delta.c:$line: TRAILING_WHITESPACE: trailing whitespace" &&
	grep -q '^new: drivers/net/delta.c:.*TRAILING' "$(verdict extra checkpatch log)"
ok 'with file and line, and a log'

long=$(printf 'long %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
printf '\nstatic const char *extra_words = "%s"; \n' "$long" >>"$work/hand/drivers/net/delta.c"
with_hand long && expect_exit 1 tw --json prove && [ "$(styles fail)" = extra:checkpatch ] &&
	says '(and 1 more)' &&
	[ "$(grep -c '^new: ' "$(verdict extra checkpatch log)")" = 2 ]
ok 'the log has all of several findings'

sed -i 's,^/\*\*,static int above_all;\n\n&,' "$work/hand/drivers/net/delta.c"
with_hand moved && expect_exit 0 tw --json prove && [ "$(styles fail)" = '' ] &&
	verdict extra kernel-doc detail | grep -qx 'no new finding (2 old in these files)'
ok 'lines that came above an old finding do not make it new'

sed -i 's/return delta_old(one,/return 2 * delta_old(one,/' "$work/hand/drivers/net/delta.c"
sed -i 's/^\t\tone);/\t\tone );/' "$work/hand/drivers/net/delta.c"
with_hand still && expect_exit 0 tw --json prove &&
	verdict extra checkpatch detail | grep -qx 'no new finding (1 old in these lines)'
ok 'a changed line that was badly aligned and still is, is old'

sed -i 's/^\treturn delta_old(one,$/&\n\t\tone) + delta_old(one,/' "$work/hand/drivers/net/delta.c"
with_hand copy && expect_exit 1 tw --json prove && [ "$(styles fail)" = extra:checkpatch ] &&
	[ "$(grep -c '^new: ' "$(verdict extra checkpatch log)")" = 1 ]
ok 'a copy of an old finding in the same function is new'

sed -i 's/pci_irq_vector(pdev, 0), delta_isr,$/pci_irq_vector(pdev, 0x0), delta_isr,/' \
	"$work/hand/drivers/net/delta.c"
git -C "$work/hand" diff --quiet &&
	sed -i 's/^\treturn one + two;/\treturn delta_more(one,\n\t\ttwo);/' \
	"$work/hand/drivers/net/delta.c"
with_hand bad && expect_exit 1 tw --json prove && [ "$(styles fail)" = extra:checkpatch ] &&
	says PARENTHESIS_ALIGNMENT
ok 'a line that becomes badly aligned is new'

printf '\nstatic int delta_words; /* recieve it */\n' >>"$work/hand/drivers/net/delta.c"
with_hand typo && expect_exit 1 tw --json prove && says "TYPO_SPELLING: 'recieve' may be"
ok 'scripts/spelling.txt of the base is read'

# Names of include/ are known, those of the file itself as well; one that nobody has is a finding.
git -C "$repo" branch -q before main
printf '#define SharedName 1\n' >>"$repo/include/linux/pci.h"
printf '#define OwnName 1\n' >>"$repo/drivers/net/delta.c"
commit "$repo" 'Name things' && git -C "$work/hand" pull -q
printf '\nstatic int extra_line = SharedName + OwnName;\n' >>"$work/hand/drivers/net/delta.c"
with_hand known && expect_exit 0 tw --json prove && [ "$(styles fail)" = '' ]
ok 'names that the base has are no finding'
printf '\nstatic int extra_line = AnotherName;\n' >>"$work/hand/drivers/net/delta.c"
with_hand unknown && expect_exit 1 tw --json prove &&
	says 'CAMELCASE: Avoid CamelCase: <AnotherName>'
ok 'a name that it does not have is one'
git -C "$repo" reset -q --hard before && git -C "$work/hand" reset -q --hard origin/HEAD~1

## comments ##

cat >>"$work/hand/drivers/net/delta.c" <<'CODE'

/**
 * delta_new() - Come later
 * @one: described
 */
static inline void delta_new(int one, int two)
{
}
CODE
with_hand comment && expect_exit 1 tw --json prove && [ "$(styles fail)" = extra:kernel-doc ] &&
	verdict extra kernel-doc detail |
	grep -q "^drivers/net/delta.c:[0-9]*: warning: .*'two' not described in 'delta_new'$" &&
	[ -s "$(verdict extra kernel-doc log)" ]
ok 'a parameter that nobody describes fails at its commit'

quick_campaign api
sed -i '/^+ \* @max_vecs/d' "$campaign/api.cocci"
expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	[ "$(styles fail)" = api:kernel-doc ] && says max_vecs
ok 'so does one in the patch of the API'

sed -i 's/^static inline int delta_old/static int delta_old/; s/^ . @one: described/ * @one: described again/' "$work/hand/drivers/net/delta.c"
with_hand silent && expect_exit 0 tw --json prove && [ "$(styles fail)" = '' ]
ok 'one that nobody described before stays silent when its comment changes'

mkdir -p "$work/hand/Documentation" && echo hello >"$work/hand/Documentation/world.rst"
with_hand words && expect_exit 0 tw --json prove &&
	[ "$(json 'len([1 for c in d["commits"] if c["patch"] == "extra" for k in c["checks"]
	if k["check"] == "kernel-doc"])')" = 0 ]
ok 'of a file that kernel-doc does not read it says nothing'

## ignored kinds ##

printf '\nstatic int extra_line; \n' >>"$work/hand/drivers/net/delta.c"
with_hand ignoring
printf '[ignore "TRAILING_WHITESPACE"]\n\treason = the mangler needs it\n' >>"$campaign/campaign.conf"
expect_exit 0 tw --json prove && [ "$(styles fail)" = '' ] &&
	verdict extra checkpatch detail |
	grep -qx 'no new finding, 1 TRAILING_WHITESPACE ignored: the mangler needs it'
ok 'an ignored kind does not fail, and is counted with its reason'
printf '[ignore "trailing blank"]\n\treason = none\n' >>"$campaign/campaign.conf"
expect_exit 2 tw prove && says 'campaign.conf:' &&
	says '[ignore "trailing blank"]: not a type of checkpatch.pl'
ok 'what cannot be a kind is refused with its line'
sed -i '$d' "$campaign/campaign.conf" && sed -i '$d' "$campaign/campaign.conf"
printf '[ignore "LONG_LINE"]\n' >>"$campaign/campaign.conf" && expect_exit 0 tw prove
printf '\treason =\n' >>"$campaign/campaign.conf" && expect_exit 2 tw prove &&
	says 'ignore.LONG_LINE.reason has no value'
ok 'so is a reason that is none'

## the user ##

printf '\nstatic int extra_line; \n' >>"$work/hand/drivers/net/delta.c"
with_hand configured
printf -- '--ignore TRAILING_WHITESPACE\n' >"$HOME/.checkpatch.conf"
cp "$HOME/.checkpatch.conf" "$repo/.checkpatch.conf" &&
	cp "$HOME/.checkpatch.conf" "$work/.checkpatch.conf"
(cd "$repo" && expect_exit 1 tw --state "$work/elsewhere" --json prove) &&
	[ "$(styles fail)" = extra:checkpatch ]
ok 'neither ~/.checkpatch.conf nor one where treewide runs changes an answer'
discard "$HOME/.checkpatch.conf" "$repo/.checkpatch.conf" "$work/.checkpatch.conf"
forget "stage IN ('checkpatch', 'kernel-doc')"
export SRCTREE=/nowhere KCFLAGS=-Werror KBUILD_VERBOSE=1 PERL5OPT=-Mnothing
expect_exit 1 tw --json prove && [ "$(styles fail)" = extra:checkpatch ] &&
	[ "$(verdict extra kernel-doc reused)" = false ]
ok 'nor does the environment of perl and kernel-doc'
unset SRCTREE KCFLAGS KBUILD_VERBOSE PERL5OPT

## bases without, and scripts that fail ##

# A base whose scripts are other ones: CHECK that is run there must leave with CODE and say TEXT.
with_scripts() { # NAME, after the world was changed
	git -C "$repo" checkout -q -b "$1" && commit "$repo" "scripts: $1" || return
	quick_campaign "$1"
	expect_exit 0 tw --force generate
}

discard "$repo/scripts/checkpatch.pl" "$repo/scripts/kernel-doc"
with_scripts none && expect_exit 0 tw --json prove &&
	[ "$(json 'd["summary"]["skipped"]')" = 22 ] &&
	says 'the base has no scripts/checkpatch.pl' && says 'the base has no scripts/kernel-doc'
ok 'a base without the scripts: skipped, with the reason'
git -C "$repo" checkout -q before
printf '#!/usr/bin/env ruby\nputs "hello"\n' >"$repo/scripts/kernel-doc"
with_scripts ruby && expect_exit 0 tw --json prove && [ "$(styles skipped | wc -w)" = 11 ] &&
	says 'is neither perl nor Python 3'
ok 'a kernel-doc that is neither perl nor Python: skipped, with the reason'

# As in later kernels: a link to a script in Python, which imports modules of the tree.
python_doc() { # MODULE
	git -C "$repo" checkout -q before &&
		mkdir -p "$repo/tools/docs" "$repo/tools/lib/python/kdoc" &&
		echo >"$repo/tools/lib/python/kdoc/__init__.py" &&
		discard "$repo/scripts/kernel-doc" &&
			ln -s ../tools/docs/kernel-doc "$repo/scripts/kernel-doc" &&
		printf '%s\n' '#!/usr/bin/env python3' 'import os, sys' \
			'here = os.path.dirname(os.path.realpath(__file__))' \
			'sys.path.insert(0, os.path.join(here, "../lib/python"))' \
			'from kdoc.parser import check' 'check(sys.argv[-1])' \
			>"$repo/tools/docs/kernel-doc" &&
		printf '%s\n' "$1" >"$repo/tools/lib/python/kdoc/parser.py"
}
python_doc 'import sys
def check(name):
    for nr, line in enumerate(open(name), 1):
        if "second" in line or "max_vecs" in line:
            print("Warning: %s:%d function parameter of second" % (name, nr), file=sys.stderr)'
with_scripts python && expect_exit 1 tw --json prove &&
	[ "$(styles fail | tr ' ' '\n' | grep -c kernel-doc)" -ge 1 ] &&
	says 'function parameter of second'
ok 'a kernel-doc in Python behind a link runs with its modules, and is heard'
python_doc 'def check(name):
    pass'
with_scripts python-deaf && expect_exit 3 tw prove && says 'it cannot be relied on'
ok 'a kernel-doc in Python that never has anything to say is a failure of the system'

# A script that FAILS so: no verdict, but a failure of the system that says TEXT.
fails() { # NAME SCRIPT BODY TEXT
	git -C "$repo" checkout -q before
	printf '#!/usr/bin/env perl\n# "Wall"\n%s\n' "$3" >"$repo/scripts/$2"
	with_scripts "$1" && expect_exit 3 tw prove && says "$4"
	ok "$2 that $5 is a failure of the system"
}
fails dies checkpatch.pl 'die "I cannot";' 'I cannot' dies
fails quiet checkpatch.pl 'exit 1;' 'checkpatch.pl failed (exit 1)' 'says nothing and leaves with 1'
fails silent-always checkpatch.pl 'exit 0;' 'it cannot be relied on' 'never has anything to say'
fails talks checkpatch.pl 'print "hello\n"; exit 1;' 'does not understand: hello' \
	'speaks another language'
fails killed checkpatch.pl 'kill 9, $$;' 'checkpatch.pl failed (exit 137)' 'is killed'
fails doc-dies kernel-doc 'die "I cannot";' 'I cannot' dies
fails doc-silent kernel-doc 'exit 0;' 'it cannot be relied on' 'never has anything to say'
fails doc-talks kernel-doc 'print STDERR "hello\n";' 'does not understand: hello' \
	'speaks another language'
git -C "$repo" checkout -q before

quick_campaign last
expect_exit 0 tw --force generate
expect_exit 0 tw prove && forget "stage IN ('checkpatch', 'kernel-doc')"
fake fail perl
expect_exit 3 tw prove && says 'checkpatch.pl failed (exit 1): the fake has failed'
ok 'a perl that fails is a failure of the system'
no_fakes
expect_exit 0 tw --json prove && [ "$(styles fail)" = '' ] && [ ! -e "$state/tmp" ]
ok 'with one that works the proof goes on, and nothing is left behind'

finish
