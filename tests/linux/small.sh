#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A series on Linux 6.12 that fits into a small kernel; sourced behind lib.sh.
#
#	$base, $linux		the tag, and the repository that ci/base made
#	small_series DIR	make the campaign in DIR, and $repo with the base; no branch yet
#	kernel COMMAND...	treewide on them, with the targets of tests/linux/configs

CCACHE_DIR=${KERNEL_CCACHE:-$CCACHE_DIR}
export CCACHE_DIR

# The drivers that x86_64-small builds.
small_scope='thunderbolt/ mfd/ tty/serial/8250/ i2c/busses/ spi/ char/xillybus/ bus/mhi/ misc/mei/ pci/switch/ pci/controller/ dma/'

small_campaign() { # DIR [TARGET...]
	mkdir -p "$1" && cp "$top"/series/pcim-irq-vectors/*.txt "$top"/cocci/pcim-irq-vectors/*.cocci "$1" || return
	scopes=
	for folder in $small_scope; do scopes="$scopes\\tscope = drivers/$folder\\n"; done
	targets=
	shift_name=$1
	shift
	for target in ${*:-x86_64-small}; do targets="$targets\\ttarget = $target\\n"; done
	sed -e 's/name = .*/name = small/' -e "/^\\[convert\\]/a\\$scopes" -e '/^\[convert "msi"\]/,/message = /d' \
		-e '/retires = /d' -e '/^\[wave /,/^\[check/{/^\[check/!d}' -e "s/^	target = .*/$targets/" \
		"$top/series/pcim-irq-vectors/campaign.conf" >"$shift_name/campaign.conf"
}
