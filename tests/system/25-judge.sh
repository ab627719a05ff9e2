#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# [judge]: what a person says of calls that the audit leaves unclear, where it is heard, and where
# it is refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# One driver of a file that may have several: enabled in one of two ways, as the audit cannot tell.
either_driver() { # NAME
	cat <<SOURCE

static int $1_probe(struct pci_dev *pdev)
{
	int ret = pdev->irq ? pcim_enable_device(pdev) : pci_enable_device(pdev);

	if (ret)
		return ret;
	return pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
}

static struct pci_driver $1_driver = {
	.name = "$1",
	.probe = $1_probe,
};
SOURCE
}

add_driver() { # PATH NAME...
	path=$1
	shift
	printf '// SPDX-License-Identifier: GPL-2.0\n#include <linux/pci.h>\n' >"$path"
	for driver; do either_driver "$driver"; done >>"$path"
	echo "obj-m += $(basename "$path" .c).o" >>"$(dirname "$path")/Makefile"
}

# The campaign with these sections; standard input.
judged_by() {
	cp "$work/conf" "$campaign/campaign.conf" && cat >>"$campaign/campaign.conf"
}

# "function class" of the sites of a file.
classes() { # FILE
	json '[s["function"] + " " + s["class"] for s in d["sites"] if s["file"] == "'"$1"'"]'
}

# Refused, with the line of the section or of the key.
refused() { # LINE-FROM-THE-END TEXT
	line=$(($(wc -l <"$campaign/campaign.conf") + 1 - $1))
	expect_exit 2 tw audit && says "campaign.conf:$line: " && says "$2"
}

make_world "$repo"
add_driver "$repo/drivers/net/either.c" one two
add_driver "$repo/drivers/net/single.c" single
sed 's/pdev->irq ? pcim_enable_device(pdev) : //; s/single/plain/g' "$repo/drivers/net/single.c" \
	>"$repo/drivers/net/plain.c"
cat >>"$repo/drivers/net/plain.c" <<'SOURCE'

static void plain_stop(struct pci_dev *pdev)
{
	pci_free_irq_vectors(pdev);
}

const struct plain_ops {
	void (*stop)(struct pci_dev *pdev);
} plain_ops = {
	.stop = plain_stop,
};
SOURCE
echo 'obj-m += plain.o' >>"$repo/drivers/net/Makefile"
commit "$repo" 'net: Add three'
make_campaign "$work/campaign"
campaign=$work/campaign
sed -i 's/^\[patch "enforce"\]/&\n	retires = implicit, error-only/' "$campaign/campaign.conf"
printf '[prefix "drivers/net/"]\n	subject = net\n[accept "drivers/misc/mike.h"]\n	reason = x\n' \
	>>"$campaign/campaign.conf"
printf '\nWho owns what:\n\n{audit}\n' >>"$campaign/cover.txt"
cp "$campaign/campaign.conf" "$work/conf"
first=$(($(wc -l <"$work/conf") + 1))
expect_exit 0 tw --json audit && cp "$work/out" "$work/before" &&
	[ "$(json '[s["function"] + " " + s["managed"] for s in d["sites"]
		if s["class"] == "unclear"]' | sort)" = 'mike_vectors maybe
one_probe maybe
plain_probe no
single_probe maybe
two_probe maybe' ] && [ "$(json '[s["managed"] for s in d["sites"]
		if s["function"] == "hotel_probe"]')" = yes ]
ok 'a world in which five calls are unclear'

## heard ##

judged_by <<'SECTIONS'
[judge "drivers/net/single.c"]
	class = implicit
	reason = "pdev->irq is never 0 here"
SECTIONS
expect_exit 0 tw --json audit && [ "$(json 'd["examined"]')" = 0 ] &&
	[ "$(classes drivers/net/single.c)" = 'single_probe implicit' ] &&
	[ "$(classes drivers/net/either.c)" = 'one_probe unclear
two_probe unclear' ] &&
	[ "$(json '[s["judged"] for s in d["sites"] if "judged" in s]')" = \
		'{"line": '"$first"', "reason": "pdev->irq is never 0 here", "unclear": "the device is enabled both managed and unmanaged"}' ] &&
	[ "$(json 'd["summary"]["unclear"]')" = 4 ]
ok 'a call has the class that a person says, with the reason, and nothing is examined again'
expect_exit 0 tw audit &&
	says 'implicit   drivers/net/single.c:' &&
	says "campaign.conf:$first judges: pdev->irq is never 0 here" &&
	says 'unclear to the audit: the device is enabled both managed and unmanaged'
ok 'audit: the same as text'
expect_exit 0 tw --json plan &&
	[ "$(json '[p["id"] for p in d["patches"] if "drivers/net/single.c" in p["files"]]')" = \
		convert/net ] &&
	[ "$(json '[s["file"] + " " + s["class"] + ": " + s["judged"]["reason"]
		for s in d["judged"]]')" = \
		'drivers/net/single.c implicit: pdev->irq is never 0 here' ]
ok 'plan converts it, and names what was judged'
expect_exit 0 tw plan && says 'Judged by a person, for the audit cannot tell:' &&
	says "in single_probe() is implicit: campaign.conf:$first judges: pdev->irq"
ok 'plan: the same as text'
expect_exit 0 tw generate && cover=$(git -C "$repo" log -1 --format=%B "$(cover_of)") &&
	echo "$cover" >"$work/out" &&
	says '    The program cannot tell 1 of these; a person judged:' &&
	says '      drivers/net/single.c in single_probe(): implicit; pdev->irq is never'
ok 'the cover letter says it, in the table of the audit'
tw --json prove >"$work/out"
[ "$(verdict enforce complete)" = uncovered ]
ok 'complete: the others are as open as before'

judged_by <<'SECTIONS'
[judge "drivers/net/either.c"]
	class = implicit
	reason = one has an interrupt
	function = one_probe
[judge "drivers/net/single.c"]
	class = explicit
	reason = it is freed by hand
[judge "drivers/net/either.c"] function = two_probe
	# what the first section says is not said of this one
	reason = two \
has none
	class = leak
SECTIONS
expect_exit 0 tw --json audit && [ "$(classes drivers/net/either.c)" = 'one_probe implicit
two_probe leak' ] && [ "$(classes drivers/net/single.c)" = 'single_probe explicit' ] &&
	[ "$(json '[s["judged"]["line"] for s in d["sites"] if "judged" in s]')" = "$first
$((first + 7))
$((first + 4))" ]
ok 'two functions of a file are judged apart, each section for itself'
expect_exit 0 tw --force generate && { tw --json prove >"$work/out"; true; } &&
	[ "$(verdict enforce complete)" = pass ] &&
	detail enforce complete | grep -q '; 1 of them judged by a person$'
ok 'complete: passes when every open call is judged and none is implicit, and counts them'
expect_exit 0 tw plan && says 'drivers/net/single.c:' &&
	says "is explicit: campaign.conf:$((first + 4)) judges: it is freed by hand"
ok 'plan: what is left says who judged it'
judged_by <<'SECTIONS'
[judge "drivers/net/either.c"]
	class = error-only
	function = one_probe, two_probe
	reason = read
[judge "drivers/net/gone.c"]
	class = implicit
	reason = on other bases
	optional = true
[judge "drivers/net/alpha.c"]
	class = implicit
	reason = the audit says so as well
SECTIONS
expect_exit 0 tw --json audit && [ "$(classes drivers/net/either.c)" = 'one_probe error-only
two_probe error-only' ] && [ "$(json '[s["file"] for s in d["sites"] if "judged" in s]')" = \
	'drivers/net/either.c
drivers/net/either.c' ]
ok 'several functions at once; what the audit says as well, and a file of other bases, is no fault'
old=$(git -C "$repo" rev-parse HEAD^)
expect_exit 1 tw --json audit --since "$old" && [ "$(json 'len(d["sites"])')" = 2 ]
ok 'since: a base before is not held against the judgement'

## refused ##

judged_by <<'SECTIONS'
[judge "drivers/net/charlie.c"]
	class = implicit
	reason = wrong
SECTIONS
refused 3 'the audit is certain that this call is mixed: managed, released by pci_free_irq_vectors()'
ok 'against a class of which the audit is certain: 2'
expect_exit 2 tw plan && says 'the audit is certain that this call is mixed'
ok 'plan: the same'
judged_by <<'SECTIONS'
[judge "drivers/net/plain.c"]
	class = implicit
	reason = wrong
SECTIONS
refused 3 'the device is not managed: only explicit and leak are possible'
ok 'implicit, where no way leads to the managed call: 2'
sed -i 's/class = implicit/class = explicit/' "$campaign/campaign.conf"
expect_exit 0 tw --json audit && [ "$(classes drivers/net/plain.c)" = 'plain_probe explicit' ]
ok 'explicit is possible there'
judged_by <<'SECTIONS'
[judge "drivers/net/bravo/bravo_main.c"]
	class = implicit
	reason = it calls the one that takes
SECTIONS
refused 3 'the audit finds no call of the API there'
ok 'a file without a call: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/either.c"]
	class = implicit
	reason = read
	function = one_probe
	function = three_probe
SECTIONS
refused 5 'the audit finds no call of the API in three_probe()'
ok 'a function without a call: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/gone.c"]
	class = implicit
	reason = read
SECTIONS
refused 3 'the base has no such file; optional = true allows that'
ok 'a file that is not there: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/either.c"]
	class = implicit
	reason = read
[judge "drivers/net/either.c"]
	class = leak
	function = two_probe
	reason = read again
SECTIONS
refused 4 "line $first judges this call too"
ok 'a call that is judged twice: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/single.c"]
	class = implicit
SECTIONS
refused 2 '[judge "drivers/net/single.c"] needs a reason'
ok 'no reason: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/single.c"]
	class = implicit
	reason = read
[judge "drivers/net/single.c"]
	reason = read
SECTIONS
refused 2 '[judge "drivers/net/single.c"] needs a class'
ok 'no class, which another section of that file has: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/single.c"]
	reason = nobody can tell
	class = unclear
SECTIONS
refused 1 'class = unclear: known are implicit'
ok 'unclear is no judgement: 2'
judged_by <<'SECTIONS'
[judge "drivers/net/single.c"]
	class = implicit
	reason = read
	optional = false
SECTIONS
refused 1 'optional = false: the only value is true'
ok 'optional with another value: 2'
judged_by <<'SECTIONS'
[judge]
	class = implicit
SECTIONS
expect_exit 2 tw audit && says 'unknown key judge.class'
ok 'a section without a file: 2'

finish
