#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove under a narrow target on the small world: the part that the series touches is really made.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "patch:kind" of the check build, where it is not pass.
builds() {
	json '" ".join(c["patch"] + ":" + k["verdict"] for c in d["commits"] for k in c["checks"] if k["check"] == "build" and k["verdict"] != "pass")'
}

# One member of the verdict of build on a patch.
member() { # PATCH MEMBER
	json '[k["'"$2"'"] for c in d["commits"] if c["patch"] == "'"$1"'" for k in c["checks"]
		if k["check"] == "build"][0]'
}

# Commit by commit what is said, without times.
essence() { # FILE
	json '[(c["subject"], [(k["check"], k["verdict"], k["evidence"], k["detail"]) for k in c["checks"]]) for c in d["commits"]]' "$1"
}

# The campaign for the drivers of one folder, or FILE, so that few commits are made.
small_campaign() { # DIR [FILE]
	make_campaign "$1" &&
		sed -i "/scope = sound/d; s,^	scope = drivers/\$,	scope = ${2:-drivers/net/}," "$1/campaign.conf"
}

# A copy of the campaign in which one more patch, made by hand, stands before the drivers.
with_extra() { # NAME, with the changed world in $work/hand
	campaign=$work/$1
	small_campaign "$campaign"
	git -C "$work/hand" add -A -f
	git -C "$work/hand" diff --cached >"$campaign/extra.diff"
	git -C "$work/hand" reset -q --hard
	echo 'For the test.' >"$campaign/extra.txt"
	sed -i 's/^\[convert\]/[patch "extra"]\n	diff = extra.diff\n	subject = extra: Change something by hand\n	message = extra.txt\n&/' \
		"$campaign/campaign.conf"
	expect_exit 0 tw --force generate
}

# shellcheck disable=SC2317 # expect_exit calls it
narrow() { # ARGS...
	tw --json --target=x86_64-narrow "$@" prove
}

limit() { # SECONDS
	git -C "$repo" config treewide.narrowLimit "$1"
}

small_campaign "$work/small" && campaign=$work/small
make_world "$repo" && git clone -q "$repo" "$work/hand" && expect_exit 0 tw generate &&
	says ' patches'
ok 'a world and a series'

## the limit ##

refused=0
for wrong in '' 1x -1; do
	limit "$wrong" && expect_exit 2 narrow &&
		says "treewide.narrowLimit = $wrong: not a number" && refused=$((refused + 1))
done
[ "$refused" = 3 ]
ok 'a limit that is not a number of seconds is refused'
log_gcc
limit 0 && expect_exit 0 narrow && [ ! -s "$FAKE_LOG" ] && [ "$(member api verdict)" = skipped ] &&
	member api detail |
	grep -q 'takes about [0-9]* s, more than the 0 s of treewide.narrowLimit$' && says 'more than treewide.narrowLimit'
ok 'what takes longer than the limit is skipped, with the seconds; nothing is compiled'
no_fakes
expect_exit 0 narrow --level=full && [ "$(member api verdict)" = pass ]
ok '--level full makes it all the same'
discard "$state"
git -C "$repo" config --unset treewide.narrowLimit

## a good series ##

expect_exit 0 narrow && cp "$work/out" "$work/good" && [ "$(builds)" = '' ] &&
	[ "$(member api evidence)" = built ] &&
	member api detail | grep -q '^a part of x86_64-allmodconfig, [0-9]* options =m and [0-9]* =y: [0-9]* objects, vmlinux and [0-9]* modules; [0-9]* of [0-9]* readers of .*include/linux/pci.h$'
ok 'all commits are made, and the verdict says what'
says 'x86_64-narrow: ' && says 'options =m and' &&
	says 'to be made for the base and 4 commits, about'
ok 'what it takes is said before'
expect_exit 0 tw --json --level=full --target=x86_64-allmodconfig prove
modules=$(sed -n 's/.*whole configuration: vmlinux and \([0-9]*\) modules.*/\1/p' "$work/out" | head -n 1)
narrow=$(sed -n 's/.* objects, vmlinux and \([0-9]*\) modules.*/\1/p' "$work/good" | head -n 1)
[ "$narrow" -gt 0 ] && [ "$narrow" -lt "$modules" ]
ok "it is a part: $narrow of $modules modules"
essence "$work/good" >"$work/wanted"
log_gcc
expect_exit 0 narrow && [ ! -s "$FAKE_LOG" ] && essence "$work/out" | equals "$work/wanted" &&
	[ "$(member api reused)" = true ] &&
	! says 'to be made for the base'
ok 'a second time it compiles nothing and says the same'
limit 0 && expect_exit 0 narrow && essence "$work/out" | equals "$work/wanted"
ok 'what is known fits into any limit'
git -C "$repo" config --unset treewide.narrowLimit
no_fakes

# Where a driver alone changes make looks at its folder only, and links all modules.
near() { # PATCH
	expect_exit 0 narrow "--explain=$1" &&
		json '[r["nearby"] for c in d["commits"] for r in c.get("reasons") or [] if r["check"] == "build"][0]'
}
[ "$(near convert/net-alpha)" = true ] && [ "$(near api)" = false ] && [ "$(near enforce)" = false ]
ok 'make looks at a folder where only a driver changes, and at everything else where not'

## what make says is a verdict ##

sed -i 's/^#include <linux.pci.h>/&\nint nowhere(void);\nint somewhere(void);\nint somewhere(void) { return nowhere(); }/' \
	"$work/hand/drivers/net/delta.c"
with_extra missing && expect_exit 1 narrow && [ "$(member extra verdict)" = fail ] &&
	[ "$(member api verdict)" = pass ] &&
	member extra detail | grep -q 'modpost: "nowhere" \[drivers/net/delta.ko\] undefined!' &&
		[ "$(member enforce verdict)" = skipped ] &&
	! json '[k["check"] for c in d["commits"] for k in c["checks"] if k["verdict"] == "fail"]' | grep -v '^build$'
ok 'a symbol that nobody exports fails at its commit'

# Two modules of one name: make says so under a goal that is no file.
mkdir -p "$work/hand/drivers/gpio" &&
	cp "$work/hand/drivers/net/delta.c" "$work/hand/drivers/gpio/delta.c" &&
	echo 'obj-m += delta.o' >>"$work/hand/drivers/gpio/Makefile"
with_extra twice && expect_exit 1 narrow && [ "$(member extra verdict)" = fail ] &&
	[ "$(member api verdict)" = pass ] &&
	member extra detail | grep -q '^make: it failed (exit 2): .*module name conflict.*drivers/net/delta.ko'
ok 'what make says of no file of its own is a verdict of that commit, with its last words'

# A program that is built for the build, as objtool is.
sed -i 's/^modules_prepare prepare:.*/&\n	@echo "Error: cannot make the tool" >\&2; exit 1/' "$work/hand/Makefile"
with_extra tool && expect_exit 1 narrow && [ "$(member extra verdict)" = fail ] &&
	[ "$(member api verdict)" = pass ] &&
	member extra detail | grep -q 'Error: cannot make the tool'
ok 'a tool that cannot be made fails at its commit'

# Kconfig that cannot be read.
echo 'this is no Kconfig' >>"$work/hand/drivers/Kconfig"
with_extra kconfig && expect_exit 1 narrow && [ "$(member extra verdict)" = fail ] &&
	[ "$(member api verdict)" = pass ] &&
	member extra detail | grep -q 'not understood'
ok 'Kconfig that refuses its text fails at its commit'

# A script that dies of its own fault, and one that somebody ends.
sed -i 's/^modules_prepare prepare:.*/&\n	@kill -s SEGV $$$$/' "$work/hand/Makefile"
with_extra fault && expect_exit 1 narrow && [ "$(member extra verdict)" = fail ] &&
	member extra detail | grep -q 'Segmentation fault'
ok 'a program that dies of a fault of its own fails at its commit'
sed -i 's/^modules_prepare prepare:.*/&\n	@kill -s KILL $$$$/' "$work/hand/Makefile"
with_extra killed && expect_exit 3 narrow && says 'could not finish: ' && says Killed
ok 'one that is killed from outside: 3'
expect_exit 3 narrow && says Killed
ok 'and nothing was remembered of it'

## what cannot be built ##

# The Makefile asks for options in a way that nobody reads off, so nothing proposes them.
# shellcheck disable=SC2016 # variables of make
printf 'ifeq ($(CONFIG_NET_ALPHA)$(CONFIG_NET_BRAVO)$(CONFIG_NET_CHARLIE)$(CONFIG_NET_DELTA)$(CONFIG_SPI_ECHO)$(CONFIG_SPI_FOXTROT)$(CONFIG_GPIO_GOLF)$(CONFIG_HOTEL)$(CONFIG_INDIA)$(CONFIG_SERIAL_JULIET),mmmmmmmmmm)\nobj-m += oscar.o\nendif\n' >>"$repo/drivers/tty/Makefile"
write_driver "$repo/drivers/tty/oscar.c" <<'BODY'

	if (!ret)
		ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
BODY
commit "$repo" 'Add Oscar' && git -C "$work/hand" pull -q
small_campaign "$work/oscar" drivers/tty/oscar.c && campaign=$work/oscar
printf '[prefix "drivers/tty/oscar.c"]\n	subject = serial: oscar\n' >>"$campaign/campaign.conf"
expect_exit 0 tw --force generate && expect_exit 1 narrow &&
	[ "$(builds)" = 'convert/serial-oscar:uncovered' ] &&
	says 'make left out drivers/tty/oscar.c, and no option was found that would build it'
ok 'a file that no option reaches is named, and uncovered at its patch'

## readers of a header ##

# Nine modules of one object read it, and one of two objects, which stands first.
mkdir -p "$repo/drivers/giant" "$repo/drivers/many"
printf 'obj-y += giant/\nobj-y += many/\n' >>"$repo/drivers/Makefile"
printf 'config GIANT\n\ttristate "A giant"\n' >>"$repo/drivers/Kconfig"
# shellcheck disable=SC2016 # variables of make
printf 'obj-$(CONFIG_GIANT) += giant.o\ngiant-y := giant_a.o giant_b.o\n' \
	>"$repo/drivers/giant/Makefile"
for name in giant/giant_a giant/giant_b many/m1 many/m2 many/m3 many/m4 many/m5 many/m6 many/m7 \
	many/m8 many/m9; do
	printf '// SPDX-License-Identifier: GPL-2.0\n#include <linux/many.h>\n#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' \
		>"$repo/drivers/$name.c"
	[ "${name%/*}" = many ] || continue
	option=MANY_$(basename "$name" | tr m M)
	printf 'config %s\n\ttristate "One of many"\n' "$option" >>"$repo/drivers/Kconfig"
	echo "obj-\$(CONFIG_$option) += $(basename "$name").o" >>"$repo/drivers/many/Makefile"
done
sed -i '/^MODULE_LICENSE/d' "$repo/drivers/giant/giant_b.c"
printf '/* SPDX-License-Identifier: GPL-2.0 */\nint many(void);\n' >"$repo/include/linux/many.h"
commit "$repo" 'Add many readers' && git -C "$work/hand" pull -q
echo 'int more(void);' >>"$work/hand/include/linux/many.h"
with_extra many && expect_exit 0 narrow &&
	member extra detail | grep -q '; 8 of 11 readers of include/linux/many.h$' &&
	grep -q '^CONFIG_MANY_M1=m' "$state/full/x86_64-narrow/.config" &&
	! grep '^CONFIG_GIANT' "$state/full/x86_64-narrow/.config"
ok 'of many readers those are built that bring no others along'

## the base is broken ##

campaign=$work/small
git -C "$repo" checkout -q -b old &&
	sed -i '1i#error "always broken"' "$repo/drivers/net/alpha.c" && commit "$repo" 'Break it'
expect_exit 0 tw --force generate && expect_exit 0 narrow &&
	[ "$(member enforce verdict)" = void ] &&
	member api detail | grep -q '^drivers/net/alpha.o: .*always broken' &&
		[ "$(member api verdict)" = void ]
ok 'a base that is not built narrowly makes all void, with the error'
git -C "$repo" checkout -q main

## kills ##

log_gcc
expect_exit 0 tw --force generate &&
	expect_exit 0 tw --json --target=x86_64-narrow --state "$work/undisturbed" prove &&
	essence "$work/out" >"$work/wanted" && all=$(wc -l <"$FAKE_LOG") && [ "$all" -gt 10 ]
ok 'how many compilations a run is'
for part in 4 2; do
	kill_after $((all / part)) "$FAKE_LOG" --state "$work/killed" --target=x86_64-narrow prove
	ok "killed when $((all / part)) more of $all compilations had begun"
done
expect_exit 0 tw --json --target=x86_64-narrow --state "$work/killed" prove &&
	essence "$work/out" | equals "$work/wanted"
ok 'and the run behind them ends with the same verdicts'

## a full disk ##

# The compiler fills the disk before it compiles a driver for the first time, for the base, and
# for the second, for the commit that changes it.
# shellcheck disable=SC2317 # expect_exit calls it
disk() { # COMMAND...
	tw --json --target=x86_64-narrow --state "$work/disk/state" "$@"
}
fill_at() { # TIME: 1 or 2
	: >"$work/times"
	cat >"$work/bin/gcc" <<-FAKE
		#!/bin/sh
		case " \$* " in *" -c "*drivers/net/alpha.c*)
			echo >>"$work/times"
			[ "\$(wc -l <"$work/times")" != $1 ] ||
			dd if=/dev/zero of="$work/disk/filler" bs=1k 2>"$work/dd" ;;
		esac
		exec /usr/bin/gcc "\$@"
	FAKE
	chmod 755 "$work/bin/gcc"
}
if [ "$(id -u)" = 0 ] && mkdir "$work/disk" &&
	mount -t tmpfs -o size=48m none "$work/disk" 2>/dev/null; then
	mounted=$work/disk
	for time in 1 2; do
		fill_at $time
		expect_exit 3 disk prove && [ -s "$work/disk/filler" ]
		ok "a disk that is full in a make, the ${time}. time a driver is compiled: 3"
		no_fakes && discard -f "$work/disk/filler"
		expect_exit 0 disk prove && essence "$work/out" | equals "$work/wanted"
		ok 'with room again the verdicts are those of an undisturbed run'
		discard "$work/disk/state"
	done
	umount "$work/disk" && mounted=
else
	for point in 1 2 3 4; do skip "a full disk, $point" 'no right to mount a small one'; done
fi
no_fakes

## a clock that jumps ##

# All that was made is from tomorrow, for the clock has been put right since.
printf 'int nowhere(void);\nint somewhere(void);\nint somewhere(void) { return nowhere(); }\n' \
	>>"$work/hand/drivers/net/delta.c"
with_extra clock && find "$state/full" -exec touch -d 'now + 1 day' {} + &&
	expect_exit 1 narrow && [ "$(member extra verdict)" = fail ] &&
	member extra detail | grep -q '"nowhere" .*drivers/net/delta.ko. undefined'
ok 'objects that seem newer than what a commit changes are made again'

## wrong targets ##

mkdir "$work/configs" && cd "$work" || exit 3
refuses() { # WORDS, with the file on standard input
	cat >configs/wrong && expect_exit 2 tw --target=wrong prove && says "$1"
}
printf '# Wrong.\n[target]\n	narrow = nowhere\n' | refuses 'no build target nowhere'
ok 'the part of a target that is not there is refused'
printf '# Wrong.\n[target]\n	narrow = x86_64-allmodconfig\n	arch = i386\n' |
	refuses 'configs/wrong:4: arch = i386: a narrow target has that of the target'
ok 'and one that has an architecture of its own'
printf '# Wrong.\n[target]\n	narrow = x86_64-narrow\n' |
	refuses 'configs/wrong:3: narrow = x86_64-narrow: that target is narrow itself'
ok 'and the part of a part'

finish
