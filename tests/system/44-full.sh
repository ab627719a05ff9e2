#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove --level full, --explain and --fail-fast on the small world.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "patch:kind" of the check build, where it is not pass.
builds() {
	json '" ".join(c["patch"] + ":" + k["verdict"] for c in d["commits"] for k in c["checks"]
		if k["check"] == "build" and k["verdict"] != "pass")'
}

make_world "$repo" && git clone -q "$repo" "$work/hand"
ok 'a world'

## full: a good series ##

expect_exit 2 tw --level=best prove && says 'known are fast and full'
ok 'an unknown level is refused'
expect_exit 0 tw generate && expect_exit 1 tw --json --level=full prove &&
	cp "$work/out" "$work/good" &&
	[ "$(builds)" = '' ] && [ "$(verdicts fail)" = '' ] &&
	[ "$(verdicts uncovered)" = convert/staging-kilo:coverage ] &&
	verdict convert/staging-kilo build detail |
	grep -q '; not built by it: drivers/staging/kilo/kilo.c$'
ok 'all commits build, and where a driver is left out that is said'
[ "$(verdict api build evidence)" = built ] &&
	[ "$(verdict api build detail)" = 'the whole configuration: vmlinux and 12 modules' ]
ok 'the verdict says that it was built, and what'
essence "$work/good" >"$work/wanted"
log_gcc
expect_exit 1 tw --json --level=full prove && [ ! -s "$FAKE_LOG" ] &&
	essence "$work/out" | equals "$work/wanted" &&
	[ "$(verdict api build reused)" = true ]
ok 'a second time it compiles nothing and says the same'
forget 'stage = "whole"' && : >"$FAKE_LOG" && expect_exit 1 tw --json --level=full prove &&
	[ -s "$FAKE_LOG" ] &&
	essence "$work/out" | equals "$work/wanted"
ok 'without the facts the folder is not trusted: it is made anew, with the same verdicts'
no_fakes

## full: faults ##

sed -i 's/^#include <linux.pci.h>/&\nint nowhere(void);\nint somewhere(void);\nint somewhere(void) { return nowhere(); }/' \
	"$work/hand/drivers/net/delta.c"
hand_series missing convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:symbols extra:build' ] &&
	says 'modpost: \"nowhere\" [drivers/net/delta.ko] undefined!' &&
	[ "$(verdict convert/net-alpha build verdict)" = skipped ] &&
	verdict convert/net-alpha build detail | grep -q 'since commit 2: ERROR: modpost'
ok 'modpost: a symbol that nobody exports fails at its commit; the next ones say since when'
[ -s "$(verdict extra build log)" ] && grep -q nowhere "$(verdict extra build log)"
ok 'the log is kept'

sed -i 's/^#include <linux.pci.h>/&\nstatic int nobody;/' "$work/hand/drivers/net/delta.c"
hand_series unused convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:objects extra:build' ] &&
	[ "$(verdict convert/net-alpha build verdict)" = skipped ]
ok 'an unused variable fails at its commit'

sed -i '/drivers.*misc\|mike/d' "$work/hand/drivers/misc/Makefile"
# shellcheck disable=SC2016 # a variable of make
printf 'obj-$(CONFIG_HOTEL) += nofile.o\nobj-m += nofile.o\n' >>"$work/hand/drivers/misc/Makefile"
hand_series nofile convert && expect_exit 1 tw --json --level=full prove &&
	verdicts fail | grep -q extra:build && says 'No rule to make target'
ok 'a Makefile that names a file that is not there fails at its commit'

cp "$work/hand/drivers/net/delta.c" "$work/hand/drivers/gpio/delta.c" &&
	echo 'obj-m += delta.o' >>"$work/hand/drivers/gpio/Makefile"
hand_series twice convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:kbuild extra:build' ] &&
	detail extra build | grep -q '^make: it failed (exit 2): .*module name conflict' &&
	[ "$(verdict api build)" = pass ]
ok 'two modules of one name fail at their commit, and the others keep their verdicts'

echo 'int shared(void);' >"$repo/include/shared.h"
sed -i 's/^#include <linux.pci.h>/&\n#include "shared.h"/' "$repo/drivers/pci/pci.c"
commit "$repo" 'Share' && git -C "$work/hand" pull -q
# make before 4.4 does not see that a header is gone, as Kbuild uses it. The series leaves pci.c
# alone.
git -C "$work/hand" rm -q include/shared.h
hand_series gone convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:readers extra:build' ] &&
	verdict extra build detail | grep -q '^drivers/pci/pci.o: .*shared.h: No such file'
ok 'a header that is gone, and that an untouched source reads, fails at its commit'

# Neither make nor ccache see that a header would be found that is new: they know those that were
# read. The series leaves pci.c alone, so nothing else makes it anew.
printf 'int shared(void);\n#error found\n' >"$work/hand/drivers/pci/shared.h"
hand_series shared convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:readers extra:build' ] &&
	verdict extra build detail | grep -q '^drivers/pci/pci.o: .*#error found'
ok 'a new header that is found before it fails at its commit'

# make goes by the time of what a link leads to, which is older than the object.
ln -sf Makefile "$work/hand/drivers/net/delta.c"
hand_series linked convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:objects extra:build' ]
ok 'a source that becomes a link to an old file is made anew'

## full: warnings ##

sed -i 's/-Werror -D__KERNEL__/-D__KERNEL__/; s/-Werror \\$/\\/; s/-Wstrict-prototypes -Werror/-Wstrict-prototypes/' "$repo/Makefile"
sed -i 's/^#include <linux.pci.h>/&\nstatic int of_the_base;/' "$repo/drivers/net/charlie.c"
commit "$repo" 'Warn, and do not care' && git -C "$work/hand" pull -q
sed -i 's/^#include <linux.pci.h>/&\nstatic int nobody;/' "$work/hand/drivers/net/delta.c"
hand_series warn convert && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = 'extra:objects extra:build' ] &&
	says 'nobody' && ! says of_the_base && [ "$(verdict enforce build verdict)" = skipped ]
ok 'a warning fails at the commit that brings it, also where later makes do not repeat it; those of the base do not count'

## full: the base is broken ##

git -C "$repo" checkout -q -b old &&
	sed -i '1i#error "always broken"' "$repo/drivers/net/charlie.c" && commit "$repo" 'Break it'
campaign=$top/tests/campaigns/world
expect_exit 0 tw --force generate && expect_exit 1 tw --json --level=full prove &&
	[ "$(verdicts fail)" = '' ] &&
	[ "$(verdict enforce build verdict)" = void ]
ok 'what fails on the base too is void'
git -C "$repo" checkout -q main

## kills ##

log_gcc
expect_exit 0 tw --force generate &&
	expect_exit 1 tw --json --level=full --state "$work/undisturbed" prove &&
	essence "$work/out" >"$work/wanted" && all=$(wc -l <"$FAKE_LOG") && [ "$all" -gt 20 ]
ok 'how many compilations a run is'
seed=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "# SEED=$seed"
# Four numbers of compilations; together they are less than all.
moments=$(python3 -I -S -c 'import random, sys
random.seed(int(sys.argv[1]))
print(*(random.randint(1, int(sys.argv[2]) // 5) for i in range(4)))' "$seed" "$all")
for moment in $moments; do
	kill_after "$moment" "$FAKE_LOG" --state "$work/killed" --level=full prove
	ok "killed when $moment more of $all compilations had begun"
done
expect_exit 1 tw --json --level=full --state "$work/killed" prove &&
	essence "$work/out" | equals "$work/wanted"
ok 'and the run behind them ends with the same verdicts'

finish
