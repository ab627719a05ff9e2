#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide generate: the branch, what is on it, and what it leaves alone.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
base=$(git -C "$repo" rev-parse HEAD)
# The patches on the branch, oldest first, without the cover.
commits() { git -C "$repo" rev-list --reverse "$base..b4/world" | sed 1d; }

## the branch ##

# The user is in the middle of something: staged, changed and new files.
echo '# staged' >>"$repo/Kconfig"
git -C "$repo" add Kconfig
echo '# changed' >>"$repo/drivers/net/alpha.c"
echo '# new' >"$repo/new.c"
fingerprint "$repo" >"$work/before"

fake spatch-log spatch
expect_exit 0 tw generate && cp "$work/out" "$work/said" &&
	git -C "$repo" rev-parse -q --verify b4/world >"$work/tip" &&
	cover=$(git -C "$repo" rev-list "$base..b4/world" | tail -n 1) &&
	printf 'b4/world  %.12s..%.12s  11 patches\n' "$cover" "$(tip)" >"$work/wanted" &&
	same "$work/wanted" "$work/said"
ok 'generate: prints the branch and the range of the patches'

[ "$(grep -c -e --in-place "$FAKE_LOG")" -gt 2 ]
ok 'generate: the fake spatch sees the calls'

fingerprint "$repo" >"$work/after" && same "$work/before" "$work/after" &&
	[ "$(tip HEAD)" = "$base" ]
ok 'generate: HEAD, index and work tree stay as they are'

git -C "$repo" fsck --strict --no-dangling >"$work/out" 2>&1 && [ ! -s "$work/out" ]
ok 'generate: git finds nothing wrong in the repository'

expect_exit 0 tw --json generate && cp "$work/out" "$work/generate.json" &&
	[ "$(json 'd["branch"]')" = b4/world ] &&
	[ "$(json 'd["range"]')" = "$cover..$(tip)" ]
ok 'generate: branch and range in JSON'

## the cover ##

git -C "$repo" log -1 --format=%B "$cover" >"$work/cover"
[ "$(git -C "$repo" rev-parse "$cover^{tree}")" = "$(git -C "$repo" rev-parse "$base^{tree}")" ] &&
	[ "$(git -C "$repo" rev-parse "$cover^")" = "$base" ] &&
	[ "$(head -n 1 "$work/cover")" = 'PCI/MSI: Say who frees the vectors' ] &&
	has "$work/cover" 'use it in 11 patches less two' &&
	has "$work/cover" "Based on HEAD (${base%"${base#????????????}"})." &&
	has "$work/cover" 'To: Petra Pci <petra@pci.example.org>' &&
	has "$work/cover" 'Signed-off-by: Tessa Tester <tessa@example.org>'
ok 'cover: an empty commit on the base with the letter'

if command -v b4 >/dev/null; then
	git clone -q "$repo" "$work/b4" && git -C "$work/b4" checkout -q b4/world &&
		(cd "$work/b4" && b4 prep --show-revision) >"$work/out" 2>"$work/err" && says v1
	ok 'cover: b4 takes the branch for its own'
	! (cd "$work/b4" && git checkout -q main &&
		b4 prep --show-revision) >"$work/out" 2>"$work/err"
	ok 'cover: b4 does not take any branch'
else
	skip 'cover: b4 takes the branch for its own' 'no b4'
	skip 'cover: b4 does not take any branch' 'no b4'
fi

## the patches ##

commits >"$work/commits"
json '["%s %s" % (p["tree"], p["subject"])
	for p in d["patches"]]' "$work/generate.json" >"$work/wanted"
xargs -n 1 git -C "$repo" log -1 --format='%T %s' <"$work/commits" >"$work/got"
[ "$(wc -l <"$work/commits")" = 11 ] && same "$work/wanted" "$work/got"
ok 'patches: trees and subjects of the plan'

json '["%s: %s" % (p["subject"], f) for p in d["patches"]
	for f in p["files"]]' "$work/generate.json" >"$work/wanted"
while read -r id; do
	subject=$(git -C "$repo" log -1 --format=%s "$id")
	git -C "$repo" diff-tree -r --no-commit-id --name-only "$id" | sed "s|^|$subject: |"
done <"$work/commits" >"$work/got"
same "$work/wanted" "$work/got"
ok 'patches: each touches the files of its plan, and no other'

alpha=$(sed -n 4p "$work/commits")
cat >"$work/wanted" <<'MAIL'
net: alpha: Let devres free the vectors openly

The driver leaves it to devres to free its vectors. Say so.

Signed-off-by: Tessa Tester <tessa@example.org>
---
Cc: Anna Alpha <anna@alpha.example.org>
Cc: Arno Review <arno@alpha.example.org>
Cc: linux-pci@lists.example.org
Cc: netdev@lists.example.org
Cc: Petra Pci <petra@pci.example.org>

MAIL
git -C "$repo" log -1 --format=%B "$alpha" >"$work/got" && same "$work/wanted" "$work/got"
ok 'patches: the message, and who must get it below the line'

git clone -q "$repo" "$work/clone" && git -C "$work/clone" checkout -q --detach "$base" &&
	git -C "$repo" format-patch -q -o "$work/mails" "$cover..b4/world" &&
	git -C "$work/clone" am -q "$work"/mails/*.patch >"$work/out" 2>"$work/err" &&
	[ "$(git -C "$work/clone" rev-parse 'HEAD^{tree}')" = "$(tip 'b4/world^{tree}')" ] &&
	! git -C "$work/clone" log "$base..HEAD" --format=%B | grep -q '^Cc:'
ok 'patches: as mails they make the same tree, without the addresses'

git -C "$work/clone" checkout -q --detach "$base" &&
	git -C "$work/clone" apply "$work"/mails/*.patch &&
	git -C "$work/clone" diff | git -C "$work/clone" apply -R &&
	[ -z "$(git -C "$work/clone" status --porcelain)" ]
ok 'patches: taken back they leave the base'

## the lines ##

git -C "$repo" show --format= "$(sed -n 7p "$work/commits")" | sed '/^index/d' >"$work/got"
cat >"$work/wanted" <<'DIFF'
diff --git a/drivers/spi/spi-foxtrot.c b/drivers/spi/spi-foxtrot.c
--- a/drivers/spi/spi-foxtrot.c
+++ b/drivers/spi/spi-foxtrot.c
@@ -16,15 +16,15 @@ static int foxtrot_probe(struct pci_dev *pdev)
 	if (ret)
 		return ret;
 
-	nvec = pci_alloc_irq_vectors(pdev,
-				     1,		/* one will do */
-				     foxtrot_count(pdev,
-						   8),
-				     PCI_IRQ_MSIX |
-				     PCI_IRQ_MSI);
+	nvec = pcim_alloc_irq_vectors(pdev,
+				      1,		/* one will do */
+				      foxtrot_count(pdev,
+						    8),
+				      PCI_IRQ_MSIX |
+				      PCI_IRQ_MSI);
 	if (nvec < 0 &&
-	    pci_alloc_irq_vectors(pdev, 1, 1,
-				  PCI_IRQ_INTX) < 0)
+	    pcim_alloc_irq_vectors(pdev, 1, 1,
+				   PCI_IRQ_INTX) < 0)
 		return -ENODEV;
 
 	return	0; 	/* what stands here is none of our business */
DIFF
same "$work/wanted" "$work/got"
ok 'lines: a call over several lines is aligned again, and nothing else moves'

cat >"$work/wanted" <<'DIFF'
-	ret = pci_alloc_irq_vectors(pdev, n, lines, PCI_IRQ_MSIX | PCI_IRQ_MSI);
+	ret = pcim_alloc_irq_vectors(pdev, n, lines,
+				     PCI_IRQ_MSIX | PCI_IRQ_MSI);
DIFF
git -C "$repo" show --format= "$(sed -n 2p "$work/commits")" | grep '^[-+][^-+]' >"$work/got"
same "$work/wanted" "$work/got"
ok 'lines: a line that becomes too long is wrapped'

! git -C "$repo" diff "$base..b4/world" | grep '^+' | cut -c2- | expand |
	grep '.\{81\}' >"$work/out"
ok 'lines: none that was added is too long'

git -C "$repo" diff "$base..b4/world" -- drivers/net drivers/spi drivers/gpio drivers/misc \
	drivers/tty \
	drivers/staging sound | sed -n 's/^[-+]\([^-+]\)/\1/p' |
	grep -o 'pcim\{0,1\}_alloc[a-z_]*' |
	sort | uniq -c | sort -n >"$work/got"
[ "$(awk '{ n[$2] = $1 }
	END { print n["pci_alloc_irq_vectors"] - n["pcim_alloc_irq_vectors"] }' \
	"$work/got")" = 0 ] &&
	[ -s "$work/got" ]
ok 'lines: as many calls come as go'

## once more ##

: >"$FAKE_LOG"
fingerprint "$repo" >"$work/before"
first=$(tip)
expect_exit 0 tw generate && says ', unchanged' && [ "$(tip)" = "$first" ] && [ ! -s "$FAKE_LOG" ]
ok 'again: unchanged, the same ids, and no spatch runs'
git -C "$repo" tag v1 "$base"
expect_exit 0 tw --base v1 generate && says ', unchanged' && [ "$(tip)" = "$first" ] &&
	says 'v1 is the commit that the branch calls HEAD, and that name stays'
ok 'again: the same base under another name changes no id, which is said'
expect_exit 0 tw --base v1 --force generate && git -C "$repo" log --format=%B "$base..b4/world" |
	grep -q '^Based on v1 (' && expect_exit 0 tw --force generate
ok 'again: --force writes the new name'

git -C "$repo" stash -q
sed -i 's/PCI_IRQ_MSI)/PCI_IRQ_MSIX)/' "$repo/drivers/misc/hotel.c"
commit "$repo" 'misc: hotel: Use MSI-X'
: >"$FAKE_LOG"
expect_exit 0 tw generate && [ "$(wc -l <"$FAKE_LOG")" = 1 ] && ! says unchanged
ok 'again: on a new base only the changed file is converted'
git -C "$repo" reset -q --hard "$base"
expect_exit 0 tw generate
first=$(tip)
no_fakes

## other hands ##

amend() { # DIR
	git -C "$1" checkout -q b4/world && git -C "$1" commit -q --amend -m 'By hand' &&
		git -C "$1" checkout -q main
}
amend "$repo"
byhand=$(tip)
[ "$byhand" != "$first" ] && expect_exit 2 tw generate && says 'was changed by somebody else' &&
	says '--force' &&
	[ "$(tip)" = "$byhand" ]
ok 'by hand: a branch that somebody changed is refused and stays'

expect_exit 0 tw --force generate && [ "$(tip)" != "$byhand" ] &&
	[ "$(tip 'b4/world^{tree}')" = "$(git -C "$repo" rev-parse "$first^{tree}")" ] &&
	git -C "$repo" reflog b4/world | grep -q "^$(git -C "$repo" rev-parse --short "$byhand") "
ok 'by hand: --force overwrites it, the reflog keeps it'

git -C "$repo" branch -q -f b4/world "$base" && expect_exit 2 tw generate &&
	[ "$(tip)" = "$base" ] &&
	git -C "$repo" branch -q -D b4/world && expect_exit 0 tw generate && tip >/dev/null
ok 'by hand: a branch without patches is not ours either; one that is gone is made again'

# Something new to write, while the branch is checked out: here, or in a second work tree.
git -C "$repo" worktree add -q "$work/second" b4/world
first=$(tip)
make_campaign "$work/campaign"
sed -i 's/Say so\./Do say so./' "$work/campaign/convert.txt"
campaign=$work/campaign
expect_exit 2 tw generate && says 'checked out' && [ "$(tip)" = "$first" ] &&
	expect_exit 2 tw --force generate && [ "$(tip)" = "$first" ]
ok 'by hand: a branch that is checked out is refused, with --force too'

git -C "$repo" worktree remove "$work/second" && expect_exit 0 tw generate &&
	[ "$(tip)" != "$first" ] &&
	git -C "$repo" log -1 --format=%b b4/world~1 | grep -q '^The driver leaves .* Do say so\.$'
ok 'by hand: not checked out any more it is written'
says "b4/world was written from $top/tests/campaigns/world/campaign.conf before" &&
	says "this one is $campaign/campaign.conf"
ok 'another folder: of a copy of the campaign it is said'
first=$(tip)
make_campaign "$work/other"
sed -i 's/^\ttitle = .*/\ttitle = Something else/' "$work/other/campaign.conf"
campaign=$work/other
expect_exit 2 tw generate && says 'b4/world is the branch of another campaign of the same name' &&
	says "$work/campaign/campaign.conf: give one of them another name" && [ "$(tip)" = "$first" ]
ok 'another folder: another campaign of the same name does not move the branch: 2'
mv "$work/campaign" "$work/away"
expect_exit 0 tw generate && [ "$(tip)" != "$first" ] && ! says 'was written from'
ok 'another folder: where the first one is gone it may'
mv "$work/away" "$work/campaign"
campaign=$work/campaign
second=$(tip)
expect_exit 2 tw generate && [ "$(tip)" = "$second" ] && expect_exit 0 tw --force generate &&
	[ "$(tip)" != "$second" ]
ok 'another folder: --force writes over it'

## subject prefixes ##

# The campaign has one for each driver but foxtrot; only history can tell.
sed -i '/spi-foxtrot/,+1d' "$campaign/campaign.conf"
expect_exit 0 tw generate && says '11 patches'
ok 'prefix: on a branch it stays as it was'
git -C "$repo" branch -q -D b4/world
sed -i 's,prefix "drivers/tty/",prefix "drivers/nothing/",' "$campaign/campaign.conf"
expect_exit 0 tw plan &&
	[ "$(grep -c '^\[prefix "' "$work/err")" = 3 ] &&
	has "$work/err" 'tells 3 subject prefixes' &&
	has "$work/err" '[prefix "drivers/spi/spi-foxtrot.c"]' &&
	has "$work/err" '	subject = spi: foxtrot' &&
	has "$work/err" '[prefix "drivers/tty/juliet_dma.c"]' &&
	grep -n -e '^.prefix' -e converting "$work/err" | head -n 1 | grep -q prefix &&
	has "$work/out" '[a guess: confirm the prefix]'
ok 'prefix: where nobody tells it, all are guessed, and told before the work'
expect_exit 0 tw generate && says '3 subject prefixes are guessed, and send refuses that'
ok 'prefix: a series is made'
sed -i 's,prefix "drivers/nothing/",prefix "drivers/tty/",' "$campaign/campaign.conf"
expect_exit 0 tw --json plan &&
	[ "$(json '[g["files"][0] for g in d["guesses"]]')" = drivers/spi/spi-foxtrot.c ]
ok 'prefix: on a branch a guess stays one, until a section confirms it'
expect_exit 0 tw generate && git -C "$repo" config sendemail.smtpserver 127.0.0.1
expect_exit 1 tw --json send --output "$work/outgoing" &&
	json '[o["check"] for o in d["open"]]' | grep -qx prefix
ok 'prefix: send refuses a guess'
expect_exit 1 tw --json send --output "$work/outgoing" --waive prefix='Foxtrot is called so' &&
	[ "$(json '("prefix" not in [o["check"] for o in d["open"]] and
		[w["check"] for w in d["waived"]])')" = prefix ]
ok 'prefix: or one is waived, and that is told'
cp "$campaign/campaign.conf" "$work/unconfirmed"
printf '[prefix "drivers/spi/spi-foxtrot.c"]\n\tsubject = spi: foxtrot\n' >>"$campaign/campaign.conf"
expect_exit 0 tw --json generate && [ "$(json 'len(d["guesses"])')" = 0 ] &&
	{
		tw --json send --output "$work/outgoing" >"$work/out" 2>"$work/err"
		[ "$(json '(d["branch"] != "" and
			"prefix" not in [o["check"] for o in d["open"]])')" = true ]
	}
ok 'prefix: a section confirms it'
mv "$work/unconfirmed" "$campaign/campaign.conf"

for fault in 'Fix a leak' 'Add more: lines' 'Mend what was mended'; do
	echo "/* $fault */" >>"$repo/drivers/spi/spi-foxtrot.c"
	commit "$repo" "spi: fox: $fault"
done
echo '/* odd */' >>"$repo/drivers/spi/spi-foxtrot.c"
commit "$repo" 'treewide: Be odd'
expect_exit 0 tw --json plan &&
	[ "$(json '[p["subject"] for p in d["patches"]
	if p["files"] == ["drivers/spi/spi-foxtrot.c"]]')" = \
		'spi: fox: Let devres free the vectors openly' ]
ok 'prefix: the one that most commits to the file have'

finish
