#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What a linker and modpost would say: exports that a module may not use, exports and definitions
# that are taken away while others need them, names that are defined twice; and warnings that are
# told apart by function and number. Each beside a change that is right.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && git clone -q "$repo" "$work/hand" && make_campaign "$work/few" || exit 3
sed -i '/^\[convert\]/a\	scope = drivers/spi/' "$work/few/campaign.conf"
hand=$work/hand
pci=$hand/drivers/pci/pci.c
api=$hand/drivers/pci/msi/api.c
delta=$hand/drivers/net/delta.c
bravo=$hand/drivers/net/bravo

# Put standard input below the #include lines of api.c, the end of which the series changes.
add_api() {
	cat >"$work/added" && sed -i "/^#include \"msi.h\"/r $work/added" "$api"
}

# The campaign with a patch made by hand before the last one: what $work/hand holds now.
prove_hand() { # NAME EXIT
	campaign=$work/$1
	cp -R "$work/few" "$campaign" && hand_patch "$campaign" 'patch "enforce"' &&
		expect_exit 0 tw --force generate && expect_exit "$2" tw --json prove
}

fails() { # NAME TEXT
	prove_hand "$1" 1 && says "$2" && verdicts fail | tr ' ' '\n' | grep -qx extra:symbols &&
		! verdicts fail | tr ' ' '\n' | grep -vx -e extra:symbols -e extra:readers
}

passes() { # NAME
	prove_hand "$1" 0 && [ "$(verdicts fail)$(verdicts void)$(verdicts uncovered)" = '' ]
}

## terms ##

# A function that pci.c exports by $1 and delta.c uses.
add_secret() { # EXPORT
	printf '\nint pci_secret(void)\n{\n\treturn 1;\n}\n%s;\n' "$1" >>"$pci"
	sed -i 's/^void pci_intx.*;/&\nint pci_secret(void);/' "$hand/include/linux/pci.h"
	sed -i 's/return ret < 0 ? ret : 0;/return ret < 0 ? ret : pci_secret();/' "$delta"
}

add_secret 'EXPORT_SYMBOL_GPL(pci_secret)' && passes gpl
ok 'an export for the GPL into a module under the GPL'
add_secret 'EXPORT_SYMBOL_GPL(pci_secret)' &&
	sed -i 's/MODULE_LICENSE("GPL")/MODULE_LICENSE("Proprietary")/' "$delta" &&
	fails proprietary 'GPL-incompatible module drivers/net/delta.ko uses GPL-only symbol '"'pci_secret'"
ok 'into one that is not'
add_secret 'EXPORT_SYMBOL(pci_secret)' &&
	sed -i 's/MODULE_LICENSE("GPL")/MODULE_LICENSE("Proprietary")/' "$delta" && passes everyone
ok 'an export for everyone into one that is not'
add_secret 'EXPORT_SYMBOL_NS(pci_secret, "PCI_SECRETS")' &&
	fails space 'module drivers/net/delta uses symbol pci_secret from namespace PCI_SECRETS, but does not import it.'
ok 'a namespace that the module does not import'
add_secret 'EXPORT_SYMBOL_NS_GPL(pci_secret, "PCI_SECRETS")' &&
	echo 'MODULE_IMPORT_NS("PCI_SECRETS");' >>"$delta" && passes imported
ok 'one that it does'

sed -i '/^MODULE_LICENSE/d' "$delta" &&
	fails unlicensed 'missing MODULE_LICENSE() in drivers/net/delta.o'
ok 'a module that loses its licence'
sed -i '/^MODULE_LICENSE/d' "$bravo/bravo_main.c" &&
	printf '\n#include <linux/module.h>\nMODULE_LICENSE("GPL");\n' >>"$bravo/bravo_hw.c" &&
	passes licensed
ok 'one whose other source says it now'

## what others need ##

sed -i '/^EXPORT_SYMBOL(pci_disable_device);/d' "$pci" &&
	fails unexport 'drivers/pci/pci.c: it no longer exports pci_disable_device, which is needed by drivers/net/delta.c'
ok 'an export that is taken away from a driver which the commit does not touch'
sed -i '/^EXPORT_SYMBOL(pci_intx);/d' "$pci" && passes unused
ok 'one that nobody uses'
sed -i 's/^EXPORT_SYMBOL(pci_disable_device);/EXPORT_SYMBOL_NS(pci_disable_device, "PCI_SECRETS");/' "$pci" &&
	fails stricter 'drivers/pci/pci.c: it exports pci_disable_device on terms that exclude drivers/net/delta.c'
ok 'an export that moves into a namespace'
sed -i 's/^EXPORT_SYMBOL(pci_disable_device);/EXPORT_SYMBOL_GPL(pci_disable_device);/' "$pci" &&
	passes gentle
ok 'one that becomes GPL only, for drivers under the GPL'
sed -i 's/^int bravo_request_vectors(/int bravo_take_vectors(struct bravo *bravo);\nint bravo_take_vectors(/' "$bravo/bravo_hw.c" &&
	fails renamed 'drivers/net/bravo/bravo_hw.c: it no longer defines bravo_request_vectors, which is needed by drivers/net/bravo/bravo_main.c'
ok 'a function that another object of the same module calls'
{
	printf '\nvoid pci_intx(struct pci_dev *dev, int enable)\n{\n\tdev->msi_enabled = !enable;\n}\nEXPORT_SYMBOL(pci_intx);\n' | add_api
	sed -i '/^void pci_intx/,$d' "$pci"
} && passes moved
ok 'a function that moves to another file'

## twice ##

printf '\nvoid pci_intx(struct pci_dev *dev, int enable)\n{\n\tdev->msi_enabled = !enable;\n}\n' |
	add_api &&
	fails twice 'drivers/pci/msi/api.c: it defines pci_intx a second time, as does drivers/pci/pci.c'
ok 'a name that a file defines already which the commit does not touch'
printf '\nint pci_counter;\n' >>"$pci" && printf '\nint pci_counter;\n' | add_api &&
	prove_hand both 1 &&
	[ "$(verdicts fail)" = extra:symbols ] && says 'it defines pci_counter a second time'
ok 'one that two files of the commit define'
printf '\nvoid __attribute__((weak)) pci_intx(struct pci_dev *dev, int enable)\n{\n\tdev->msi_enabled = !enable;\n}\n' | add_api && passes weak
ok 'a weak one'
printf '\nint bravo_request_vectors;\n' >>"$delta" && passes apart
ok 'one in another module'
printf '\nvoid pci_intx(struct pci_dev *dev, int enable)\n{\n\tdev->msi_enabled = !enable;\n}\n' >>"$delta" && passes private
ok 'one that is exported elsewhere, in a module that does not export it'
printf '\nvoid pci_intx(struct pci_dev *dev, int enable)\n{\n\tdev->msi_enabled = !enable;\n}\nEXPORT_SYMBOL(pci_intx);\n' >>"$delta" &&
	fails exported \
	'drivers/net/delta.c: it exports pci_intx a second time, as does drivers/pci/pci.c'
ok 'one that two modules export'

## what a module has ##

# The base gets a function that nobody calls, one that no configuration has, and one for itself.
printf '\nint bravo_spare(void)\n{\n\treturn 1;\n}\n#ifdef BRAVO_NEVER\nint bravo_never(void)\n{\n\treturn 1;\n}\n#endif\nint bravo_shy(void);\nstatic int bravo_alone(void)\n{\n\treturn 1;\n}\nint bravo_shy(void)\n{\n\treturn bravo_alone();\n}\n' \
	>>"$repo/drivers/net/bravo/bravo_hw.c"
printf 'int bravo_spare(void);\nint bravo_never(void);\n' >>"$repo/drivers/net/bravo/bravo.h"
commit "$repo" 'A base with something to spare' && git -C "$hand" pull -q

bravo_calls() { # EXPRESSION
	sed -i \
		"s/return bravo_request_vectors(&the_bravo);/return $1 + bravo_request_vectors(\&the_bravo);/" "$bravo/bravo_main.c"
}

bravo_calls 'bravo_spare()' && passes spare
ok 'a call of what another source of the module defines'
bravo_calls 'bravo_never()' &&
	fails never 'drivers/net/bravo/bravo_main.c: nothing in this commit exports bravo_never'
ok 'of what it defines under another configuration only'
bravo_calls 'bravo_alone()' &&
	sed -i 's/^static int bravo_probe/int bravo_alone(void);\n&/' "$bravo/bravo_main.c" &&
	prove_hand alone 1 &&
	says 'drivers/net/bravo/bravo_main.c: nothing in this commit exports bravo_alone'
ok 'of what it has for itself'
sed -i 's/return bravo_request_vectors(&the_bravo);/bravo_debug(\&the_bravo);\n\t&/' \
	"$bravo/bravo_main.c" &&
	fails unbuilt 'drivers/net/bravo/bravo_main.c: nothing in this commit exports bravo_debug'
ok 'of what a source defines that is not built'
sed -i '/^int bravo_spare/,/^}/d' "$bravo/bravo_hw.c" && bravo_calls 'bravo_spare()' &&
	fails dropped 'drivers/net/bravo/bravo_main.c: nothing in this commit exports bravo_spare'
ok 'of what the same commit takes away'

## sections that are freed ##

# Of the base: a function that is there only for a while.
init='__attribute__((__section__(".init.text")))'
printf '#define __init %s\nint bravo_early(void);\n' "$init" >>"$repo/drivers/net/bravo/bravo.h"
printf '\nint __init bravo_early(void)\n{\n\treturn 1;\n}\n' \
	>>"$repo/drivers/net/bravo/bravo_hw.c"
commit "$repo" 'A base with a function that is freed' && git -C "$hand" pull -q
bravo_calls 'bravo_early()' && fails early '-> bravo_early (section: .init.text)'
ok 'a call of what another source of the module puts there'
sed -i 's/^int bravo_request_vectors(/int __init bravo_request_vectors(/' "$bravo/bravo_hw.c" &&
	fails freed '-> bravo_request_vectors (section: .init.text)'
ok 'a function that moves there and that another source of the module calls'
sed -i 's/^int bravo_spare(/int __init bravo_spare(/' "$bravo/bravo_hw.c" && passes idle
ok 'one that nobody calls'

## warnings ##

# Warnings that are no errors, and a base that has one in delta_probe().
sed -i 's/-Werror/-Wno-error/' "$repo/Makefile"
sed -i 's/^static int delta_probe(.*/&\n{\n\tint unused;/; ' "$repo/drivers/net/delta.c" &&
	sed -i '/^\tint unused;/{n;d}' "$repo/drivers/net/delta.c"
commit "$repo" 'A base that warns' && git -C "$hand" pull -q
sed -i '1a/* moved */' "$delta" && passes lines
ok 'a warning of the base, on another line'
sed -i 's/^static void delta_remove(.*/&\n{\n\tint unused;/' "$delta" &&
	sed -i '/^static void delta_remove/,/^}/{/unused/{n;d}}' "$delta"
prove_hand function 1 && [ "$(verdicts fail)" = extra:objects ] &&
	says "unused variable 'unused' [-Wunused-variable] in delta_remove()"
ok 'the same in another function is new'
sed -i 's/^\tint unused;/&\n\t{ int unused; }/' "$delta"
prove_hand copy 1 && [ "$(verdicts fail)" = extra:objects ] && says 'in delta_probe()'
ok 'and so is a second one in the same function'

# Who brings a warning is to blame, not who touches the file later.
sed -i 's/^static void delta_remove(.*/&\n{\n\tint late;/' "$delta" &&
	sed -i '/^static void delta_remove/,/^}/{/late/{n;d}}' "$delta"
campaign=$work/later
cp -R "$work/few" "$campaign" && git -C "$hand" diff >"$campaign/extra.diff" &&
	git -C "$hand" commit -q -a -m later &&
	sed -i '1a/* more */' "$delta" && git -C "$hand" diff >"$campaign/more.diff" &&
	echo 'For the test.' >"$campaign/extra.txt"
sed -i 's/^\[patch "enforce"\]/[patch "extra"]\n	diff = extra.diff\n	subject = extra: Warn\n	message = extra.txt\n[patch "more"]\n	diff = more.diff\n	subject = more: Do not warn\n	message = extra.txt\n&/' \
	"$campaign/campaign.conf"
expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	[ "$(verdicts fail)" = extra:objects ]
ok 'a commit is not blamed for the warning of an earlier one'

finish
