#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Targets: what their files may say, options that do not hold, tools that are missing, which of
# them a proof is about, and which files none of them compiles.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# treewide looks for configs/ here first.
mkdir -p "$work/here/configs" && cp "$top"/configs/* "$work/here/configs" && cd "$work/here" ||
	exit 3
mkdir -p src && cp "$top/src/query.mk" src

target() { # NAME LINE...
	file=configs/$1
	shift
	{ echo '# For the test.' && echo '[target]' && printf '\t%s\n' "$@"; } >"$file"
}

# "patch:check:target" of all verdicts of this kind.
targeted() { # KIND
	verdicts "$1" True 'c["patch"] + ":" + k["check"] + ":" + k["target"]'
}

# What is said of a file under a target.
state_of() { # FILE TARGET
	json '" ".join(r["state"] for r in d["coverage"] if r["file"] == "'"$1"'"
		and r["target"] == "'"$2"'")'
}

make_world "$repo" && make_campaign "$work/campaign"
campaign=$work/campaign
sed -i '/^\[convert\]/a\	scope = drivers/net/\n	scope = drivers/staging/' \
	"$campaign/campaign.conf"
expect_exit 0 tw generate && says ' patches'
ok 'a series of a few patches'

## files of targets ##

refused() { # LINE TEXT, of configs/bad
	expect_exit 2 tw prove --target bad && says "configs/bad:$1: $2"
}

target bad 'arch = x86_64' 'config = allmodconfig' 'compiler = icc' &&
	refused 5 'compiler = icc: known are gcc and clang'
ok 'a compiler that nobody knows is refused with file and line'
target bad 'arch = vax' 'config = allmodconfig' && refused 3 'arch = vax: unknown'
ok 'an architecture as well'
target bad 'arch = x86_64' 'config = allmodconfig' 'option = PCI=n' &&
	refused 5 'option = PCI=n: not of the form CONFIG_NAME=value'
ok 'an option without CONFIG_'
target bad 'arch = arm64' 'config = allmodconfig' 'compiler = clang' 'cross = aarch64-linux-gnu-' &&
	refused 6 'cross = aarch64-linux-gnu-: clang needs no prefix'
ok 'a prefix for clang'
target bad 'arch = x86_64' 'config = allmodconfig' 'warnings = 9' &&
	refused 5 'warnings = 9: not one of 1, 2 and 3'
ok 'a level of warnings that make does not know'
target bad 'arch = x86_64' 'config = allmodconfig' 'arch = i386' &&
	refused 5 'arch = i386: the key is set twice'
ok 'a key that is given twice'
target bad 'arch = x86_64' 'config = allmodconfig' 'colour = red' &&
	expect_exit 2 tw prove --target bad && says 'unknown key target.colour'
ok 'a key that nobody knows'
printf '[target]\n\tarch = x86_64\n\tconfig = allmodconfig\n' >configs/bad
expect_exit 2 tw prove --target bad && says 'needs a first comment line that says what it proves'
ok 'a target that does not say what it proves'
discard -f "$state/build"
expect_exit 2 tw prove --target x86_64-allmodconfig --target bad && says 'needs a first comment' &&
	[ ! -e "$state/build" ]
ok 'and before any work for the targets before it'
expect_exit 2 tw prove --target nobody && says 'there is no file configs/nobody' &&
	expect_exit 2 tw prove --target ../configs/bad && says 'no build target'
ok 'a target without a file'
expect_exit 2 tw prove --target x86_64-no-pci --target x86_64-no-pci &&
	says 'the target is given twice'
ok 'the same target twice on the command line'
cp "$campaign/campaign.conf" "$work/kept.conf"
printf '[check "more"]\n\ttarget = x86_64-allmodconfig\n' >>"$campaign/campaign.conf"
expect_exit 2 tw prove &&
	says "campaign.conf:$(wc -l \
		<"$campaign/campaign.conf"): target = x86_64-allmodconfig: this is named twice"
ok 'and in a campaign, with file and line'
cp "$work/kept.conf" "$campaign/campaign.conf"
discard configs/bad

## options that Kconfig undoes ##

target held 'arch = x86_64' 'config = allmodconfig' 'option = CONFIG_NET_ALPHA=n'
expect_exit 1 tw --json prove --target held && [ "$(state_of drivers/net/alpha.c held)" = unbuilt ]
ok 'an option that holds'
target wish 'arch = x86_64' 'config = allmodconfig' 'option = CONFIG_PCI=n' \
	'option = CONFIG_NET_ALPHA=m'
expect_exit 2 tw prove --target wish &&
	says 'CONFIG_NET_ALPHA=m does not hold: make allmodconfig gives CONFIG_NET_ALPHA=n in this tree'
ok 'one that another option keeps off is named, with what came of it'
target wish 'arch = x86_64' 'config = allmodconfig' 'option = CONFIG_NET_ALPHAA=y'
expect_exit 2 tw prove --target wish && says 'CONFIG_NET_ALPHAA=y does not hold'
ok 'and one that does not exist'
expect_exit 2 tw prove --target wish && says 'CONFIG_NET_ALPHAA=y does not hold'
ok 'the second time, too'
discard configs/wish

## tools ##

target cross 'arch = arm64' 'config = allmodconfig' 'cross = aarch64-nobody-gnu-'
expect_exit 3 tw prove --target cross &&
	says 'target cross needs aarch64-nobody-gnu-gcc, which is not installed' && ! says Debian
ok 'a compiler that is missing is named'
mkdir "$work/few"
for program in /usr/bin/*; do
	case $program in */aarch64-*) ;; *) ln -s "$program" "$work/few" ;; esac
done
expect_exit 3 env PATH="$work/few" "$TREEWIDE" --repo "$repo" --campaign "$campaign" --state \
	"$state" prove \
	--target arm64-allmodconfig &&
	says 'target arm64-allmodconfig needs aarch64-linux-gnu-gcc, which is not installed (Debian: apt-get install gcc-aarch64-linux-gnu)'
ok 'with the package to install'
discard configs/cross

## which targets ##

printf '[check "portable"]\n\ttarget = x86_64-no-pci\n\ttarget = arm64-allmodconfig\n' >>"$campaign/campaign.conf"
expect_exit 1 tw --json prove --target x86_64-allmodconfig && cp "$work/out" "$work/one" &&
	[ "$(targeted skipped)" = 'enforce:targets:' ] &&
	says 'not proved under x86_64-no-pci, arm64-allmodconfig: not asked for'
ok 'a proof under one target says which ones were not asked for'
expect_exit 1 tw send --target x86_64-allmodconfig && says 'targets skipped'
ok 'and may not be sent'
expect_exit 1 tw --json prove && [ "$(targeted skipped)" = '' ] && cp "$work/out" "$work/all"
ok 'one under all of them does not'
[ "$(json '" ".join(sorted({k["target"] for c in d["commits"] for k in c["checks"]
	if k["check"] in ("objects", "readers")}))' "$work/all")" = \
	'arm64-allmodconfig x86_64-allmodconfig' ] &&
	[ "$(json '" ".join(sorted({r["target"]
	for r in d["coverage"]}))' "$work/all")" = \
	'arm64-allmodconfig x86_64-allmodconfig x86_64-no-pci' ]
ok 'it has targeted of each target that builds any of it, and a state of each file under each'

## coverage ##

[ "$(state_of drivers/net/alpha.c x86_64-allmodconfig)" = compiled ] &&
	[ "$(state_of drivers/net/alpha.c arm64-allmodconfig)" = compiled ] &&
	[ "$(state_of drivers/net/alpha.c x86_64-no-pci)" = unbuilt ] &&
	[ "$(state_of include/linux/pci.h x86_64-allmodconfig)" = compiled ] &&
	[ "$(targeted uncovered)" = 'convert/staging-kilo:coverage:' ]
ok 'a file that one target leaves out and another compiles is covered'
says 'no chosen target compiles drivers/staging/kilo/kilo.c: needs CONFIG_KILO (which needs STAGING) and CONFIG_STAGING (which needs BROKEN); no target of configs/ compiles it'
ok 'of one that none compiles the options are named that it needs'
expect_exit 1 tw report && says 'under at least one target: ' &&
	says '  +  -  +  drivers/net/alpha.c' &&
	says '  -  -  -  drivers/staging/kilo/kilo.c' && says ' 1: x86_64-allmodconfig compiles '
ok 'report shows a table'
expect_exit 1 tw --json prove --target x86_64-no-pci &&
	targeted uncovered | grep -q 'convert/net-alpha:coverage:' &&
	says 'no chosen target compiles drivers/net/alpha.c: needs CONFIG_NET_ALPHA (which needs PCI); --target arm64-allmodconfig would compile it'
ok 'a proof that compiles nothing names the targets that would'

## faults that only one target sees ##

git clone -q "$repo" "$work/hand"
sed -i '/^#include <linux.pci.h>/a #if !defined(__x86_64__)\nint broken(\n#endif' \
	"$work/hand/drivers/net/delta.c"
hand_patch "$campaign" 'patch "enforce"' && expect_exit 0 tw --force generate &&
	expect_exit 1 tw --json prove &&
	[ "$(targeted fail)" = extra:objects:arm64-allmodconfig ] &&
	[ "$(state_of drivers/net/delta.c arm64-allmodconfig)" = failed ] &&
	[ "$(state_of drivers/net/delta.c x86_64-allmodconfig)" = compiled ] &&
	[ "$(verdicts pass 'k["check"] == "coverage" and c["patch"] == "extra"')" = \
		extra:coverage ]
ok 'what only arm64 sees fails there, at its commit, and nowhere else'
# One file that no target compiles, although two build it.
covers='k["check"] == "coverage" and c["patch"] == "extra"'
expect_exit 1 tw --json prove --target arm64-allmodconfig &&
	[ "$(targeted fail)" = extra:objects:arm64-allmodconfig ] &&
	[ "$(verdicts pass "$covers")$(verdicts skipped "$covers")" = '' ] &&
	expect_exit 1 tw report &&
	grep -q '1: arm64-allmodconfig compiles .*, 1 failed$' "$work/out"
ok 'what compiles under no target is not said to be compiled'

finish
