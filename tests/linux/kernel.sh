#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What the tests on real kernels share; read instead of tests/lib.sh.
#
# Set $kernels before to the versions that ci/base is to make, default 6.12. Then $linux is its
# repository, $v612 and $v61 (empty: not asked for) are the tags, and $base is the first of them.
# $repo is a bare clone of the test's own; `kernel COMMAND` runs treewide there, on $base with
# $campaign. The compiler cache is the one of all tests.
#
#	STATE=DIR	keep the state directory there, and the repository in DIR.git
# shellcheck source=tests/lib.sh
# shellcheck disable=SC2034,SC2086 # the tests use them; words
linux=$("$(dirname "$0")/../../ci/base" ${kernels:-6.12}) || exit
cache=${XDG_CACHE_HOME:-$HOME/.cache}/treewide
. "$(dirname "$0")/../lib.sh"

CCACHE_DIR=$cache/ccache
export CCACHE_DIR
[ -z "${STATE:-}" ] || { state=$STATE repo=$STATE.git; }
v612=$(printf '%s\n' "$linux" | sed -n 2p)
v61=$(printf '%s\n' "$linux" | sed -n 3p)
linux=$(printf '%s\n' "$linux" | sed -n 1p)
base=$v612

take_kernel() { # TAG: into the clone
	git -C "$repo" fetch --quiet "$linux" "refs/tags/$1:refs/tags/$1"
}
# An older package: take it, and print its tag; nothing when Debian has it no more.
older_kernel() { # VERSION
	tag=$(XDG_CACHE_HOME=${cache%/treewide} "$top/ci/base" "$1" | sed -n 2p)
	[ -z "$tag" ] || { take_kernel "$tag" && echo "$tag"; }
}
[ -d "$repo" ] ||
	git clone --quiet --bare --shared --single-branch --branch "$v612" -c \
	advice.detachedHead=false "$linux" "$repo" || exit 3
[ -z "$v61" ] || take_kernel "$v61" || exit 3

# shellcheck disable=SC2317 # expect_exit calls it
# git with an index of its own.
in_index() { # COMMAND...
	GIT_INDEX_FILE=$work/index git -C "$repo" "$@"
}

put() { # PATH, with the content on standard input
	blob=$(git -C "$repo" hash-object -w --stdin) &&
		in_index update-index --add --cacheinfo "100644,$blob,$1"
}

old_file() { # PATH
	git -C "$repo" show "$v612:$1"
}

# The mails of $work/sent beside the plan, address by address.
compare_mails() {
	python3 -I -S "$top/tests/mail/compare.py" --from 'Tessa Tester <tessa@example.org>' \
		--clone "$work/am" --written "$work/plan.json" "$work/sent"
}

kernel() { # COMMAND...
	"$TREEWIDE" --repo "$repo" --base "$base" --campaign "$campaign" --state "$state" "$@"
}
