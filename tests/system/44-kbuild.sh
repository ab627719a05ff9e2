#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove: what a change of Makefiles, of Kconfig or of the list of sources does to a build.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

hand=$work/hand
campaign=$work/plain

# The series is one commit: what was changed in the work tree $hand.
series() {
	hand_diff "$campaign/extra.diff" && expect_exit 0 tw --force generate
}

# A source with one function; standard input stands in it.
source_of() { # PATH FUNCTION
	mkdir -p "$(dirname "$1")" && {
		printf '#include <linux/export.h>\n\nint %s(void);\nint %s(void)\n{\n' "$2" "$2" &&
			cat && printf '}\nEXPORT_SYMBOL(%s);\n' "$2"
	} >"$1"
}

make_world "$repo" && cd "$repo" || exit 3
echo '	return 1;' | source_of drivers/lib1/one.c one_do
printf '	int one_do(void);\n\treturn one_do();\n' | source_of drivers/net/user.c user_do
printf '	return 1;\n#ifdef NET_LOUD\n#error loud\n#endif\n#ifdef CONFIG_MORE\n#error more\n#endif\n' | source_of drivers/net/quiet.c quiet_do
echo '	return nothing;' | source_of drivers/net/idle.c idle_do
printf '#include "path.h"\n' >drivers/net/path.c &&
	echo '	return PATH;' | source_of "$work/path.c" path_do &&
	cat "$work/path.c" >>drivers/net/path.c && mkdir drivers/paths &&
	echo '#define PATH 1' >drivers/paths/path.h
# shellcheck disable=SC2016 # variables of make
{
	echo 'obj-$(CONFIG_LIB_ONE) += one.o' >drivers/lib1/Makefile
	echo 'obj-y += lib1/' >>drivers/Makefile
	printf 'obj-m += user.o\nobj-y += quiet.o path.o\nccflags-y += -I$(srctree)/drivers/paths\n' >>drivers/net/Makefile
}
printf 'config LIB_ONE\n\ttristate "One"\n' >>drivers/Kconfig
# An option that only what is for all reads.
# shellcheck disable=SC2016 # variables of make
printf 'config SHOUT\n\tbool "Shout"\n\tdepends on BROKEN\n' >>drivers/Kconfig &&
	sed -i 's/^c_flags = /&$(if $(CONFIG_SHOUT),-DNET_LOUD) /' scripts/Makefile.build
echo '	return 1;' | source_of drivers/apart/apart.c apart_do &&
	echo 'obj-m += apart.o' >drivers/apart/Makefile && echo 'obj-m += apart/' >>drivers/Makefile
# Nothing goes to this folder.
echo '	return 1;' | source_of drivers/net/deep/deep.c deep_do &&
	echo 'obj-m += deep.o' >drivers/net/deep/Makefile
echo 'config: drivers/net/board.cfg' >drivers/net/farm.yml &&
	echo 'open(F, "drivers/net/other.cfg");' >drivers/net/gen.pl
# Kbuild never goes to tools/, whose Makefile only its own make can read; a source there needs a
# name, too.
mkdir tools && echo 'include scripts/Makefile.nowhere' >tools/Makefile &&
	echo '	return one_do();' | source_of tools/tool.c tool_do
# A folder that the architecture adds, and one at the top whose option is off. Both read pci.h.
for folder in arch/x86/pci off; do
	echo '	return 1;' | source_of $folder/only.c "only_${folder%%/*}" &&
		sed -i '1i #include <linux/pci.h>' $folder/only.c &&
		echo 'obj-y += only.o' >$folder/Makefile
done
# shellcheck disable=SC2016 # variables of make
echo 'drivers-$(CONFIG_PCI) += arch/x86/pci/' >arch/x86/Makefile &&
	printf 'obj-y += arch/$(SRCARCH)/\nobj-y += $(ARCH_DRIVERS)\nobj-$(CONFIG_NOTHING) += off/\n' >>Kbuild
cd / && commit "$repo" 'Begin the world' && git clone -q "$repo" "$hand" && mkdir "$campaign" &&
	printf '[campaign]\n\tname = world\n\ttitle = Try Kbuild\n\tscope = drivers/\n[patch "extra"]\n\tdiff = extra.diff\n\tsubject = extra: Change it\n\tmessage = extra.txt\n[check "build"]\n\ttarget = x86_64-allmodconfig\n' \
		>"$campaign/campaign.conf" && echo 'For the test.' >"$campaign/extra.txt"
ok 'a world'
net=$hand/drivers/net

## nothing happens ##

sed -i 's/^config LIB_ONE$/&\n\t# Nothing is said here./' "$hand/drivers/Kconfig" && series
prove && is kbuild pass identical 'neither the configuration nor any object changes'
ok 'Kconfig changes, and no option does'
sed -i 's/^config LIB_ONE$/&\n\tdepends on PCI/' "$hand/drivers/Kconfig" && series
prove && is kbuild pass identical 'neither the configuration nor any object changes'
ok 'a dependency is added that is met'
echo '# Nothing.' >>"$net/Makefile" && series
prove && is objects pass identical 'of what a make of this target reads only comments change'
ok 'a comment in a Makefile'
echo 'nothing := 1' >>"$net/Makefile" && series
prove &&
	is kbuild pass compiled \
	'0 options differ; objects: 0 new, 0 not built any more, 6 compiled again'
ok 'a Makefile changes: the objects of its folder are compiled again'
prove --budget 0 && is kbuild pass compiled '*'
ok 'what is known costs nothing'
mkdir -p "$hand/arch/arm" && echo 'broken' >"$hand/arch/arm/Makefile" && series
prove && is kbuild pass identical '*'
ok 'the Makefile of another architecture'

## options ##

sed -i '/^config LIB_ONE/,$d' "$hand/drivers/Kconfig" && series
prove &&
	is kbuild fail compiled \
	'drivers/net/user.c: needs one_do, but drivers/lib1/one.c is not built any more'
ok 'an option goes, and its object, which another one needs'
prove --explain=extra && json '[r["check"] + " " + r["object"] for c in d["commits"]
	for r in c["reasons"]]' | sort -u >"$work/got" &&
	has "$work/got" 'kbuild drivers/lib1/one.o' && has "$work/got" 'symbols drivers/net/user.o'
ok 'both are among the reasons'
sed -i 's/^config LIB_ONE$/&\n\tdepends on BROKEN/; s/tristate "One"/tristate "One"/' \
	"$hand/drivers/Kconfig" && series
prove &&
	is kbuild fail compiled \
	'drivers/net/user.c: needs one_do, but drivers/lib1/one.c is not built any more'
ok 'a dependency is added that is not met'
printf 'config MORE\n\tbool "More"\n' >>"$hand/drivers/Kconfig" && series
prove && is kbuild fail compiled 'drivers/net/quiet.c: *error: #error more'
ok 'an option comes that turns on what is broken'
printf 'config OTHER\n\tbool "Other"\n' >>"$hand/drivers/Kconfig" && series
prove &&
	is kbuild pass identical \
	'1 option differs; objects: 0 new, 0 not built any more, 0 compiled again'
ok 'an option comes that nobody reads'
sed -i 's/^config LIB_ONE$/config LIB_ONE what/; s/tristate "One"/tristated/' \
	"$hand/drivers/Kconfig" && series
prove && is kbuild fail identical 'drivers/Kconfig: the tree cannot be configured'
ok 'Kconfig is broken'

## objects ##

sed -i '/one.o/d' "$hand/drivers/lib1/Makefile" && series
prove &&
	is kbuild fail compiled \
	'drivers/net/user.c: needs one_do, but drivers/lib1/one.c is not built any more'
ok 'an object is dropped that another one needs'
sed -i 's/user.o//' "$net/Makefile" && series
prove &&
	is kbuild pass compiled \
	'0 options differ; objects: 0 new, 1 not built any more, 5 compiled again'
ok 'an object is dropped that nobody needs'
echo 'obj-m += idle.o' >>"$net/Makefile" && series
prove && is kbuild fail compiled 'drivers/net/idle.c: *nothing*'
ok 'an object is added that does not compile'
sed -i 's/return nothing/return 1/' "$net/idle.c" && echo 'obj-m += idle.o' >>"$net/Makefile" &&
	series
prove &&
	is kbuild pass compiled \
	'0 options differ; objects: 1 new, 0 not built any more, 6 compiled again' &&
	is objects pass compiled '1 object'
ok 'an object is added, with its source mended: it is an object of this commit'
echo 'obj-m += nowhere.o' >>"$net/Makefile" &&
	echo '	return nowhere();' | source_of "$net/nowhere.c" nowhere_do && series
prove && is objects fail compiled 'drivers/net/nowhere.c: *nowhere*'
ok 'a new source that does not compile'

echo 'obj-m += none.o' >>"$net/Makefile" && series
prove && is kbuild fail compiled "drivers/net/none.c: No rule to make target 'drivers/net/none.o'*"
ok 'an object is added that has no source'
echo 'obj-y += none.o' >>"$hand/drivers/apart/Makefile" && series
prove && is kbuild pass '*' '0 options differ; objects: 0 new, *'
ok 'the same built in, in a folder that is reached for its modules alone: make does not look for it'
echo 'obj-m += deep/none.o' >>"$net/Makefile" && series
prove && is kbuild fail compiled "drivers/net/deep/none.c: No rule to make target 'drivers/net/deep/none.o'*"
ok 'the same in a folder that nothing goes to: the Makefile that names it does'

## names ##

git -C "$hand" mv drivers/lib1/one.c drivers/lib1/two.c && series
prove && is kbuild fail '*' "drivers/lib1/one.c: No rule to make target 'drivers/lib1/one.o'*"
ok 'a source gets another name, and the Makefile does not know'
git -C "$hand" mv drivers/lib1/one.c drivers/lib1/two.c &&
	sed -i 's/one.o/two.o/' "$hand/drivers/lib1/Makefile" && series
prove &&
	is kbuild pass compiled \
	'0 options differ; objects: 1 new, 1 not built any more, 0 compiled again'
ok 'the Makefile knows: what the old object offered the new one offers'
git -C "$hand" mv drivers/lib1/one.c drivers/lib1/two.c &&
	sed -i 's/one.o/two.o/' "$hand/drivers/lib1/Makefile" &&
	sed -i 's/one_do/two_do/' "$hand/drivers/lib1/two.c" && series
prove &&
	is kbuild fail compiled \
	'drivers/net/user.c: needs one_do, but drivers/lib1/one.c is not built any more'
ok 'it does not offer all of it'
git -C "$hand" rm -q drivers/net/idle.c && series
prove && is kbuild pass identical '*'
ok 'a source goes that nothing was made from'

## flags ##

echo 'ccflags-y += -DNET_LOUD' >>"$net/Makefile" && series
prove && is kbuild fail compiled 'drivers/net/quiet.c: *error: #error loud'
ok 'a flag is added that breaks one object'
echo 'CFLAGS_quiet.o += -Wno-unused' >>"$net/Makefile" && series
prove && is kbuild pass compiled '*, 6 compiled again'
ok 'a flag is added that breaks none'
sed -i '/ccflags-y/d' "$net/Makefile" && series
prove && is kbuild fail compiled 'drivers/net/path.c: *path.h*'
ok 'the path of an include goes'
echo 'ifeq (' >>"$net/Makefile" && series
prove && is kbuild fail identical 'drivers/net/Makefile: drivers/net/Makefile:[0-9]*: \*\*\* *'
ok 'a Makefile is broken'

# Of a folder that only subdir-y names Kbuild makes the modules.
mkdir -p "$net/quiet" && echo 'obj-y += silent.o' >"$net/quiet/Makefile" &&
	echo 'broken' >"$net/quiet/silent.c" && echo 'subdir-y += quiet' >>"$net/Makefile" && series
prove && is objects uncovered '' 'drivers/net/quiet/silent.c *'
ok 'what is to be built in below subdir-y is not made, and does not fail'

## what is for all ##

echo '# Nothing.' >>"$hand/scripts/Makefile.build" && series
prove --budget 0 &&
	is objects pass identical 'of what a make of this target reads only comments change'
ok 'a comment in what every object depends on'
echo 'nothing := 1' >>"$hand/scripts/Makefile.build" && series
prove --budget 0 &&
	is kbuild uncovered '' 'a change of scripts/Makefile.build can change every object: treewide prove --level full decides'
ok 'what every object depends on, without the time for that'
prove && is kbuild pass compiled '*, 2[0-9] compiled again'
ok 'with the time all objects are compiled'
sed -i 's/-D__KERNEL__/& -DNET_LOUD/' "$hand/Makefile" && series
prove && is kbuild fail compiled 'drivers/net/quiet.c: *error: #error loud'
ok 'a flag in the Makefile at the top that breaks one object'
sed -i '/^config SHOUT/,$s/depends on BROKEN/depends on PCI/' "$hand/drivers/Kconfig" && series
tw --state "$work/shout" --json prove --budget 0 >"$work/out" 2>"$work/err"
is kbuild uncovered '' \
	'an option differs that scripts/Makefile.build reads, which can change every object: *'
ok 'an option that is a flag of every object, without the time for that'
prove && is kbuild fail compiled 'drivers/net/quiet.c: *error: #error loud'
ok 'with the time all objects are compiled, and the one that breaks is found'
echo '# Nothing.' >>"$hand/scripts/checkpatch.pl" && series
prove && is objects pass identical 'no make of this target reads what this commit changes'
ok 'a script that no build runs'
echo 'nothing := 2' >>"$net/Makefile" && echo 'nothing := 2' >>"$hand/drivers/misc/Makefile" &&
	series
tw --state "$work/other" --json prove --budget 0 >"$work/out" 2>"$work/err"
is kbuild uncovered '' '* objects may compile differently, to compile them takes about * s; the budget is 0 s: treewide prove --level full decides'
ok 'no time to compile what a Makefile may change'
mkdir -p "$hand/drivers/net/dts" && echo '/dts-v1/;' >"$hand/drivers/net/dts/x.dts" && series
prove &&
	is objects uncovered '' \
	'drivers/net/dts/x.dts is a device tree, which is not compiled: make dtbs'
ok 'a device tree is not judged, and that is said'
echo 'some' >"$net/board.cfg" && series
prove && is objects pass identical 'no make of this target reads what this commit changes'
ok 'what the steps of a test farm alone name is read by no make'
echo 'some' >"$net/other.cfg" && series
prove && is objects uncovered '' 'drivers/net/other.cfg is named by drivers/net/gen.pl, *'
ok 'what a script names may be'


## folders ##

sed -i 's/^int pci_enable_device(/int pci_more(struct pci_dev *dev);\n&/' \
	"$hand/include/linux/pci.h" && series
prove --budget 1000 &&
	is readers pass compiled 'all * readers of include/linux/pci.h; * that can include it are not built by this configuration' &&
	[ -f "$state/build/x86_64-allmodconfig/arch/x86/pci/only.o" ] &&
	[ ! -e "$state/build/x86_64-allmodconfig/off" ]
ok 'a folder that the architecture adds is built, one at the top whose option is off is not'

## what the target asks for ##

mkdir -p "$work/here/configs" "$work/here/src" && cp "$top/src/query.mk" "$work/here/src" &&
	cd "$work/here" || exit 3
{ cat "$top/configs/x86_64-allmodconfig" &&
	printf '\toption = CONFIG_LIB_ONE=m\n'; } >configs/with-one
sed -i 's/target = .*/target = with-one/' "$campaign/campaign.conf"
sed -i 's/^config LIB_ONE$/&\n\tdepends on PCI/' "$hand/drivers/Kconfig" && series
prove && is kbuild pass identical 'neither the configuration nor any object changes'
ok 'an option that the target asks for keeps its value'
sed -i 's/^config LIB_ONE$/&\n\tdepends on BROKEN/' "$hand/drivers/Kconfig" &&
	sed -i 's/user.o//' "$net/Makefile" && series
prove &&
	is kbuild uncovered '' \
	'with-one asks for CONFIG_LIB_ONE=m, but from this commit on Kconfig gives CONFIG_LIB_ONE=n'
ok 'it does not: the target says nothing of it any more'
prove --level full && is build uncovered '' 'with-one asks for CONFIG_LIB_ONE=m, *'
ok 'at the full level as well'
echo '/* more */' >>"$hand/drivers/lib1/one.c" &&
	sed -i 's/^config LIB_ONE$/&\n\tdepends on BROKEN/' "$hand/drivers/Kconfig" &&
	sed -i 's/user.o//' "$net/Makefile" && series
prove --level full &&
	is build uncovered '' \
	'with-one asks for CONFIG_LIB_ONE=m, but from this commit on Kconfig gives CONFIG_LIB_ONE=n'
ok 'also where an old object of a changed source is left'

finish
