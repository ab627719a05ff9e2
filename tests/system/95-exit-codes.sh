#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The table of exit codes in treewide(1): each command that a row names is seen to end so.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "CODE COMMAND" for each command that the table names; 0, 2 and 3 are for every command.
table() { # [FILE]
	awk '
		/^\.Sh / { inside = $0 == ".Sh EXIT STATUS" }
		!inside { next }
		/^\.It [0-9]/ { code = $2 }
		/^\.(Pq )?Cm [a-z]/ {
			sub(/^\.(Pq )?Cm /, ""); gsub(/,|;|Fl.*/, "")
			for (i = split($0, name, " "); i; i--)
				print code, name[i]
		}
	' "${1:-$top/man/treewide.1}" | grep -E "^1 ($(echo "$commands" | tr ' ' '|'))\$" | sort -u
}

expect_exit 0 "$TREEWIDE" --json help &&
	commands=$(json '" ".join(c["name"] for c in d["commands"])') &&
	table >"$work/rows" && is_something "$work/rows"
ok 'the table names commands'

make_world "$repo"
ok 'a world'
: >"$work/seen"
ends() { # CODE COMMAND [ARG...]
	expect_exit "$1" tw "$2" ${3+"$3"} ${4+"$4"} ${5+"$5"} && echo "$1 $2" >>"$work/seen"
}
run() { # CODE COMMAND [ARG...], of a command that does not take all of these options
	code=$1
	shift
	expect_exit "$code" "$TREEWIDE" "$@" && echo "$code $1" >>"$work/seen"
}

## 0 and 1 ##

(cd "$work" && run 0 init my-api) && ends 0 audit && ends 0 plan && ends 0 generate &&
	ends 0 status &&
	ends 0 doctor && run 0 help && run 0 gc --repo "$repo" --state "$state" --limit 9g
ok '0: done'
ends 1 prove && ends 1 report && ends 1 send
ok '1: a verdict is uncovered'
run 1 gc --repo "$repo" --state "$state" --limit 1k &&
	git -C "$repo" config treewide.stateLimit 1k && ends 1 doctor
ok '1: the limit cannot be kept, something is missing'
git -C "$repo" checkout -q -b next && write_driver "$repo/drivers/net/foxtrot.c" <<'BODY'
	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
BODY
echo 'obj-m += foxtrot.o' >>"$repo/drivers/net/Makefile" && commit "$repo" 'net: Add one' &&
	ends 1 audit --since main
ok '1: a call relies on it and did not before'

git -C "$repo" checkout -q main && make_campaign "$work/mine" && campaign=$work/mine &&
	sed -i 's/ vectors openly/ vectors openly, which is a subject that is much too long for anybody to read/' \
		"$campaign/campaign.conf" && ends 1 plan && says 'Words to look at'
ok '1: there are words to look at'
campaign=$work/half && make_campaign "$campaign" && cat >"$campaign/convert.cocci" <<'RULE' &&
// SPDX-License-Identifier: GPL-2.0-only
/// Convert the affine ones only
///
// Confidence: High
// Residue: pci_alloc_irq_vectors
@@
expression E;
@@
- pcim_enable_device(E)
+ (pcim_enable_device(E))
RULE
	ends 1 generate && says 'ot wholly converted' &&
	run 1 try --repo "$repo" --base main --state "$state" "$campaign/convert.cocci"
ok '1: a selected file is not wholly converted'
run 1 test --campaign "$campaign" && says 'no case in'
ok '1: a rule has no case'
ends 1 left && says 'pci_alloc_irq_vectors'
ok '1: somebody uses an old name'
campaign=$top/tests/campaigns/world
git -C "$repo" checkout -q b4/world && echo '/* by hand */' >>"$repo/drivers/gpio/gpio-golf.c" &&
	commit "$repo" 'Say something else' && git -C "$repo" checkout -q main && ends 1 regenerate
ok '1: an edit by hand clashes'

## 2, 3 and signals ##

for command in $commands; do
	run 2 "$command" --no-such-option || break
done
ok '2: wrong use, of each command'
chmod 755 "$work" && mkdir "$work/none" &&
	for command in audit plan generate prove regenerate report status send; do
	expect_exit 3 "$TREEWIDE" --repo "$repo" --campaign "$campaign" --state /dev/null/x \
		"$command" || break
	echo "3 $command" >>"$work/seen"
done && [ "$command" = send ]
ok '3: the system failed, of each that opens a state directory'

cut -d ' ' -f 2 "$work/rows" | sort -u | sed 's/^/1 /' >"$work/wanted" &&
	grep '^1 ' "$work/seen" | sort -u | same "$work/wanted" -
ok 'each command that the table names for 1 was seen to end with 1, and no other'
sed 's/^\.Pq Cm gc ;/.Pq Cm help ;/' "$top/man/treewide.1" >"$work/page" &&
	table "$work/page" >"$work/got" &&
	! same "$work/rows" "$work/got" && is_something "$work/rows"
ok 'a row that names another command is seen'

finish
