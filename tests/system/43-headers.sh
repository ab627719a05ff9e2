#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove: what a changed header does to its readers, at three levels, each as strong as it says.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

hand=$work/hand
campaign=$work/plain

# A reader of pci.h that nothing else needs; standard input stands behind the #include.
reader() { # NUMBER
	{
		printf '#include <linux/pci.h>\n\nint m%s(struct pci_dev *dev);\n' "$1" && cat &&
			printf 'int m%s(struct pci_dev *dev)\n{\n\treturn (int)dev->irq;\n}\n' "$1"
	} >"$repo/drivers/many/m$1.c" && echo "obj-y += m$1.o" >>"$repo/drivers/many/Makefile"
}

# The series is one commit: what was changed in the work tree $hand.
series() {
	hand_diff "$campaign/extra.diff" && expect_exit 0 tw --force generate
}

# The same at a level: an object takes 100 s here (see below), so the budget decides.
at() { # LEVEL VERDICT EVIDENCE DETAIL
	case $1 in
	sampled) prove --budget 0 ;;
	preprocessed) prove --budget 900 ;;
	all) prove --budget 100000 ;;
	esac && is readers "$2" "$3" "$4"
}

log_compilations() {
	cat >"$work/bin/gcc" <<-'FAKE'
		#!/bin/sh
		case " $* " in *" -c "* | *" -E "*) echo "$*" | sed 's,.*/,,' >>"$FAKE_LOG" ;; esac
		exec /usr/bin/gcc "$@"
	FAKE
	chmod 755 "$work/bin/gcc" && : >"$FAKE_LOG"
}

cp -R "$top/tests/world" "$repo" && git -C "$repo" init -q && mkdir "$repo/drivers/many" &&
	echo 'obj-y += many/' >>"$repo/drivers/Makefile"
for number in 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
	reader $number </dev/null || exit 3
done
# Who has something of its own; none of them is in the sample.
reader 30 <<-'END'
	static int more_irq(struct pci_dev *dev)
	{
		return (int)dev->irq;
	}
	int m30_more(struct pci_dev *dev);
	int m30_more(struct pci_dev *dev)
	{
		return more_irq(dev);
	}
END
reader 31 <<-'END'
	#define MORE_FLAG 31
	int m31_more(struct pci_dev *dev);
	int m31_more(struct pci_dev *dev)
	{
		return (int)dev->irq + MORE_FLAG;
	}
END
reader 32 </dev/null
reader 33 <<-'END'
	void *m33_more(struct pci_dev *dev);
	void *m33_more(struct pci_dev *dev)
	{
		return dev->dev.msi_data;
	}
END
# Only errno.h, before it anything else.
printf '#include <linux/errno.h>\n#include <linux/device.h>\n\nint zulu(void);\nint zulu(void)\n{\n\treturn -EINVAL;\n}\n' \
	>"$repo/drivers/net/zulu.c" && echo 'obj-y += zulu.o' >>"$repo/drivers/net/Makefile"
# A source that another one includes, and that no Makefile names.
printf 'int m35_part(void);\nint m35_part(void)\n{\n\treturn 1;\n}\n' >"$repo/drivers/many/m35_part.c" &&
	printf '#include "m35_part.c"\n' >"$repo/drivers/many/m35.c" &&
	echo 'obj-y += m35.o' >>"$repo/drivers/many/Makefile"
commit "$repo" 'Begin the world' && git clone -q "$repo" "$hand" && mkdir "$campaign" &&
	printf '[campaign]\n\tname = world\n\ttitle = Try headers\n\tscope = drivers/\n[patch "extra"]\n\tdiff = extra.diff\n\tsubject = extra: Change a header\n\tmessage = extra.txt\n[check "build"]\n\ttarget = x86_64-allmodconfig\n' \
		>"$campaign/campaign.conf" && echo 'For the test.' >"$campaign/extra.txt"
ok 'a world with many readers'

pci=$hand/include/linux/pci.h
device=$hand/include/linux/device.h
add() { # LINE, before the prototype of pci_enable_device()
	sed -i "s/^int pci_enable_device(/$1\\n&/" "$pci"
}

## only additions ##

add 'int more_of_it(struct pci_dev *dev);' && series && log_compilations
prove --budget 0 &&
	is readers pass sampled '12 of 4[0-9] readers of include/linux/pci.h (to preprocess all takes about * s, to compile all * s; the budget is 0 s); 2 that can include it are not built by this configuration'
ok 'a prototype is added: a sample is compiled when nothing else fits, and the verdict says what more would take'
[ "$(grep -c '^m0' "$FAKE_LOG")" -gt 2 ] && ! grep -q '^m3[013]' "$FAKE_LOG"
ok 'those with something of their own are not in it'
git -C "$repo" config treewide.derived true && prove --budget 0 &&
	is readers pass derived '4[0-9] readers of include/linux/pci.h; 0 can compile differently from the rest and are compiled, and one for each of 2 classes of flags; 2 that can include it are not built by this configuration' &&
	git -C "$repo" config treewide.derived odd && expect_exit 2 tw prove --budget 0 &&
	says 'treewide.derived = odd: neither true nor false'
ok 'who asks for it is told what is derived of them'
git -C "$repo" config --unset treewide.derived
no_fakes
# So that the budget decides, not the speed of this machine.
python3 -I -S -c '
import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
assert d.execute("UPDATE facts SET value = ? WHERE stage = ?",
    ("{\"nr\": 1000, \"seconds\": 100.0}", "pace")).rowcount == 1
d.commit()
' "$state/ledger.db"
ok 'an object takes 100 s'
at preprocessed pass preprocessed '4[0-9] readers of include/linux/pci.h; the compiler reads [1-9] kind* of difference, one reader for each is compiled, and 0 more individually; *'
ok 'with more time each is preprocessed, and one of each kind is compiled'
log_compilations
at preprocessed pass preprocessed '*' && [ ! -s "$FAKE_LOG" ]
ok 'a second time nothing is preprocessed nor compiled'
at sampled pass preprocessed '*' && [ ! -s "$FAKE_LOG" ]
ok 'what is known costs nothing: no budget takes a level back'
no_fakes
at all pass compiled 'all 4[0-9] readers of include/linux/pci.h; *'
ok 'with all the time all are compiled'
at sampled pass compiled 'all 4[0-9] readers of include/linux/pci.h; *'
ok 'and that stays'

## names ##

add 'static inline int more_irq(struct pci_dev *dev) { return 0; }' && series
for level in sampled preprocessed all; do
	at $level fail '*' 'drivers/many/m30.c: *more_irq*'
	ok "$level: a static function of one driver has the name of a new one"
done
add '#define MORE_FLAG 1\\n' && series
for level in sampled preprocessed all; do
	at $level fail '*' 'drivers/many/m31.c: *MORE_FLAG*'
	ok "$level: a macro of one driver has the name of a new one"
done

## what is there is altered ##

sed -i '/void \*msi_data;/d' "$device" &&
	sed -i 's/dev->dev.msi_data/dev->dev.driver_data/; s/dev.msi_data/dev.driver_data/' \
	"$hand"/drivers/pci/msi/*.c &&
	series
at sampled uncovered '' \
	'*: more than additions (device), and only * of * readers are compiled (*): see --budget'
ok 'sampled: of a member that goes a sample never says pass'
at preprocessed uncovered '' '*(of all preprocessed, * would have to be compiled, about *; the budget is 15 min): see --budget'
ok 'preprocessed: all differ by more than an insertion, and that is too much for the budget'
at all fail compiled 'drivers/many/m33.c: *msi_data*'
ok 'all: the one reader that needs it is found'
sed -i '/^void pci_disable_device(struct pci_dev \*dev);/d' "$pci" && series
at sampled uncovered '' 'include/linux/pci.h: more than additions (pci_disable_device), and only 1[0-9] of * readers are compiled *' ||
	at sampled fail '*' '*'
ok 'sampled: a declaration goes'
at all fail compiled '*pci_disable_device*'
ok 'all: who needs it is found'
sed -i 's/^#include <linux.types.h>/&\n#include <linux\/export.h>/' "$pci" && series
at sampled uncovered '' 'include/linux/pci.h: more than additions (#include), *'
ok 'sampled: what an #include brings cannot be told'
at preprocessed pass preprocessed '*'
ok 'preprocessed: it can'

## a header that needs another one ##

sed -i 's/^#endif$/struct device;\nint more_error(struct device *dev);\nstatic inline void *more_data(struct device *dev)\n{\n\treturn dev->driver_data;\n}\n\n&/' \
	"$hand/include/linux/errno.h" && series
at sampled pass sampled '*'
ok 'sampled: it may be missed, and the verdict claims no more'
at preprocessed fail preprocessed 'drivers/net/zulu.c: *'
ok 'preprocessed: a reader in which the type is not known is a kind of its own'
at all fail compiled 'drivers/net/zulu.c: *'
ok 'all: it is found'

## a header that is found before another ##

# delta.c asks for include/shared.h, and would take one that stands beside it.
echo 'int shared(void);' >"$repo/include/shared.h"
sed -i 's/^#include <linux.pci.h>/&\n#include "shared.h"/' "$repo/drivers/net/delta.c"
commit "$repo" 'Share' && git -C "$hand" pull -q
printf 'int shared(void);\n#error found\n' >"$hand/drivers/net/shared.h" && series
at all fail compiled 'drivers/net/delta.c: *#error found'
ok 'all: a new header that is found before the one of its name'
echo 'int shared(void);' >"$hand/drivers/net/shared.h" && series
at all pass compiled 'the only reader of drivers/net/shared.h'
ok 'and one that says the same'
printf 'int shared(void);\n#error found\n' >"$hand/drivers/spi/shared.h" && series
at all pass checked 'no source of this target and no script names drivers/spi/shared.h'
ok 'one that nobody finds'

## symbols ##

sed -i 's/^#define PCI_IRQ_INTX.*/&\nint more_request_irq(struct device *dev, unsigned int irq, irq_handler_t handler,\n\t\t     unsigned long flags, const char *name, void *data);\n#define devm_request_irq more_request_irq/' "$pci" && series
at all fail compiled '*exports more_request_irq*'
ok 'a header that makes its readers need what nobody exports'

## sources that are included ##

sed -i 's/return 1/return nothing/' "$hand/drivers/many/m35_part.c" && series
at all fail compiled 'drivers/many/m35.c: *drivers/many/m35_part.c: *nothing*'
ok 'a source that another one includes is judged by that one'
sed -i 's/return 1/return 2/' "$hand/drivers/many/m35_part.c" && series
at all pass compiled 'the only reader of drivers/many/m35_part.c'
ok 'and passes by it'

## a header that only a source with a rule of its own reads ##

echo 'always-y += solo.o' >>"$repo/drivers/net/Makefile" &&
	echo 'int solo(void);' >"$repo/drivers/net/solo.h" &&
	printf '#include "solo.h"\nint solo(void)\n{\n\treturn 1;\n}\n' \
		>"$repo/drivers/net/solo.c" &&
	commit "$repo" 'Read alone' && git -C "$hand" pull -q
echo 'int solo_more(void);' >>"$hand/drivers/net/solo.h" && series
at all pass compiled '1 reader of drivers/net/solo.h with Makefile rules of their own' &&
	is coverage pass compiled '1 file, under at least one target'
ok 'is judged by that source, and counts as compiled'
echo 'long solo(void);' >"$hand/drivers/net/solo.h" && series
at all fail compiled 'drivers/net/solo.c: *conflicting types*'
ok 'and fails by it'

# Where make comes only for a file that it links there, that link is not known.
mkdir "$repo/drivers/net/boot" && echo 'clean-files := boot' >>"$repo/drivers/net/Makefile" &&
	echo 'targets += first.o' >"$repo/drivers/net/boot/Makefile" &&
	printf 'int first(void);\nint first(void)\n{\n\treturn 1;\n}\n' \
		>"$repo/drivers/net/boot/first.c" &&
	commit "$repo" 'Boot' && git -C "$hand" pull -q
sed -i 's/return 1/return 2/' "$hand/drivers/net/boot/first.c" && series
prove && is objects uncovered '' \
	'drivers/net/boot/first.c: it compiles, and what a rule of its own links of it is not judged: *' &&
	is coverage pass compiled '1 file, under at least one target'
ok 'a source that a rule links in a folder of its own is compiled, and no more is said'
sed -i 's/return 1/return two/' "$hand/drivers/net/boot/first.c" && series
prove && is objects fail compiled 'drivers/net/boot/first.c: *two*'
ok 'where it does not compile it fails'

# Where the folder above is made with it, what the rule makes of it is known.
real=drivers/net/real
mkdir "$repo/$real" && git -C "$hand" reset -q --hard &&
	cat >>"$repo/drivers/net/Makefile" <<'MAKE' &&
always-y += real/code.bin
$(obj)/real/code.bin: FORCE
	$(Q)$(MAKE) $(build)=$(obj)/real $@
MAKE
	cat >"$repo/$real/Makefile" <<'MAKE' &&
$(obj)/code.bin: $(obj)/code.o FORCE
	$(Q)nm $< | grep -q begin_here || { echo '$@: error: no begin_here' >&2; exit 1; }; cp $< $@
MAKE
	printf 'int begin_here(void);\nint begin_here(void)\n{\n\treturn 1;\n}\n' \
		>"$repo/$real/code.c" &&
	commit "$repo" 'Real' && git -C "$hand" pull -q
printf 'int more(void);\nint more(void)\n{\n\treturn 1;\n}\n' >>"$hand/$real/code.c" && series
prove && is kbuild pass compiled 'drivers/net/ is made' &&
	is coverage pass compiled '1 file, under at least one target' &&
	[ "$(verdicts uncovered)" = '' ]
ok 'a source that is linked where the folder above is made'
sed -i 's/begin_here/begin_there/' "$hand/$real/code.c" && series
prove && is kbuild fail compiled 'drivers/net/*: *no begin_here*'
ok 'and what is wrong with that link is its fault'
git -C "$hand" reset -q --hard

## bad input ##

expect_exit 2 tw --budget much prove && says 'not a number from 0 to 1000000'
ok 'a budget that is no number'
printf '\tbudget = 1e3\n' >>"$campaign/campaign.conf"
expect_exit 2 tw prove && says 'campaign.conf:' && says 'not a number of seconds up to 1000000'
ok 'neither in the campaign'
sed -i 's/budget = .*/budget = 0/' "$campaign/campaign.conf" &&
	add 'int more_again(struct pci_dev *dev);' && series &&
	expect_exit 1 tw --json prove && is readers pass sampled '*'
ok 'the campaign can set one'

finish
