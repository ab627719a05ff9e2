#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Templates, trailers, the checks of text, and the sample: what is wrong is named where it stands,
# and the campaigns that come with treewide give no cause.
# shellcheck disable=SC2016 # nothing here is to be expanded
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
base=$(git -C "$repo" rev-parse HEAD)

# A campaign that may be changed.
fresh() {
	discard -f "$work/campaign"
	make_campaign "$work/campaign"
	campaign=$work/campaign
}
conf=$work/campaign/campaign.conf

# A change to campaign.conf, made by sed.
with() { # SED
	fresh && sed -i "$1" "$conf" && ! cmp -s "$conf" "$top/tests/campaigns/world/campaign.conf"
}

# "patch kind" of all words to look at.
words() {
	json '["%d %s" % (w["patch"], w["kind"]) for w in d["words"]]' | sort | uniq -c |
		awk '{ print $1 "x", $2, $3 }'
}

# The message of a patch of the branch.
message() { # PATCH
	git -C "$repo" log -1 --format=%B "b4/world~$((11 - $1))"
}

# The verdict and the reason of a check on a commit.
judged() { # NR CHECK
	echo "$(verdict "$1" "$2") $(detail "$1" "$2")"
}

# The same tree with other words: a commit of the branch, or its cover, by hand.
reword() { # SED [cover]
	discard -f "$work/edit" && git clone -q "$repo" "$work/edit" && (
		cd "$work/edit" && git checkout -q b4/world &&
			git filter-branch -f --msg-filter "sed '$1'" \
			"$base..b4/world" >/dev/null 2>&1 &&
			git push -q -f origin b4/world
	)
}

## the campaigns that come with treewide ##

expect_exit 0 tw --json plan && [ "$(json 'len(d["words"])')" = 0 ]
ok 'the campaign of the world gives no cause'

fresh
for text in api convert enforce cover; do
	cp "$top/series/pcim-irq-vectors/$text.txt" "$campaign"
done
sed -i -e 's/title = .*/title = PCI\/MSI: Enforce explicit IRQ vector management by removing devres auto-free/' \
	-e 's/subject = PCI.MSI: Add .*/subject = PCI\/MSI: Add devres managed IRQ vectors allocation/' \
	-e 's/subject = Let .*/subject = Replace pci_alloc_irq_vectors() with pcim_alloc_irq_vectors()/' \
	-e 's/subject = PCI.MSI: Free .*/subject = PCI\/MSI: Do not free IRQ vectors on behalf of pcim_enable_device()/' "$conf"
expect_exit 0 tw --json plan && [ "$(json 'len(d["words"])')" = 0 ] &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	[ "$(json '{k["verdict"] for c in d["commits"] for k in c["checks"]
	if k["check"] in ("message", "cover")} == {"pass"}')" = true ] &&
	[ "$(json 'len([1 for c in d["commits"] for k in c["checks"]
	if k["check"] == "message"])')" = 11 ]
ok 'the texts of pcim-irq-vectors give none either, planned and on the branch'

## fields ##

fresh
cat >"$campaign/convert.txt" <<'TEMPLATE'
{driver} calls {functions}, first in {file}. {prefix} is one of {count}.

{files}

It stands on {base}.
TEMPLATE
expect_exit 0 tw generate && message 9 >"$work/got" && cat >"$work/wanted" <<MAIL
serial: juliet: Let devres free the vectors openly

juliet calls pci_alloc_irq_vectors(), first in drivers/tty/juliet_core.c. serial: juliet is one of 11.

  drivers/tty/juliet_core.c
  drivers/tty/juliet_dma.c

It stands on HEAD ($(printf %.12s "$base")).

Signed-off-by: Tessa Tester <tessa@example.org>
---
Cc: Jan Juliet <jan@juliet.example.org>
MAIL
head -n 12 "$work/got" >"$work/head" && same "$work/wanted" "$work/head"
ok 'fields: driver, functions, file, files, prefix, count, base'

with 's/split = subject-prefix/split = file/' && echo '{driver}' >"$campaign/convert.txt" &&
	expect_exit 1 tw --json plan
echo 'In {functions}' >>"$campaign/api.txt"
expect_exit 2 tw plan &&
	says "$campaign/api.txt:2: unknown field {functions}; known here are {prefix}, {base}, {count}"
ok 'fields: a [patch] has no functions, and the file, the line and what is known are told'

sed -i '$d' "$campaign/api.txt" && echo '{nothing}' >"$campaign/enforce.txt" &&
	: >"$work/bin/spatch" && chmod 755 "$work/bin/spatch" &&
	expect_exit 2 tw plan && says "$campaign/enforce.txt:1: unknown field {nothing}" && no_fakes
ok 'fields: told before anything is run'

fresh && printf 'One\n\nTwo {driver}\n' >>"$campaign/cover.txt" &&
	expect_exit 2 tw plan &&
	says "$campaign/cover.txt:$(wc -l <"$campaign/cover.txt"): unknown field {driver}"
ok 'fields: the cover letter has its own'

## bad templates ##

bad() { # WHAT LINE, with the template on standard input
	fresh && cat >"$campaign/convert.txt" && expect_exit 2 tw plan &&
		says "$campaign/convert.txt:$2: $1"
}
printf 'caf\351\n' | bad 'not UTF-8' 1
ok 'a template that is not UTF-8: 2, with file and line'
printf 'one\ntw\000o\n' | bad 'holds the control character U+0000' 2
ok 'a NUL: 2, with file and line'
printf 'one\r\n' | bad 'holds the control character U+000D' 1
ok 'a carriage return: 2, with file and line'
printf '' | bad 'holds no text' 1 && printf '\n \n' | bad 'holds no text' 1
ok 'an empty template: 2'
printf 'x\n%01000d\n' 1 | bad 'a line of more than 998 bytes' 2
ok 'a line that no mail can hold: 2, with file and line'
printf 'one\n\n---\ntwo\n' | bad 'a line "---" ends the message' 3 &&
	printf 'one\n--- a/x\n' | bad 'a line "--- a/x" ends' 2 &&
	printf 'one\ndiff --git a b\n' | bad 'a line "diff --git a b" ends' 2 &&
	printf 'Index: one\n' | bad 'a line "Index: one" ends' 1 &&
	printf 'Subject: one\n' | bad 'a first line "Subject: one"' 1
ok 'what git am takes for the end of the message: 2, with file and line'

# git itself: what is refused is cut off, and what is allowed is not.
whole() { # a body on standard input: does git mailinfo keep its last line?
	{
		printf 'From: A <a@b.c>\nSubject: [PATCH] x: y\n\n' && cat &&
			printf 'the last line\n---\n x | 1 +\n'
	} | git mailinfo "$work/msg" "$work/patch" >"$work/info" &&
		has "$work/msg" 'the last line' &&
		! grep -q '^Subject: one' "$work/info"
}
for line in '---' '--- a/x' 'diff --git a b' 'Index: one'; do
	! printf 'one\n%s\n' "$line" | whole || echo "git keeps $line"
done >"$work/out"
for line in '----' '---x' 'diff' 'Index one' ' ---' 'From: x'; do
	printf 'one\n%s\n' "$line" | whole || echo "git cuts at $line"
done >>"$work/out"
printf 'Subject: one\n' | whole && echo 'git keeps a subject' >>"$work/out"
[ ! -s "$work/out" ]
ok 'git agrees'

## trailers ##

with 's/title = .*/&\n\ttrailer = Link: https:\/\/example.org\/c\n\ttrailer = Suggested-by: S U <s@example.org>/' &&
	sed -i 's/message = convert.txt/&\n\ttrailer = Reviewed-by: R E <r@example.org>\n\ttrailer = Link: https:\/\/example.org\/s/' "$conf" &&
	printf 'Why.\n\nLink: https://example.org/c\nFixes: %.12s ("Begin the world")\n' \
	"$base" >"$campaign/convert.txt" &&
	expect_exit 0 tw --force generate && cat >"$work/wanted" <<MAIL
net: alpha: Let devres free the vectors openly

Why.

Fixes: $(printf %.12s "$base") ("Begin the world")
Suggested-by: S U <s@example.org>
Link: https://example.org/c
Link: https://example.org/s
Reviewed-by: R E <r@example.org>
Signed-off-by: Tessa Tester <tessa@example.org>
---
MAIL
message 4 | head -n 11 >"$work/got" && same "$work/wanted" "$work/got" &&
	[ "$(message 1 | grep -c 'Reviewed-by\|example.org/s')" = 0 ] &&
	message 1 | grep -qx 'Link: https://example.org/c'
ok 'trailers: those of campaign, section and template, in order, none twice'

refused() { # TRAILER WHAT
	with 's,title = .*,&\n\ttrailer = Link: https://example.org/c\n\ttrailer = "'"$1"'",' &&
		expect_exit 2 tw plan &&
		says "$conf:$(grep -n 'trailer' "$conf" | tail -n 1 | cut -d: -f1): $2"
}
refused 'Cc: a@b.c' 'Cc: is not a trailer here' &&
	refused 'Signed-off-by: A <a@b.c>' 'Signed-off-by: is made from' &&
	refused 'Change-Id: I1' '"Change-Id: I1" is not a known trailer'
ok 'trailers: Cc:, Signed-off-by: and unknown ones: 2, with file and line'
refused 'Link: nowhere' 'Link: wants a URL' &&
	refused 'Fixes: 123' 'Fixes: wants 12 or more digits' &&
	refused 'Acked-by: A' 'Acked-by: wants Name <address>' &&
	! refused 'Link: https://a\\nCc: x@y' '' &&
	says "$conf:6: a trailer holds a control character" &&
	refused 'Co-developed-by: A <a@b.c>' 'behind a Co-developed-by:'
ok 'trailers: what is not well formed: 2, with file and line'
fresh && printf 'Why.\n\nLink: https://a.b\nSigned-off-by: A <a@b.c>\n' >"$campaign/convert.txt" &&
	expect_exit 2 tw plan &&
	says "$campaign/convert.txt:4: Signed-off-by: is made from"
ok 'trailers: in a template too'


# Another "...-by:" is a trailer where checkpatch.pl of the base says so.
refused 'Assisted-by: AGENT:model-1' '"Assisted-by: AGENT:model-1" is not a known trailer' &&
	refused 'Blamed-by: A <a@b.c>' '"Blamed-by: A <a@b.c>" is not a known trailer'
ok 'trailers: one that neither treewide nor the base knows: 2, with file and line'
fresh && printf 'Why.\n\nAssisted-by: AGENT:model-1 spatch\n' >"$campaign/convert.txt" &&
	expect_exit 2 tw plan &&
	says "$campaign/convert.txt:3: \"Assisted-by: AGENT:model-1 spatch\" is not a known trailer"
ok 'trailers: in a template too'
git -C "$repo" branch -q without HEAD &&
	printf 'our $signature_tags = qr{(?xi:\n\tReviewed-by:|\n\tAssisted-by:|\n\tCc:\n)};\n' \
		>>"$repo/scripts/checkpatch.pl" && commit "$repo" 'checkpatch: Know who assists'
expect_exit 0 tw --json plan && expect_exit 0 tw --force generate && message 2 >"$work/got" &&
	grep -B 1 '^Signed-off-by' "$work/got" | grep -qx 'Assisted-by: AGENT:model-1 spatch'
ok 'trailers: one that the base knows stands above Signed-off-by:'
refused 'Blamed-by: A <a@b.c>' '"Blamed-by: A <a@b.c>" is not a known trailer'
ok 'trailers: another one is refused there, too'
git -C "$repo" reset -q --hard without

## words: planned ##

fresh &&
	printf 'The driver says so,\nfor pcim_enable_device() no longer\nmanages vectors.\n' >"$campaign/convert.txt" &&
	sed -i 's/subject = PCI.MSI: Free .*/subject = PCI\/MSI: Let pcim_enable_device() free no vectors/' "$conf" &&
	expect_exit 1 tw --json plan && [ "$(words | wc -l)" = 9 ] &&
	[ "$(words | head -n 1)" = '1x 10 tense' ] &&
	[ "$(json '{w["line"] for w in d["words"]} == {4}')" = true ] && expect_exit 1 tw plan &&
	says 'Words to look at:' &&
	says '       9 patches from 2 to 10, line 4: "pcim_enable_device()" with "no longer": that is what patch 11 does, and it comes later'
ok 'tense: the sentence of the real series is found in each driver patch'
fresh &&
	printf 'No driver needs it, since\npcim_enable_device() no longer manages vectors.\n' >"$campaign/enforce.txt" &&
	expect_exit 0 tw --json plan && [ "$(words)" = '' ]
ok 'tense: in the last patch it is true'
fresh &&
	echo 'The last patch of this series has removed pci_is_managed(). The next patch is patch 12.' >"$campaign/convert.txt" &&
	expect_exit 1 tw --json plan && [ "$(words | grep -c '^3x .* tense$')" = 9 ]
ok 'tense: a later patch as done, one for each, one that is not there'

fresh &&
	printf 'As pci_alloc_irq_vectors() is called twice, the vectors are subject to a double free.\nThey leak.\n' >"$campaign/cover.txt" &&
	echo '{searches}' >>"$campaign/cover.txt" && expect_exit 1 tw --json plan &&
	[ "$(words)" = "$(printf '2x 0 claim\n1x 0 columns')" ]
ok 'claim: a double free and a leak without evidence, and a line that is too wide'
claim() { # TEXT
	fresh && printf 'There is a double free\nin it: %s.\n\n{searches}\n' \
		"$1" >"$campaign/cover.txt"
}
for evidence in 'https://example.org/x' 'drivers/net/alpha.c:12' \
	"commit $(printf %.12s "$base")"; do
	claim "$evidence" && expect_exit 0 tw --json plan || echo "$evidence"
done >"$work/got"
for evidence in 'somewhere' 'drivers/net/alpha.c:9999' 'drivers/none.c:1' 'drivers/net/alpha.c'; do
	claim "$evidence" && expect_exit 1 tw --json plan && [ "$(words)" = '1x 0 claim' ] ||
		echo "$evidence"
done >>"$work/got"
[ ! -s "$work/got" ]
ok 'claim: a URL, a place and a commit are evidence, if the base has them'
claim nowhere &&
	printf '[claim "Double-free"]\n\tevidence = see drivers/net/alpha.c:12\n' >>"$conf" &&
	expect_exit 0 tw plan &&
	sed -i 's/alpha.c:12/alpha.c:9999/' "$conf" && expect_exit 2 tw plan &&
	says "$conf:$(wc -l <"$conf"): evidence = " &&
	sed -i 's/evidence = .*/evidence = I saw it/' "$conf" && expect_exit 2 tw plan &&
	says 'neither a URL' &&
	sed -i 's/Double-free/bug/' "$conf" && expect_exit 2 tw plan &&
	says "$conf:$(($(wc -l <"$conf") - 1)): [claim \"bug\"]: not a kind of bug"
ok 'claim: the campaign may name the evidence, and it must hold'
git -C "$repo" checkout -q -b second && commit "$repo" 'Second'
claim 'commit 123456789012' && expect_exit 1 tw --json plan && [ "$(words)" = '1x 0 claim' ] &&
	claim "commit $(printf %.12s "$base")" && expect_exit 0 tw --json plan
ok 'claim: where there is history, a commit must be in it'
git -C "$repo" checkout -q main

fresh && sed -i '/{searches}/d' "$campaign/cover.txt" && expect_exit 1 tw plan &&
	says 'cover letter, line 1: pcim_alloc_irq_vectors() is new: say in the cover whether there were earlier attempts: https://lore.kernel.org/all/?q=pcim_alloc_irq_vectors' &&
	says 'New functions; were there earlier attempts?' && expect_exit 1 tw --json plan &&
	[ "$(words)" = '5x 0 new' ] &&
	[ "$(json 'sorted(n["name"] for n in d["new"])' | tr '\n' ' ')" = \
		'pcim_alloc_irq_vectors pcim_alloc_irq_vectors_affinity pcim_enable_msix_exact pcim_enable_msix_range pcim_setup_msi_context ' ]
ok 'new: a function that nobody has asked the archive for'
fresh && sed -i 's,{searches},https://lore.kernel.org/all/?q=pcim_alloc_irq_vectors_affinity,' \
	"$campaign/cover.txt" &&
	expect_exit 1 tw --json plan && [ "$(words)" = '4x 0 new' ]
ok 'new: a link to a longer name is none to the shorter one'

with 's/subject = Let devres free the vectors openly/subject = Let devres free the vectors openly and without being asked by anybody any time./' &&
	expect_exit 1 tw --json plan && [ "$(words | grep -c '^2x .* subject$')" = 9 ]
ok 'subject: too long, and with a full stop'
with 's/subject = PCI.MSI: Add/subject = Add/' && sed -i '/message = api.txt/d' "$conf" &&
	expect_exit 1 tw --json plan &&
	[ "$(words)" = "$(printf '1x 1 empty\n1x 1 subject')" ]
ok 'subject: without a prefix; and a message that says nothing'

letter() { # LINE WHAT
	fresh && printf '%s\n\n{searches}\n' "$1" >"$campaign/cover.txt" && expect_exit 2 tw plan &&
		says "$campaign/cover.txt:1: $2"
}
letter '--- b4-submit-tracking ---' 'the text holds b4' && letter '# one' 'b4 drops a line' &&
	letter '---' 'b4 takes a line' &&
	letter 'Contact: A <a@b.c>' 'b4 takes "Contact: A <a@b.c>" for a recipient'
ok 'cover: what b4 would not mail as it stands: 2, with file and line'

## words: on the branch ##

campaign=$top/tests/campaigns/world
expect_exit 0 tw --force generate && expect_exit 1 tw --json prove &&
	[ "$(json '{k["evidence"] for c in d["commits"] for k in c["checks"]
	if k["check"] in ("message", "cover")} == {"checked"}')" = true ] &&
	[ "$(judged 4 message)" = \
	'pass subject, lines, trailers, and what it says of other patches and of bugs' ] &&
	judged 1 cover | grep -q '^pass '
ok 'prove: messages and cover pass'
reword '/^The driver/s/.*/The last patch removed it. It leaks. pci_is_managed() was removed./' &&
	expect_exit 1 tw --json prove &&
	judged 4 message >"$work/got" &&
	grep -q '^fail line 3: "last patch": this patch comes later' "$work/got" &&
	has "$work/got" 'a leak is claimed' && judged 1 message | grep -q '^pass' &&
	judged 1 cover | grep -q ^pass
ok 'prove: what the commits say counts, not the plan'
reword '/^Signed-off-by/d' && expect_exit 1 tw --json prove &&
	judged 4 message | grep -q 'there is no Signed-off-by'
ok 'prove: a message that nobody signed fails'
expect_exit 0 tw --force generate && reword 's/^Signed-off-by/Cc: x@y.z\n&/' &&
	expect_exit 1 tw --json prove &&
	judged 4 message | grep -q 'a recipient stands in the message'
ok 'prove: recipients inside a message fail'
expect_exit 0 tw --force generate && reword '/lore.kernel.org/d' && expect_exit 1 tw --json prove &&
	judged 1 cover |
	grep -q '^fail line 1: pcim_alloc_irq_vectors() is new: say in the cover' &&
	judged 2 message | grep -q ^pass
ok 'prove: a cover without the links fails'
expect_exit 0 tw --force generate && reword 's/^Some drivers/EDITME: &/' &&
	expect_exit 1 tw --json prove &&
	judged 1 cover | grep -q 'EDITME was not replaced'
ok 'prove: a cover that waits to be written fails'
expect_exit 0 tw --force generate
tree=$(git -C "$repo" rev-parse 'b4/world^{tree}')
git -C "$repo" update-ref refs/heads/b4/world \
	"$(git -C "$repo" commit-tree -p "$base" -m 'x: Nothing' "$tree")"
expect_exit 1 tw --json prove &&
	judged 1 cover | grep -q '^uncovered the branch has no cover letter'
ok 'prove: without a cover it is uncovered'

## the sample ##

campaign=$top/tests/campaigns/world
expect_exit 0 tw plan --sample && cat >"$work/wanted" <<'MAIL'
From: Tessa Tester <tessa@example.org>
Subject: [PATCH 02/11] gpio: golf: Let devres free the vectors openly
MAIL
head -n 2 "$work/out" >"$work/got" && same "$work/wanted" "$work/got" &&
	sed -n '/^$/,$p' "$work/out" >"$work/got" && expect_exit 0 tw --force generate &&
	message 2 | sed -n '2,$p' >"$work/wanted" &&
	diff -B "$work/wanted" "$work/got" >"$work/out"
ok 'sample: one driver patch, word for word what generate writes'
expect_exit 0 tw --json plan --sample &&
	[ "$(json 'd["sample"]["id"], d["sample"]["nr"], len(d["words"]), sorted(d)')" = \
	'["convert/gpio-golf", 2, 0, ["sample", "words"]]' ] &&
	json 'd["sample"]["message"]' | grep -qx 'Signed-off-by: Tessa Tester <tessa@example.org>'
ok 'sample: as JSON'
fresh && echo 'The last patch has done it.' >"$campaign/convert.txt" &&
	expect_exit 1 tw plan --sample && says 'The last patch has done it.' &&
	says 'patch 2, line 3: "last patch": this patch comes later'
ok 'sample: with what is wrong with it, and 1'
git config --global --unset user.email
expect_exit 2 tw plan --sample && says 'set user.name and user.email'
ok 'sample: who sends must be known'

finish
