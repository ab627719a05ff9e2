#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The examples of the manual are what the program says: each command is run on the small world, in
# the order of a campaign, and what the page shows below it is compared with what comes.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v jq >/dev/null || skip_all 'needs jq'

# The commands of a page, as N.cmd, and what stands below each, as N.out. "$ " begins a command, a
# tab
# goes on with it.
take_examples() { # PAGE
	discard -f "$work/examples" && mkdir "$work/examples" &&
		awk -v dir="$work/examples" '
		/^\.Sh / { inside = $0 == ".Sh EXAMPLES" }
		!inside { next }
		/^\.Bd -literal/ { shown = 1; file = ""; next }
		/^\.Ed/ { shown = 0 }
		!shown { next }
		{ gsub(/\\e/, "\\"); sub(/^\\&/, "") }
		sub(/^\$ /, "") {
			file = sprintf("%s/%02d", dir, ++nr)
			print >(file ".cmd")
			printf "" >(file ".out")
			next
		}
		/^\t/ { print >(file ".cmd"); next }
		{ print >(file ".out") }
		' "$1" && ls "$work/examples"/*.cmd >"$work/names" && is_something "$work/names"
}

# Ids and times are others each time; blanks at the end do not show.
mask() { # FILE
	sed -E 's/[0-9a-f]{12,40}/ID/g; s/[0-9]+\.[0-9] (s|[KMGT]B)\b/N \1/g; s/ +$//; s,/[^ ]*/state/,STATE/,' "$1"
}

# Run what a page shows, here.
shows() { # PAGE
	take_examples "$1" || return
	while read -r file; do
		sh "$file" >"$work/said" 2>"$work/err" </dev/null
		mask "$work/said" >"$work/got"
		mask "${file%.cmd}.out" >"$work/wanted"
		cmp -s "$work/wanted" "$work/got" || {
			diff -u "$work/wanted" "$work/got" >"$work/out"
			return 1
		}
	done <"$work/names"
}

ln -s "$TREEWIDE" "$work/bin/treewide" && make_world "$repo" &&
	git -C "$repo" config treewide.campaign "$campaign" &&
	git -C "$repo" config treewide.state "$state" &&
	git -C "$repo" config treewide.jobs 2 && cd "$repo" || exit 3
ok 'a world'

sed 's/12 implicit/13 implicit/; s/"implicit":12/"implicit":13/' \
	"$top/man/treewide-audit.1" >"$work/page" &&
		! cmp -s "$top/man/treewide-audit.1" "$work/page" &&
	! shows "$work/page" && is_something "$work/wanted"
ok 'an example that is not what the program says is seen'

# A branch of b4 with two patches, as b4 0.12 to 0.16 make it.
prep_topic() {
	cover='"series": { "revision": 1, "change-id": "20261201-topic-0123456789ab" }'
	git -C "$repo" worktree add -q -b b4/topic "$work/topic" main &&
		commit "$work/topic" "A topic

For the test.

--- b4-submit-tracking ---
# This section is used internally by b4 prep for tracking purposes.
{ $cover }" && for driver in alpha delta; do
		echo '/* one */' >>"$work/topic/drivers/net/$driver.c" &&
			commit "$work/topic" "net: $driver: Say one

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>" || return
	done && git -C "$repo" worktree remove --force "$work/topic"
}

pages='init help try test audit plan generate prove report status left send regenerate gc doctor'
for page in $pages; do
	shows "$top/man/treewide-$page.1"
	ok "treewide-$page(1) shows what it does"
	[ "$page" = report ] || continue
	shows "$top/man/treewide-formats.5"
	ok 'treewide-formats(5) shows what it does'
	prep_topic && shows "$top/man/treewide-b4.7" &&
		[ "$(git config b4.prep-perpatch-check-cmd)" ]
	ok 'treewide-b4(7) shows what it does'
done

for page in "$top"/man/treewide-*.1; do
	page=${page##*/treewide-} && echo "${page%.1}"
done | sort >"$work/got" && echo "$pages" | tr ' ' '\n' | sort >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'each page of a command has examples, and all are run'

finish
