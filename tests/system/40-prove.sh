#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove and report: every kind of verdict, at the right commit, and nothing twice.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && git clone -q "$repo" "$work/hand"
ok 'a world'

## a good series ##

expect_exit 2 tw prove && says 'run treewide generate first'
ok 'without a branch there is nothing to prove'
expect_exit 2 tw report && says 'no proof of world'
ok 'nor to report'

expect_exit 0 tw generate && says ' patches' && fingerprint "$repo" >"$work/before"
ok 'a series'
expect_exit 1 tw --json prove && cp "$work/out" "$work/good"
[ "$(verdicts fail)$(verdicts void)$(verdicts skipped)" = '' ] &&
	[ "$(verdicts uncovered)" = convert/staging-kilo:coverage ]
ok 'all pass but the driver that the configuration leaves out: uncovered is no pass'
[ "$(verdict api objects evidence)" = compiled ] &&
	[ "$(verdict api readers evidence)" = compiled ] &&
	[ "$(verdict enforce tree evidence)" = identical ] &&
	[ "$(verdict enforce silent evidence)" = checked ] &&
	[ "$(verdict convert/net-alpha symbols verdict)" = pass ]
ok 'each verdict carries its kind of evidence'
rows=$("$TREEWIDE" prove --help | sed -n '/^Checks/,/^$/s/^  \([a-z-]*\) .*/\1/p' | tr '\n' ' ')
[ "$(json 'len({k["check"] for c in d["commits"] for k in c["checks"]})')" -ge 12 ] &&
	[ "$(json '[c["patch"] for c in d["commits"] for places in
		[["'"$rows"'".split().index(k["check"]) for k in c["checks"]]]
		if places != sorted(places)]')" = '' ]
ok 'the checks are those that --help names, in that order'
verdict api readers detail |
	grep -q "^all [0-9]* readers of drivers/pci/msi/msi.h or include/linux/pci.h; [0-9]* that can include it are not built by this configuration$"
ok 'all readers are compiled, and it is said what is not built'
fingerprint "$repo" >"$work/after" && cmp "$work/before" "$work/after"
ok 'the work tree, index and HEAD of the user are as they were'

log_gcc
expect_exit 1 tw --json prove && [ ! -s "$FAKE_LOG" ] && essence "$work/out" >"$work/second" &&
	essence "$work/good" | equals "$work/second" &&
	[ "$(verdict convert/net-alpha objects reused)" = true ]
ok 'a second proof says the same and compiles nothing'
expect_exit 1 tw --state "$work/other" prove && [ -s "$FAKE_LOG" ]
ok 'with another state directory it has to compile'
no_fakes

expect_exit 1 tw --json report && essence "$work/out" | equals "$work/second"
ok 'report --json is the last proof'
expect_exit 1 tw report --format text && says 'uncovered coverage' &&
	says ' 0 fail, 0 void, 1 uncovered, 0 skipped'
ok 'report --format text as well'
expect_exit 1 tw report &&
	says 'To: Anna Alpha <anna@alpha.example.org>  maintainer:ALPHA AND OTHER NETWORK DRIVERS' &&
	expect_exit 0 tw --json plan &&
	json '[[[r[k] for k in ("name", "email", "why")] for r in p["to"] + p["cc"]]
	for p in d["patches"]]' >"$work/wanted" &&
	expect_exit 1 tw --json report &&
	json '[[[r[k] for k in ("name", "email", "why")] for r in c["to"] + c["cc"]]
	for c in d["commits"]]' >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'report: who gets each patch, and why'
expect_exit 2 tw report --format xml &&
	says 'known are text, json, html, junit, kcidb, sarif, github, trailers, cover, range-diff and pull-request'
ok 'an unknown format is refused'

## reworded and reordered ##

git -C "$repo" branch -q kept b4/world
make_campaign "$work/reworded"
sed -i 's/subject = net: alpha/subject = net: alfa/' "$work/reworded/campaign.conf"
campaign=$work/reworded
log_gcc
expect_exit 0 tw generate && expect_exit 1 tw prove && [ ! -s "$FAKE_LOG" ]
ok 'rewording and renaming a patch costs no compilation'
no_fakes

## faults ##

printf '\nint broken(\n' >>"$work/hand/drivers/net/delta.c"
hand_series syntax 'patch "enforce"' && expect_exit 1 tw --json prove &&
	[ "$(verdicts fail)" = extra:objects ] &&
	[ -s "$(verdict extra objects log)" ] && grep -q broken "$(verdict extra objects log)"
ok 'a syntax error fails at its commit, with the log'

sed -i 's/^#include <linux.pci.h>/&\nstatic int nobody;/' "$work/hand/drivers/net/delta.c"
hand_series unused 'patch "enforce"' && expect_exit 1 tw --json prove &&
	[ "$(verdicts fail)" = extra:objects ] && says nobody
ok 'an unused variable fails at its commit'

sed -i 's/^#include <linux.pci.h>/&\nint nowhere(void);\nint somewhere(void);\nint somewhere(void) { return nowhere(); }/' \
	"$work/hand/drivers/net/delta.c"
hand_series missing 'patch "enforce"' && expect_exit 1 tw --json prove &&
	[ "$(verdicts fail)" = extra:symbols ] &&
	says 'nothing in this commit exports nowhere'
ok 'a symbol that nobody offers fails at its commit'

# shellcheck disable=SC2016 # a variable of make
printf '\nobj-$(CONFIG_NET_ALPHA) += more.o\n' >>"$work/hand/drivers/net/Makefile"
hand_series makefile 'patch "enforce"' && expect_exit 1 tw --json prove &&
	[ "$(verdicts fail)" = extra:kbuild ] &&
	says "No rule to make target 'drivers/net/more.o'"
ok 'an object that has no source fails at its commit'

mkdir -p "$work/hand/Documentation" && echo hello >"$work/hand/Documentation/world.rst"
hand_series words 'patch "enforce"' && expect_exit 1 tw --json prove &&
	[ "$(verdicts fail)" = '' ] &&
	[ "$(verdict extra objects evidence)" = identical ]
ok 'a change of documentation needs no object'

printf '\nstruct later { int a; };\n#error "not for bravo"\n' \
	>>"$work/hand/drivers/net/bravo/bravo.h"
hand_series header 'patch "enforce"' && expect_exit 1 tw --json prove &&
	verdicts fail | grep -q extra:readers
ok 'a header that breaks its readers fails at its commit'

campaign=$work/hole
make_campaign "$campaign"
sed -i 's/^  (\.\.\.)$/  (..., 1, 1, ...)/' "$campaign/convert.cocci"
expect_exit 1 tw --force generate && expect_exit 1 tw --json prove &&
	verdicts fail | grep -q residue
ok 'a call that the rule leaves fails as residue'

campaign=$work/loud
make_campaign "$campaign"
sed -i 's/ depends on !have_function && !have_prototype//; s/ depends on !have_function//' \
	"$campaign/api.cocci"
expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	verdicts fail | grep -q enforce:silent
ok 'a rule that would change its own result again is not silent'

campaign=$top/tests/campaigns/world
expect_exit 0 tw --force generate
tree=$(git -C "$repo" rev-parse 'b4/world~2^{tree}')
tip=$(git -C "$repo" commit-tree -p b4/world~1 -m 'enforce: by hand' "$tree") &&
	git -C "$repo" update-ref refs/heads/b4/world "$tip" &&
	expect_exit 1 tw --json prove && verdicts fail | grep -q ':tree'
ok 'a tip that is not the base with all changes fails'
git -C "$repo" update-ref refs/heads/b4/world kept

## the base is broken ##

git -C "$repo" checkout -q -b old HEAD &&
	sed -i '1i#error "always broken"' "$repo/drivers/net/alpha.c" &&
	commit "$repo" 'net: alpha: Break it'
expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	[ "$(verdicts void)" = \
	'api:readers convert/net-alpha:objects convert/net-alpha:independent' ] &&
	[ "$(verdicts fail)" = '' ]
ok 'what fails on the base too is void, not a failure of the series'
git -C "$repo" checkout -q main
expect_exit 0 tw --force generate

## tools that fail, and kills ##

cat >"$work/bin/gcc" <<-'FAKE'
	#!/bin/sh
	case " $* " in *"/alpha.c "*) kill -9 $$ ;; esac
	exec /usr/bin/gcc "$@"
FAKE
chmod 755 "$work/bin/gcc"
expect_exit 3 tw --state "$work/dying" prove && says alpha.o && says 'printed no error'
ok 'a compiler that dies is a failure of the system, not a verdict'
no_fakes
expect_exit 1 tw --state "$work/dying" --json prove && essence "$work/out" | equals "$work/second"
ok 'with a compiler that lives the verdicts are those of an undisturbed run'

log_gcc
expect_exit 1 tw --state "$work/undisturbed" --json prove &&
	essence "$work/out" | equals "$work/second" && all=$(wc -l <"$FAKE_LOG") &&
	[ "$all" -gt 20 ]
ok 'how many compilations a run is'
kill_after 1 "$FAKE_LOG" --state "$work/killed" prove &&
	expect_exit 1 tw --state "$work/killed" --json prove &&
	essence "$work/out" | equals "$work/second"
ok 'killed at its first compilation, the next run ends with the same verdicts'
for part in 1 2 3 4; do
	kill_after $((all / 5)) "$FAKE_LOG" --state "$work/again" prove
	ok "killed when $part of 5 parts of the compilations had begun"
done
expect_exit 1 tw --state "$work/again" --json prove && essence "$work/out" | equals "$work/second"
ok 'and the run behind them ends with the same verdicts'
no_fakes
git -C "$repo" fsck --no-dangling >"$work/out" 2>&1 && [ ! -s "$work/out" ]
ok 'git fsck has nothing to say'

finish
