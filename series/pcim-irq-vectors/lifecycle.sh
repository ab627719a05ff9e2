#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Are interrupt vectors freed exactly once? Build a small kernel of the commit, boot it in QEMU, bind
# a probe to the edu device (MSI) and to the e1000e (MSI-X) in every style that the campaign keeps
# right, and judge the console.
#
# Run by `treewide prove`, see treewide-check(5), in a work tree of the commit.
# Exit: 0 pass, 1 fail, 77 there is no QEMU or no busybox, others: it cannot be told.
# shellcheck disable=SC2317 # functions are arguments of step
set -u

here=$(cd "$(dirname "$0")/lifecycle" && pwd)
tree=$(pwd -P)
build=$TREEWIDE_BUILD/build
boot=$TREEWIDE_BUILD/boot
# Both folders stand below this one: what ccache has does not depend on where that is.
common=${tree%/*}
binds=20
# A boot takes about 2 s when nobody else works.
seconds=${LIFECYCLE_SECONDS:-180}

conclude() { # EXIT EVIDENCE DETAIL
	printf 'nonce %s\nevidence %s\ndetail %s\n' "$TREEWIDE_NONCE" "$2" "$3" >"$TREEWIDE_RESULT"
	echo "$3"
	exit "$1"
}

for tool in qemu-system-x86_64 busybox; do
	command -v $tool >/dev/null || conclude 77 checked "there is no $tool here"
done

## build ##

cc=gcc
! command -v ccache >/dev/null || cc='ccache gcc'

run_make() { # ARGUMENT...
	CCACHE_BASEDIR=$common CCACHE_NOHASHDIR=1 \
		make --no-print-directory -j"$TREEWIDE_JOBS" O="$build" ARCH=x86_64 CC="$cc" LOCALVERSION= "$@"
}

# What tinyconfig does, and kernel.config with it: all else is off, whatever its default is. Put in
# place only when it is another one, for make looks at dates.
configure() {
	rm -f "$build/.config.new"*
	cat kernel/configs/tiny*.config arch/x86/configs/tiny.config "$here/kernel.config" >"$boot/all.config" &&
		run_make -s KCONFIG_CONFIG="$build/.config.new" KCONFIG_ALLCONFIG="$boot/all.config" allnoconfig || return
	# Kconfig drops in silence what it does not know or cannot have.
	grep -vF -x -f "$build/.config.new" "$here/kernel.config" | grep '^CONFIG_\|is not set' >"$boot/lost"
	while read -r line; do
		case $line in
		CONFIG_*) conclude 1 built "the kernel cannot be configured: $line is lost" ;;
		esac
	done <"$boot/lost"
	cmp -s "$build/.config.new" "$build/.config" || cp "$build/.config.new" "$build/.config"
}

# Old results are removed: what is there afterwards was made now.
build_kernel() {
	rm -f "$build/arch/x86/boot/bzImage" "$build/vmlinux"
	run_make bzImage modules && [ -f "$build/arch/x86/boot/bzImage" ]
}

build_probe() {
	rm -rf "$boot/probe" && mkdir "$boot/probe" && cp "$here/probe.c" "$boot/probe/life.c" &&
		printf 'obj-m := life.o\nccflags-y := %s\n' "$have $have_msix" >"$boot/probe/Kbuild" &&
		run_make M="$boot/probe" modules && [ -f "$boot/probe/life.ko" ]
}

# The first line that looks like the reason, of the log of a step.
reason() {
	grep -m 1 -e 'error:' -e ' Error ' -e '^ERROR' "$boot/log" | sed "s,[^ ]*/${tree##*/}/,,g" | cut -c 1-200
}

step() { # NAME COMMAND...
	name=$1
	shift
	"$@" >"$boot/log" 2>&1 || {
		cat "$boot/log"
		conclude 1 built "the $name does not build: $(reason)"
	}
	grep -v '^  [A-Z]' "$boot/log"
}

mkdir -p "$build" "$boot" || exit 3
have=
! grep -q pcim_alloc_irq_vectors include/linux/pci.h || have=-DHAVE_PCIM
have_msix=
! grep -q pcim_enable_msix_range include/linux/pci.h || have_msix=-DHAVE_PCIM_MSIX
step configuration configure
step kernel build_kernel
step probe build_probe

# What was read: everything in the tree that a command line or a list of dependencies of Kbuild
# names, and what decides which commands there are.
{
	find "$build" "$boot/probe" -name '.*.cmd' -exec cat {} + | tr -s ' \t()="'"'" '\n' | sed -n "s,^$tree/,,p" |
		sed 's,[;:)].*,,'
	find . -name 'Kconfig*' -o -name 'Makefile*' -o -name 'Kbuild*' -o -path './scripts/*' -type f | sed 's,^\./,,'
} | sort -u >"$TREEWIDE_INPUTS"

## the styles ##

# What is left of the implicit release: enforce.cocci calls it its residue. While it is there a
# driver may leave everything to pcim_enable_device(), and one that frees by itself has an action
# that finds nothing to do.
if grep -q pci_is_managed drivers/pci/msi/*.c; then implicit=1; else implicit=0; fi
list_styles() {
	# First, for up to 6.1 a device stays managed when its driver goes.
	echo unmanaged 0
	if [ $implicit = 1 ]; then
		for style in '' -affinity -msi -fallback -twice -msix-range -msix-exact; do
			echo "implicit$style 1"
		done
		echo implicit-refused 1 refused
	fi
	printf '%s\n' "explicit $implicit" "explicit-msix $implicit"
	if [ -n "$have" ]; then
		for style in '' -affinity -fallback -twice -mixed -explicit; do echo "managed$style 1"; done
		echo managed-refused 1 refused
	fi
	if [ -n "$have_msix" ]; then
		for call in range exact; do
			for style in '' -twice -mixed -fallback -explicit; do echo "managed-msix-$call$style 1"; done
			echo "managed-msix-$call-refused 1 refused"
		done
		echo managed-msix-both 1
	fi
}
list_styles >"$boot/styles"

## boot ##

cat >"$boot/initrd.list" <<-END
	dir /dev 0755 0 0
	dir /proc 0755 0 0
	dir /sys 0755 0 0
	dir /bin 0755 0 0
	nod /dev/console 0600 0 0 c 5 1
	nod /dev/kmsg 0600 0 0 c 1 11
	nod /dev/null 0666 0 0 c 1 3
	file /bin/busybox $(command -v busybox) 0755 0 0
	file /init $here/init 0755 0 0
	file /life.ko $boot/probe/life.ko 0644 0 0
END
"$build/usr/gen_init_cpio" "$boot/initrd.list" >"$boot/initrd" || exit 3

# The clock of the guest is its own count of instructions (-icount), for a host that is busy elsewhere
# would stop a real one, and the kernel would take its timer for broken.
rm -f "$boot/console"
styles=$(cut -d ' ' -f 1 "$boot/styles" | paste -s -d ,)
timeout --kill-after=5 "$seconds" qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot \
	-machine q35 -accel tcg -icount shift=4,sleep=off -cpu qemu64 -m 128 \
	-device edu,addr=4 -device e1000e,addr=5,romfile= -serial "file:$boot/console" \
	-kernel "$build/arch/x86/boot/bzImage" -initrd "$boot/initrd" -append "console=ttyS0 panic=-1 \
no_timer_check ignore_loglevel printk.devkmsg=on devres.log=1 slub_debug=FZPU \
life.nonce=$TREEWIDE_NONCE life.binds=$binds life.styles=$styles" </dev/null >"$boot/qemu" 2>&1
code=$?
cat "$boot/qemu"
touch "$boot/console"
found=$(awk -v nonce="$TREEWIDE_NONCE" -v binds=$binds -f "$here/judge.awk" "$boot/styles" "$boot/console")
judged=$?
[ $implicit = 1 ] || found="$found; the implicit styles are retired, not tried"
[ -n "$have" ] || found="$found; there is no managed call yet"
[ -z "$have" ] || [ -n "$have_msix" ] || found="$found; there is no managed call of MSI-X"
[ $judged = 0 ] && [ $code = 0 ] && conclude 0 booted "$found"

echo "The last lines of the console:"
tail -n 40 "$boot/console"
# A machine that is too busy looks the same, so it is asked again the next time.
[ $code != 124 ] && [ $code != 137 ] || { echo "no end in $seconds s: $found" && exit 124; }
[ $code = 0 ] || { echo "QEMU failed with exit code $code: $found" && exit 3; }
conclude 1 booted "$found"
