#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What people and trees may throw at treewide: it names what is wrong, and never crashes.
# shellcheck disable=SC2016,SC2317 # nothing here is to be expanded; what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
base=$(git -C "$repo" rev-parse HEAD)
no_branch() { ! git -C "$repo" rev-parse -q --verify b4/world >/dev/null; }

## the command line ##

expect_exit 2 "$TREEWIDE" && expect_exit 2 tw && expect_exit 2 tw destroy &&
	expect_exit 2 tw plan plan &&
	expect_exit 2 tw --colour plan && expect_exit 2 tw --jobs 0 plan &&
	expect_exit 2 tw --jobs 1x plan &&
	expect_exit 2 tw --jobs -1 plan && expect_exit 0 tw --help
ok 'words that are no command, options that are none: 2'

expect_exit 2 tw --repo "$work/none" plan && says "$work/none" &&
	expect_exit 2 tw --repo "$HOME" plan && says "$HOME"
ok 'no repository: 2, and it is named'

expect_exit 2 tw --base v9.99 plan && says 'v9.99 names no commit' &&
	expect_exit 2 tw --base "$(git -C "$repo" rev-parse HEAD:Kconfig)" plan &&
	expect_exit 2 tw --base 'HEAD^{tree}' plan && expect_exit 2 tw --base '' plan &&
	expect_exit 2 tw --base '--all' plan
ok 'a base that is no commit: 2'

git init -q "$work/empty"
expect_exit 2 tw --repo "$work/empty" plan && says 'HEAD names no commit'
ok 'a repository without a commit: 2'

git clone -q --bare "$repo" "$work/bare"
expect_exit 0 tw --repo "$work/bare" --state "$work/barestate" generate &&
	git -C "$work/bare" rev-parse -q --verify b4/world >/dev/null
ok 'a bare repository will do'

## the campaign ##

# A campaign with one change, made by sed.
with() { # SED
	discard -f "$work/campaign"
	make_campaign "$work/campaign" && sed -i "$1" "$work/campaign/campaign.conf" &&
		! cmp -s "$work/campaign/campaign.conf" "$top/tests/campaigns/world/campaign.conf"
	campaign=$work/campaign
}
conf=$work/campaign/campaign.conf

with 's/nothing/nothing/' && expect_exit 0 tw plan && says ' patches over '
ok 'a campaign in a folder of its own is taken'

expect_exit 2 tw --campaign none plan && says none && expect_exit 2 tw --campaign "$work/home" plan
ok 'no campaign: 2'

with 's/select = implicit/&\n\tcolour = red/' &&
	expect_exit 2 tw plan && says "$conf:$(grep -n colour "$conf" | cut -d: -f1)" && says colour
ok 'an unknown key: 2, with file and line'

with 's/^\tcover = .*/&\n\ttitle = Another/' && expect_exit 2 tw plan && says "$conf:" &&
	says 'this key is set twice' &&
	with 's/^\tcover = .*/&\n\tscope = net\//' && expect_exit 0 tw plan &&
	with 's/select = implicit, error-only/select = implicit\n\tselect = error-only/' &&
	expect_exit 0 tw plan && says ' patches over ' &&
	with 's/select = implicit/claims = same-code\n\tclaims = same-code\n\t&/' &&
	expect_exit 2 tw plan && says 'this key is set twice'
ok 'a second value: 2 with file and line, but for repeatable keys and lists of words'
with 's/nothing/nothing/'
for jobs in many 0 4097 2x; do
	git -C "$repo" config treewide.jobs "$jobs"
	expect_exit 2 "$TREEWIDE" --repo "$repo" --campaign "$campaign" --state "$state" plan &&
		says "treewide.jobs = $jobs: not a number from 1 to 4096" || break
done && [ "$jobs" = 2x ] && git -C "$repo" config --unset treewide.jobs
ok 'a number of jobs in the configuration that is none: 2'
expect_exit 2 tw prove --first-parent && says 'goes with a range only' &&
	expect_exit 2 tw report --first-parent && says 'goes with a range only'
ok '--first-parent of a campaign: 2'
expect_exit 2 tw send --force && says '--force goes with --really'
ok 'send --force without --really: 2'

with '$a [colours]\n\tred = 1' && expect_exit 2 tw plan &&
	says "$conf:$(grep -n 'red = 1' "$conf" | cut -d: -f1)"
ok 'an unknown section: 2, with file and line'

with 's/\[patch "enforce"\]/[patch "enforce"/' && expect_exit 2 tw plan && says "$conf"
ok 'a section that nobody closes: 2'

with 's/select = implicit/select = some, implicit/' && expect_exit 2 tw plan &&
	says "$conf:$(grep -n 'select =' "$conf" | cut -d: -f1)" &&
	says 'some: not a class of the audit'
ok 'an unknown value: 2, with file and line'

with 's/name = world/name = ..world/' && expect_exit 2 tw plan &&
	says '..world cannot name a branch'
ok 'a name that cannot be a branch: 2'

with 's/rule = convert.cocci/rule = none.cocci/' && expect_exit 2 tw plan && says none.cocci
ok 'a missing rule: 2'

with 's/message = convert.txt/message = none.txt/' && expect_exit 2 tw plan && says none.txt
ok 'a missing message: 2'

with 's/target = .*/target = none/' && expect_exit 2 tw plan && says 'configs/none'
ok 'a missing target: 2'

with 's/nothing/nothing/' && echo 'From {nowhere}' >>"$work/campaign/convert.txt" &&
	expect_exit 2 tw plan &&
	says 'unknown field {nowhere}'
ok 'an unknown field in a message: 2'

with 's/nothing/nothing/' && echo '--- b4-submit-tracking ---' >>"$work/campaign/cover.txt" &&
	expect_exit 2 tw generate &&
	says 'marker line' && no_branch
ok "b4's marker in the letter: 2"

## the rules ##

rule() { # stdin: what the rule does, behind a proper header
	with 's/nothing/nothing/' && {
		printf '// SPDX-License-Identifier: GPL-2.0\n/// Test\n// Confidence: Low\n// Options: --no-includes\n\n'
		cat
	} >"$work/campaign/convert.cocci"
}

printf '@@\n@@\n- pci_alloc_irq_vectors(\n' | rule && expect_exit 2 tw plan &&
	says 'convert.cocci: the rule does not parse'
ok 'a rule that does not parse: 2'

printf '@@\n@@\n- pci_take_nothing\n+ pcim_take_nothing\n  (...)\n' | rule &&
	expect_exit 1 tw plan &&
	says 'convert.cocci changes nothing in HEAD: it was run over 10 files, and matches'
ok 'a rule that matches nothing: 1, and where it was run'

printf '@@\nexpression e;\n@@\n- e\n+ (e)\n' | rule &&
	sed -i '/select =/d' "$work/campaign/campaign.conf" &&
	tw plan >"$work/out" 2>"$work/err"
says 'convert.cocci: spatch finds no word to look for: run over all'
ok 'a rule without a word is run over the whole scope, and that is said'

with 's/nothing/nothing/' && sed -i '/Confidence:/d' "$work/campaign/convert.cocci" &&
	expect_exit 0 tw plan &&
	says 'convert.cocci: no line "// Confidence: High" (or Moderate, or Low)'
ok 'a rule without its header is taken, and that is said'

: >"$work/campaign/convert.cocci"
expect_exit 2 tw plan && says convert.cocci
ok 'an empty rule: 2'

echo 'pci_alloc_irq_vectors -> pcim_alloc_irq_vectors' >"$work/campaign/convert.cocci"
expect_exit 2 tw plan && says 'convert.cocci: the rule does not parse: unexpected code before' &&
	says 'rule: a rule begins with a line "@@"' && ! says Tag
ok 'a text that is no rule: 2, and how one begins'

## the tree ##

odd=$repo/drivers/odd
mkdir "$odd"
i=0
for name in 'with space' "quote'\"" '-dash' '$(touch pwned)' '`touch pwned`' ';touch pwned;' \
	'back\slash' '*' '%s%n' \
	"$(printf 'new\nline')" "$(printf 'caf\351')" "$(printf 'esc\033[2J')"; do
	i=$((i + 1))
	printf '\tret = pci_alloc_irq_vectors(pdev, 1, %d, PCI_IRQ_MSI);\n' "$i" |
		write_driver "$odd/$name.c"
done
commit "$repo" 'Add odd names'
with '$a [prefix "drivers/odd/"]\n\tsubject = odd' && expect_exit 0 tw --json generate &&
	cp "$work/out" "$work/odd.json" &&
	git -C "$repo" show b4/world:drivers/odd/ | sed 1,2d | sort >"$work/wanted" &&
	git -C "$repo" diff --name-only -z HEAD b4/world -- drivers/odd | tr '\0\n' '\n?' |
	sort >"$work/got" &&
	[ "$(wc -l <"$work/got")" = 12 ] &&
	[ "$(git -C "$repo" grep -c 'pcim_alloc_irq_vectors(pdev, 1, [0-9]*, PCI_IRQ_MSI);' b4/world -- drivers/odd | wc -l)" = 12 ]
ok 'odd names: all of them are converted'

json '[repr(f) for p in d["patches"] if p["id"] == "convert/odd"
	for f in p["files"]]' "$work/odd.json" >"$work/got" &&
	[ "$(wc -l <"$work/got")" = 12 ] && has "$work/got" "'drivers/odd/new\\nline.c'" &&
	has "$work/got" "'drivers/odd/caf\\\\xe9.c'"
ok 'odd names: all of them stand in the plan'

(cd "$work/home" && sh -c 'echo $(touch pwned)' && [ -e pwned ] && discard pwned) &&
	[ -z "$(find "$work" . -maxdepth 6 -name 'pwned' 2>/dev/null)" ]
ok 'odd names: none is run'
git -C "$repo" reset -q --hard "$base" && git -C "$repo" branch -q -D b4/world

printf '\t/* caf\351 */\n\tret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI); /* \377 */\n' |
	write_driver "$odd/latin.c"
printf '\tret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);\n' | write_driver "$odd/crlf.c"
sed -i 's/$/\r/' "$odd/crlf.c"
printf '\tret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);\n\t/* a\000b */\n' |
	write_driver "$odd/nul.c"
printf '\tret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);\n' | write_driver "$odd/end.c"
printf '/* no end of line */' >>"$odd/end.c"
ln -s /etc/passwd "$odd/link.c"
: >"$odd/empty.c"
commit "$repo" 'Add odd files'
expect_exit 1 tw --json generate && cp "$work/out" "$work/odd.json"
json '[l["file"] for l in d["left"] if l["wanted"]]' "$work/odd.json" >"$work/left" 2>"$work/err"
# Only the name of the function changes, or the file is named and stays.
faithful() { # FILE
	git -C "$repo" cat-file blob "b4/world:drivers/odd/$1" 2>"$work/err" >"$work/got"
	if grep -qx "drivers/odd/$1" "$work/left"; then
		cmp "$odd/$1" "$work/got" >"$work/out" 2>&1
	else
		LC_ALL=C sed 's/pci_alloc_irq_vectors/pcim_alloc_irq_vectors/' "$odd/$1" |
			cmp - "$work/got" >"$work/out" 2>&1
	fi
}
for file in latin crlf nul end; do
	faithful "$file.c"
	ok "odd files: $file.c loses no byte"
done
! grep -qx 'drivers/odd/latin.c' "$work/left" && ! grep -qx 'drivers/odd/end.c' "$work/left" &&
	grep -q '^drivers/odd/' "$work/left"
ok 'odd files: bytes that are no UTF-8 stop nothing; a NUL is named'
git -C "$repo" branch -q -D b4/world
git -C "$repo" reset -q --hard "$base"

campaign=$top/tests/campaigns/world

## who is told ##

hostile() { # LINE
	sed "s#^M:.*anna@alpha.*#$1#" "$top/tests/world/MAINTAINERS" >"$repo/MAINTAINERS"
	git -C "$repo" reset -q --soft "$base" && commit "$repo" 'Change a name'
}
hostile 'M:	A \\"B\\", $(touch pwned) `touch pwned` (C: D) <anna@alpha.example.org>' &&
	expect_exit 0 tw generate &&
	git -C "$repo" log -1 --format=%B b4/world~7 >"$work/message" &&
	git -C "$repo" format-patch -q -o "$work/mails" -1 b4/world~7 &&
	has "$work/message" anna@alpha.example.org &&
	[ "$(grep -c '^Cc: .*anna@' "$work/message")" = 1 ] &&
	perl -ne 'if (/^Cc: "(?:[^"\\]|\\.)*" <anna\@alpha\.example\.org>$/) { $found = 1 } END { exit !$found }' "$work/message"
ok 'MAINTAINERS: a name full of signs is quoted'

hostile "$(printf 'M:\tEvil\033[2J\tBcc: x@y.example.org \177 <anna@alpha.example.org>')" &&
	expect_exit 0 tw generate &&
	git -C "$repo" log --format=%B HEAD..b4/world >"$work/message" &&
	has "$work/message" anna@alpha.example.org &&
	! grep -q '[[:cntrl:]]' "$work/message" && ! grep -q '^Bcc' "$work/message"
ok 'MAINTAINERS: signs that steer a terminal are taken out'

git -C "$repo" branch -q -D b4/world
hostile 'M:	Nobody at all' && expect_exit 2 tw generate && says '[address "Nobody at all"]' &&
	no_branch
ok 'MAINTAINERS: a name without an address: 2, with what to write'

hostile "$(printf 'M:\tAnn\351 <anna@alpha.example.org>')" && expect_exit 0 tw generate &&
	git -C "$repo" log --format=%B HEAD..b4/world |
	grep -qxF "$(printf 'Cc: Ann\357\277\275 <anna@alpha.example.org>')"
ok 'MAINTAINERS: bytes that are no UTF-8 are written as U+FFFD'
git -C "$repo" branch -q -D b4/world

git -C "$repo" rm -q --cached MAINTAINERS && discard "$repo/MAINTAINERS" &&
	commit "$repo" 'Tell nobody' &&
	expect_exit 2 tw plan && says MAINTAINERS
ok 'MAINTAINERS: none: 2'
git -C "$repo" reset -q --hard "$base"

mv "$HOME/.gitconfig" "$work/gitconfig"
expect_exit 2 tw generate && says user.name && no_branch && expect_exit 0 tw plan
ok 'nobody: without user.name there is no branch, but a plan'
mv "$work/gitconfig" "$HOME/.gitconfig"

finish
