#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide help, and what may have been meant: a command, an option, a key of a campaign or a
# target.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# man writes plain text to a pipe, and is told to use no colours.
MAN_KEEP_FORMATTING='' && export MAN_KEEP_FORMATTING

## pages ##

expect_exit 0 "$TREEWIDE" help prove && has "$work/out" 'TREEWIDE-PROVE(1)' &&
	has "$work/out" '--explain=commit'
ok 'help COMMAND opens its page'
expect_exit 0 "$TREEWIDE" help campaign && has "$work/out" 'TREEWIDE-CAMPAIGN(5)' &&
	expect_exit 0 "$TREEWIDE" help checks && has "$work/out" 'TREEWIDE-CHECKS(7)' &&
	expect_exit 0 "$TREEWIDE" help treewide && has "$work/out" 'TREEWIDE(1)'
ok 'so does the name of any other page'
expect_exit 0 "$TREEWIDE" help && has "$work/out" 'Commands:' && has "$work/out" '  prove '
ok 'help alone names the commands'
expect_exit 2 "$TREEWIDE" help prov &&
	says 'there is no manual page for prov; did you mean prove?' &&
	[ ! -s "$work/out" ] && expect_exit 2 "$TREEWIDE" help zzyzx &&
	says 'there is no manual page for zzyzx' && ! says 'did you mean'
ok 'what has no page is refused, with what was meant where that can be told'
expect_exit 2 "$TREEWIDE" help '../man/treewide' && expect_exit 2 "$TREEWIDE" help 'pro*' &&
	says 'there is no manual page'
ok 'a path or a pattern is no name of a page'

mkdir "$work/few" && ln -s "$(command -v git)" "$work/few/git" &&
	PATH=$work/few expect_exit 0 "$TREEWIDE" help prove &&
	has "$work/out" 'Usage: treewide prove' &&
	PATH=$work/few expect_exit 3 "$TREEWIDE" help campaign &&
	says 'the program man is not installed: '
ok 'without man: the text of --help, and what has none says so'

mkdir -p "$work/prefix/bin" "$work/prefix/share/man/man1" &&
	cp "$TREEWIDE" "$work/prefix/bin/treewide" && cd "$work/prefix" &&
	expect_exit 0 "$work/prefix/bin/treewide" help prove &&
	has "$work/out" 'Usage: treewide prove' &&
	sed 's/^Examine every commit between/Relocated: &/' "$top/man/treewide-prove.1" |
	gzip >share/man/man1/treewide-prove.1.gz &&
	expect_exit 0 bin/treewide help prove && has "$work/out" 'Relocated: Examine'
ok 'installed: the page beside the program, compressed or not'
cd "$work" || exit 3

expect_exit 0 "$TREEWIDE" --json help && cp "$work/out" "$work/help.json" &&
	[ "$(json '[c["name"] for c in d["commands"]][:3]' | tr '\n' ' ')" = 'init try test ' ] &&
	[ "$(json '[o["value"] for c in d["commands"] if c["name"] == "audit" for o in c["options"]
	if o["name"] == "since"]')" = REV ] && [ "$(json '"campaign" in d["pages"]')" = true ] &&
	expect_exit 0 "$TREEWIDE" --json help plan &&
	[ "$(json '[c["name"] for c in d["commands"]]')" = plan ]
ok 'json: commands with their options, checks and pages; or one command'

## what may have been meant ##

expect_exit 2 "$TREEWIDE" proove && says 'unknown command: proove; did you mean prove?' &&
	expect_exit 2 "$TREEWIDE" gnerate && says 'did you mean generate?' &&
	expect_exit 2 "$TREEWIDE" stauts && says 'did you mean status?'
ok 'a command'
expect_exit 2 "$TREEWIDE" xyzzy && says 'unknown command: xyzzy' && ! says 'did you mean'
ok 'nothing is made up where nothing is near'
expect_exit 2 "$TREEWIDE" plan --sampel &&
	says 'unknown option: --sampel; did you mean --sample?' &&
	expect_exit 2 "$TREEWIDE" --bse=HEAD plan && says 'did you mean --base?' &&
	expect_exit 2 "$TREEWIDE" plan --xyzzy && says 'unknown option: --xyzzy' &&
	! says 'did you mean'
ok 'an option'
expect_exit 2 "$TREEWIDE" send --waive --realy --xyzzy && says 'unknown option: --xyzzy' &&
	expect_exit 2 "$TREEWIDE" -c --xyzzy plan --repo "$work/nowhere" && ! says 'unknown option'
ok 'a value that looks like an option is none'
expect_exit 0 "$TREEWIDE" --vers && expect_exit 2 "$TREEWIDE" --re plan && says ambiguous
ok 'options may be cut as ever'
expect_exit 130 "$TREEWIDE" prove --bisect --buget=3 && says 'did you mean --budget?'
ok 'to git bisect run a misspelt option is no bad commit'

make_world "$repo" && campaign=$work/campaign && make_campaign "$campaign" &&
	cp "$campaign/campaign.conf" "$work/right"
ok 'a world'
last=
while read -r change said; do
	sed "$change" "$work/right" >"$campaign/campaign.conf" &&
		! cmp -s "$work/right" "$campaign/campaign.conf" &&
		expect_exit 2 tw plan && has "$work/err" "$said" || break
	last=$said
done <<'CHANGES' && [ "$last" = 'unknown key patch.api.zzz' ] && ! says 'did you mean'
s/^.title/\ttitel/ campaign.conf:5: unknown key campaign.titel; did you mean title?
s/^.releaser/\treleasr/ unknown key family.releasr; did you mean releaser?
s/^.convert.$/[convrt]/ unknown key convrt.rule; did you mean convert?
s/^.select/\tselects/ unknown key convert.selects; did you mean select?
$a[ignore]\ncheckpatch=1 unknown key ignore.checkpatch: the section is written [ignore "NAME"]
/^.patch..api/azzz=1 unknown key patch.api.zzz
CHANGES
ok 'a key of a campaign, or a section, with its line'
mkdir -p "$work/here/configs" && cd "$work/here" && cp "$work/right" "$campaign/campaign.conf" &&
	printf '# All.\n[target]\n\tarch = x86_64\n\tconfg = allmodconfig\n' >configs/mine &&
	sed -i 's/target = x86_64-allmodconfig/target = mine/' "$campaign/campaign.conf" &&
	expect_exit 2 tw audit && says 'unknown key target.confg; did you mean config?'
ok 'a key of a target'

finish
