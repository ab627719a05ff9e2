#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The drivers of a few folders are really made on Linux 6.12, commit by commit, in the part of
# allmodconfig that holds them; faults that only a link or Kbuild itself sees fail at their commit.
# Long: some 500 objects, and the readers of pci.h once more; what each proof took is printed.
#
#	KERNEL=6.1	another kernel, such as 6.1 or 7.2
#	STATE=DIR	see kernel.sh
# shellcheck disable=SC2034 # kernel.sh and small.sh read them
kernels=${KERNEL:-6.12}
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"
# shellcheck disable=SC2034 # small.sh reads it
small_scope='bus/mhi/ pci/switch/ tty/serial/8250/ char/xillybus/'
# shellcheck source=tests/linux/small.sh
. "$(dirname "$0")/small.sh"

hand=$work/hand
campaign=$work/small
small_campaign "$campaign" x86_64-narrow
git -C "$repo" config treewide.narrowLimit 100000

# Where build is not pass: "3:fail".
builds() {
	json '" ".join("%d:%s" % (c["nr"], k["verdict"]) for c in d["commits"] for k in c["checks"] if k["check"] == "build" and k["verdict"] != "pass")' "$work/proof.json"
}

detail() { # NR
	json '[k["detail"] for c in d["commits"] if c["nr"] == '"$1"' for k in c["checks"]
		if k["check"] == "build"][0]' "$work/proof.json"
}

prove_it() { # EXIT-CODE
	start=$(date +%s)
	expect_exit "$1" kernel --json prove && cp "$work/out" "$work/proof.json"
	proved=$?
	echo "# $(($(date +%s) - start)) s: $(detail 1)"
	grep -h 'to be made for the base' "$work/err" | sed 's/^/# /'
	return $proved
}

expect_exit 0 kernel --force generate
ok 'a series'
prove_it 0 && [ "$(builds)" = '' ] &&
	detail 1 | grep -q '^a part of x86_64-allmodconfig, .* readers of include/linux/pci.h'
ok 'every commit is made, with vmlinux and modules'
left=$(json '[k["detail"] for c in d["commits"] for k in c["checks"] if "not built" in k["detail"] or "left out" in k["detail"]]' "$work/proof.json")
[ "$left" = '' ]
ok 'and all that the series touches is built'
git -C "$repo" branch -q -f good b4/small

second_of_its_name() {
	sed 's,"8250,"../../tty/serial/8250/8250,' \
		"$hand/drivers/tty/serial/8250/8250_exar.c" >"$hand/drivers/bus/mhi/8250_exar.c"
}

# A commit behind the second one, which changes what only a link sees.
fault() { # NAME FILE SCRIPT-OF-SED WORDS
	git -C "$hand" checkout -q --force --detach good~5 && sed -i "$3" "$hand/$2" &&
		{ [ "$2" != drivers/bus/mhi/Makefile ] || second_of_its_name; } &&
		git -C "$hand" add -A &&
			git -C "$hand" -c core.hooksPath=/dev/null commit -q -m "fault: $1" &&
		git -C "$hand" -c core.hooksPath=/dev/null cherry-pick good~5..good >/dev/null &&
		git -C "$hand" push -q -f "$repo" HEAD:refs/heads/b4/small && prove_it 1 &&
		[ "$(builds | cut -d ' ' -f 1)" = 3:fail ] && detail 3 | grep -q "$4"
	ok "$1: $(detail 3 | cut -c 1-120)"
}

git clone -q --shared --no-checkout "$repo" "$hand" &&
	git -C "$hand" sparse-checkout set tools/arch/x86/lib drivers/bus/mhi drivers/pci \
		drivers/tty/serial include/linux
fault 'a symbol of a module that is exported no more' drivers/bus/mhi/host/init.c \
	'/^EXPORT_SYMBOL_GPL(mhi_register_controller)/d' 'mhi_register_controller'
fault 'a symbol that nobody defines' drivers/bus/mhi/host/pci_generic.c \
	's/^static int mhi_pci_probe/int nowhere(void);\n&/; s/^	err = pcim_enable_device.*/	err = nowhere();\n&/' '"nowhere" .* undefined'
fault 'two modules of one name' drivers/bus/mhi/Makefile \
	'$ a\obj-m += 8250_exar.o' 'would cause module name conflict'
fault 'a table that objtool is made from' tools/arch/x86/lib/x86-opcode-map.txt \
	'0,/^00: ADD/s//00: ADD Eb,Gb\n00: ADD/' 'make gave up: .*'
git -C "$repo" update-ref refs/heads/b4/small good
finish
