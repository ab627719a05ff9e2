#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The last patch of a rename takes the old name away: it waits while anybody uses that name.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && add_joystick "$repo"
campaign=$work/rename
mkdir "$campaign" && cp "$top/skeleton/convert.cocci" "$campaign" && cat >"$campaign/campaign.conf" <<'CONF'
[campaign]
	name = rename
	title = "treewide: Use timer_delete_sync()"
	cover = cover.txt
	scope = drivers/input/
[convert]
	rule = convert.cocci
	subject = Use timer_delete_sync()
	message = convert.txt
[patch "remove"]
	diff = remove.diff
	subject = "timers: Remove del_timer_sync()"
	message = remove.txt
[wave "drivers"]
	title = "treewide: Use timer_delete_sync()"
	cover = cover.txt
	path = drivers/
[wave "removal"]
	title = "timers: Remove del_timer_sync()"
	cover = cover.txt
	patch = remove
	after = drivers
[recipients]
	linux-kernel = true
[prefix "drivers/input/"]
	subject = "Input: joystick"
[check "build"]
	target = x86_64-allmodconfig
CONF
echo 'Call timer_delete_sync().' >"$campaign/convert.txt"
echo 'Nobody calls it any more.' >"$campaign/remove.txt"
printf 'Call timer_delete_sync().\n\n{tested}\n\n{rules}\n\nThe series is based on {base}.\n' \
	>"$campaign/cover.txt"
git clone -q "$repo" "$work/hand" && sed -i '/^static inline int del_timer_sync/,/^}/d' \
	"$work/hand/include/linux/timer.h" && git -C "$work/hand" diff >"$campaign/remove.diff" &&
	[ -s "$campaign/remove.diff" ]
ok 'a campaign'

standing() {
	expect_exit 0 tw --json status &&
		[ "$(json '[w["state"] for w in d["waves"]]' | tr '\n' ' ')" = "$1" ]
}
left() { # the places that rely on the name
	json '[l["file"] + ":" + str(l["line"]) for l in d["left"] if l["relies"]]'
}
# A file of the world that holds the old name, or another one; standard input.
put() { # FILE
	mkdir -p "$repo/${1%/*}" && cat >"$repo/$1" && commit "$repo" "Change ${1##*/}"
}

## nobody ##

expect_exit 0 tw plan && ! says 'For a person' && expect_exit 0 tw generate --wave removal
ok 'nobody uses it: the wave is written'
expect_exit 0 tw prove --wave removal &&
	says 'pass      complete    checked      nothing uses del_timer_sync any more'
ok 'complete says so'

## what does not count ##

printf '/* as del_timer_sync() did */\nint golf_stop;\n' | put drivers/gpio/golf_stop.c
printf 'struct golf_ops;\nint golf(struct golf_ops *ops);\nint golf(struct golf_ops *ops)\n{\n\treturn ops->del_timer_sync(1);\n}\n' |
	put drivers/gpio/golf_ops.c
printf 'del_timer_sync() is gone.\n' | put Documentation/timers.rst
printf '# del_timer_sync was here\necho x\n' | put scripts/note.sh
printf '\t/* del_timer_sync */\n\tret\n' | put arch/x86/note.S
printf '// del_timer_sync\nfn x() {}\n' | put rust/note.rs
printf 'config GOLF\n\tbool "golf"\n\thelp\n\t  See del_timer_sync().\n' | put drivers/gpio/Kconfig.golf
printf 'int stop(void);\nint stop(void)\n{\n\tprintk("del_timer_sync failed");\n\treturn 0;\n}\n' |
	put drivers/gpio/golf_text.c
expect_exit 0 tw --json plan && [ "$(left)" = '' ] &&
	expect_exit 0 tw --force generate --wave removal
ok 'comments, documents, members of that name and messages do not hold it up'

## what does ##

while read -r file line text; do
	printf '%b' "$text" | put "$file"
	expect_exit 0 tw --json plan && [ "$(left)" = "$file:$line" ]
	ok "plan: $file"
	standing 'planned blocked '
	ok "status: blocked by $file"
	expect_exit 1 tw --force generate --wave removal && says "wave removal is blocked: 1 use still relies on what it retires, the first in $file:$line; nothing was written" &&
		expect_exit 0 tw --force generate && expect_exit 1 tw prove &&
		says "fail      complete    checked      1 use of what it removes (del_timer_sync): $file:$line"
	ok "generate refuses the wave, and complete fails: $file"
	git -C "$repo" rm -q "$file" && commit "$repo" 'Away with it'
done <<'USERS'
drivers/gpio/golf_late.c 3 int x(void);\nint x(void)\n{ return del_timer_sync(0); }\n
drivers/gpio/golf_late.h 1 #define golf_stop(t) del_timer_sync(t)\n
arch/x86/late.S 2 \tnop\n\tcall del_timer_sync\n
rust/late.rs 1 fn stop() { bindings::del_timer_sync(); }\n
scripts/gen.sh 2 #!/bin/sh\necho "int del_timer_sync(void);"\n
scripts/gen.c 1 const char *code = "int del_timer_sync(void);";\n
drivers/gpio/table.inc 1 del_timer_sync,\n
USERS

## what the campaign says ##

printf 'int x(void);\nint x(void)\n{ return del_timer_sync(0); }\n' | put drivers/gpio/golf_late.c
cp "$campaign/campaign.conf" "$work/conf"
printf '[accept "drivers/gpio/golf_late.c"]\n\treason = it goes with the driver\n' \
	>>"$campaign/campaign.conf"
expect_exit 0 tw --json plan && [ "$(left)" = '' ] &&
	says 'uses del_timer_sync, accepted: it goes with the driver'
ok '[accept] lets a file keep it, with its reason'

cp "$work/conf" "$campaign/campaign.conf"
sed -i 's/^\tdiff = remove.diff/&\n\tremoves = stick_stop, no_such_name/' "$campaign/campaign.conf"
expect_exit 0 tw --json plan && [ "$(left | tr '\n' ' ')" = \
	'drivers/gpio/golf_late.c:3 drivers/input/joystick/db9.c:4 drivers/input/joystick/db9.c:5 ' ]
ok 'removes = names more, whatever a rule says'

sed -i 's/^\tremoves = .*/&\n\tremoves = del_timer_sync/; s/^\[convert\]/&\n\tremoves = x/' \
	"$campaign/campaign.conf"
expect_exit 2 tw plan && says 'unknown key convert.removes'
ok 'a [convert] removes nothing by itself'
finish
