#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Completion: what may stand next is what the rows, the campaign and the repository have; and the
# scripts for bash, zsh and fish hand it on.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# What may stand at the end of these words, without what it is.
next() { # WORD...
	"$TREEWIDE" complete "$@" 2>"$work/err" | cut -f 1 | tr '\n' ' '
}

make_world "$repo" && make_campaign "$work/mine" && campaign=$work/mine &&
	printf '[wave "first"]\n\ttitle = PCI/MSI: Begin\n\tpatch = api\n[wave "rest"]\n\ttitle = Go on\n' \
		>>"$campaign/campaign.conf" &&
	printf '[check "boots"]\n\trun = boots.sh\n' >>"$campaign/campaign.conf" &&
	printf '#!/bin/sh\n' >"$campaign/boots.sh" && chmod 755 "$campaign/boots.sh" &&
	git -C "$repo" config treewide.campaign "$campaign" && git -C "$repo" tag v9.1 &&
	cd "$repo" || exit 3
ok 'a world'

## words ##

expect_exit 0 "$TREEWIDE" --json help && cp "$work/out" "$work/help.json" &&
	json '" ".join(c["name"] for c in d["commands"]) + " "' "$work/help.json" >"$work/names" &&
	[ "$(next '')" = "$(cat "$work/names")" ] &&
	[ "$(next re)" = 'regenerate report ' ] && [ "$(next xyz)" = '' ] &&
	"$TREEWIDE" complete pl | grep -q '^plan	what would be made'
ok 'commands, and what each is'
for command in $(json '[c["name"] for c in d["commands"]]' "$work/help.json"); do
	next "$command" -- | tr ' ' '\n' | sed '/^$/d' >"$work/got"
	json '["--" + o["name"] + ("=" if o["value"] else "") for c in d["commands"]
		if c["name"] == "'"$command"'" for o in c["options"]]' "$work/help.json" \
		>"$work/wanted"
	same "$work/wanted" "$work/got" || break
done && [ "$command" = help ]
ok 'the options of each command, and no others'
[ "$(next --ba)" = '--base= ' ] && [ "$(next prove --fa)" = '--fail-fast ' ] &&
	[ "$(next plan --fa)" = '' ]
ok 'an option begun'
[ "$(next prove --target=x86_64-c)" = 'x86_64-clang ' ] &&
	[ "$(next prove --target x86_64-c)" = 'x86_64-clang ' ] &&
	[ "$(next prove --target '' | wc -w)" = "$(find "$top/configs" -type f | wc -l)" ]
ok 'targets are those of configs/'
[ "$(next plan --wave '')" = 'first rest ' ] && [ "$(next plan --wave=f)" = 'first ' ] &&
	git branch -q b4/world-rest-spi && [ "$(next plan --wave re)" = 'rest rest-spi ' ] &&
	[ "$(cd "$work" && next --repo "$repo" -c "$campaign" plan --wave f)" = 'first ' ] &&
	[ "$(cd "$work" && next plan --wave '')" = '' ]
ok 'waves are those of the campaign, and those that have a branch'
[ "$(next --campaign pci)" = 'pcim-irq-vectors :dirs ' ] &&
	[ "$(next -c time)" = 'timer-delete :dirs ' ]
ok 'campaigns, or folders'
case " $(next send --waive '')" in *' residue= '*' boots= '*) ;; *) false ;; esac &&
	[ "$(next send --waive=boo)" = 'boots= ' ]
ok 'checks, also those of the campaign'
[ "$(next audit --since v9)" = 'v9.1 ' ] && [ "$(next prove b4)" = 'b4/world-rest-spi ' ] &&
	[ "$(next report --format j)" = 'json junit ' ] &&
	[ "$(next prove --level '')" = 'fast full ' ] &&
	[ "$(next prove --mbox '')" = ':files ' ] && [ "$(next help camp)" = 'campaign ' ] &&
	[ "$(next help prove '')" = '' ]
ok 'commits, formats, levels, files and pages'
expect_exit 0 "$TREEWIDE" complete &&
	expect_exit 0 "$TREEWIDE" complete --repo "$work/no" --base '' &&
	[ ! -s "$work/err" ] && ! "$TREEWIDE" --help | grep -q ' complete '
ok 'where nothing can be told nothing is said'

## shells ##

ln -s "$TREEWIDE" "$work/bin/treewide"
# What bash would offer: the words as readline splits them.
in_bash() { # WORD...
	bash --norc -c '. "$1"; shift; COMP_WORDS=(treewide "$@"); COMP_CWORD=$#; _treewide
		echo "${COMPREPLY[*]}"' bash "$top/completion/treewide.bash" "$@"
}
[ "$(in_bash pl)" = plan ] && [ "$(in_bash plan --wave = f)" = first ] &&
	[ "$(in_bash plan --wave = | tr ' ' '\n' | head -n 1)" = first ] &&
	[ "$(in_bash plan --wave f)" = first ] && [ "$(in_bash prove --fa)" = --fail-fast ] &&
	bash --norc -c '. "$1"; complete -p treewide' bash "$top/completion/treewide.bash" |
	grep -qF -- '-F _treewide'
ok 'bash'
mkdir -p sub/dir && : >sub/file && [ "$(in_bash -c sub/)" = 'sub/dir' ] &&
	[ "$(in_bash prove --mbox sub/f)" = sub/file ]
ok 'bash: folders and files'
if command -v zsh >/dev/null; then
	in_zsh() { # WORD...
		zsh -f -c 'compset() { :; }; _files() { print files "$@"; }
			_describe() { print -l ${(P)2}; }
			words=(treewide "${@[2,-1]}"); CURRENT=$#words
			file=$1; set --; . $file' zsh \
			"$top/completion/_treewide" "$@" 2>&1 | tr '\n' ' '
	}
	case $(in_zsh pl) in 'plan:what would be made'*) ;; *) false ;; esac &&
		case $(in_zsh plan --wave=f) in 'first:PCI/MSI'*) ;; *) false ;; esac &&
		[ "$(in_zsh prove --mbox '')" = 'files ' ]
	ok 'zsh'
else
	skip zsh 'there is none'
fi
if command -v fish >/dev/null; then
	# shellcheck disable=SC2016 # fish expands it
	in_fish() { # LINE
		fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
			"$top/completion/treewide.fish" "$1" 2>&1 |
			cut -f 1 | tr '\n' ' '
	}
	[ "$(in_fish 'treewide pl')" = 'plan ' ] &&
		[ "$(in_fish 'treewide plan --wave=f')" = '--wave=first ' ] &&
		[ "$(in_fish 'treewide plan --wave f')" = 'first ' ] &&
		[ "$(in_fish 'treewide prove --mbox sub/f')" = 'sub/file ' ]
	ok 'fish'
else
	skip fish 'there is none'
fi

finish
