#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The rows of commands, options and checks: the manual has the same ones, and a command refuses
# what is not its own.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

manual=$top/man/treewide.1
commands=
name=nobody
expect_exit 0 "$TREEWIDE" --help &&
	sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$work/out" >"$work/commands"
is_something "$work/commands" && commands=$(tr '\n' ' ' <"$work/commands")
ok '--help names the commands'

# The items of the outer lists of a section in their order, and the lines that name the commands of
# an item: which list it is, the item, and the line, a tab between them.
items() { # SECTION [PAGE]
	awk -v section=".Sh $1" '
		/^\.Sh / { inside = $0 == section }
		!inside { next }
		/^Every command has:/ { part = "every" }
		/^Every command but/ { part = "opening" }
		/^Only the commands/ { part = "named" }
		/^\.Bl/ && !depth++ && section != ".Sh OPTIONS" { part = ++lists }
		/^\.El/ { depth-- }
		depth == 1 && /^\.It / { item = $0 }
		depth == 1 && (/^\.It / || /^\.Cm [a-z ,]+ :$/) { print part "\t" item "\t" $0 }
	' "${2:-$manual}"
}

# "COMMAND OPTION", sorted, as the section OPTIONS has it.
manual_options() { # [PAGE]
	items OPTIONS "$@" | awk -F '\t' -v commands="$commands" '
		function add(list,   i, n, name) {
			n = split(list, name, /[ ,:]+/)
			for (i = 1; i <= n; i++)
				if (name[i] != "" && name[i] != omitted)
					print name[i], option
		}
		{ option = $2; sub(/.*Fl Fl /, "", option); sub(/ .*/, "", option); omitted = "" }
		$1 == "every" && $3 ~ /^.It/ { add(commands) }
		$1 == "opening" && $3 ~ /^.It/ { omitted = "init"; add(commands) }
		$1 == "named" && $3 ~ /^.Cm/ { add(substr($3, 5)) }
	' | sort -u
}

# The same, as each --help has it.
help_options() {
	for command in $commands; do
		"$TREEWIDE" "$command" --help | sed -n "s/^  ....--\([a-z-]*\).*/$command \1/p"
	done | sort -u
}

help_options >"$work/wanted" && [ "$(wc -l <"$work/wanted")" -gt 70 ] &&
	manual_options >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'the options of each command are those of the manual'

for change in '/Fl Fl explain Ns/d' 's/^\.Cm prove , send :/.Cm prove :/' \
	's/^\.Cm audit :/.Cm plan :/'; do
	sed "$change" "$manual" >"$work/page" && ! cmp -s "$manual" "$work/page" &&
		manual_options "$work/page" >"$work/got" &&
		! same "$work/wanted" "$work/got" || break
done && is_something "$work/wanted"
ok 'an option that the manual lacks, or gives to another command, is seen'

sed -n 's/.* //p' "$work/wanted" | sort -u |
	grep -vxE 'help|usage|version|repo|base|campaign|state|jobs' >"$work/own" &&
	is_something "$work/own" && while read -r name; do
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' "$manual" | grep -qE "(Fl Fl |\| )$name( |\$)" ||
		break
	done <"$work/own" && [ "$name" = '' ]
ok 'the synopsis has each of them'

items COMMANDS | sed 's/.*\t\.It Cm \([a-z]*\).*/\1/' | sort >"$work/got" &&
	sort "$work/commands" >"$work/sorted" &&
	same "$work/sorted" "$work/got"
ok 'the manual has each command'

## what a command does not have ##

expect_exit 2 "$TREEWIDE" init --really && says 'init has no --really; send has it' &&
	[ ! -s "$work/out" ]
ok 'init --really: refused, and who has it'
expect_exit 2 "$TREEWIDE" --fail-fast plan && says 'plan has no --fail-fast; prove has it' &&
	expect_exit 2 "$TREEWIDE" init x --state y && says 'init has no --state; audit, ' &&
	[ ! -e x ]
ok 'before the command, and behind it'
refused=0
for command in $commands; do "$TREEWIDE" "$command" --help; done |
	sed -n 's/^  ....\(--[a-z-]*=*\).*/\1/p' | sort -u >"$work/all"
for command in $commands; do
	"$TREEWIDE" "$command" --help | sed -n 's/^  ....\(--[a-z-]*=*\).*/\1/p' | sort -u |
		comm -13 - "$work/all" >"$work/foreign"
	while read -r option; do
		value=
		case $option in *=) value=1 ;; esac
		expect_exit 2 "$TREEWIDE" "$command" "$option$value" &&
			says "treewide: $command has no ${option%=}; " &&
			refused=$((refused + 1)) || echo "$command $option"
	done <"$work/foreign"
done >"$work/taken"
[ "$refused" -gt 90 ] && [ ! -s "$work/taken" ]
ok 'each command refuses each option of others'
expect_exit 0 "$TREEWIDE" --help prove --since x && says 'Usage: treewide prove' &&
	says '--fail-fast' && ! says '--since'
ok 'help is help, whatever stands beside it'
expect_exit 0 "$TREEWIDE" send --usage && says 'Usage: treewide send' &&
	says '[--waive=CHECK=REASON]' && ! says explain
ok '--usage is of the command, too'

## checks ##

help_checks() {
	"$TREEWIDE" prove --help | sed -n '/^Checks/,/^$/s/^  \([a-z-]*\) .*/\1/p'
}
manual_checks() { # [PAGE]
	items CHECKS "$@" | sed -n 's/^1\t.*\t\.It Cm \([a-z-]*\)$/\1/p'
}

help_checks >"$work/checks" && [ "$(wc -l <"$work/checks")" -ge 18 ] &&
	manual_checks >"$work/got" && same "$work/checks" "$work/got"
ok 'the manual has the checks, in their order'
sed '/^\.It Cm complete$/d' "$manual" >"$work/page" && manual_checks "$work/page" >"$work/got" &&
	! same "$work/checks" "$work/got" &&
	sed 's/^\.It Cm tree$/.It Cm cover/; t; s/^\.It Cm cover$/.It Cm tree/' \
	"$manual" >"$work/page" && manual_checks "$work/page" >"$work/got" &&
	! same "$work/checks" "$work/got" && is_something "$work/checks"
ok 'a check that the manual lacks, or has elsewhere, is seen'

make_world "$repo" && campaign=$work/with-program && make_campaign "$campaign" &&
	printf '#!/bin/sh\n' >"$campaign/boots.sh" &&
	chmod 755 "$campaign/boots.sh" &&
	printf '\n[check "boots"]\n\trun = boots.sh\n' >>"$campaign/campaign.conf"
ok 'a world'
for name in objets mail-x mail- build.o; do
	expect_exit 2 tw send --waive "$name=x" &&
		says "--waive $name=x: there is no check of that name; there are residue, " &&
		says ', boots, and mail-N' && [ ! -e "$state" ] || break
done && [ "$name" = build.o ]
ok 'a waiver of an unknown check is refused before any work'
for name in $(cat "$work/checks") boots mail-12; do
	expect_exit 2 tw send --waive "$name=x" && ! says 'no check of that name' &&
		says 'b4/world' || break
done && [ "$name" = mail-12 ]
ok 'each check and each program of the campaign can be waived'

finish
