#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The rows of commands, options and checks: the pages of the manual have the same ones, and a
# command
# refuses what is not its own.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

manual=$top/man
commands=
name=nobody
expect_exit 0 "$TREEWIDE" --help &&
	sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$work/out" >"$work/commands"
is_something "$work/commands" && commands=$(tr '\n' ' ' <"$work/commands")
ok '--help names the commands'

# The items of the outer list of a section, in their order.
items() { # SECTION FILE
	awk -v section=".Sh $1" '
		/^\.Sh / { inside = $0 == section }
		!inside { next }
		/^\.Bl/ { depth++ }
		/^\.El/ { depth-- }
		depth == 1 && /^\.It / { print substr($0, 5) }
	' "$2"
}

# What the page of each command has under OPTIONS: "COMMAND [LETTER,]NAME[=]".
page_options() { # [DIR]
	for command in $commands; do
		items OPTIONS "${1:-$manual}/treewide-$command.1" | sed 's/\\&//; s/ Ns = .*/=/
			s/^Fl Fl //; s/^Fl \(.\) , Fl Fl /\1,/' | sed "s/^/$command /"
	done | sort
}

# The same by the rows.
row_options() {
	expect_exit 0 "$TREEWIDE" --json help && json '[c["name"] + " " + (o["letter"] + "," if
		o["letter"] else "") + o["name"] + ("=" if o["value"] else "")
		for c in d["commands"] for o in c["options"]]' | sort
}

row_options >"$work/wanted" && [ "$(wc -l <"$work/wanted")" -gt 80 ] &&
	page_options >"$work/got" && same "$work/wanted" "$work/got"
ok 'the options of each command are those of its page, each once'

# What must be seen: a page, and what is done to it.
while read -r page change; do
	discard -f "$work/man" && cp -R "$manual" "$work/man" &&
		sed "$change" "$manual/$page" >"$work/man/$page" &&
		! cmp -s "$manual/$page" "$work/man/$page" &&
		page_options "$work/man" >"$work/got" && ! same "$work/wanted" "$work/got" || break
	name=$page
done <<'CHANGES' && [ "$name" = treewide-plan.1 ] && is_something "$work/wanted"
treewide-prove.1 /^.It Fl Fl explain/d
treewide-audit.1 s/^.It Fl Fl since Ns = Ns Ar rev/.It Fl Fl since/
treewide-send.1 s/^.It Fl Fl really/&\n&/
treewide-status.1 s/^.It Fl Fl json/.It Fl Fl xml/
treewide-init.1 s/^.It Fl V ,/.It Fl v ,/
treewide-plan.1 s/^.It Fl Fl sample/.It Fl Fl trust\n&/
CHANGES
ok 'an option that a page lacks, has twice, calls otherwise, or that is of another command, is seen'

# The options of its own stand in the synopsis of each page, and no others.
for command in $commands; do
	"$TREEWIDE" "$command" --help | sed -n 's/^  ....--\([a-z-]*\).*/\1/p' |
		grep -vxE 'help|usage|version|repo|base|campaign|state|jobs|json' |
		sed "s/^/$command /"
done | sort >"$work/own" && is_something "$work/own" &&
	for command in $commands; do
		sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' "$manual/treewide-$command.1" |
			sed 's/| reflect/| Fl Fl reflect/' | grep -o 'Fl Fl [a-z-]*' |
			sed "s/^Fl Fl/$command/"
	done | grep -vE '^gc (repo|state)$' | sort >"$work/got" && same "$work/own" "$work/got"
ok 'the synopsis of each page has them, too'

items COMMANDS "$manual/treewide.1" | sed -n 's/^Xr treewide-\([a-z]*\) 1$/\1/p' |
	sort >"$work/got" &&
	sort "$work/commands" >"$work/sorted" && same "$work/sorted" "$work/got"
ok 'treewide(1) leads to the page of each command'

find "$manual" -name 'treewide-*' | sed 's,.*/,,; s/\.\(.\)$/ \1/' | sort -u >"$work/pages" &&
	cat "$manual"/* | sed -n 's/^\.\(It \)*Xr \(treewide-.*\)/\2/p' |
	grep -o 'treewide-[a-z-]* [1-8]' | sort -u >"$work/got" && same "$work/pages" "$work/got"
ok 'each page is named by another one, and none that is not there'

wc -l "$manual"/* | sed '$d' | awk '$1 > 250 { print; long++ } END { exit long > 0 || NR < 20 }' \
	>"$work/out"
ok 'no page has more than 250 lines'

## what a command does not have ##

expect_exit 2 "$TREEWIDE" init --really && says 'init has no --really; send has it' &&
	[ ! -s "$work/out" ]
ok 'init --really: refused, and who has it'
expect_exit 2 "$TREEWIDE" --fail-fast plan && says 'plan has no --fail-fast; prove has it' &&
	expect_exit 2 "$TREEWIDE" init x --state y && says 'init has no --state; try, audit, ' &&
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
page_checks() { # [FILE]
	items DESCRIPTION "${1:-$manual/treewide-checks.7}" | sed -n 's/^Cm \([a-z-]*\)$/\1/p'
}

help_checks >"$work/checks" && [ "$(wc -l <"$work/checks")" -ge 18 ] &&
	page_checks >"$work/got" && same "$work/checks" "$work/got"
ok 'treewide-checks(7) has the checks, in their order'
page=$manual/treewide-checks.7
sed '/^\.It Cm complete$/d' "$page" >"$work/page" && page_checks "$work/page" >"$work/got" &&
	! same "$work/checks" "$work/got" &&
	sed 's/^\.It Cm tree$/.It Cm cover/; t; s/^\.It Cm cover$/.It Cm tree/' \
	"$page" >"$work/page" && page_checks "$work/page" >"$work/got" &&
	! same "$work/checks" "$work/got" && is_something "$work/checks"
ok 'a check that the page lacks, or has elsewhere, is seen'
page_checks "$manual/treewide-build-checks.7" >"$work/got" && is_something "$work/got" &&
	grep -vxF -f "$work/checks" "$work/got" >"$work/out"
[ $? = 1 ] && [ "$(sed -n '/^objects$/,/^same-code$/p' "$work/checks")" = "$(cat "$work/got")" ]
ok 'treewide-build-checks(7) has those of what a make makes, in their order'

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
