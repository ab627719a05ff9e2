#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A series on Linux 6.12 that fits into a small kernel; sourced behind lib.sh.
#
#	small_campaign DIR [TARGET]	make the campaign in DIR, for x86_64-small or another target
#					of tests/linux/configs; $small_scope names its folders

# The drivers that x86_64-small builds.
: "${small_scope:=thunderbolt/nhi.c mfd/intel-lpss-pci.c tty/serial/8250/8250_exar.c tty/serial/8250/8250_mid.c tty/serial/8250/8250_pci.c i2c/busses/i2c-ismt.c i2c/busses/i2c-designware-pcidrv.c i2c/busses/i2c-mchp-pci1xxxx.c spi/spi-pxa2xx-pci.c spi/spi-pci1xxxx.c char/xillybus/xillybus_pcie.c bus/mhi/host/pci_generic.c misc/mei/pci-me.c pci/switch/switchtec.c pci/controller/vmd.c dma/dw-edma/dw-edma-pcie.c}"

small_campaign() { # DIR [TARGET]
	# shellcheck disable=SC2154 # lib.sh sets top
	mkdir -p "$1" && cp "$top"/series/pcim-irq-vectors/*.txt \
		"$top"/cocci/pcim-irq-vectors/*.cocci "$1" || return
	scopes=
	for folder in $small_scope; do scopes="$scopes\\tscope = drivers/$folder\\n"; done
	# no waves, no other checks, no rule but the one for pci_alloc_irq_vectors()
	awk '/^\[/ { drop = /^\[(wave|check) / || /^\[convert "msi/ } !drop' \
		"$top/series/pcim-irq-vectors/campaign.conf" |
		sed -e 's/name = .*/name = small/' -e "/^\\[convert\\]/a\\$scopes" -e \
		'/retires = /d' >"$1/campaign.conf" &&
		printf '\n[check "build"]\n\ttarget = %s\n' \
		"${2:-x86_64-small}" >>"$1/campaign.conf"
}
