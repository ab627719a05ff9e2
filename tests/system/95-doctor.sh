#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide doctor: what is missing is told, with the command that mends it; exit 0 and 1.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && git -C "$repo" config treewide.campaign "$campaign" &&
	git -C "$repo" config treewide.stateLimit 50g && fingerprint "$repo" >"$work/before"
ok 'a world'

# The field of a row: "state" of programs/git.
row() { # AREA WHAT FIELD
	json '[r["'"$3"'"] for r in d["rows"]
		if r["area"] == "'"$1"'" and r["what"] == "'"$2"'"][0]'
}
examine() { # CODE
	expect_exit "$1" tw --json doctor
}

expect_exit 0 tw doctor && says 'Nothing is missing.' &&
	grep -q '^  ok        git [0-9]' "$work/out" &&
	grep -q '^  ok        spatch [0-9]' "$work/out" && [ ! -s "$work/err" ]
ok 'where all is there: 0, with versions'
fingerprint "$repo" >"$work/after" && same "$work/before" "$work/after" && [ ! -e "$state" ]
ok 'nothing is changed, and no state directory made'
expect_exit 0 tw doctor && examine 0 && [ "$(json 'd["ok"]')" = true ] &&
	[ "$(row programs git state)" = ok ] && [ "$(row clone campaign state)" = ok ] &&
	[ "$(row state limit found)" = 50g ] && [ "$(row targets x86_64-allmodconfig state)" = ok ]
ok 'json: the same'

## programs ##

# Only these of all programs.
few() { # PROGRAM...
	discard -f "$work/few" && mkdir "$work/few" && for name in "$@"; do
		ln -s "$(command -v "$name")" "$work/few/$name" || return
	done
}

few git spatch perl make gcc ld bc bison flex python3 as objcopy &&
	PATH=$work/few examine 0 && [ "$(row programs b4 state)" = optional ] &&
	[ "$(row programs bwrap mend)" = "$(command -v apt-get >/dev/null && echo 'apt-get ')install bubblewrap" ] &&
	case $(row programs bwrap why) in *sandbox*) ;; *) false ;; esac
ok 'what only some uses want is optional, with the package'
few git perl make gcc ld bc flex python3 as objcopy && PATH=$work/few examine 1 &&
	[ "$(row programs spatch state)" = missing ] &&
	[ "$(row programs bison state)" = missing ] &&
	[ "$(json 'd["ok"]')" = false ] && PATH=$work/few expect_exit 1 tw doctor &&
	says '2 things are missing: run the command below each' && says 'install coccinelle'
ok 'without spatch and bison: 1, both named'
printf '#!/bin/sh\nexit 1\n' >"$work/bin/spatch" && chmod 755 "$work/bin/spatch" && examine 1 &&
	case $(row programs spatch why) in *'it is there, but --version fails') ;; *) false ;; esac
ok 'a program that is there and does not run is missing'
no_fakes

## targets ##

few git spatch perl make gcc ld bc bison flex python3 as objcopy &&
	git -C "$repo" config treewide.target arm64-allmodconfig &&
	PATH=$work/few examine 0 && [ "$(row targets arm64-allmodconfig state)" = optional ]
ok 'a target that nobody asks for is optional'
git -C "$repo" config --unset treewide.campaign
PATH=$work/few expect_exit 1 "$TREEWIDE" --repo "$repo" --state "$state" --json doctor &&
	[ "$(row targets arm64-allmodconfig state)" = missing ] &&
	row targets arm64-allmodconfig mend | grep -q 'install gcc-aarch64-linux-gnu'
ok 'one of treewide.target is missing, with the package'
[ "$(row targets x86_64-rust state)" = optional ] &&
	[ "$(row targets x86_64-rust mend)" = 'ci/in-root --tools trixie-tools' ]
ok 'a target whose root is not there says how to make it'
git -C "$repo" config --unset treewide.target
make_campaign "$work/mine" && printf '[check "boots"]\n\trun = boots.sh\n\ttool = no-such-tool\n' \
	>>"$work/mine/campaign.conf" && printf '#!/bin/sh\n' >"$work/mine/boots.sh" &&
	chmod 755 "$work/mine/boots.sh" && campaign=$work/mine examine 0 &&
	[ "$(row programs no-such-tool state)" = optional ]
ok 'what a program of the campaign needs'
campaign=$work/nowhere examine 1 && [ "$(row clone campaign state)" = missing ]
ok 'a campaign that is not there: 1'

## the clone ##

expect_exit 1 "$TREEWIDE" --repo "$work" --json doctor &&
	[ "$(row clone repository state)" = missing ]
ok 'no repository: 1'
git init -q "$work/other" && commit "$work/other" 'Nothing' &&
	expect_exit 1 "$TREEWIDE" --repo "$work/other" --json doctor &&
	case $(row clone base why) in 'no Linux: '*) ;; *) false ;; esac
ok 'a repository that is no Linux: 1'
examine 0 && case $(row clone history found) in 'of 1 commit') ;; *) false ;; esac &&
	[ "$(row clone history state)" = note ] && [ "$(row clone objects state)" = ok ]
ok 'little history is a note'
commit "$repo" 'More' && git clone -q --depth 1 "file://$repo" "$work/shallow" &&
	expect_exit 0 "$TREEWIDE" --repo "$work/shallow" --json doctor &&
	[ "$(row clone history mend)" = 'git fetch --unshallow' ] &&
	case $(row clone history why) in 'the clone is shallow; '*) ;; *) false ;; esac
ok 'a shallow clone, and what mends it'
git -C "$repo" config uploadpack.allowFilter true &&
	git clone -q --filter=blob:none "file://$repo" "$work/partial" 2>/dev/null &&
	expect_exit 0 "$TREEWIDE" --repo "$work/partial" --json doctor &&
	[ "$(row clone objects state)" = note ] &&
	case $(row clone objects mend) in 'git fetch --refetch '*) ;; *) false ;; esac
ok 'a partial clone'
HOME=$work/nobody XDG_CONFIG_HOME=$work/nobody/.config examine 1 &&
	[ "$(row clone user.name state)" = missing ] &&
	case $(row clone user.email mend) in 'git config --global user.email '*) ;; *) false ;; esac
ok 'nobody who could sign off: 1'

## the state directory ##

mkdir -p "$state/build/x86_64-allmodconfig" && head -c 3000000 /dev/urandom \
	>"$state/build/x86_64-allmodconfig/vmlinux" && examine 0 &&
	[ "$(json 'd["space"][0]["what"]')" = build/x86_64-allmodconfig ] &&
	[ "$(json 'd["space"][0]["removable"]')" = true ] &&
	[ "$(json 'd["space"][0]["bytes"] >= 3000000')" = true ] && expect_exit 0 tw doctor &&
	says '2.9 MB  build/x86_64-allmodconfig (gc may remove it)'
ok 'what takes the space'
git -C "$repo" config treewide.stateLimit 1m && examine 1 &&
	[ "$(row state limit mend)" = 'treewide gc' ]
ok 'above the limit: 1, and gc mends it'
git -C "$repo" config treewide.stateLimit lots && examine 1 &&
	[ "$(row state limit state)" = missing ]
ok 'a limit that is none: 1'
git -C "$repo" config treewide.jobs 2x && expect_exit 1 "$TREEWIDE" --repo "$repo" \
	--campaign "$campaign" --state "$state" --json doctor &&
	[ "$(row machine cores state)" = missing ] &&
	[ "$(row machine cores mend)" = 'git config --unset treewide.jobs' ] &&
	git -C "$repo" config --unset treewide.jobs &&
	git -C "$repo" config treewide.stateLimit 50g &&
	examine 0
ok 'a number of jobs that is none: 1, and how to mend it'
git -C "$repo" config --unset treewide.stateLimit && examine 0 &&
	[ "$(row state limit state)" = note ]
ok 'no limit is a note'
exec 7>"$state/lock" && flock 7 && examine 0 &&
	[ "$(row state directory why)" = 'another treewide works there now' ]
ok 'somebody works there: it is said, and not waited for'
exec 7>&-
expect_exit 2 tw doctor more && says 'unexpected word: more'
ok 'wrong use: 2'

finish
