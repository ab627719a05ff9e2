#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide left: who still uses the old names, in the whole tree, and on which branch they are gone.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && add_joystick "$repo"
mkdir "$work/new" && (cd "$work/new" && "$TREEWIDE" init rename >"$work/out") &&
	campaign=$work/new/rename

put() { # FILE
	mkdir -p "$repo/${1%/*}" && cat >"$repo/$1" && commit "$repo" "Change ${1##*/}"
}
printf 'int x(void);\nint x(void)\n{\n\tdel_timer_sync(0);\n\treturn del_timer_sync(0);\n}\n' |
	put drivers/spi/spi-late.c
printf '/* del_timer_sync() */\nint y;\n' | put drivers/spi/spi-note.c


# The text without the ids of bases.
text() {
	sed 's/ ([0-9a-f]\{12\})//' "$work/out"
}

cat >"$work/wanted" <<'TEXT'
drivers/input/joystick/db9.c:7: del_timer_sync
drivers/spi/spi-late.c:4: del_timer_sync
drivers/spi/spi-late.c:5: del_timer_sync
include/linux/timer.h:8: del_timer_sync

By folder:
  drivers/input                                1 use  in 1 file
  drivers/spi                                  2 uses in 1 file
  include/linux                                1 use  in 1 file

By tree of MAINTAINERS:
  (none of its own)                            2 uses in 2 files
  broonie-spi                                  2 uses in 1 file

Over bases:
TEXT
expect_exit 1 tw left && text | sed '/^Over bases/q' >"$work/got" && same "$work/wanted" "$work/got"
ok 'by place, folder and tree, also outside of the scope; comments are no use'

expect_exit 0 tw generate && expect_exit 1 tw left &&
	has "$work/out" 'drivers/input/joystick/db9.c:7: del_timer_sync (gone on b4/rename)' &&
	grep -q '^  drivers/input .* 1 use  in 1 file, 1 in flight$' "$work/out" &&
	! grep -q 'spi.*in flight' "$work/out"
ok 'what is gone on the branch is in flight'

first=$(git -C "$repo" rev-parse HEAD)
printf 'int z(void);\nint z(void)\n{\n\treturn del_timer_sync(0);\n}\n' | put drivers/gpio/golf_new.c
expect_exit 1 tw left --since "$first" && has "$work/out" "New since $first: 1 file" &&
	has "$work/out" '  drivers/gpio/golf_new.c: 1, before 0' &&
	[ "$(grep -c '^  HEAD .* uses in' "$work/out")" = 2 ]
ok '--since: a new user is told; two bases are remembered'

expect_exit 0 tw left --since HEAD && has "$work/out" 'New since HEAD: 0 files'
ok '--since: nobody is new'

expect_exit 1 tw left --json --since "$first" && [ "$(json 'd["words"]')" = del_timer_sync ] &&
	[ "$(json '[u["branch"] for u in d["uses"] if "db9" in u["file"]]')" = b4/rename ] &&
	[ "$(json 'd["since"]["new"][0]["uses"]')" = 1 ] && [ "$(json 'len(d["bases"])')" = 2 ]
ok 'as JSON'

git -C "$repo" rm -q drivers/gpio/golf_new.c drivers/spi/spi-late.c &&
	sed -i '/^static inline int del_timer_sync/,/^}/d' "$repo/include/linux/timer.h" &&
	sed -i 's/del_timer_sync/timer_delete_sync/' "$repo/drivers/input/joystick/db9.c" &&
	commit "$repo" 'Convert all'
expect_exit 0 tw left && ! says 'By folder' && has "$work/out" 'Over bases:'
ok 'nothing is left'

printf '/// Look\n//\n// Confidence: High\n@@\n@@\n timer_delete_sync(\n-\t0\n+\t1\n )\n' >"$campaign/convert.cocci"
expect_exit 1 tw left && says 'no rule of' && says 'takes a name away'
ok 'a rule that takes no name away has no users to look for'

## a name, without a campaign ##

left() { # ARG...
	"$TREEWIDE" --repo "$repo" --state "$state" left "$@"
}
fake perl-log perl && fake spatch-log spatch
expect_exit 1 left --word del_timer_sync --base "$first" && has "$work/out" \
	'drivers/input/joystick/db9.c:7: del_timer_sync' && has "$work/out" 'By folder:' &&
	! has "$work/out" 'By tree' && [ ! -s "$FAKE_LOG" ]
ok '--word: who uses it, and nothing of the tree is run'
no_fakes
expect_exit 0 left --word timer_gone && expect_exit 1 left --word timer_gone --word \
	timer_delete_sync --since "$first" --json && [ "$(json 'd["campaign"]')" = \
	timer_gone+timer_delete_sync ] && [ "$(json 'd["trees"]')" = '' ] &&
	json '[r["file"] for r in d["since"]["new"]]' | grep -qx drivers/input/joystick/db9.c
ok '--word: several, new ones since a commit, and none'
expect_exit 2 left --word del-timer && says '--word del-timer: not a name of C' &&
	expect_exit 2 left --word x --campaign mine && says 'does not go with --campaign'
ok '--word: what is none, and a campaign'

cp "$top/skeleton/convert.cocci" "$campaign/convert.cocci"
expect_exit 2 tw left --since nowhere && says nowhere
ok 'a base that is none'
finish
