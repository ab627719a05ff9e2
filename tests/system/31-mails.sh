#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# patch = FILE: a mail becomes the commit that git am makes of it, whoever encoded it; and what is
# no good mail is refused.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
campaign=$work/mails
mkdir "$campaign" && echo 'They came by mail.' >"$campaign/cover"
cat >"$campaign/campaign.conf" <<'CONF'
[campaign]
	name = mails
	title = net: What came by mail
	cover = cover
[recipients]
	always = Petra Pci <petra@pci.example.org>
[patch "one"]
	patch = one.patch
[check "build"]
	target = x86_64-allmodconfig
CONF
mail=$campaign/one.patch

# One commit of somebody else in a clone, with all that a diff can say; $work/hand stands on it.
author='Jörg J. Müller <joerg@alpha.example.org>'
git clone -q "$repo" "$work/hand"
(
	cd "$work/hand" && git mv drivers/net/alpha.c drivers/net/alef.c &&
		sed -i 's/alpha\.o/alef.o/' drivers/net/Makefile &&
		sed -i 's/Implicit, in one file/Umlaute: äöü/' drivers/net/alef.c &&
		cp drivers/net/charlie.c drivers/net/copy.c &&
			echo '/* copied */' >>drivers/net/copy.c &&
		seq 100 | sed 's,.*,/* another & */,' >drivers/spi/spi-foxtrot.c &&
		chmod 755 drivers/misc/Makefile && git rm -q sound/Makefile &&
		printf 'crlf\r\n' >crlf.txt && printf '\000\001binary\377' >blob.bin &&
			git add -A -f &&
		git commit -q --author="$author" --date='Tue, 14 Nov 2023 22:13:20 +0530' \
			-m 'net: älef: Rename the driver, and say it in a subject that is long enough to be folded' \
			-m 'Weil "alpha" älter klang.

	drivers/net/{alpha.c}  stays = as it is' \
			-m 'Fixes: 0123456789ab ("net: alpha: Begin")
Reported-by: Rita Report <rita@example.org>
Cc: stable@vger.kernel.org
Signed-off-by: Jörg J. Müller <joerg@alpha.example.org>
[ hans: say why ]
Signed-off-by: Hans Hand <hans@example.org>'
) || exit 3

full=$(git -C "$work/hand" rev-parse HEAD)
tree_of() { git -C "$1" rev-parse "$2^{tree}"; } # DIR COMMIT
format() { git -C "$work/hand" format-patch -q --stdout -1 --binary "$@"; }
# What git am makes of a mail on the base: author and message; and the tree.
oracle() { # MAIL
	discard -f "$work/am" && git clone -q "$repo" "$work/am" &&
		git -C "$work/am" am -q -s --keep-cr "$1" >"$work/am.log" 2>&1 &&
			told "$work/am" HEAD
}
told() { # DIR COMMIT; without what stands below "---"
	git -C "$1" log -1 --encoding=UTF-8 --format='%an|%ae|%ad|%T%n%B' --date=raw "$2" |
		sed '/^---$/,$d' | sed '${/^$/d}'
}
# Does the mail become the commit that git am made of the first one?
becomes() { # WANTED
	expect_exit 0 tw generate && told "$repo" b4/mails >"$work/got" && same "$1" "$work/got"
}

## the commit ##

format -v3 >"$mail" && oracle "$mail" >"$work/wanted"
[ "$(tree_of "$work/am" HEAD)" = "$(tree_of "$work/hand" HEAD)" ] &&
	has "$work/wanted" 'Jörg J. Müller|joerg@alpha.example.org|1699980200 +0530|' &&
	has "$work/wanted" 'Signed-off-by: Tessa Tester <tessa@example.org>'
ok 'git am makes a commit of the mail'
fingerprint "$repo" >"$work/before"
expect_exit 0 tw plan && says '   1  net: älef: Rename the driver, and say it in' &&
	says '       From: Jörg J. Müller <joerg@alpha.example.org>' &&
	expect_exit 0 tw --json plan &&
	[ "$(json 'd["patches"][0]["author"]["email"]')" = joerg@alpha.example.org ] &&
	[ "$(json 'd["patches"][0]["id"]')" = one ]
ok 'plan: subject and author are those of the mail'
becomes "$work/wanted"
ok 'generate: author, date, message, trailers and tree are those that git am -s makes'
[ "$(git -C "$repo" log -1 --format='%cn <%ce>' b4/mails)" = 'Tessa Tester <tessa@example.org>' ] &&
	git -C "$repo" log -1 --format=%B b4/mails |
		grep -qx 'Cc: Petra Pci <petra@pci.example.org>'
ok 'generate: who runs it is the committer, and recipients stand below ---'
fingerprint "$repo" | cmp - "$work/before" &&
	[ "$(git -C "$repo" for-each-ref --format='%(refname)' refs/heads | wc -l)" = 2 ] &&
	git -C "$repo" fsck --strict --no-dangling >"$work/out" 2>&1 && [ ! -s "$work/out" ]
ok 'generate: the work tree, the index and HEAD stay as they are'

## other ways to write the same mail ##

# The same as other programs send it; HOW is the encoding of the body, to a line that b4 am writes.
again() { # HOW CHARSET
	format -v3 | python3 -I -c '
import base64, email, email.header, email.utils, sys
how, charset = sys.argv[1:]
mail = email.message_from_bytes(sys.stdin.buffer.read())

def text(value):
    return str(email.header.make_header(email.header.decode_header(value)))

def quoted(body):
    for line in body.split(b"\n"):
        words = ["=%02X" % c if c > 126 or c < 32 or c == 61 else chr(c) for c in line]
        if words and words[-1] == " ":
            words[-1] = "=20"
        parts = ["".join(words[i:i + 20]) for i in range(0, len(words), 20)] or [""]
        yield "=\n".join(parts)

name, address = email.utils.parseaddr(mail["From"])
subject = "[RFC PATCH v3 02/9] " + text(mail["Subject"]).partition("] ")[2]
message, cut, diff = mail.get_payload(decode=True).partition(b"\n---\n")
body = message.decode("utf-8").encode(charset) + cut + diff
body = {"8bit": body, "base64": base64.encodebytes(body),
        "quoted-printable": "\n".join(quoted(body)).encode()}[how]
head = ["From git@z Thu Jan  1 00:00:00 1970",
        "From: %s <%s>" % (email.header.Header(text(name), charset).encode(), address),
        "Date: " + mail["Date"], "Subject: " + email.header.Header(subject, charset, 60).encode(),
        "MIME-Version: 1.0", "Content-Type: text/plain; charset=" + charset,
        "Content-Transfer-Encoding: " + how, "", ""]
sys.stdout.buffer.write("\n".join(head).encode("ascii") + body)
' "$1" "$2" >"$mail"
}
for how in 8bit base64 quoted-printable; do
	again $how utf-8 && becomes "$work/wanted"
	ok "utf-8 as $how, [RFC PATCH v3 02/9], as b4 am writes the first line"
	again $how iso-8859-1 && grep -q '^From: =?iso-8859-1' "$mail" && becomes "$work/wanted"
	ok "latin-1 as $how"
done
format >"$work/plain" && sed 1d "$work/plain" >"$mail" && [ "$(head -c 6 "$mail")" = 'From: ' ] &&
	becomes "$work/wanted"
ok 'without a line "From "'
if command -v b4 >/dev/null; then
	# b4 0.12 gives up where a subject is folded
	format -- . ':!blob.bin' ':!crlf.txt' |
		sed '/^Subject: /,/^MIME/{/^MIME/!d;s/^/Subject: [PATCH] net: alef: Rename\n/}' |
		sed 's/^MIME/Message-Id: <1@example.org>\n&/' >"$work/thread" &&
		oracle "$work/thread" >"$work/words" && mkdir "$work/b4am" &&
		(cd "$repo" && b4 --offline-mode am -o "$work/b4am" -m "$work/thread" \
			1@example.org) >"$work/out" 2>&1 &&
		cp "$work"/b4am/*.mbx "$mail" && becomes "$work/words"
	ok 'what b4 am writes'
else
	skip 'what b4 am writes' 'no b4'
fi
format --from='Bernd Bot <bot@example.org>' >"$mail" && grep -q '^From: Jörg' "$mail" &&
	grep -q '^From: Bernd' "$mail" && becomes "$work/wanted"
ok 'an in-body From: is the author'
format --notes --signature=none >"$mail" &&
	sed -i 's/^---$/&\nv3: only words; Signed-off-by: No One <no@one>\n/' "$mail" &&
	has "$mail" 'No One' && becomes "$work/wanted"
ok 'notes below --- stay behind'
git -C "$work/hand" format-patch -q --stdout -1 --binary -- . ':!crlf.txt' >"$work/lf" &&
	oracle "$work/lf" >"$work/without" &&
	sed 's/$/\r/' "$work/lf" >"$mail" && becomes "$work/without"
ok 'a mail with CRLF'
sed -e 's/^Content-Transfer-Encoding: .*/Content-Transfer-Encoding: base64/' -e '/^$/q' "$work/lf" >"$mail" &&
	sed '1,/^$/d' "$work/lf" | sed 's/$/\r/' | base64 >>"$mail" && becomes "$work/without"
ok 'one whose encoded lines end with CRLF, as a mail program made them'
format -C --find-copies-harder -B >"$mail" && has "$mail" 'copy from drivers/net/charlie.c' &&
	has "$mail" 'dissimilarity index' && has "$mail" 'GIT binary patch' &&
		has "$mail" 'new mode 100755' &&
	becomes "$work/wanted"
ok 'copies, rewrites, renames, modes, a binary file, new and deleted ones'
sed -i 's/^Weil /-- >8 --\n&/' "$mail" && oracle "$mail" >"$work/scissors" &&
	has "$work/scissors" '-- >8 --' && becomes "$work/scissors"
ok 'scissors are not heard'

## Signed-off-by ##

format >"$mail" &&
	sed -i 's/^Signed-off-by: Hans.*/&\nSigned-off-by: Tessa Tester <tessa@example.org>/' "$mail" &&
	oracle "$mail" >"$work/signed" && same "$work/wanted" "$work/signed" &&
		becomes "$work/wanted" &&
	[ "$(grep -c 'Signed-off-by: Tessa' "$work/got")" = 1 ]
ok 'one that stands there is not added again'
sed -i '/^Signed-off-by/d; /^\[ hans/d; /^Cc: stable/d; /^Reported-by/d; /^Fixes/d' "$mail" &&
	oracle "$mail" >"$work/bare" && becomes "$work/bare" &&
		[ "$(tail -n 1 "$work/got")" = 'Signed-off-by: Tessa Tester <tessa@example.org>' ]
ok 'it is added where there is no trailer at all'
sed -i 's/^\[patch "one"\]/&\n\ttrailer = Link: https:\/\/lore.example.org\/1/' "$campaign/campaign.conf" &&
	format >"$mail" && expect_exit 0 tw generate && told "$repo" b4/mails >"$work/words" &&
	grep -qx 'Link: https://lore.example.org/1' "$work/words" &&
	grep -v '^Link: ' "$work/words" >"$work/got" && same "$work/wanted" "$work/got"
ok 'trailers of the campaign are added to those of the mail, which keep their order'
sed -i '/trailer = Link/d' "$campaign/campaign.conf"

## again ##

becomes "$work/wanted" && first=$(tip b4/mails) && expect_exit 0 tw generate &&
	says ', unchanged' &&
	[ "$(tip b4/mails)" = "$first" ] && expect_exit 0 tw --state "$work/other" generate &&
	[ "$(tip b4/mails)" = "$first" ]
ok 'the same again: the same ids, also for a state directory that knows nothing'
git -C "$repo" worktree add -q "$work/review" b4/mails >"$work/err" 2>&1 &&
	GIT_EDITOR="sed -i 's/^Signed-off-by: Tessa/Reviewed-by: R <r@example.org>\n&/'" \
		git -C "$work/review" commit -q --amend &&
	git -C "$repo" worktree remove --force "$work/review" && reviewed=$(tip b4/mails) &&
	expect_exit 0 tw generate && says ', unchanged' && says 'Reviewed-by: R <r@example.org>' &&
	[ "$(tip b4/mails)" = "$reviewed" ] && [ "$reviewed" != "$first" ]
ok 'a trailer that somebody gave stays, and so does the commit'
sed -i 's/älter klang/alter klang/' "$mail" && expect_exit 0 tw generate && ! says 'unchanged' &&
	[ "$(tip b4/mails)" != "$first" ] && has "$mail" 'alter klang' &&
	[ "$(tree_of "$repo" b4/mails)" = "$(tree_of "$repo" "$first")" ]
ok 'one byte of the message: another commit of the same tree'
second=$(tip b4/mails) && sed -i 's/^Date: .*/Date: Tue, 14 Nov 2023 22:13:21 +0530/' "$mail" &&
	expect_exit 0 tw generate && third=$(tip b4/mails) && [ "$third" != "$second" ] &&
	sed -i 's/joerg@alpha/j@alpha/' "$mail" && expect_exit 0 tw generate &&
		[ "$(tip b4/mails)" != "$third" ] &&
	git -C "$repo" log -1 --format='%ae %at' b4/mails |
		grep -qx 'j@alpha.example.org 1699980201'
ok 'so do another date and another author'

make_campaign "$work/world" &&
	sed -i 's/^\[convert\]/[patch "mail"]\n\tpatch = one.patch\n&/' "$work/world/campaign.conf"
git -C "$work/hand" checkout -q -b small HEAD^ &&
	sed -i '1s/$/\n\/* by mail *\//' "$work/hand/drivers/misc/hotel.c"
git -C "$work/hand" commit -q -a --author='Emil Else <emil@example.org>' \
	-m 'misc: Say it' -m 'Because.' \
	-m 'Signed-off-by: Emil Else <emil@example.org>' && format >"$work/world/one.patch"
mails=$campaign campaign=$work/world
expect_exit 0 tw generate && git -C "$repo" log --format='%H %s' b4/world >"$work/ids" &&
	sed -i 's/^Because\./Because!/' "$campaign/one.patch" && expect_exit 0 tw --json plan &&
	[ "$(json 'd["converted"] > 5 and d["converted"] == d["reused"]')" = true ] &&
	expect_exit 0 tw generate &&
		[ "$(git -C "$repo" log -1 --format=%an ':/misc: Say it')" != nobody ] &&
	git -C "$repo" log --format='%an: %s: %b' b4/world |
		grep -q '^Emil Else: misc: Say it: Because!'
ok 'one byte of a message converts nothing again'

## regenerate ##

git -C "$repo" checkout -q -b next && sed -i '$s/$/\n\/* newer *\//' "$repo/drivers/net/delta.c" &&
	commit "$repo" 'net: delta: Go on' && expect_exit 0 tw --base next regenerate &&
	says 'kept     mail' &&
		git -C "$repo" log --format='%an <%ae>: %s' b4/world |
			grep -qx 'Emil Else <emil@example.org>: misc: Say it'
ok 'regenerate on another base keeps the author, and the id of the patch'
git -C "$repo" worktree add -q "$work/edit" b4/world >"$work/err" 2>&1
at=$(git -C "$repo" rev-list --grep='misc: Say it' -1 b4/world)
GIT_SEQUENCE_EDITOR='sed -i 1s/^pick/reword/' GIT_EDITOR='sed -i s/^Because!/Therefore./' \
	git -C "$work/edit" rebase -q -i "$at^" >>"$work/err" 2>&1 &&
		git -C "$repo" worktree remove --force "$work/edit" &&
	expect_exit 0 tw --base next regenerate && says 'by hand: the message' &&
	git -C "$repo" log --format='%an: %s: %b' b4/world |
		grep -q '^Emil Else: misc: Say it: Therefore\.'
ok 'regenerate: words that were changed by hand stay, and so does the author'
git -C "$repo" worktree add -q "$work/edit" b4/world >"$work/err" 2>&1
at=$(git -C "$repo" rev-list --grep='misc: Say it' -1 b4/world)
GIT_SEQUENCE_EDITOR='sed -i "1s/.*/&\nexec git commit -q --amend --no-edit --author=\"Ada Also <ada@example.org>\"/"' \
	git -C "$work/edit" rebase -q -i "$at^" >>"$work/err" 2>&1 &&
		git -C "$repo" worktree remove --force "$work/edit" && byhand=$(tip b4/world) &&
	expect_exit 0 tw --base next regenerate &&
	says 'by hand: the author, Ada Also <ada@example.org>' &&
	git -C "$repo" log --format='%an <%ae>: %s' b4/world |
		grep -qx 'Ada Also <ada@example.org>: misc: Say it'
ok 'regenerate: an author by hand stays, whoever the mail is from'
git -C "$repo" update-ref refs/heads/b4/world "$byhand" &&
	sed -i 's/^From: Emil Else/From: Fritz First/' "$campaign/one.patch" &&
	expect_exit 1 tw --base next regenerate &&
	says 'clash    mail: the author was changed by hand, and the mail names another one now' &&
	says 'Fritz First <emil@example.org>' && [ "$(tip b4/world)" = "$byhand" ] &&
	expect_exit 0 tw --force --base next regenerate &&
	git -C "$repo" log --format='%an <%ae>: %s' b4/world |
		grep -qx 'Fritz First <emil@example.org>: misc: Say it'
ok 'clash: an author by hand, and another one in the mail; --force takes that of the mail'
git -C "$repo" checkout -q main
campaign=$mails

## send ##

if command -v b4 >/dev/null && command -v git-filter-repo >/dev/null; then
	git config --global b4.send-no-patatt-sign yes
	git config --global b4.send-endpoint-web none
	git config --global sendemail.smtpserver /bin/false
	# b4 mails no binary files
	git -C "$work/hand" checkout -q "$full" && format -- . ':!blob.bin' ':!crlf.txt' >"$mail" &&
		cp "$work/world/one.patch" "$campaign/two.patch" &&
		sed -i 's/^\[check/[patch "two"]\n\tpatch = two.patch\n&/' \
			"$campaign/campaign.conf" &&
		expect_exit 0 tw generate && says '2 patches' &&
			{ tw --json send >"$work/first" 2>"$work/err" || :; }
	waive=
	for check in $(json '" ".join({v["check"] for v in d["open"]})' "$work/first"); do
		waive="$waive --waive $check=tested-elsewhere"
	done
	# shellcheck disable=SC2086 # many words
	expect_exit 0 tw send $waive --output "$work/sent" &&
		says '3 mails of b4/mails, v1: 0 not as planned'
	ok 'send: the mails are as planned'
	from=$(echo "$work/sent"/0001-*.eml)
	grep -q '^From: Tessa Tester <tessa@example.org>' "$from" &&
		sed '1,/^$/d' "$from" | sed 1q |
		grep -qx 'From: "*Jörg J. Müller"* <joerg@alpha.example.org>'
	ok 'send: b4 mails them from the sender, and the first line of the body names the author'
	sed '/^$/q' "$from" | grep -q '^ .*<joerg@alpha\.example\.org>'
	ok 'send: the author, who has signed, gets a copy'
	# a mail has the date on which it is sent
	git clone -q "$repo" "$work/received" &&
		git -C "$work/received" am -q "$from" >"$work/out" 2>"$work/err" &&
		told "$work/received" HEAD | sed 's/|[0-9]* [+0-9]*|/|/' >"$work/got" &&
		told "$repo" b4/mails^ | sed 's/|[0-9]* [+0-9]*|/|/' >"$work/words" &&
		same "$work/words" "$work/got"
	ok 'send: git am makes the same of that mail again'
	sed -i '/^\[patch "two"\]/,+1d' "$campaign/campaign.conf"
else
	skip 'send: b4 mails them' 'no b4'
fi

## diff = ##

git -C "$work/hand" checkout -q --detach small 2>/dev/null
printf '[campaign]\n\tname = diffs\n\ttitle = net: One\n\tcover = cover\n[recipients]\n\talways = a@b.example.org\n[patch "one"]\n\tdiff = x.patch\n\tsubject = net: One\n\tmessage = cover\n' >"$work/conf"
cp "$work/conf" "$work/mail.conf" && campaign=$work/diffs && mkdir "$campaign" &&
	cp "$mails/cover" "$campaign" &&
	cp "$work/conf" "$campaign/campaign.conf" && format >"$campaign/x.patch" &&
		expect_exit 0 tw --json plan &&
	json 'd["patches"][0]["subject"]' | grep -qx 'net: One' &&
	says 'x.patch is a mail, and diff = takes only its diff: patch = would also take its author and its message'
ok 'diff = a mail: only the diff is taken, and patch = is named'
git -C "$work/hand" diff HEAD^ >"$campaign/x.patch" && expect_exit 0 tw --json plan &&
	! says 'is a mail' && [ "$(json 'd["patches"][0]["id"]')" = one ]
ok 'diff = a diff says nothing of mails'
printf 'diff --git a/drivers/misc/Makefile b/drivers/misc/Makefile\nold mode 100644\nnew mode 100755\n' >"$campaign/x.patch" &&
	expect_exit 0 tw generate &&
		[ "$(git -C "$repo" ls-tree b4/diffs drivers/misc/Makefile | cut -c1-6)" = 100755 ]
ok 'diff = a change of mode, and nothing else'

# The base has moved on: git am -3 is the judge.
campaign=$work/moved
mkdir "$campaign" && cp "$mails/cover" "$campaign" && cat >"$campaign/campaign.conf" <<'CONF'
[campaign]
	name = moved
	title = net: What came by mail
	cover = cover
[recipients]
	always = a@b.example.org
[patch "one"]
	patch = one.patch
CONF
git -C "$repo" checkout -q --detach main && printf '/* 1 */\n/* 2 */\n/* 3 */\n' >"$repo/three.h" &&
	git -C "$repo" add three.h && commit "$repo" 'three: Begin' &&
	git -C "$repo" branch -q old && sed -i 1s/1/one/ "$repo/three.h" &&
	git -C "$repo" add three.h &&
	git -C "$repo" commit -q --author='Emil Else <emil@example.org>' -m 'three: Say one' \
		-m 'One by one.' -m 'Signed-off-by: Emil Else <emil@example.org>' &&
	git -C "$repo" format-patch -q --stdout -1 >"$campaign/one.patch" &&
	git -C "$repo" checkout -q --detach old && sed -i 3s/3/three/ "$repo/three.h" &&
	git -C "$repo" add three.h && commit "$repo" 'three: Say three' &&
	git -C "$repo" branch -q on &&
	git -C "$repo" checkout -q main
judge() { # BRANCH
	discard -f "$work/am" && git clone -q -b "$1" "$repo" "$work/am" &&
		git -C "$work/am" am -q -3 -s "$campaign/one.patch" >"$work/am.log" 2>&1
}
expect_exit 0 tw --base old generate && ! says three-way && judge on &&
	expect_exit 0 tw --base on regenerate && says 'kept     one' &&
	expect_exit 0 tw --base on plan &&
	says "one.patch was made for other lines than those of on: a three-way merge applied it" &&
	told "$work/am" HEAD >"$work/wanted" && told "$repo" b4/moved >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'regenerate: where only a three-way merge applies a mail the commit is that of git am -3'
moved=$(tip b4/moved) && git -C "$repo" checkout -q --detach on &&
	sed -i 1s/1/uno/ "$repo/three.h" && git -C "$repo" add three.h &&
	commit "$repo" 'three: Say uno' && git -C "$repo" branch -q far &&
	git -C "$repo" checkout -q main && ! judge far && expect_exit 2 tw --base far regenerate &&
	says "campaign.conf:8: patch: $campaign/one.patch does not apply to far: git apply: patch failed: three.h:1; three.h: patch does not apply; a three-way merge clashes in three.h: mend it on that base (git am -3" &&
	[ "$(tip b4/moved)" = "$moved" ]
ok 'regenerate: where it clashes file, patch and line are told, and what to do; nothing is written'
cp "$campaign/one.patch" "$work/three.patch" &&
	sed -i 's/^index [0-9a-f]*/index 1111111/' "$campaign/one.patch" &&
	expect_exit 2 tw --base on plan && says 'does not apply to on: ' &&
	says 'what it was made on is not in this repository' &&
	cp "$work/three.patch" "$campaign/one.patch"
ok 'without the file that it was made on there is no merge, and that is said'
git -C "$repo" checkout -q --detach on && sed -i 1s/1/one/ "$repo/three.h" &&
	git -C "$repo" add three.h && commit "$repo" 'three: Say one, too' &&
	git -C "$repo" branch -q has && git -C "$repo" checkout -q main &&
	git -C "$work/hand" format-patch -q --stdout -1 small >"$campaign/two.patch" &&
	printf '[patch "two"]\n\tpatch = two.patch\n' >>"$campaign/campaign.conf" &&
	expect_exit 0 tw --base on regenerate && says 'added    two' &&
	expect_exit 0 tw --base has regenerate && says 'landed   one' && says 'kept     two' &&
	[ "$(git -C "$repo" log --format=%s has..b4/moved | sed '$d')" = 'misc: Say it' ]
ok 'regenerate: a mail of which the base has all has landed, without provides ='

# A patch that has landed does not apply any more.
campaign=$mails
git -C "$repo" checkout -q -b landed && git -C "$repo" pull -q "$work/hand" "$full" &&
	git -C "$work/hand" format-patch -q --stdout --binary -1 "$full" >"$mail" &&
	expect_exit 2 tw plan && says 'does not apply' &&
	sed -i 's/^\tpatch = .*/&\n\tprovides = copied/' "$campaign/campaign.conf" &&
	git -C "$work/hand" format-patch -q --stdout -1 small >"$campaign/two.patch" &&
	printf '[patch "two"]\n\tpatch = two.patch\n' >>"$campaign/campaign.conf" &&
	expect_exit 0 tw plan && says '-  one has landed: the base has what it provides' &&
	says '1 patch over 1 file'
ok 'one that has landed is left out when the base has what it provides'
sed -i -e '/provides = /d' -e '/^\[patch "two"\]/,+1d' "$campaign/campaign.conf"
git -C "$repo" checkout -q main

## what is refused ##

campaign=$mails
good=$work/good
git -C "$work/hand" format-patch -q --stdout -1 >"$good"
where=$campaign/campaign.conf:8
# The campaign with this mail is wrong: 2, with file and line in one message.
refuses() { # TEXT
	expect_exit 2 tw generate && says "$1" &&
		[ "$(grep -c '^treewide: .*campaign\.conf:[0-9]' "$work/err")" = 1 ]
}
cp "$good" "$mail" && expect_exit 0 tw generate && says '  1 patch' &&
	git -C "$repo" for-each-ref >"$work/refs"
ok 'the mail that the next ones are made of is a good one'
discard "$mail" && refuses "$where: $mail: no such file"
ok 'no file: 2, with the line of the campaign'
mkdir "$mail" && refuses "$where: $mail: this is a folder, not a file"
ok 'a folder'
discard -f "$mail"
sed '/^---$/,$d' "$good" >"$mail" && refuses "$where: patch: $mail:1: the mail holds no diff"
ok 'a mail without a diff'
cat "$good" "$good" >"$mail" && refuses "$where: patch: $mail:1: it holds 2 mails"
ok 'two mails'
git -C "$work/hand" diff HEAD^ >"$mail" && refuses "it is not a mail: diff = takes a diff"
ok 'a diff that is no mail'
sed 's/^ #include/ #exclude/' "$good" >"$mail" && ! cmp -s "$good" "$mail" &&
	refuses "$where: patch: $mail does not apply to HEAD: git apply: patch failed: drivers/misc/hotel.c:1; drivers/misc/hotel.c: patch does not apply"
ok 'a diff that does not apply: with the file and the line that git names'
sed 's/^@@ -1,[0-9]* /@@ -1,99 /' "$good" >"$mail" && refuses 'git apply: corrupt patch at' &&
	line=$(sed -n 's/.*corrupt patch at [^0-9;]*\([0-9]*\).*/\1/p' "$work/err") &&
	[ "$line" -gt "$(grep -n '^@@' "$mail" | cut -d: -f1)" ]
ok 'a broken hunk: with the line of the mail'
sed 's/^From: Emil.*/From: =?utf-8?q?Emil=0ABcc=3A_eve=40example.org?= <emil@example.org>/' "$good" >"$mail" &&
	refuses "$where: patch: $mail:2: a header has the end of a line inside"
ok 'the end of a line in a name'
printf 'From: Emil \033[2J <emil@example.org>\n' >"$work/from" && sed -e "/^From: Emil/{r $work/from
d}" "$good" >"$mail" && refuses "$where: patch: $mail:2: From: holds a control character"
ok 'a control character in a name'
sed 's/^From: Emil.*/From: Emil Else/' "$good" >"$mail" &&
	refuses "$where: patch: $mail:2: From: has no address"
ok 'an author without an address'
sed 's/^Date: .*/Date: yesterday/' "$good" >"$mail" &&
	refuses "$where: patch: $mail:3: git var: invalid date format: yesterday"
ok 'a date that is none'
for path in ../x .git/config drivers/../../x .GIT/config; do
	cat >"$mail" <<MAIL
From: E <e@example.org>
Date: Tue, 14 Nov 2023 22:13:20 +0000
Subject: [PATCH] a: b

Why.
---
diff --git a/$path b/$path
new file mode 100644
--- /dev/null
+++ b/$path
@@ -0,0 +1 @@
+x
MAIL
	refuses "$where: patch: $mail does not apply to HEAD: git apply: invalid path '$path'"
	ok "a path outside of the tree: $path"
	sed -n '/^diff/,$p' "$mail" >"$work/diffs/x.patch" && campaign=$work/diffs &&
		expect_exit 2 tw plan && says "invalid path '$path'"
	ok "the same by diff ="
	campaign=$mails
done
[ ! -e "$work/x" ] && [ ! -e "$state/x" ] && [ ! -e "$state/tmp/x" ] &&
	! grep -qx x "$repo/.git/config" &&
	git -C "$repo" for-each-ref | cmp - "$work/refs"
ok 'nothing was written there, and no branch has moved'
cp "$good" "$mail"
for key in 'subject = net: Another' 'message = cover' 'mode = patch' 'words = alpha'; do
	cp "$campaign/campaign.conf" "$work/kept.conf" &&
		sed -i "s/^\tpatch = .*/&\n\t$key/" "$campaign/campaign.conf" &&
		refuses "campaign.conf:9: ${key%% *} does not go with patch = one.patch"
	ok "${key%% *} beside patch = is refused with its line"
	cp "$work/kept.conf" "$campaign/campaign.conf"
done
sed -i 's/^\tpatch = .*/&\n\tdiff = one.patch/' "$campaign/campaign.conf" &&
	refuses 'campaign.conf:7: [patch] needs one of rule, diff, patch and script'
ok 'patch and diff at once are refused'

finish
