#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# split, limit and rest of a [convert]: which files share a patch, and why.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
campaign=$work/campaign
make_campaign "$campaign"
cp "$campaign/campaign.conf" "$work/conf"
plan=$work/plan.json

# The campaign with another split; further lines stand below it.
write_split() { # SPLIT [LINE...]
	lines=
	split=$1
	shift
	for line; do lines="$lines\\n\\t$line"; done
	sed "s|^\tsplit = .*|\tsplit = $split$lines|" "$work/conf" >"$campaign/campaign.conf"
}

# Its plan, of which all that is made must be the same, whatever the split.
with() { # SPLIT [LINE...]
	write_split "$@" && expect_exit 0 tw --json plan && cp "$work/out" "$plan" &&
		json '[sorted(f for p in d["patches"] for f in p["files"]),
			d["patches"][-1]["tree"]]' "$plan" >"$work/sum" &&
		{ [ -s "$work/all" ] || cp "$work/sum" "$work/all"; } &&
		cmp "$work/all" "$work/sum"
}

# The patches that the [convert] makes, a line for each: id, prefix, files.
patches() {
	json '[p["id"] + " | " + p["subject"].replace(": Let devres free the vectors openly", "")
		+ " | " + " ".join(f.rsplit("/", 1)[1] for f in p["files"])
		for p in d["patches"] if p["id"].startswith("convert/")]' "$plan"
}

# Are these the patches? Standard input.
are() {
	cat >"$work/wanted" && patches >"$work/got" && same "$work/wanted" "$work/got"
}

why() { # FILE
	json '[f["why"] for p in d["patches"] for f in p.get("placed", [])
		if f["file"].endswith("/'"$1"'")][0]' "$plan"
}

refused() { # MESSAGE
	expect_exit 2 tw plan && says "$1"
}

## by what ##

with subject-prefix && [ "$(json 'd["patches"][1]["split"]' "$plan")" = subject-prefix ] &&
	[ "$(why gpio-golf.c)" = 'subject prefix: [prefix "drivers/gpio/"]' ] &&
	[ "$(json '"placed" in d["patches"][0]' "$plan")" = false ]
ok 'subject-prefix: the section that says it is named; a [patch] is not split'

with subsystem && are <<'TABLE' && [ "$(why spi-echo.c)" = 'MAINTAINERS: SPI SUBSYSTEM' ]
convert/gpio-subsystem | gpio: golf | gpio-golf.c
convert/hotel-clock-driver | misc: hotel | hotel.c
convert/alpha-and-other-network-drivers-a-to-d | net: alpha | alpha.c
convert/bravo-network-driver | net: bravo | bravo_hw.c
convert/spi-subsystem | spi | spi-echo.c spi-foxtrot.c
convert/staging-subsystem | staging: kilo | kilo.c
convert/serial-drivers | serial: juliet | juliet_core.c juliet_dma.c
convert/sound | ALSA: lima | lima.c
TABLE
ok 'subsystem: a section of MAINTAINERS, with what its subject prefixes have in common'

expect_exit 0 tw plan &&
	has "$work/out" '       drivers/spi/spi-echo.c  (MAINTAINERS: SPI SUBSYSTEM)' &&
	has "$work/out" '       drivers/pci/msi/msi.c' && ! has "$work/out" 'msi.c  ('
ok 'the text says why a file is there'

with tree && are <<'TABLE' &&
convert/no-tree | treewide | gpio-golf.c hotel.c bravo_hw.c kilo.c juliet_core.c juliet_dma.c lima.c
convert/netdev-net-next | net: alpha | alpha.c
convert/broonie-spi | spi | spi-echo.c spi-foxtrot.c
TABLE
	[ "$(why alpha.c)" = 'goes through git git://git.example.org/netdev/net-next.git main' ] &&
	[ "$(why lima.c)" = 'MAINTAINERS names no tree of its own' ]
ok 'tree: by what MAINTAINERS calls it'

with maintainer && are <<'TABLE' &&
convert/gerda-golf-example-org | gpio: golf | gpio-golf.c
convert/hanna-hotel-example-org | misc: hotel | hotel.c
convert/anna-alpha-example-org | net: alpha | alpha.c
convert/bruno-bravo-example-org | net: bravo | bravo_hw.c
convert/fritz-spi-example-org | spi | spi-echo.c spi-foxtrot.c
convert/kim-kilo-example-org | staging: kilo | kilo.c
convert/jan-juliet-example-org-jule-juliet-example-org | serial: juliet | juliet_core.c juliet_dma.c
convert/lea-lima-example-org | ALSA: lima | lima.c
TABLE
	[ "$(why juliet_dma.c)" = 'maintained by jan@juliet.example.org, jule@juliet.example.org' ] &&
	[ "$(json '[[t["email"] for t in p["to"]] for p in d["patches"]
		if "juliet" in p["id"]][0]' "$plan" | tr '\n' ' ')" = \
		'jan@juliet.example.org jule@juliet.example.org ' ]
ok 'maintainer: files of two maintainers are for both'

with directory:2 && are <<'TABLE' && [ "$(why lima.c)" = 'folder sound/pci' ]
convert/drivers-gpio | gpio: golf | gpio-golf.c
convert/drivers-misc | misc: hotel | hotel.c
convert/drivers-net | net | alpha.c bravo_hw.c
convert/drivers-spi | spi | spi-echo.c spi-foxtrot.c
convert/drivers-staging | staging: kilo | kilo.c
convert/drivers-tty | serial: juliet | juliet_core.c juliet_dma.c
convert/sound-pci | ALSA: lima | lima.c
TABLE
ok 'directory:2'
printf '%s\n' 'convert/drivers-net anna@alpha.example.org drivers/net/alpha.c' \
	'convert/drivers-net bruno@bravo.example.org drivers/net/bravo/bravo_hw.c' >"$work/wanted"
json '[" ".join([p["id"], o["who"]] + o["files"])
	for p in d["patches"] for o in p.get("owners", [])]' "$plan" | same "$work/wanted" - &&
	expect_exit 0 tw plan && grep -A 2 'Several owners, who all get it:' "$work/out" |
	grep -qx '         bruno@bravo.example.org: drivers/net/bravo/bravo_hw.c' &&
	[ "$(json '[a["email"] for p in d["patches"] if p["id"] == "convert/drivers-net"
		for a in p["to"]]' "$plan" |
		tr '\n' ' ')" = 'anna@alpha.example.org bruno@bravo.example.org ' ] &&
	[ "$(grep -c 'Several owners' "$work/out")" = 1 ]
ok 'a patch of several owners goes to all of them, and plan says who has what; of one owner nothing is said'

with module && are <<'TABLE' && [ "$(why bravo_hw.c)" = 'linked into drivers/net/bravo/bravo.o' ]
convert/drivers-gpio-gpio-golf-o | gpio: golf | gpio-golf.c
convert/drivers-misc-hotel-o | misc: hotel | hotel.c
convert/drivers-net-alpha-o | net: alpha | alpha.c
convert/drivers-net-bravo-bravo-o | net: bravo | bravo_hw.c
convert/drivers-spi-spi-echo-o | spi: echo | spi-echo.c
convert/drivers-spi-spi-foxtrot-o | spi: foxtrot | spi-foxtrot.c
convert/drivers-staging-kilo-kilo-o | staging: kilo | kilo.c
convert/drivers-tty-juliet_core-o | serial: juliet | juliet_core.c
convert/drivers-tty-juliet_dma-o | serial: juliet | juliet_dma.c
convert/sound-pci-lima-o | ALSA: lima | lima.c
TABLE
ok 'module: what Kbuild links together'

with file && [ "$(patches | wc -l)" = 10 ] &&
	[ "$(patches | head -n 1)" = \
		'convert/drivers-gpio-gpio-golf-c | drivers/gpio/gpio-golf.c | gpio-golf.c' ]
ok 'file'

## one patch ##

with none && are <<'TABLE' && [ "$(why lima.c)" = 'one patch for all files' ]
convert/all | treewide | gpio-golf.c hotel.c alpha.c bravo_hw.c spi-echo.c spi-foxtrot.c kilo.c juliet_core.c juliet_dma.c lima.c
TABLE
ok 'none: one patch'

expect_exit 0 tw --force generate &&
	git -C "$repo" log --format=%B -1 'b4/world~1' >"$work/message" &&
	has "$work/message" "$(git -C "$repo" rev-parse 'b4/world~1^{tree}')" &&
	has "$work/message" "$(git -C "$repo" rev-parse --short=12 HEAD)" &&
	has "$work/message" '  - pci_alloc_irq_vectors' && ! has "$work/message" '///' &&
	git -C "$repo" branch -q -D b4/world
ok 'none: its message has the rule, the base, and the tree that it must make'

## limits ##

with directory:1 'limit = 3 files' && are <<'TABLE' &&
convert/drivers | treewide (part 1 of 3) | gpio-golf.c hotel.c alpha.c
convert/drivers-part-2 | treewide (part 2 of 3) | bravo_hw.c spi-echo.c spi-foxtrot.c
convert/drivers-part-3 | treewide (part 3 of 3) | kilo.c juliet_core.c juliet_dma.c
convert/sound | ALSA: lima | lima.c
TABLE
	[ "$(why kilo.c)" = 'folder drivers; part 3 of 3, for the limit is 3 files' ]
ok 'limit = N files: parts, each with a subject of its own'

with directory:1 'limit = 10 lines' && are <<'TABLE'
convert/drivers | treewide (part 1 of 5) | gpio-golf.c hotel.c alpha.c
convert/drivers-part-2 | treewide (part 2 of 5) | bravo_hw.c
convert/drivers-part-3 | treewide (part 3 of 5) | spi-echo.c
convert/drivers-part-4 | treewide (part 4 of 5) | spi-foxtrot.c
convert/drivers-part-5 | treewide (part 5 of 5) | kilo.c juliet_core.c juliet_dma.c
convert/sound | ALSA: lima | lima.c
TABLE
ok 'limit = N lines: a file of more lines is alone'

with subsystem 'limit = 3 patches' 'rest = drivers' && are <<'TABLE' &&
convert/spi-subsystem | spi | spi-echo.c spi-foxtrot.c
convert/serial-drivers | serial: juliet | juliet_core.c juliet_dma.c
convert/the-rest | drivers | gpio-golf.c hotel.c alpha.c bravo_hw.c kilo.c lima.c
TABLE
	[ "$(why lima.c)" = 'the rest, for the limit is 3 patches; MAINTAINERS: SOUND' ]
ok 'limit = N patches: the smallest ones are the rest, which comes last'

with subsystem 'limit = 8 patches' && [ "$(patches | wc -l)" = 8 ] && ! says 'the rest'
ok 'there is no rest where there are not too many'

## a prefix that wins ##

printf 'x\n' >>"$repo/drivers/gpio/gpio-golf.c" && commit "$repo" 'gpio: old-name: Change' &&
	git -C "$repo" revert --no-edit HEAD >"$work/out" 2>&1
write_split subject-prefix && expect_exit 0 tw plan && says 'gpio: old-name: Let devres'
ok 'history comes before [prefix]'

sed -i 's|^\tsubject = gpio: golf|&\n\tbefore-history = true|' "$campaign/campaign.conf"
expect_exit 0 tw --json plan && cp "$work/out" "$plan" && ! says old-name &&
	says 'gpio: golf: Let devres' &&
	[ "$(why gpio-golf.c)" = 'subject prefix: [prefix "drivers/gpio/"], before history' ]
ok 'before-history = true: [prefix] does'

## bad input ##

at=$(grep -n 'split = ' "$work/conf" | cut -d: -f1)
for bad in directories directory:0 directory: directory:x directory:21 tree:2 Subsystem; do
	write_split "$bad"
	refused "campaign.conf:$at: split = $bad: known are subject-prefix, subsystem, tree,"
	ok "split = $bad is refused"
done
for bad in 3 '3 commits' 'files' '0 files' '-1 files' '1000001 files' '3 files 4' \
	'99999999 lines'; do
	write_split subsystem "limit = $bad"
	refused "campaign.conf:$((at + 1)): limit = $bad: write a number from 1 to 1000000"
	ok "limit = $bad is refused"
done
write_split subsystem 'limit = 3 files' 'limit = 4 files'
refused "campaign.conf:$((at + 2)): limit = 4 files: there is a limit of files already"
ok 'two limits of one kind are refused'

write_split subsystem 'rest = drivers'
refused "campaign.conf:$((at + 1)): rest needs limit = N patches"
ok 'rest without a limit is refused'

cp "$work/conf" "$campaign/campaign.conf"
printf '[prefix "drivers/x/"]\n\tbefore-history = true\n' >>"$campaign/campaign.conf"
refused '[prefix "drivers/x/"] needs a subject'
ok 'a [prefix] without a subject is refused'

sed -i 's/before-history = true/before-history = yes/' "$campaign/campaign.conf"
refused 'before-history = yes: the only value is true'
ok 'before-history = yes is refused'

finish
