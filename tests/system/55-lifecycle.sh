#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The life-cycle check of series/pcim-irq-vectors without a kernel: which consoles its judge
# believes, and what it says where there is no QEMU. (Kernels are booted in
# tests/linux/40-lifecycle.sh.)
# shellcheck disable=SC2016 # $ is the last line for sed
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

series=$top/series/pcim-irq-vectors
printf 'implicit 1\nunmanaged 0\nrefused 1 refused\n' >"$work/styles"

cycle() { # STYLE NR ACTIONS BOUND
	echo "life 5eed try $1 $2"
	[ "$3" = 0 ] ||
		echo "life-$1 0000:00:04.0: DEVRES ADD (____ptrval____) pcim_msi_release (16 bytes)"
	echo "life-$1 0000:00:04.0: DEVRES ADD (____ptrval____) pcim_disable_device (16 bytes)"
	echo "life 5eed took $1 1"
	echo "life 5eed bound $1 $2 $4 $4"
	[ "$3" = 0 ] ||
		echo "pci 0000:00:04.0: DEVRES REL (____ptrval____) pcim_msi_release (16 bytes)"
	echo "pci 0000:00:04.0: DEVRES REL (____ptrval____) msi_device_data_release (80 bytes)"
	echo "life 5eed left $1 $2 0"
}

# The console of a good boot, as it comes from a serial line.
{
	echo 'Linux version 6.12.117 (treewide@treewide) #1 1970-01-01'
	for nr in 1 2; do cycle implicit $nr 1 1; done
	for nr in 1 2; do cycle unmanaged $nr 0 1; done
	for nr in 1 2; do cycle refused $nr 1 0; done
	echo 'life 5eed end'
} | sed 's/$/\r/' >"$work/good"

# shellcheck disable=SC2317 # expect_exit calls it
judge() { # CONSOLE
	awk -v nonce=5eed -v binds=2 -f "$series/lifecycle/judge.awk" "$work/styles" "$1"
}

# A console in which a sed script has changed the good one is not believed, for this reason.
no() { # NAME SCRIPT REASON
	sed "$2" "$work/good" >"$work/console"
	expect_exit 1 judge "$work/console" && [ "$(wc -l <"$work/out")" = 1 ] && says "$3"
	ok "$1"
}

expect_exit 0 judge "$work/good" &&
	says 'booted Linux 6.12.117: 6 binds in 3 styles, each got a vector and an interrupt, no unbind left one; 4 release actions, each ran once'
ok 'a good console is believed'
sed 's/pcim_msi_release/devm_action_release/' "$work/good" >"$work/console"
expect_exit 0 judge "$work/console" && says '4 release actions'
ok 'also where actions have no names'

no 'that of another run is not' 's/5eed/feed/' 'implicit: 0 of 2 binds were tried'
no 'nor one of which only the end is of this run' '/end/!s/5eed/feed/' \
	'implicit: 0 of 2 binds were tried'
no 'nor one that prints what it should' 's/5eed//; $a all tests passed\nlife 5eed end\r' \
	'implicit: 0 of 2 binds were tried'
no 'nor an empty one' d 'no kernel says what it is'
no 'a vector that stays is found' 's/left implicit 2 0/left implicit 2 1/' \
	'implicit: unbind 2 leaves 1 vectors'
no 'an action too many is found' '0,/.*ADD.*pcim_msi.*/s//&\n&/; 0,/.*REL.*pcim_msi.*/s//&\n&/' \
	'implicit: bind 1 registers 2 release actions instead of 1'
no 'an action too few is found' '0,/ADD.*pcim_msi/s//nothing/' \
	'implicit: bind 1 registers 0 release actions instead of 1'
no 'an action of a driver that is not managed is found' 's/.*try unmanaged 2/&\nlife-unmanaged: DEVRES ADD 1 pcim_msi_release (16 bytes)\nx DEVRES REL 1 pcim_msi_release (16 bytes)/' \
	'unmanaged: bind 2 registers 1 release actions instead of 0'
no 'an action that does not run is found' '0,/REL.*pcim_msi/s//nothing/' \
	'released before the vectors'
no 'one that runs twice is found' '0,/.*REL.*pcim_msi.*/s//&\n&/' \
	'implicit: 2 of 1 release actions ran at unbind 1'
no 'the wrong order is found' '/implicit.*took/,/left implicit 1/{/REL.*pcim_msi/d}; s/.*left implicit 1/life-x: DEVRES REL 1 pcim_msi_release (16 bytes)\n&/; 0,/REL.*pcim_msi/s//nothing/' \
	'implicit: the MSI data of the device were released before the vectors'
no 'a bind that fails is found' 's/bound unmanaged 2 1 1/bound unmanaged 2 0 0/' \
	'unmanaged: bind 2 failed'
no 'a bind that must fail and does not is found' 's/bound refused 1 0 0/bound refused 1 1 1/' \
	'refused: bind 1 did not fail as it must'
no 'a vector that sysfs does not show is found' 's/bound implicit 1 1 1/bound implicit 1 1 0/' \
	'implicit: bind 1 shows 0 vectors in sysfs instead of 1'
no 'a vector that no interrupt comes from is found' '/took unmanaged/d' \
	'unmanaged: bind 1 got no vector, or no interrupt'
no 'a bind that is missing is found' '/ unmanaged 2\b/d' 'unmanaged: 1 of 2 binds were tried'
no 'a style that is missing is found' '/ refused /d' 'refused: 0 of 2 binds were tried'
no 'a warning is found' '$i WARNING: CPU: 0 PID: 1 at kernel/irq/irqdomain.c:12\r' \
	'the kernel complains: WARNING: CPU: 0'
no 'an oops is found' '$i BUG: kernel NULL pointer dereference, address: 0\r' \
	'the kernel complains: BUG: kernel NULL'
no 'a panic is found' '/left refused 1/{s/.*/Kernel panic - not syncing: x/;q}' \
	'the kernel complains: Kernel panic - not syncing: x; the run did not come to its end'
no 'an end that is missing is found' '$d' 'the run did not come to its end'
no 'a complaint of the probe is found' 's/life 5eed end/life 5eed the probe cannot be removed\n&/' \
	'the probe cannot be removed'

## no QEMU ##

mkdir "$work/few" && for tool in sh dirname; do ln -s "$(command -v $tool)" "$work/few/$tool"; done
# shellcheck disable=SC2317 # expect_exit calls it
lifecycle() {
	PATH=$work/few TREEWIDE_BUILD=$work TREEWIDE_NONCE=5eed TREEWIDE_RESULT=$work/result \
		"$series/lifecycle.sh"
}
expect_exit 77 lifecycle && has "$work/result" 'nonce 5eed' &&
	has "$work/result" 'detail there is no qemu-system-x86_64 here'
ok 'without QEMU it is skipped, with the reason'

finish
