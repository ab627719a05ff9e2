#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# audit: the classes with their evidence, what is examined again, what is new; and the check
# complete of prove.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "file:line class" of all sites.
classes() { # [FILE]
	json '["%(file)s:%(line)d %(class)s" % s for s in d["sites"]]' "${1:-$work/out}"
}

# What the evidence of a file's first site says about lines of FILE.
evidence() { # PATH FILE
	json '[e["what"] for e in [s for s in d["sites"] if s["file"] == "'"$1"'"][0]["evidence"]
		if e["file"] == "'"$2"'"]'
}

make_world "$repo"
# Released when probe fails only; released in another file's helper; forgotten by nobody's
# configuration.
write_driver "$repo/drivers/net/echo.c" <<'BODY'
	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	if (ret > 2)
		pci_free_irq_vectors(pdev); /* the same */
BODY
echo 'obj-m += echo.o' >>"$repo/drivers/net/Makefile"
write_driver "$repo/drivers/net/orphan.c" <<'BODY'
	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
BODY
commit "$repo" 'net: Add two'
ok 'a world'

## what it says ##

expect_exit 0 tw --json audit && cp "$work/out" "$work/first" && cat >"$work/wanted" <<'CLASSES' &&
drivers/gpio/gpio-golf.c:15 implicit
drivers/misc/hotel.c:12 implicit
drivers/misc/india/india_main.c:13 mixed
drivers/misc/mike.h:7 unclear
drivers/net/alpha.c:19 implicit
drivers/net/bravo/bravo_hw.c:12 implicit
drivers/net/bravo/bravo_hw.c:15 implicit
drivers/net/charlie.c:12 mixed
drivers/net/delta.c:12 leak
drivers/net/echo.c:8 error-only
drivers/net/orphan.c:8 implicit
CLASSES
	classes | grep -E '^drivers/(gpio|misc|net)/' >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'json: the class of every call'
[ "$(json 'sum(d["summary"].values()) == len(d["sites"])')" = true ] &&
	[ "$(json 'd["summary"]["error-only"]')" = 1 ] &&
	[ "$(json 'd["target"]')" = x86_64-allmodconfig ]
ok 'json: the sum'
evidence drivers/net/bravo/bravo_hw.c drivers/net/bravo/bravo_main.c |
	grep -qxF 'enables as managed: pcim_enable_device(), on bind: bravo_probe(), .probe of pci_driver bravo_driver' &&
	evidence drivers/misc/india/india_main.c drivers/misc/india/india_irq.c |
	grep -qxF 'releases: pci_free_irq_vectors(), on unbind: india_quiet(), .remove of pci_driver india_driver' &&
	[ "$(json '[s["module"] for s in d["sites"] if s["file"].endswith("india_main.c")][0]')" = \
		drivers/misc/india/india.o ]
ok 'json: the evidence stands in other files of the module'
[ "$(json '[s["built"] for s in d["sites"] if s["file"].endswith("kilo.c")][0]')" = n ] &&
	[ "$(json '[s["built"] for s in d["sites"] if s["file"].endswith("orphan.c")][0]')" = - ] &&
	[ "$(json '[s["built"] for s in d["sites"] if s["file"].endswith("alpha.c")][0]')" = m ]
ok 'json: a file that is not built is seen, and said to be'
expect_exit 0 tw audit &&
	says 'drivers/net/echo.c:8  pci_alloc_irq_vectors() in more_probe, drivers/net/echo.o' &&
	says 'managed, released nowhere; this configuration does not build it' &&
	says 'managed, released nowhere; no Makefile names it' &&
	says 'error-only, 2 mixed, 0 explicit, 1 leak, 1 unclear'
ok 'text: the same'
fingerprint "$repo" >"$work/before" && expect_exit 0 tw audit &&
	fingerprint "$repo" >"$work/after" &&
	same "$work/before" "$work/after"
ok 'the repository stays as it was'

## what it costs ##

expect_exit 0 tw --json audit && [ "$(json 'd["examined"]')" = 0 ] && ! has "$work/err" searching &&
	classes >"$work/got" && classes "$work/first" >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'again: nothing is examined, the answer is the same'
sed -i 's,^static int hotel_probe,/* more */\n&,' "$repo/drivers/misc/hotel.c"
commit "$repo" 'misc: hotel: Say more'
expect_exit 0 tw --json audit && [ "$(json 'd["examined"]')" = 1 ] &&
	has "$work/err" 'searching: 1/1' &&
	classes | grep -qx 'drivers/misc/hotel.c:13 implicit'
ok 'one file changed: one file is searched and examined'
state=$work/other
expect_exit 0 tw --jobs 1 --json audit && [ "$(json 'd["examined"]')" -gt 10 ] &&
	cp "$work/out" "$work/fresh"
state=$work/state
expect_exit 0 tw --json audit && json 'd["sites"]' >"$work/got" &&
	json 'd["sites"]' "$work/fresh" >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'the answer does not depend on what was remembered'

## what is new ##

old=$(git -C "$repo" rev-parse HEAD)
expect_exit 0 tw audit --since "$old" && says '0 calls rely on it on HEAD that did not on'
ok 'since: nothing is new on the same base'
git -C "$repo" mv drivers/net/alpha.c drivers/net/alpha3.c &&
	sed -i 's/alpha\.o/alpha3.o/' "$repo/drivers/net/Makefile"
sed -i 's/^	pci_free_irq_vectors(pdev);/	pci_disable_device(pdev);/' \
	"$repo/drivers/net/charlie.c"
write_driver "$repo/drivers/net/foxtrot.c" <<'BODY'
	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
BODY
echo 'obj-m += foxtrot.o' >>"$repo/drivers/net/Makefile"
commit "$repo" 'net: Move one, spoil one, add one'
expect_exit 1 tw --json audit --since "$old" && classes >"$work/got" &&
	cat >"$work/wanted" <<'NEW' &&
drivers/net/charlie.c:12 implicit
drivers/net/foxtrot.c:8 implicit
NEW
	same "$work/wanted" "$work/got" && [ "$(json 'd["since"]')" = "$old" ]
ok 'since: what was spoiled and what was added, but not what has moved'
expect_exit 1 tw audit --since "$old" && says '2 calls rely on it on HEAD that did not on'
ok 'since: the same as text'
expect_exit 0 tw --base "$old" audit --since HEAD && says '0 calls rely on it'
ok 'since: the other way round there is nothing new'
expect_exit 2 tw audit --since no-such-commit && says no-such-commit
ok 'since: a commit that is not there'

## complete ##

make_campaign "$work/campaign"
campaign=$work/campaign
sed -i 's/^\[patch "enforce"\]/&\n	retires = implicit, error-only/' "$campaign/campaign.conf"
printf '[prefix "drivers/net/"]\n	subject = net\n' >>"$campaign/campaign.conf"
expect_exit 0 tw generate && { tw --json prove >"$work/out"; [ "$(verdict enforce complete)" = \
	uncovered ]; } &&
	[ "$(detail enforce complete)" = '1 call may rely on what it removes: drivers/misc/mike.h:7 pci_alloc_irq_vectors() (unclear)' ]
ok 'complete: uncovered while a call is unclear'
printf '[accept "drivers/misc/mike.h"]\n	reason = read by hand\n' >>"$campaign/campaign.conf"
tw --json prove >"$work/out"
[ "$(verdict enforce complete)" = pass ] && [ "$(verdict enforce complete evidence)" = checked ] &&
	[ "$(json '[c["patch"] for c in d["commits"]
	if any(k["check"] == "complete" for k in c["checks"])]')" = enforce ]
ok 'complete: pass when the campaign accepts it, and only at the commit that retires'
cp "$campaign/campaign.conf" "$work/conf"
sed -i 's,^\[convert\],&\n	scope = drivers/gpio/\n	scope = drivers/misc/\n	scope = drivers/spi/\n	scope = drivers/staging/\n	scope = drivers/tty/\n	scope = sound/,' \
	"$campaign/campaign.conf"
expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	[ "$(verdict enforce complete)" = fail ] &&
	detail enforce complete |
	grep -q '^7 calls rely on what it removes: drivers/net/alpha3.c:19 .*, drivers/net/orphan.c:8 pci_alloc_irq_vectors() (implicit)$' &&
	expect_exit 0 tw plan && says 'For a person: they rely on what the series retires:'
ok 'complete: fails and lists them when drivers were left out; generate writes the branch all the same'
printf '[accept "drivers/net/"]\n	reason = a series of its own\n' >>"$campaign/campaign.conf"
expect_exit 0 tw plan && ! says 'For a person' && says 'implicit, accepted: a series of its own' &&
	{ tw --json prove >"$work/out"; [ "$(verdict enforce complete)" = pass ]; }
ok 'complete: what the campaign accepts is named with its reason'
cp "$work/conf" "$campaign/campaign.conf"

## bad input ##

printf '[accept "drivers/x.c"]\n' >>"$campaign/campaign.conf"
expect_exit 0 tw plan && says ' patches over '
ok 'an empty section says nothing'
printf '	reason =\n' >>"$campaign/campaign.conf"
expect_exit 2 tw plan && says 'has no value'
ok 'an exception without a reason: 2'
cp "$work/conf" "$campaign/campaign.conf"
printf '[taker "nobody"]\n	releaser = x\n' >>"$campaign/campaign.conf"
expect_exit 2 tw audit && says 'campaign.conf:' &&
	says '[taker "nobody"]: [family] names no such taker'
ok 'a pair for a taker that is not in the family: 2'
cp "$work/conf" "$campaign/campaign.conf"
sed -i '/^	taker = /d' "$campaign/campaign.conf"
expect_exit 2 tw audit && says 'names no taker'
ok 'an audit without takers: 2'
sed -i '/^\[family\]/,/^\[/{/^\[family\]/d;/^	/d}' "$campaign/campaign.conf"
expect_exit 2 tw audit && says 'campaign.conf has no [family], which says what audit looks for'
ok 'an audit without [family]: 2'

finish
