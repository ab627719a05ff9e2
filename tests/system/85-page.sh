#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The page of a proof as a person meets it in a browser: a small one, and one of 54 commits with
# names that nobody should write and logs of two megabytes.
# shellcheck source=tests/lib.sh
modules=$("$(dirname "$0")/../../ci/browser" --check 2>&1) && there=yes || there=
. "$(dirname "$0")/../lib.sh"

forge() { python3 -I -S "$top/tests/forge-page.py" "$state/ledger.db" "$repo" "$work/logs" "$@"; }

# What the browser finds, as test points of this test.
browse() { # NAME FILE
	[ -n "$there" ] || { skip "$1 in a browser" "$modules" && return; }
	node "$top/tests/browser.mjs" "$modules" "$2" >"$work/out" 2>"$work/err"
	echo $? >"$work/code"
	grep -E '^(not )?ok ' "$work/out" >"$work/points"
	while read -r point; do
		case $point in ok*) true ;; *) false ;; esac
		ok "$1: ${point#*- }"
	done <"$work/points"
	[ "$(cat "$work/code")" = 0 ] && [ "$(wc -l <"$work/points")" -gt 15 ]
	ok "$1: all was looked at"
}

# The page that report prints now.
draw() { # FILE
	expect_exit 1 tw report --format html && cp "$work/out" "$1"
}
page() { # FILE
	python3 -I -S "$top/tests/page.py" "$1" >"$work/out" 2>"$work/err"
}

make_world "$repo" && expect_exit 0 tw generate && expect_exit 1 tw prove &&
	expect_exit 0 tw --json audit && expect_exit 0 tw status && draw "$work/small.html" &&
	page "$work/small.html"
ok 'a page'
says '10 of 11 commits of b4/world on HEAD pass: of 87 verdicts 86 are pass'
ok 'one sentence says what came out, and how it is known'
again="treewide prove --repo $repo --base HEAD --campaign $campaign"
grep -qxF "$again --explain 8" "$work/out" &&
	grep -qxF "$again --target x86_64-allmodconfig --explain 2" "$work/out"
ok 'each verdict has the command that makes it again'
says 'diff --git a/drivers/gpio/gpio-golf.c b/drivers/gpio/gpio-golf.c' &&
	says 'Gerda Golf <gerda@golf.example.org>' && says 'maintainer:GPIO SUBSYSTEM'
ok 'each commit has its patch, and who gets it, and why'
says 'The audit of HEAD, folder by folder' && says drivers/gpio &&
	grep -q '<rect [^>]*fill="url(#k[0-9])"' "$work/small.html"
ok 'the audit is drawn'
cp "$work/small.html" "$work/again.html" && draw "$work/small.html" &&
	cmp "$work/small.html" "$work/again.html"
ok 'the same proof gives the same page'
sed -i 's/<script nonce="[0-9a-f]*"/<script nonce="guess"/' "$work/again.html" &&
	! page "$work/again.html"
ok 'the test of pages sees a script that the page does not allow'
browse 'a small page' "$work/small.html"
discard "$work/again.html"

forge >"$work/wanted" && draw "$work/large.html" && page "$work/large.html"
ok 'a page of 54 commits'
size=$(wc -c <"$work/large.html")
[ "$size" -gt 500000 ] && [ "$size" -le 3000000 ]
ok 'it has at most 3 MB'
while read -r name; do
	says "$name" || { echo "not there: $name" >>"$work/err" && break; }
done <"$work/wanted" && ! grep -q '^not there' "$work/err" &&
	[ "$(wc -l <"$work/wanted")" = 12 ]
ok 'each name stands there as it was written'
says 'the last line of log 1' && says 'the last line of log 54' &&
	[ "$(grep -c 'lines are left out:' "$work/out")" -ge 9 ]
ok 'of a long log its end is there, and how much is left out'
browse 'a large page' "$work/large.html"

forge 1 >"$work/wanted" && draw "$work/one.html" && page "$work/one.html" &&
	says 'The only commit of b4/world'
ok 'a page of one commit'
discard "$work/logs" && git -C "$repo" update-ref -d refs/forged &&
	git -C "$repo" gc -q --prune=now &&
	draw "$work/one.html" && page "$work/one.html" && says 'is not in the repository' &&
	! grep -q 'id="log1"' "$work/one.html"
ok 'where log and commit are gone the page says so'

finish
