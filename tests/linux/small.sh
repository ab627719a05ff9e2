#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A series on Linux 6.12 that fits into a small kernel; sourced behind lib.sh.
#
#	small_campaign DIR [TARGET]	make the campaign in DIR, for x86_64-small or another target
#					of tests/linux/configs; $small_scope names its folders

# The drivers that x86_64-small builds.
: "${small_scope:=thunderbolt/ mfd/ tty/serial/8250/ i2c/busses/ spi/ char/xillybus/ bus/mhi/ misc/mei/ pci/switch/ pci/controller/ dma/}"

small_campaign() { # DIR [TARGET]
	# shellcheck disable=SC2154 # lib.sh sets top
	mkdir -p "$1" && cp "$top"/series/pcim-irq-vectors/*.txt "$top"/cocci/pcim-irq-vectors/*.cocci "$1" || return
	scopes=
	for folder in $small_scope; do scopes="$scopes\\tscope = drivers/$folder\\n"; done
	sed -e 's/name = .*/name = small/' -e "/^\\[convert\\]/a\\$scopes" -e '/^\[convert "msi"\]/,/message = /d' \
		-e '/retires = /d' -e '/^\[wave /,/^\[check/{/^\[check/!d}' -e '/^# Vectors are freed exactly once/,/timeout = /d' \
		-e '/^	target = /d' -e '/^\[check "portable"/,/^$/d' -e "/^\\[check \"build\"/a\\	target = ${2:-x86_64-small}" \
		"$top/series/pcim-irq-vectors/campaign.conf" >"$1/campaign.conf"
}
