#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide init: a campaign that works as it stands, and nothing where there was something.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

in_folder() { # DIR COMMAND...
	(cd "$1" && shift && "$@")
}
init() { # NAME
	in_folder "$work/new" "$TREEWIDE" init "$@"
}
entries() { # what stands in $work/new, hidden or not
	find "$work/new" -mindepth 1 | wc -l
}
mkdir "$work/new"

## it works as it stands ##

expect_exit 0 init my-first && says my-first/campaign.conf &&
	says 'treewide --campaign ./my-first plan' &&
	grep -v -e '^$' -e ' ' "$work/out" | sort >"$work/wanted" &&
	(cd "$work/new" && find my-first -type f | sort) >"$work/got" &&
	same "$work/wanted" "$work/got" &&
	[ "$(entries)" -gt 8 ] && [ "$(find "$work/new" -name '.*' | wc -l)" = 0 ]
ok 'a folder with the files that it names, and nothing else'

! grep -rq '@name@' "$work/new" &&
	grep -q '^	name = my-first$' "$work/new/my-first/campaign.conf" &&
	[ "$(stat -c %a "$work/new/my-first")" = "$(stat -c %a "$work/new")" ]
ok 'it has the name, and the rights of other folders'

expect_exit 0 "$top/tests/rules.sh" "$work/new" && says 'my-first/convert/replace: result'
ok 'the test of its rule passes'
cp -R "$work/new" "$work/broken" &&
	sed -i 's/^+ timer_delete_sync/+ timer_shutdown_sync/' "$work/broken/my-first/convert.cocci"
expect_exit 1 "$top/tests/rules.sh" "$work/broken" && says 'not ok'
ok 'and fails when the rule is another one'

make_world "$repo" && add_joystick "$repo"

campaign=$work/new/my-first
expect_exit 0 tw --json plan && [ "$(json '[p["subject"] for p in d["patches"]]')" = \
	'Input: joystick: Use timer_delete_sync()' ] &&
	[ "$(json '[p["to"][0]["email"] for p in d["patches"]]')" = jo@stick.example.org ] &&
	[ "$(json 'd["words"]')" = '' ] &&
	[ "$(json 'd["campaign"]')" = my-first ]
ok 'plan: its patch, and no fault in its words'

expect_exit 0 tw generate && says 'b4/my-first' && expect_exit 0 tw prove &&
	says ' 0 fail, 0 void, 0 uncovered'
ok 'generate and prove: as it stands it passes'

expect_exit 0 in_folder "$work/new" "$TREEWIDE" --json init other &&
	[ "$(json 'd["campaign"]')" = other ] &&
	[ "$(json '"other/convert.cocci" in d["files"]')" = true ] &&
	[ -f "$work/new/other/convert.cocci" ]
ok 'the same as JSON'

sed 's/^#\(\[.*\)/\1/; s/^#\(\t[a-z-]* = \)/\1/; s/^\t#\([a-z-]* = \)/\t\1/' \
	"$campaign/campaign.conf" >"$work/all.conf" &&
	! cmp -s "$work/all.conf" "$campaign/campaign.conf" &&
	cp "$work/all.conf" "$work/new/other/campaign.conf" &&
	echo Text. | tee "$work/new/other/api.txt" >"$work/new/other/api.cocci" &&
	printf '%s\n' 'From: A <a@example.org>' 'Date: Mon, 30 Nov 2026 10:00:00 +0000' \
		'Subject: [PATCH] x: Add x' '' 'Text.' --- 'diff --git a/x.txt b/x.txt' \
		'new file mode 100644' '--- /dev/null' '+++ b/x.txt' '@@ -0,0 +1 @@' +x \
		>"$work/new/other/0001-fix.patch" &&
	expect_exit 2 tw --campaign "$work/new/other" plan &&
	! says 'unknown key' && ! says 'no such file' && says api.cocci
ok 'the keys in its comments exist: what is wrong with all of them in force is the empty rule'

## nothing where there was something ##

echo mine >"$work/new/other/convert.txt"
find "$work/new" -type f -exec cksum {} + | sort >"$work/wanted"
expect_exit 2 init other && says 'other exists already; nothing was written' &&
	touch "$work/new/file" && expect_exit 2 init file && discard "$work/new/file" &&
	ln -s nowhere "$work/new/link" && expect_exit 2 init link && discard "$work/new/link" &&
	find "$work/new" -type f -exec cksum {} + | sort >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'a folder, a file or a link of that name: 2, and all stays as it is'

before=$(entries)
for name in '' . .. a/b /tmp/x ../x .hidden -x --x a..b a.lock a. 'a b' 'a"b' 'a;b' 'a#b' 'a~b' \
	'a:b' 'ä' "$(printf 'a\nb')" \
	"$(printf '%0300d' 1)"; do
	expect_exit 2 init "$name" || break
	[ -s "$work/err" ] && [ ! -s "$work/out" ] && [ "$(entries)" = "$before" ] || break
done && [ "${#name}" = 300 ]
ok 'names that cannot name a branch and a folder: 2'
expect_exit 2 init -- -x && says '-x cannot name a campaign' && expect_exit 2 init &&
	says 'treewide init NAME' &&
	expect_exit 2 init one two && says 'two: a path goes with --rule' &&
	expect_exit 2 tw plan one &&
	says 'unexpected word' &&
	[ "$(entries)" = "$before" ]
ok 'no name, two names, a name for another command: 2'

if [ "$(id -u)" = 0 ] && mkdir "$work/small" &&
	mount -t tmpfs -o size=24k none "$work/small" 2>/dev/null; then
	mounted=$work/small
	expect_exit 3 in_folder "$work/small" "$TREEWIDE" init new && says 'No space left' &&
		[ "$(find "$work/small" -mindepth 1 | wc -l)" = 0 ]
	ok 'a full disk: 3, and nothing is left'
	mount -o remount,ro "$work/small" &&
		expect_exit 3 in_folder "$work/small" "$TREEWIDE" init new && says 'Read-only'
	ok 'a folder that cannot be written: 3'
	umount "$work/small" && mounted=
else
	skip 'a full disk' 'no right to mount a small one'
	skip 'a folder that cannot be written' 'no right to mount a small one'
fi
mkdir "$work/bin2" && cp "$TREEWIDE" "$work/bin2/treewide"
expect_exit 3 in_folder "$work/new" "$work/bin2/treewide" init lost && says 'skeleton' &&
	[ "$(entries)" = "$before" ]
ok 'an installation without the skeleton: 3'

finish
