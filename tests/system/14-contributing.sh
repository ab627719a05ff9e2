#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The documents: what CONTRIBUTING.md shows is run as it stands there, links lead somewhere, and the
# first pages stay short.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

## what CONTRIBUTING.md shows, in a checkout without campaigns and targets of other people ##

checkout=$work/checkout
mkdir -p "$checkout/build" "$checkout/cocci" "$checkout/series" "$checkout/tests" "$checkout/src"
cp -R "$top/ci" "$top/configs" "$top/skeleton" "$checkout" &&
	cp "$top/tests/rules.sh" "$checkout/tests" &&
	cp "$top/src/query.mk" "$checkout/src" && ln -s "$TREEWIDE" "$checkout/build/treewide" ||
	exit 3

# The commands of a section: what is indented by seven blanks.
commands() { # SECTION [FILE]
	awk -v section="## $1" '/^## / { inside = $0 == section } inside && sub(/^       /, "")' \
		"${2:-$top/CONTRIBUTING.md}"
}

# Run them in the checkout, up to the first that fails.
walk() { # SECTION [FILE]
	commands "$@" >"$work/commands" && [ -s "$work/commands" ] &&
		(cd "$checkout" && sh -e "$work/commands")
}

# A checkout in which treewide is built as $TREEWIDE was, from the objects of that on.
make_builder() { # DIR
	built=$(cd "$(dirname "$TREEWIDE")" && pwd) && below=${built#"$top/"} &&
		[ -r "$built/flags" ] || return
	mkdir -p "$1/build" "$1/tests" &&
		cp -a "$top/Makefile" "$top/VERSION" "$top/src" "$top/configs" "$top/ci" "$1" &&
		mkdir -p "$1/$below" && cp -a "$built/obj" "$built/flags" "$1/$below" || return
	[ "$below" = build ] || ln -s "$1/$below/treewide" "$1/build/treewide"
	{
		printf 'override CC := %s\n' "$(sed '/^-std=/,$d' "$built/flags" | paste -sd ' ')"
		[ "$below" = build ] || echo 'DEVELOPER := 1'
		echo 'include Makefile'
	} >"$1/GNUmakefile"
}

make_world "$HOME/linux" && add_joystick "$HOME/linux" || exit 3
git -C "$HOME/linux" config treewide.campaign "$top/tests/campaigns/world"
expect_exit 0 "$TREEWIDE" --repo "$HOME/linux" generate && says 'b4/world'
ok 'a clone with a series'

# The world has a driver that no target builds, so the answer is no.
expect_exit 1 walk 'Add a target' && says 'i386-clang: ' && says ' 0 fail, 0 void, 1 uncovered'
ok 'Add a target: its commands make a target, and a proof under it'
expect_exit 1 "$TREEWIDE" --repo "$HOME/linux" report --format json &&
	[ "$(json '" ".join(sorted({k["target"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "objects"}))')" = i386-clang ] &&
	[ "$(json 'any(r["state"] == "compiled" for r in d["coverage"]
	if r["target"] == "i386-clang")')" = true ]
ok 'Add a target: objects are compiled under it, and under no other'
sed 's/option = CONFIG_RANDSTRUCT_NONE=y/option = CONFIG_NOBODY=y/' \
	"$top/CONTRIBUTING.md" >"$work/wrong.md" &&
	expect_exit 2 walk 'Add a target' "$work/wrong.md" && says 'CONFIG_NOBODY=y does not hold'
ok 'Add a target: with an option that does not hold they end with a no'

checkout=$work/builder
make_builder "$checkout" && expect_exit 0 walk 'Add a check' &&
	says 'mood         no subject shouts' && says 'a quiet subject' && ! says 'CC      src/lib/'
ok 'Add a check: its commands make a check that is built, listed and made'
expect_exit 0 "$top/ci/check-layers" "$checkout/src" && [ -e "$checkout/src/checks/check_mood.c" ]
ok 'Add a check: one file and one row are all that it takes'
checkout=$work/checkout

expect_exit 0 walk 'Add a campaign' && says 'ok 1 - my-api/convert: header' &&
	says 'Input: joystick: Use timer_delete_sync()' &&
	says 'b4/my-api' && says '0 fail, 0 void, 0 uncovered' && ! says 'not ok'
ok 'Add a campaign: its commands make a campaign, try its rule, and prove its series'
expect_exit 2 walk 'Add a campaign' && says 'my-api exists already'
ok 'Add a campaign: a second one of that name is refused'
! walk 'Add a kernel' && ! walk 'Add a command'
ok 'a section without commands is no walk'

## links ##

# "PAGE: LINK" for each relative link of the documents below a folder that leads nowhere.
lost() { # DIR
	(cd "$1" && grep -oE '\]\([^)]+' README.md ARCHITECTURE.md CONTRIBUTING.md docs/*.md) |
		sed '/(https*:/d; s/#.*//' |
		while IFS=: read -r file link; do
			[ -e "$1/$(dirname "$file")/${link#](}" ] || echo "$file: ${link#](}"
		done
}

[ "$(cd "$top" && cat README.md ARCHITECTURE.md CONTRIBUTING.md docs/*.md | grep -c '](')" -gt 30 ] &&
	lost "$top" >"$work/out" && [ ! -s "$work/out" ]
ok 'every link of the documents leads somewhere'
mkdir -p "$work/pages/docs" && cd "$work/pages" &&
	touch ARCHITECTURE.md CONTRIBUTING.md docs/here.md &&
	echo '[a](docs/here.md), [b](docs/gone.md#x), [c](https://example.org/x)' >README.md &&
	echo '[a](../README.md) and [b](README.md)' >docs/there.md &&
	printf '%s\n' 'README.md: docs/gone.md' 'docs/there.md: README.md' >"$work/wanted" &&
	lost "$work/pages" >"$work/got" && same "$work/wanted" "$work/got"
ok 'one that does not is named with its page'

## sizes ##

# The pages that a newcomer reads before the first change.
short() { # DIR
	[ "$(wc -l <"$1/README.md")" -le 120 ] && [ "$(wc -l <"$1/ARCHITECTURE.md")" -le 150 ] ||
		return
	set -- "$1" "$(cat "$1/README.md" "$1/ARCHITECTURE.md" | wc -w)"
	for wing in "$1"/src/*/README; do
		[ ! -e "$wing" ] || [ $(($2 + $(wc -w <"$wing"))) -lt 4500 ] || return
	done
	[ "$2" -lt 3500 ]
}

short "$top"
ok 'README.md, ARCHITECTURE.md and the README of a wing are short'
mkdir -p src/wing && seq 100 >README.md && seq 100 >ARCHITECTURE.md && short . &&
	seq 4300 >src/wing/README && ! short . &&
	seq 10 >src/wing/README && short . && seq 121 >README.md && ! short . &&
	seq 100 >README.md && seq 151 >ARCHITECTURE.md &&
	! short . && seq -s ' ' 3400 >ARCHITECTURE.md && ! short .
ok 'longer ones are not'

finish
