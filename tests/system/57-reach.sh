#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Of a file that no target compiles: which architecture does, with which options. Kconfig and the
# Makefiles say so; where they do not, nothing is claimed.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# A driver of drivers/misc with an option that depends on CONDITION.
add_driver() { # NAME CONDITION
	name=$(echo "$1" | tr '[:lower:]' '[:upper:]')
	printf 'config %s\n\ttristate "A driver"\n\tdepends on %s\n' "$name" "$2" \
		>>"$repo/drivers/Kconfig"
	echo "obj-\$(CONFIG_$name) += $1.o" >>"$repo/drivers/misc/Makefile"
	printf '// SPDX-License-Identifier: GPL-2.0\n#include <linux/pci.h>\n' \
		>"$repo/drivers/misc/$1.c"
}

add_arch() { # NAME OPTION
	mkdir -p "$repo/arch/$1/kernel"
	printf 'config %s\n\tbool "This architecture"\n' "$2" >"$repo/arch/$1/Kconfig"
	echo 'obj-y += kernel/' >"$repo/arch/$1/Kbuild"
	: >"$repo/arch/$1/kernel/Makefile"
}

# shellcheck disable=SC2317 # expect_exit calls it
range() { # COMMAND...
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 --json \
		--target=x86_64-allmodconfig "$@"
}

# What coverage says of the commit that changes FILE, behind the first words.
hint() { # FILE
	json '[k["detail"].split(": ", 1)[1] for c in d["commits"]
		if c["subject"] == "'"$1"'"
		for k in c["checks"]
		if k["check"] == "coverage" and k["verdict"] == "uncovered"][0]'
}

coverage() { # FILE
	json '[k["detail"] for c in d["commits"] for k in c["checks"]
		if k["check"] == "coverage"]' "$1"
}

# shellcheck disable=SC2016 # a variable of Kconfig
make_world "$repo" &&
	sed -i 's,^source "drivers/,source "arch/$(SRCARCH)/Kconfig"\n\n&,' "$repo/Kconfig"
for arch in arm64 mips parisc riscv x86; do
	add_arch "$arch" "$(echo "$arch" | tr '[:lower:]' '[:upper:]')"
done
add_driver oscar 'PARISC && PCI'
add_driver papa 'PCI && !HOTEL && !RISCV'
add_driver tango '!PCI'
add_driver quebec 'NOWHERE'
# Two options hold it, and only one of them can come on.
add_driver uniform 'PCI && !HOTEL'
printf 'config VICTOR\n\tbool "Victor"\n\tdepends on !PCI && NOWHERE\n' >>"$repo/drivers/Kconfig"
# shellcheck disable=SC2016 # a variable of make
echo 'obj-$(CONFIG_VICTOR) += uniform.o' >>"$repo/drivers/misc/Makefile"
add_driver romeo 'MIPS && !INDIA && !HOTEL'
printf 'config SIERRA\n\tbool "Sierra"\n\tdepends on !PCI_MSI\n' >>"$repo/arch/mips/Kconfig"
# shellcheck disable=SC2016 # variables of make
printf 'parts-$(CONFIG_SIERRA) := sierra.o\nobj-y += $(parts-y)\n' \
	>"$repo/arch/mips/kernel/Makefile"
printf 'config WHISKEY\n\tbool "Whiskey"\n\tdepends on !PCI_MSI\n' >>"$repo/arch/mips/Kconfig"
mkdir "$repo/arch/mips/board" && echo 'obj-y += whiskey.o' >"$repo/arch/mips/board/Makefile" &&
	echo '/* SPDX-License-Identifier: GPL-2.0 */' >"$repo/arch/mips/board/whiskey.c"
# shellcheck disable=SC2016 # variables of make
printf 'include $(srctree)/arch/mips/Kbuild.platforms\nobj-y += $(platform-y)\n' \
	>>"$repo/arch/mips/Kbuild"
# shellcheck disable=SC2016 # a variable of make
echo 'platform-$(CONFIG_WHISKEY) += board/' >"$repo/arch/mips/Kbuild.platforms"
cd "$repo/arch/mips/kernel" &&
	printf '// SPDX-License-Identifier: GPL-2.0\n#include "sierra.h"\n' >sierra.c &&
	printf '/* SPDX-License-Identifier: GPL-2.0 */\n' >sierra.h && cd "$work" || exit 3
# shellcheck disable=SC2016 # a variable of make
echo 'obj-y += arch/$(SRCARCH)/' >>"$repo/Kbuild"
commit "$repo" 'Add architectures' && git -C "$repo" branch start
for file in drivers/misc/oscar.c drivers/misc/papa.c drivers/misc/quebec.c drivers/misc/romeo.c \
	arch/mips/kernel/sierra.c arch/mips/kernel/sierra.h drivers/misc/tango.c \
	arch/mips/board/whiskey.c drivers/misc/uniform.c; do
	echo '/* more */' >>"$repo/$file" && commit "$repo" "$file"
done
expect_exit 1 range prove start..main && cp "$work/out" "$work/first" &&
	[ "$(json 'd["summary"]["uncovered"]')" -ge 9 ]
ok 'nothing of nine commits is compiled'

instead='(as Kconfig says with this machine'"'"'s gcc, for hppa-linux-gnu-gcc is not installed)'
hint drivers/misc/oscar.c >"$work/hint"
if command -v hppa-linux-gnu-gcc >"$work/which"; then instead=; fi
has "$work/hint" "; make ARCH=parisc allmodconfig builds it${instead:+ $instead}"
ok 'a driver for one architecture: its name'
[ "$(hint drivers/misc/papa.c | sed 's/.*; make/make/')" = \
	'make ARCH=x86_64 allmodconfig with CONFIG_HOTEL=n CONFIG_PAPA=y builds it' ]
ok 'one that another option keeps out: with that off'
hint drivers/misc/romeo.c |
	grep -q '; make ARCH=mips allmodconfig with CONFIG_HOTEL=n CONFIG_INDIA=n CONFIG_ROMEO=y builds it'
ok 'both at once'
hint drivers/misc/quebec.c >"$work/hint"
has "$work/hint" 'needs CONFIG_QUEBEC (which needs NOWHERE)' &&
	grep -q '; nor was an architecture found that does (asked: x86_64, i386, [a-z0-9, ]*)$' \
		"$work/hint"
ok 'one that nothing reaches: what was asked, and no architecture is named'
hint arch/mips/kernel/sierra.c |
	grep -q '; make ARCH=mips allmodconfig with CONFIG_PCI_MSI=n CONFIG_SIERRA=y builds it'
ok 'a file of an architecture, which a variable of a Makefile holds'
hint arch/mips/kernel/sierra.h |
	grep -q '^arch/mips/kernel/sierra.c reads it, and .*; make ARCH=mips allmodconfig with '
ok 'a header: by a source that reads it'

hint arch/mips/board/whiskey.c |
	grep -q '; make ARCH=mips allmodconfig with CONFIG_PCI_MSI=n CONFIG_WHISKEY=y builds it'
ok 'a folder that a file beside the Makefile adds'
hint drivers/misc/uniform.c |
	grep -q '; make ARCH=x86_64 allmodconfig with CONFIG_HOTEL=n CONFIG_UNIFORM=y builds it'
ok 'one of two options that exclude each other'
hint drivers/misc/tango.c | grep -q '; --target x86_64-no-pci would compile it$'
ok 'where a target would do no architecture is asked'

## what is claimed is so ##

# A configuration of these words, made by hand.
says_kconfig() { # ARCH OPTION LINE...
	arch=$1 option=$2
	shift 2
	discard -f "$work/o" && mkdir "$work/o" && printf '%s\n' "$@" >"$work/options" &&
		make -s -C "$repo" O="$work/o" ARCH="$arch" KCONFIG_ALLCONFIG="$work/options" \
			allmodconfig >"$work/made" 2>&1 && grep -q "^$option=[my]" "$work/o/.config"
}
says_kconfig parisc CONFIG_OSCAR && ! says_kconfig x86_64 CONFIG_OSCAR &&
	says_kconfig x86_64 CONFIG_PAPA CONFIG_HOTEL=n CONFIG_PAPA=y &&
	! says_kconfig x86_64 CONFIG_PAPA CONFIG_PAPA=y &&
	says_kconfig mips CONFIG_ROMEO CONFIG_HOTEL=n CONFIG_INDIA=n CONFIG_ROMEO=y &&
	! says_kconfig mips CONFIG_ROMEO CONFIG_HOTEL=n CONFIG_ROMEO=y
ok 'make by hand says the same, and not with less'

## what is remembered ##

cat >"$work/bin/make" <<'FAKE'
#!/bin/sh
echo "$*" >>"$FAKE_LOG"
exec "$REAL_MAKE" "$@"
FAKE
chmod 755 "$work/bin/make" && : >"$FAKE_LOG"
expect_exit 1 range prove start..main && [ "$(grep -c allmodconfig "$FAKE_LOG")" = 0 ] &&
	coverage "$work/out" >"$work/again" && coverage "$work/first" | equals "$work/again"
ok 'a second time nothing is asked, and the same is said'
no_fakes

# An architecture that cannot be asked now is asked again.
discard "$state"
cat >"$work/bin/make" <<'FAKE'
#!/bin/sh
case " $* " in *" ARCH=parisc "*) exit 2 ;; esac
exec "$REAL_MAKE" "$@"
FAKE
chmod 755 "$work/bin/make"
expect_exit 1 range prove start..main &&
	hint drivers/misc/oscar.c | grep -q '; nor was an architecture found that does (asked: parisc, '
ok 'where make fails for an architecture nothing is claimed'
no_fakes
expect_exit 1 range prove start..main && hint drivers/misc/oscar.c |
	grep -q '; make ARCH=parisc allmodconfig builds it'
ok 'and that is not remembered'

finish
