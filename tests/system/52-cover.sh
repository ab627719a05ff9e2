#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The cover letter, what b4 does to the branch, and what people give to it.
# shellcheck disable=SC2317 # what expect_exit and rewrite call
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

ids() { git -C "$repo" rev-list --reverse "$base..b4/world"; }
cover() { git -C "$repo" log -1 --format=%B "$(ids | head -n 1)"; }
# The message of patch NR.
message() { git -C "$repo" log -1 --format=%B "$(ids | sed -n "$(($1 + 1))p")"; }

# Write all commits of the branch anew: FILTER NR gets the message of patch NR, 0 is the cover.
rewrite() { # FILTER
	parent=$base
	number=0
	for id in $(ids); do
		git -C "$repo" log -1 --format=%B "$id" | "$1" "$number" >"$work/message"
		parent=$(git -C "$repo" commit-tree -p "$parent" -F "$work/message" "$id^{tree}") ||
			return 1
		number=$((number + 1))
	done
	git -C "$repo" update-ref refs/heads/b4/world "$parent"
}

# Take back what was changed in campaign.conf.
restore_campaign() { cp "$work/campaign.conf" "$campaign"; }

# A clone for b4, on the branch as it is now. It sends to nobody: nothing listens there.
clone() {
	discard -f "$work/b4" && git clone -q "$repo" "$work/b4" &&
		git -C "$work/b4" checkout -q b4/world &&
		git -C "$work/b4" config sendemail.smtpserver 127.0.0.1
}
b4_in_clone() { (cd "$work/b4" && b4 --offline-mode "$@"); }
# b4 0.14 asks for Enter before it applies, after it has taken all that is not a terminal for a
# message.
b4_trailers() { b4_in_clone --no-interactive trailers -u -m \
	"$work/mbox" >"$work/out" 2>"$work/err" </dev/null; }
# What b4 made of the branch, back to where treewide looks for it.
push_back() { git -C "$work/b4" push -q -f origin b4/world; }

write_mails() {
	discard -f "$work/mails"
	b4_in_clone send --no-sign -o "$work/mails" >"$work/out" 2>"$work/err"
}

# Mail 0 as report prints a cover: without b4's greeting.
mail_zero() {
	python3 -I -S -c '
import email, email.policy, glob, sys
with open(glob.glob(sys.argv[1] + "/0000*")[0], "rb") as f:
    m = email.message_from_binary_file(f, policy=email.policy.default)
body = m.get_payload(decode=True).decode()
sys.stdout.write("Subject: %s\n\n%s" % (m["subject"], body[:body.rindex("\nBest regards,\n")]))
' "$work/mails" 2>>"$work/err"
}

# All mails as one mailbox, with replies: "NR|From|line" answers mail NR.
make_mbox() { # REPLY...
	python3 -I -S -c '
import email, email.message, glob, mailbox, os, sys
box = mailbox.mbox(sys.argv[1])
ids = {}
for name in sorted(glob.glob(sys.argv[2] + "/*.eml")):
    with open(name, "rb") as f:
        m = email.message_from_binary_file(f)
    ids[int(os.path.basename(name)[:4])] = (m["message-id"], m["subject"])
    box.add(m)
for nr, reply in enumerate(sys.argv[3:]):
    to, sender, line = reply.split("|")
    m = email.message.Message()
    m["From"] = sender
    m["Subject"] = "Re: " + " ".join(ids[int(to)][1].split())
    m["Message-Id"] = "<reply-%d@example.org>" % nr
    m["In-Reply-To"] = m["References"] = ids[int(to)][0]
    m["Date"] = "Mon, 01 Jan 2024 00:00:00 +0000"
    m.set_payload("> patch\n\nFine.\n\n%s\n" % line)
    box.add(m)
box.close()
' "$work/mbox" "$work/mails" "$@" 2>>"$work/err"
}

make_world "$repo"
base=$(tip HEAD)
make_campaign "$work/campaign"
campaign=$work/campaign
cp "$campaign/campaign.conf" "$work"
cat >"$campaign/cover.txt" <<'TEXT'
Patches: {count}. Base: {base}.

{audit}

{converted}

{waves}

Tested:

{tested}

{searches}

{rules}
TEXT

## the fields ##

expect_exit 0 tw generate && cover >"$work/first"
cat >"$work/wanted" <<TEXT
PCI/MSI: Say who frees the vectors

Patches: 11. Base: HEAD (${base%"${base#????????????}"}).

    calls under x86_64-allmodconfig  before  after
    implicit                             12      0
    error-only                            0      0
    mixed                                 2      2
    explicit                              0      0
    leak                                  1      1
    unclear                               1      1
    all                                  16      4

    Let devres free the vectors openly
      9 patches for 12 calls: 12 implicit

Tested:

Not proved yet.

  https://lore.kernel.org/all/?q=pcim_alloc_irq_vectors
  https://lore.kernel.org/all/?q=pcim_alloc_irq_vectors_affinity
  https://lore.kernel.org/all/?q=pcim_enable_msix_exact
  https://lore.kernel.org/all/?q=pcim_enable_msix_range
  https://lore.kernel.org/all/?q=pcim_setup_msi_context

campaign/convert.cocci:

	@@
	@@
	(
	- pci_alloc_irq_vectors
	+ pcim_alloc_irq_vectors
	  (...)
	|
	- pci_alloc_irq_vectors_affinity
	+ pcim_alloc_irq_vectors_affinity
	  (...)
	)

Not shown here: campaign/api.cocci
Not shown here: campaign/enforce.cocci

To: Petra Pci <petra@pci.example.org>
Cc: linux-pci@lists.example.org
Signed-off-by: Tessa Tester <tessa@example.org>

--- b4-submit-tracking ---
TEXT
sed '/^# This section/,$d' "$work/first" >"$work/got" && same "$work/wanted" "$work/got"
ok 'fields: the audit, the rules, and nothing that was not proved'

expect_exit 0 tw --json audit && cp "$work/out" "$work/audit" &&
	[ "$(json '"%d %d" % (d["summary"]["implicit"],
	d["summary"]["unclear"])' "$work/audit")" = '12 1' ]
ok 'fields: the audit says the same'

expect_exit 1 tw prove && expect_exit 0 tw generate && ! says unchanged && cover >"$work/second"
cat >"$work/wanted" <<'TEXT'
Tested:

    residue: 11 of 11 commits pass (checked)
    cover: 1 of 1 commit passes (checked)
    message: 11 of 11 commits pass (checked)
    checkpatch: 11 of 11 commits pass (checked)
    kernel-doc: 11 of 11 commits pass (checked)
    objects under x86_64-allmodconfig: 10 of 10 commits pass (compiled)
TEXT
sed -n '/^Tested:/,/^    readers/p' "$work/second" | sed '$d' >"$work/got" &&
	same "$work/wanted" "$work/got" &&
	has "$work/second" '    coverage: 10 of 11 commits pass, 1 uncovered (compiled)' &&
	has "$work/second" '      patch 8, uncovered: no chosen target compiles' &&
	has "$work/second" '    tree: 1 of 1 commit passes (identical)' &&
	! has "$work/second" 'Not proved yet'
ok 'tested: after a proof the cover says what it found, and what it did not'

sed '/^Tested:/,/^campaign/d; /treewide-record/d' "$work/first" >"$work/wanted" &&
	sed '/^Tested:/,/^campaign/d; /treewide-record/d' "$work/second" >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'tested: nothing else in the cover changed'

second=$(tip)
expect_exit 0 tw generate && says ', unchanged' && [ "$(tip)" = "$second" ]
ok 'tested: a third run says unchanged'

expect_exit 1 tw --state "$work/other" --jobs 1 prove &&
	expect_exit 0 tw --state "$work/other" generate &&
	says ', unchanged' && [ "$(tip)" = "$second" ]
ok 'tested: another state directory with the same verdicts gives the same bytes'

expect_exit 1 tw --json report && json '[c["tree"] for c in d["commits"]]' >"$work/got" &&
	git -C "$repo" log --reverse --format=%T "$base..b4/world" | sed 1d >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'tested: the proof knows the trees'

## proofs of something else ##

not_proved() { # NAME, with something changed
	expect_exit 0 tw generate && cover >"$work/got" && has "$work/got" 'Not proved yet.' &&
		! has "$work/got" 'commits pass'
	ok "not quoted: $1"
}
proved_again() {
	expect_exit 0 tw generate && cover | cmp -s - "$work/second"
	ok "quoted again: ${1:-as it was}"
}

sed -i 's/Say so\./Do say so./' "$campaign/convert.txt"
not_proved 'a proof of other messages'
sed -i 's/Do say so\./Say so./' "$campaign/convert.txt"
proved_again

sed -i 's/^\tsplit = .*/&\n\tscope = drivers\//' "$campaign/campaign.conf"
expect_exit 0 tw generate && says ' 10 patches'
not_proved 'a proof of more patches'
restore_campaign
proved_again

echo '# A comment' >>"$campaign/campaign.conf"
proved_again 'a comment is no other campaign'
printf '[ignore "LONG_LINE"]\n	reason = x\n' >>"$campaign/campaign.conf"
not_proved 'a proof by another campaign.conf'
restore_campaign
echo '// Another comment' >>"$campaign/enforce.cocci"
not_proved 'a proof by other rules'
sed -i '$d' "$campaign/enforce.cocci"
proved_again

# The same patches on a base in which one driver differs.
sed -i 's/PCI_IRQ_MSI)/PCI_IRQ_MSIX)/' "$repo/drivers/misc/hotel.c" &&
	commit "$repo" 'misc: hotel: Use MSI-X'
old=$base
base=$(tip HEAD)
not_proved 'a proof of another driver'
expect_exit 1 tw prove && expect_exit 0 tw generate && cover | grep -q '11 of 11 commits pass'
ok 'tested: nor is it quoted any longer when it has been made again'
git -C "$repo" reset -q --hard "$old"
base=$old
proved_again 'on the old base, by trees and not by ids'

# A driver that does not compile: the cover says so.
git clone -q "$repo" "$work/hand" && printf '\nint broken(\n' >>"$work/hand/drivers/net/delta.c" &&
	hand_patch "$campaign" 'patch "enforce"' 'Break something by hand'
expect_exit 0 tw generate && expect_exit 1 tw prove && expect_exit 0 tw generate &&
	cover >"$work/got" &&
	has "$work/got" '    objects under x86_64-allmodconfig: 10 of 11 commits pass, 1 fail' &&
	has "$work/got" '      patch 11, fail: '
ok 'tested: what fails is told, with patch and reason'
restore_campaign
not_proved 'the proof before the last one'
expect_exit 1 tw prove
proved_again

## texts that b4 would misread ##

refused() { # REASON LINE, added as line 16
	cp "$campaign/cover.txt" "$work/cover.txt" && echo "$2" >>"$campaign/cover.txt"
	before=$(tip)
	expect_exit 2 tw generate && says "campaign/cover.txt:$1" && [ "$(tip)" = "$before" ]
	ok "refused: $2"
	cp "$work/cover.txt" "$campaign/cover.txt"
}
refused "16: the text holds b4's marker line" '--- b4-submit-tracking ---'
refused '16: b4 drops a line that begins with #' '#include <linux/pci.h>'
refused '16: b4 takes a line that begins with --- for the end of the text' '---'
refused ' the cover letter holds the word EDITME: b4 does not send it' 'EDITME: describe'
echo '{unknown}' >>"$campaign/cover.txt"
expect_exit 2 tw generate && says 'cover.txt:16: unknown field {unknown}'
ok 'refused: a field that nobody knows, with its line'
sed -i '$d' "$campaign/cover.txt"

## the letter as it will be mailed ##

expect_exit 0 tw report --format cover && cp "$work/out" "$work/letter" &&
	has "$work/letter" 'Subject: [PATCH 00/11] PCI/MSI: Say who frees the vectors' &&
	has "$work/letter" "base-commit: $base" && has "$work/letter" 'Tessa Tester (11):' &&
	stat=$(git -C "$repo" diff --shortstat "$base" b4/world) &&
	[ "${stat#" 14 files changed, "}" != "$stat" ] && has "$work/letter" "$stat" &&
	grep -q '^change-id: [0-9]\{8\}-world-[0-9a-f]\{12\}$' "$work/letter" &&
	! has "$work/letter" 'To: '
ok 'letter: subject, text, shortlog, diffstat, base and change-id'

expect_exit 2 tw --json report --format cover && says '--json does not go with it'
ok 'letter: it is no JSON'
other=$(git -C "$repo" commit-tree -p "$base" -m 'Another base' "$base^{tree}")
expect_exit 1 tw --base "$other" report --format cover && says 'does not stand on'
ok 'letter: of another base there is none'

git config --global color.ui always
git config --global diff.statGraphWidth 5
git config --global diff.algorithm patience
git -C "$repo" config diff.statGraphWidth 7
git -C "$repo" config diff.noprefix true
git -C "$repo" config mailmap.file "$work/mailmap"
echo 'Nobody <nobody@example.org> <tessa@example.org>' | tee "$work/mailmap" >"$repo/.mailmap"
(cd "$repo" && COLUMNS=40 GIT_EXTERNAL_DIFF=false expect_exit 0 tw report --format cover) &&
	same "$work/letter" "$work/out"
ok 'letter: the configuration of the user does not change it'
git config --global --unset color.ui
git config --global --unset diff.statGraphWidth
git config --global --unset diff.algorithm
git -C "$repo" config --unset diff.statGraphWidth
git -C "$repo" config --unset diff.noprefix
git -C "$repo" config --unset mailmap.file
discard "$repo/.mailmap"

[ "$(git -C "$repo" config --local branch.b4/world.b4-prep-cover-strategy)" = commit ]
ok 'branch: its strategy is in the configuration of the repository'
cp "$repo/.git/config" "$work/config" && expect_exit 0 tw generate &&
	same "$work/config" "$repo/.git/config"
ok 'branch: it is set once'

if ! command -v b4 >/dev/null || ! command -v git-filter-repo >/dev/null; then
	skip 'b4' 'no b4 or no git-filter-repo'
	finish
fi

## what b4 does ##

clone && b4_in_clone prep --show-revision >"$work/out" 2>"$work/err" && says v1
ok 'b4: a fresh clone has a prep branch'
write_mails && mail_zero >"$work/got" && same "$work/letter" "$work/got"
ok 'b4: mail 0 is the letter that report prints, byte for byte'
[ "$(find "$work/mails" -name '*.eml' | wc -l)" = 12 ]
ok 'b4: and a mail for each patch'

grep -q '[0-9] insertions' "$work/letter" &&
	sed 's/ [0-9]* insertions/ 9999 insertions/' "$work/letter" >"$work/wrong" &&
	! same "$work/wrong" "$work/got"
ok 'b4: the comparison sees a wrong count'

git config --global b4.prep-cover-strategy branch-description
(cd "$repo" && git checkout -q b4/world && b4 prep --show-revision) >"$work/out" 2>"$work/err" &&
	says v1
ok 'b4: the strategy of the branch goes before that of the user'
(cd "$work/b4" && ! b4 prep --show-revision) >"$work/out" 2>"$work/err"
ok 'b4: where it is not set the user has another one'
git config --global --unset b4.prep-cover-strategy
git -C "$repo" checkout -q main

# Sent for real, to a program that takes every mail: b4 tags, raises the revision and rewrites.
printf '#!/bin/sh\ncat >>"%s"\n' "$work/sent" >"$work/sendmail" && chmod 755 "$work/sendmail"
clone && git -C "$work/b4" config sendemail.smtpserver "$work/sendmail" && first=$(tip) &&
	printf '\n\n' |
	(cd "$work/b4" && b4 prep --set-prefixes RFC &&
	b4 send --no-sign) >"$work/out" 2>"$work/err" &&
	push_back && [ "$(tip)" != "$first" ] && [ -s "$work/sent" ] && cover >"$work/sent-cover" &&
	has "$work/sent-cover" 'Changes in v2:' && has "$work/sent-cover" '"revision": 2'
ok 'b4: sending raises the revision'
sent=$(tip)
expect_exit 0 tw generate && says ', unchanged' && [ "$(tip)" = "$sent" ]
ok 'b4: generate knows the branch, and leaves it as b4 left it'

edit_changes() { if [ "$1" = 0 ]; then sed 's/EDITME: describe what is new.*/Say more./; /EDITME: use/d'; else cat; fi; }
rewrite edit_changes && sed -i 's/Say so\./Do say so./' "$campaign/convert.txt" &&
	expect_exit 0 tw generate && ! says unchanged && cover >"$work/got" &&
	message 4 | grep -q 'Do say so' &&
	has "$work/got" '- Say more.' && has "$work/got" '- Link to v1: ' &&
	has "$work/got" '"revision": 2' &&
	has "$work/got" '"history": {' && has "$work/got" '"RFC"' &&
	[ "$(grep '"change-id"' "$work/got")" = "$(grep '"change-id"' "$work/first")" ] &&
	[ "$(sed -n '/^---$/,$p' "$work/got" | grep -v treewide-record)" = \
	"$(edit_changes 0 <"$work/sent-cover" | sed -n '/^---$/,$p' | grep -v treewide-record)" ]
ok 'b4: revision, history, prefixes and the changes that a person wrote stay'
clone && write_mails && mail_zero >"$work/got" && expect_exit 0 tw report --format cover &&
	same "$work/out" "$work/got" &&
	has "$work/got" 'Subject: [PATCH RFC v2 00/11]' && has "$work/got" '- Say more.' && says v1
ok 'b4: version 2 is mailed as report prints it'
sed -i 's/Do say so\./Say so./' "$campaign/convert.txt"
expect_exit 0 tw generate

unknown_keys() { if [ "$1" = 0 ]; then sed 's/^    "revision"/    "presubject": "net",\n    "new": [\n      {}\n    ],\n&/'; else cat; fi; }
rewrite unknown_keys && expect_exit 0 tw generate && says ', unchanged' && cover >"$work/got" &&
	has "$work/got" '"presubject": "net"' && has "$work/got" '"new": ['
ok 'b4: keys that only b4 knows are not ours to drop'

## what people give ##

clone && write_mails &&
	make_mbox '4|Rita Reviewer <rita@example.org>|Reviewed-by: Rita Reviewer <rita@example.org>' \
	'4|Theo Tester <theo@example.org>|Tested-by: Theo Tester <theo@example.org> # on a board' \
	'7|Ada Acker <ada@example.org>|Acked-by: Ada Acker <ada@example.org>' &&
	b4_trailers && says 'Trailers updated' && push_back
ok 'people: b4 finds what they said'
given=$(tip)
expect_exit 0 tw generate && says ', unchanged' && [ "$(tip)" = "$given" ] &&
	says 'kept  net: alpha: Let devres free the vectors openly: Reviewed-by: Rita Reviewer <rita@example.org>' &&
	says 'kept  net: alpha: Let devres free the vectors openly: Tested-by: Theo Tester <theo@example.org> # on a board' &&
	says 'kept  spi: foxtrot: Let devres free the vectors openly: Acked-by: Ada Acker <ada@example.org>'
ok 'people: generate keeps it, in the place where b4 put it'
cat >"$work/wanted" <<'MAIL'
net: alpha: Let devres free the vectors openly

The driver leaves it to devres to free its vectors. Say so.

Reviewed-by: Rita Reviewer <rita@example.org>
Tested-by: Theo Tester <theo@example.org> # on a board
Signed-off-by: Tessa Tester <tessa@example.org>
---
MAIL
message 4 | sed '/^Cc:/d; $d' >"$work/got" && same "$work/wanted" "$work/got"
ok 'people: above our Signed-off-by'
cover | grep -q '11 commits pass'
ok 'people: what they say leaves the proof as it is'

sed -i 's/Say so\./Do say so./' "$campaign/convert.txt"
expect_exit 0 tw --json generate && [ "$(json 'len(d["kept"])')" = 3 ] &&
	[ "$(json 'd["dropped"]')" = '' ] &&
	[ "$(json '[k["trailer"] for k in d["kept"]
	if k["subject"].startswith("spi: foxtrot")]')" = \
		'Acked-by: Ada Acker <ada@example.org>' ] &&
		message 4 | grep -q '^Reviewed-by: Rita' &&
	message 4 | grep -q 'Do say so' && expect_exit 0 tw generate && says ', unchanged'
ok 'people: a new text keeps what was said of the change'
clone && b4_trailers && says 'No trailer updates found'
ok 'people: b4 does not add it twice'
sed -i 's/Do say so\./Say so./' "$campaign/convert.txt"
expect_exit 0 tw generate

# The same driver, but another change of it: one on the base, and one by the campaign.
sed -i 's/PCI_IRQ_MSI)/PCI_IRQ_MSIX)/; s/return ret;/return ret; \/* so *\//' \
	"$repo/drivers/net/alpha.c" &&
	commit "$repo" 'net: alpha: Be different' && old=$base && base=$(tip HEAD) &&
	expect_exit 0 tw generate &&
	has "$work/err" 'dropped, the patch changed: net: alpha: Let devres free the vectors openly: Reviewed-by: Rita' &&
	has "$work/err" 'dropped, the patch changed: net: alpha: Let devres free the vectors openly: Tested-by: Theo' &&
	has "$work/out" 'kept  spi: foxtrot' && ! message 4 | grep -q '^Reviewed-by' &&
	message 7 | grep -q '^Acked-by: Ada'
ok 'people: a patch that changed loses what was said of it, and no other does'
expect_exit 0 tw --json generate && [ "$(json 'd["unchanged"]')" = true ] &&
	[ "$(json 'len(d["kept"])')" = 1 ]
ok 'people: what was dropped is gone'
git -C "$repo" reset -q --hard "$old"
base=$old
expect_exit 0 tw generate && git -C "$repo" update-ref refs/heads/b4/world "$given"

expect_exit 0 tw generate && says ', unchanged'
ok 'people: an older state of the branch is still known'
sed -i 's/^\tsplit = .*/&\n\tscope = drivers\/net\//' "$campaign/campaign.conf"
expect_exit 0 tw --json generate &&
	[ "$(json '["%s: %s" % (k["why"], k["trailer"]) for k in d["dropped"]]')" = \
	'no patch makes this change any more: Acked-by: Ada Acker <ada@example.org>' ] &&
	[ "$(json 'len(d["kept"])')" = 2 ]
ok 'people: with a patch that is gone goes what was said of it'
restore_campaign
git -C "$repo" update-ref refs/heads/b4/world "$given"

take_back() { if [ "$1" = 4 ]; then sed '/^Tested-by/d'; else cat; fi; }
rewrite take_back && expect_exit 0 tw generate && says ', unchanged' && ! says Tested-by &&
	says Reviewed-by
ok 'people: what is taken back does not return'

with_remark() { if [ "$1" = \
	4 ]; then sed 's/^Reviewed-by.*/&\n[for the net parts]/'; else cat; fi; }
rewrite with_remark && expect_exit 0 tw generate && says ', unchanged' &&
	message 4 | grep -q '^\[for the net'
ok 'people: a remark below a trailer stays with it'

## hands ##

by_hand() { # NAME FILTER
	git -C "$repo" update-ref refs/heads/b4/world "$given" && rewrite "$2" && changed=$(tip) &&
		expect_exit 2 tw generate && says 'was changed by somebody else' &&
		[ "$(tip)" = "$changed" ]
	ok "by hand: $1 is refused"
}
other_text() { if [ "$1" = 4 ]; then sed 's/leaves it/leave it/'; else cat; fi; }
by_hand 'another message' other_text
expect_exit 0 tw --force generate && message 4 | grep -q 'leaves it' &&
	message 4 | grep -q '^Reviewed-by: Rita' &&
	message 7 | grep -q '^Acked-by: Ada' && expect_exit 0 tw generate && says ', unchanged'
ok 'by hand: --force overwrites the message, and keeps what people said'
other_cover() { if [ "$1" = 0 ]; then sed 's/^Tested:/Tested well:/'; else cat; fi; }
by_hand 'another text in the cover' other_cover
no_link() { if [ "$1" = 4 ]; then sed '/^Signed-off-by/d'; else cat; fi; }
by_hand 'a trailer of ours taken away' no_link
other_cc() { if [ "$1" = 4 ]; then sed '/^Cc: netdev/d'; else cat; fi; }
by_hand 'another recipient' other_cc
git -C "$repo" update-ref refs/heads/b4/world "$given"
git -C "$repo" checkout -q b4/world && echo '/* more */' >>"$repo/drivers/net/alpha.c" &&
	git -C "$repo" commit -q -a --amend -C HEAD && git -C "$repo" checkout -q main
changed=$(tip)
expect_exit 2 tw generate && says 'was changed by somebody else' && [ "$(tip)" = "$changed" ]
ok 'by hand: another tree is refused'

## who, and when ##

git -C "$repo" update-ref refs/heads/b4/world "$given" &&
	git config --global user.email other@example.org &&
	expect_exit 0 tw generate &&
	[ "$(git -C "$repo" log --format=%ce "$base..b4/world" | sort -u)" = other@example.org ] &&
	message 4 | grep -q '^Reviewed-by: Rita' && ! message 4 | grep -q 'tessa@' &&
	cover | grep -q '^Signed-off-by: Tessa Tester <other@example.org>$'
ok 'committer: who sends has to be the committer, so all is written anew'
git config --global user.email tessa@example.org
expect_exit 0 tw generate
GIT_COMMITTER_DATE='@1600000000 +0000' && export GIT_COMMITTER_DATE && rewrite edit_changes &&
	unset GIT_COMMITTER_DATE &&
	aged=$(tip) && clone && ! b4_in_clone prep --show-revision >"$work/out" 2>"$work/err"
ok 'committer: b4 does not see a cover that is older than a year'
expect_exit 0 tw generate && [ "$(tip)" != "$aged" ] && clone &&
	b4_in_clone prep --show-revision >"$work/out" 2>"$work/err" &&
	says v2
ok 'committer: it is written anew before that'

finish
