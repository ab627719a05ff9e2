#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide plan: which patches, for whom, and who owns what.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
fingerprint "$repo" >"$work/before"
plan=$work/plan.json

## the text ##

expect_exit 0 tw plan && cp "$work/out" "$work/text" &&
	grep -qxF '   4  net: alpha: Let devres free the vectors openly' "$work/text" &&
	grep -qxF '       drivers/net/alpha.c' "$work/text" &&
	grep -qxF '       To: Anna Alpha <anna@alpha.example.org>  maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)' \
		"$work/text" &&
	grep -qxF '       Cc: <linux-gpio@lists.example.org>  open list:GPIO SUBSYSTEM' \
	"$work/text" &&
	[ "$(tail -n 1 "$work/text")" = \
		'11 patches over 14 files on HEAD; 4 uses of the API stay as they are' ]
ok 'text: patches, files, recipients and why, and the sum'

! has "$work/text" 'Not wholly converted' && ! has "$work/text" 'treewide:' &&
	has "$work/err" 'treewide: converting'
ok 'text: the talk goes to standard error'

fingerprint "$repo" >"$work/after" && same "$work/before" "$work/after" &&
	[ "$(git -C "$repo" for-each-ref --format='%(refname)')" = refs/heads/main ]
ok 'plan leaves the repository as the user knows it'

## the patches ##

expect_exit 0 tw --json plan && cp "$work/out" "$plan" && [ "$(json 'd["campaign"]')" = world ]
ok 'json: one object'

[ "$(json 'd["base"]')" = "$(git -C "$repo" rev-parse HEAD)" ] &&
	[ "$(json 'd["campaign"]')" = world ]
ok 'json: base and campaign'

cat >"$work/wanted" <<'TABLE'
1 PCI/MSI: Add vectors that devres frees
drivers/pci/msi/api.c drivers/pci/msi/msi.c drivers/pci/msi/msi.h include/linux/pci.h
2 gpio: golf: Let devres free the vectors openly
drivers/gpio/gpio-golf.c
3 misc: hotel: Let devres free the vectors openly
drivers/misc/hotel.c
4 net: alpha: Let devres free the vectors openly
drivers/net/alpha.c
5 net: bravo: Let devres free the vectors openly
drivers/net/bravo/bravo_hw.c
6 spi: echo: Let devres free the vectors openly
drivers/spi/spi-echo.c
7 spi: foxtrot: Let devres free the vectors openly
drivers/spi/spi-foxtrot.c
8 staging: kilo: Let devres free the vectors openly
drivers/staging/kilo/kilo.c
9 serial: juliet: Let devres free the vectors openly
drivers/tty/juliet_core.c drivers/tty/juliet_dma.c
10 ALSA: lima: Let devres free the vectors openly
sound/pci/lima.c
11 PCI/MSI: Free no vectors behind the back of drivers
drivers/pci/msi/msi.c
TABLE
json '["%d %s\n%s" % (p["nr"], p["subject"], " ".join(p["files"]))
	for p in d["patches"]]' "$plan" >"$work/got"
same "$work/wanted" "$work/got"
ok 'patches: numbers, subjects and files, in the order of the campaign'

json '[p["id"] for p in d["patches"]]' "$plan" >"$work/got" &&
	[ "$(sort -u "$work/got" | wc -l)" = 11 ] &&
	grep -qx api "$work/got" && grep -qx enforce "$work/got" &&
	grep -qx convert/serial-juliet "$work/got"
ok 'patches: every id once'

## the recipients ##

cat >"$work/wanted" <<'PEOPLE'
to Jan Juliet <jan@juliet.example.org> maintainer:SERIAL DRIVERS
to Jule Juliet <jule@juliet.example.org> maintainer:SERIAL DRIVERS
cc  <linux-pci@lists.example.org> named by the campaign
cc  <linux-serial@lists.example.org> open list:SERIAL DRIVERS
cc Petra Pci <petra@pci.example.org> named by the campaign
PEOPLE
json '["%s %s <%s> %s" % (k, r["name"], r["email"], r["why"]) for k in ("to", "cc")
	for r in d["patches"][8][k]]' \
	"$plan" >"$work/got"
same "$work/wanted" "$work/got"
ok 'recipients: those of both files, each once, and those of the campaign'

json '[p["nr"] for p in d["patches"]
	if not {"petra@pci.example.org", "linux-pci@lists.example.org"} <= {r["email"]
	for r in p["to"] + p["cc"]}]' \
	"$plan" >"$work/got" && [ ! -s "$work/got" ] &&
	! has "$plan" linux-kernel@vger.example.org &&
	has "$top/tests/world/MAINTAINERS" linux-kernel@vger.example.org
ok 'recipients: the campaign names some for all, and some for none'

[ "$(json 'sorted({r["email"] for p in d["patches"][1:10] for r in p["to"] + p["cc"]} - {r["email"]
	for r in d["patches"][0]["to"] + d["patches"][0]["cc"]})' "$plan")" = '' ] &&
	[ "$(json 'len(d["patches"][10]["to"]) + len(d["patches"][10]["cc"])' "$plan")" -gt 10 ] &&
	[ "$(json 'len(d["patches"][3]["to"])' "$plan")" = 1 ]
ok 'recipients: everyone gets what concerns everyone, and nothing else'

## who owns what ##

cat >"$work/wanted" <<'SITES'
drivers/net/bravo/bravo_hw.c:12 bravo_request_vectors pci_alloc_irq_vectors drivers/net/bravo/bravo.o implicit
drivers/net/bravo/bravo_hw.c:15 bravo_request_vectors pci_alloc_irq_vectors drivers/net/bravo/bravo.o implicit
SITES
json '["%(file)s:%(line)d %(function)s %(call)s %(module)s %(class)s" % s
	for s in d["patches"][4]["sites"]]' \
	"$plan" >"$work/got" && same "$work/wanted" "$work/got" &&
	json '[s["why"] for s in d["patches"][4]["sites"]]' "$plan" |
	grep -qxF 'managed, released nowhere' &&
	json '[e["what"] for s in d["patches"][4]["sites"] for e in s["evidence"]
	if e["file"].endswith("bravo_main.c")]' "$plan" |
		grep -qF 'enables as managed: pcim_enable_device(), on bind: bravo_probe(), .probe of pci_driver'
ok 'sites: enabled and taken in two files of a module is implicit'

cat >"$work/wanted" <<'LEFT'
drivers/misc/india/india_main.c:13 False False pci_alloc_irq_vectors() is mixed: managed, released by pci_free_irq_vectors() in drivers/misc/india/india_irq.c:6, on unbind: india_quiet(), .remove of pci_driver india_driver
drivers/misc/mike.h:7 False False pci_alloc_irq_vectors() is unclear: the call is in a header, and no driver is seen to reach it on bind
drivers/net/charlie.c:12 False False pci_alloc_irq_vectors() is mixed: managed, released by pci_free_irq_vectors() in drivers/net/charlie.c:18, on unbind: charlie_remove(), .remove of pci_driver charlie_driver
drivers/net/delta.c:12 False False pci_alloc_irq_vectors() is leak: not managed, released nowhere
LEFT
json '["%(file)s:%(line)d %(wanted)s %(relies)s %(why)s" % l
	for l in d["left"]]' "$plan" >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'left: what stays, and why'

# The words in the comments and in the string of hotel.c become a call; india_irq.c loses its own.
sed -i 's,/\* \(pci_free_irq_vectors(pdev)\).*,\1;,' "$repo/drivers/misc/hotel.c"
sed -i '/pci_free_irq_vectors/d' "$repo/drivers/misc/india/india_irq.c"
commit "$repo" 'misc: Change hands'
expect_exit 0 tw --json plan && cp "$work/out" "$work/changed.json" &&
	json '["%(file)s: %(why)s" % l for l in d["left"]]' "$work/changed.json" >"$work/got" &&
	! has "$work/got" india && ! has "$work/got" hotel &&
	json '["%(file)s %(class)s" % s for p in d["patches"]
	for s in p["sites"]]' "$work/changed.json" >"$work/got" &&
	has "$work/got" 'drivers/misc/hotel.c error-only' &&
	has "$work/got" 'drivers/misc/india/india_main.c implicit'
ok 'sites: a release in a comment is none, in a probe it is error-only'

[ "$(json 'sorted(set(p["id"]
	for p in d["patches"]) ^ {"api", "enforce"})' "$work/changed.json" | wc -l)" = 10 ] &&
	[ "$(json '[" ".join(p["files"]) for p in d["patches"]
	if p["id"] == "convert/misc-hotel"]' "$work/changed.json")" = \
		drivers/misc/india/india_main.c ]
ok 'patches: the id stays when the files change'

## the same again ##

git -C "$repo" reset -q --hard HEAD^
expect_exit 0 tw --json plan &&
	json '{k: v for k, v in d.items() if k not in ("converted", "reused")}' >"$work/warm" &&
	[ "$(json 'd["converted"] - d["reused"]')" = 0 ] &&
	json '{k: v for k, v in d.items()
	if k not in ("converted", "reused")}' "$plan" >"$work/cold" &&
	same "$work/cold" "$work/warm" &&
	[ "$(json 'd["reused"]' "$plan")" != 0 ]
ok 'again: the same plan, all of it remembered'

state=$work/state2
expect_exit 0 tw --jobs 1 --json plan && [ "$(json 'd["reused"]')" = 0 ] &&
	json '{k: v for k, v in d.items() if k not in ("converted", "reused")}' >"$work/warm" &&
	same "$work/cold" "$work/warm"
ok 'again: the same plan without memory, one job at a time'
state=$work/state

expect_exit 0 tw --base 'HEAD~0' plan &&
	[ "$(json 'd["base"]' "$plan")" = "$(git -C "$repo" rev-parse HEAD)" ]
ok 'base: any name of a commit'

## comments ##

make_campaign "$work/remarks"
campaign=$work/remarks
sed -i 's/^\[family\]/&\n	remark = pci_free_irq_vectors/' "$campaign/campaign.conf"
expect_exit 0 tw plan && says 'Comments to look at:' &&
	says 'drivers/misc/hotel.c:15: a comment that may be wrong now: pci_free_irq_vectors(pdev) is called by devres'
ok 'comments: one inside a converted function that speaks of the release is named'
printf '[remark "pci_free_irq_vectors(pdev) is called by devres"]\n	new = devres frees the vectors\n' >>"$campaign/campaign.conf"
expect_exit 0 tw --json plan &&
	[ "$(json '[l["file"] for l in d["left"] if l["comment"]]')" = '' ] &&
	git -C "$repo" show "$(json '[p["tree"] for p in d["patches"]
	if p["id"] == "convert/misc-hotel"][0]'):drivers/misc/hotel.c" >"$work/got" &&
	has "$work/got" '/* devres frees the vectors */' &&
	has "$work/got" 'the only pci_free_irq_vectors() is in comments'
ok 'comments: one that the campaign knows is rewritten, and nothing else'
# One that wishes for what the last patch does; the first patch changes the same file.
git -C "$repo" checkout -q -b wish
sed -i 's,^static int pcim_setup_msi_release,/*\n * Registers it once.\n *\n * TODO: do not release\n * behind the back of drivers.\n */\n&,' \
	"$repo/drivers/pci/msi/msi.c" && commit "$repo" 'PCI/MSI: Wish'
printf '[remark "TODO: do not release behind the back of drivers."]\n	drop = true\n' \
	>>"$campaign/campaign.conf"
wish_in() { # PATCH
	git -C "$repo" show "$(json '[p["tree"] for p in d["patches"]
		if p["id"] == "'"$1"'"][0]'):drivers/pci/msi/msi.c" >"$work/got"
}
expect_exit 0 tw --json plan && wish_in enforce && has "$work/got" 'TODO: do not' &&
	sed -i 's/^\[patch "enforce"\]/&\n	retires = implicit/' "$campaign/campaign.conf" &&
	expect_exit 0 tw --json plan && wish_in api && has "$work/got" 'TODO: do not' &&
	wish_in enforce && ! has "$work/got" 'TODO: do not' &&
	grep -A1 'Registers it once' "$work/got" | grep -qxF ' */'
ok 'comments: what wishes for the end of something goes with the patch that retires it'
git -C "$repo" checkout -q -
sed -i 's/	new = devres frees.*/	drop = maybe/' "$campaign/campaign.conf"
expect_exit 2 tw plan && says 'drop = maybe: the only value is true'
ok 'comments: dropped or not: 2'
campaign=$top/tests/campaigns/world

## a small campaign ##

mkdir "$work/small" && campaign=$work/small && echo 'Because.' >"$campaign/text" &&
	echo '/* more */' >>"$repo/drivers/net/alpha.c" &&
	git -C "$repo" diff >"$campaign/x.diff" && git -C "$repo" checkout -q .
printf '[campaign]\n\tname = small\n\ttitle = net: One\n\tcover = text\n[family]\n\tremark = old\n[patch "x"]\n\tdiff = x.diff\n\tsubject = net: One\n\tmessage = text\n' \
	>"$campaign/campaign.conf"
expect_exit 0 tw plan && grep -qx '1 patch over 1 file on HEAD' "$work/out" &&
	says 'cover letter: 1 person in To, '
ok 'one patch is one patch, and of uses for which nobody looked nothing is said'
says 'remark in [family] has no effect: no [convert] selects calls'
ok 'remark without a [convert] that selects: said'
cp "$work/out" "$work/one" && campaign=$work/small/campaign.conf && expect_exit 0 tw plan &&
	same "$work/one" "$work/out"
ok 'a campaign by the path of its campaign.conf'
campaign=$work/small
printf '[accept "drivers/net/"]\n\treason = a; b\n' >>"$campaign/campaign.conf"
expect_exit 2 tw plan &&
	says "campaign.conf:12: reason: what follows ; is a comment: put the value in quotes"
ok 'a value that a ; cuts off: 2, with its line'
sed -i 's/reason = .*/reason = "a; b" ; a comment/' "$campaign/campaign.conf" &&
	expect_exit 0 tw plan && says '1 patch over 1 file on HEAD'
ok 'in quotes it is one value, and a comment behind a blank is a comment'
# Diffs that git reads and libgit2 does not, and one in a mail.
git -C "$repo" checkout -q -b copies && cp "$repo/drivers/net/alpha.c" "$repo/drivers/net/copy.c" &&
	echo '/* copied */' >>"$repo/drivers/net/copy.c" &&
	commit "$repo" "$(printf 'net: Copy\n\nBecause.\n')" &&
	git -C "$repo" diff -C --find-copies-harder HEAD^ >"$campaign/x.diff" &&
	git -C "$repo" format-patch -q --stdout -1 -C --find-copies-harder >"$work/x.mail" &&
	git -C "$repo" rev-parse 'HEAD^{tree}' >"$work/wanted" && git -C "$repo" checkout -q - &&
	has "$campaign/x.diff" 'copy from drivers/net/alpha.c' && expect_exit 0 tw --json plan &&
	json 'd["patches"][0]["tree"]' >"$work/got" && same "$work/wanted" "$work/got" &&
	! says 'is a mail'
ok 'a diff with copies, as git apply reads it'
cp "$work/x.mail" "$campaign/x.diff" && expect_exit 0 tw --json plan &&
	json 'd["patches"][0]["tree"]' >"$work/got" && same "$work/wanted" "$work/got" &&
	says 'x.diff is a mail, and diff = takes only its diff: patch = would also take its'
ok 'diff = a mail: only the diff is taken, which is said'
cp "$campaign/campaign.conf" "$work/kept.conf" &&
	sed -i -e 's/diff = x.diff/patch = x.diff/' -e '/subject = /d' -e '/message = /d' \
		"$campaign/campaign.conf" &&
	expect_exit 0 tw --json plan && json 'd["patches"][0]["tree"]' >"$work/got" &&
	same "$work/wanted" "$work/got" &&
	[ "$(json 'd["patches"][0]["subject"]')" = 'net: Copy' ] &&
	[ "$(json 'd["patches"][0]["author"]["email"]')" = tessa@example.org ] &&
	cp "$work/kept.conf" "$campaign/campaign.conf"
ok 'patch = a mail: its subject and its author, too'
sed -i 's,net/alpha,net/nobody,g' "$campaign/x.diff" && expect_exit 2 tw plan &&
	says 'x.diff does not apply to HEAD: git apply: drivers/net/nobody.c: does not exist in index'
ok 'a diff that does not apply: 2, with what git says'
# Lines that a person would lay out otherwise.
printf 'struct ops ops = {\n\t.a\t\t= 1,\n\t.old_name\t= 2,\n\t.c\t\t= 3,\n};\n' \
	>"$repo/ops.c"
commit "$repo" 'Add operations'
sed -i -e 's/old_name/old/' -e '1a\	' "$repo/ops.c" &&
	git -C "$repo" diff >"$campaign/x.diff" &&
	git -C "$repo" reset -q --hard
expect_exit 0 tw plan && says 'ops.c:2: the line holds nothing but blanks' &&
	says 'ops.c:4: the line leaves the column of those around it' && ! says 'ops.c:3'
ok 'lines that a person would lay out otherwise are told by plan'
git -C "$repo" reset -q --hard HEAD^
campaign=$top/tests/campaigns/world

## the answer is no ##

# spatch cannot parse scoped_guard() and skips the function without a word.
write_driver "$repo/drivers/net/alpha2.c" <<'BODY'
	scoped_guard(mutex, &more_lock) {
		ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	}
BODY
cat >>"$repo/drivers/net/alpha2.c" <<'MORE'

int more_other(struct pci_dev *pdev)
{
	return pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
}
MORE
echo 'obj-m += alpha2.o' >>"$repo/drivers/net/Makefile"
commit "$repo" 'net: alpha2: Add'
make_campaign "$work/campaign"
campaign=$work/campaign
printf '[prefix "drivers/net/alpha2.c"]\n\tsubject = net: alpha\n' >>"$campaign/campaign.conf"
expect_exit 1 tw plan && says 'Not wholly converted:' &&
	says 'drivers/net/alpha2.c: pci_alloc_irq_vectors stays in line 9, more_probe(), which spatch cannot parse' &&
	! says 'line 16'
ok 'residue: exit 1, with file, line, function and reason'

expect_exit 1 tw --json plan &&
	[ "$(json '[l["file"] for l in d["left"] if l["wanted"]]')" = drivers/net/alpha2.c ]
ok 'residue: the same in JSON'

finish
