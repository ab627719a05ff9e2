#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A series that nobody gets every mail of; other recipients after the proof; all waves in one call.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v b4 >/dev/null || skip_all 'no b4'
command -v git-filter-repo >/dev/null || skip_all 'no git-filter-repo'
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

# The server is a script that keeps whom each mail is for.
post=$work/post
export post
mkdir "$post"
cat >"$work/sendmail" <<'SCRIPT'
#!/bin/sh
cat >"$post/mail.$$" && printf '%s\n' "$@" >"$post/args.$$"
SCRIPT
chmod 755 "$work/sendmail"
git config --global sendemail.smtpserver "$work/sendmail"
git config --global b4.send-no-patatt-sign yes
git config --global b4.send-endpoint-web none

# "subject: To To / Cc Cc" of each mail of a folder, as names in front of the @.
headers() { # FOLDER
	python3 -I - "$1" <<'PYTHON'
import email, email.policy, glob, sys
for f in sorted(glob.glob(sys.argv[1] + "/*.eml")):
    mail = email.message_from_bytes(open(f, "rb").read(), policy=email.policy.default)
    to, cc = (" ".join(a.username for a in mail[n].addresses) if mail[n] else "" for n in ("to", "cc"))
    print("%s: %s / %s" % (mail["subject"].split("] ")[1], to, cc))
PYTHON
}

# A patch of a campaign: a line more in FILE.
change() { # NAME FILE SUBJECT
	git clone -q "$repo" "$work/hand" 2>>"$work/err"
	sed -i '1a/* Seen. */' "$work/hand/$2" && hand_diff "$campaign/$1.diff"
	cat >>"$campaign/campaign.conf" <<CONF
[patch "$1"]
	diff = $1.diff
	subject = $3
	message = message.txt
CONF
	discard -f "$work/hand"
}

begin() { # NAME
	campaign=$work/$1
	state=$work/state-$1
	mkdir -p "$campaign"
	echo 'Nobody had said that it was seen.' >"$campaign/message.txt"
	printf 'It was never said.\n\n{tested}\n' >"$campaign/cover.txt"
	cat >"$campaign/campaign.conf" <<CONF
[campaign]
	name = $1
	title = all: Say what was seen
	cover = cover.txt
[check "build"]
	target = x86_64-allmodconfig
CONF
}

make_world "$repo"

## one patch, and no always ##

begin one
change alpha drivers/net/alpha.c 'net: alpha: Say that it was seen'
expect_exit 0 tw generate && says 'b4/one' && says '1 patch' && prove &&
	[ "$(json 'd["summary"]["fail"] + d["summary"]["uncovered"]')" = 0 ] &&
	expect_exit 0 tw generate
ok 'one patch for which nobody gets every mail'
expect_exit 0 tw send --output "$work/mails" && says '1 mail of b4/one, v1: 0 not as planned' &&
	[ "$(headers "$work/mails")" = 'net: alpha: Say that it was seen: anna / arno netdev' ]
ok 'it goes to those of the plan, as the dry run says'
expect_exit 0 tw send --really && [ "$(find "$post" -name 'mail.*' | wc -l)" = 1 ] &&
	grep -h @ "$post"/args.* | grep -v tessa | sort >"$work/got" &&
	printf '%s@%s.example.org\n' anna alpha arno alpha netdev lists >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'and as the server is told'

## several, and no always ##

begin two
change alpha drivers/net/alpha.c 'net: alpha: Say that it was seen'
change golf drivers/gpio/gpio-golf.c 'gpio: golf: Say that it was seen'
expect_exit 0 tw generate && prove && expect_exit 0 tw generate &&
	expect_exit 0 tw send --output "$work/of-two" &&
	says '3 mails of b4/two, v1: 0 not as planned' &&
	headers "$work/of-two" >"$work/got"
cat >"$work/wanted" <<'MAILS'
all: Say what was seen: anna gerda / arno linux-gpio netdev
net: alpha: Say that it was seen: anna / arno netdev
gpio: golf: Say that it was seen: gerda / linux-gpio
MAILS
same "$work/wanted" "$work/got"
ok 'several patches: each mail to its own, although b4 wants one who gets them all'

## other recipients ##

cover_commit=$(git -C "$repo" log -1 --format=%B "$(cover_of b4/two)")
echo "$cover_commit" >"$work/out"
says 'objects under x86_64-allmodconfig: 2 of 2 commits pass'
ok 'the cover letter quotes the proof'
cat >>"$campaign/campaign.conf" <<'CONF'
[recipients]
	always = Petra Pci <petra@pci.example.org>
	exclude = *@lists.example.org
[address "anna@alpha.example.org"]
	use = Anna Now <now@alpha.example.org>
CONF
expect_exit 0 tw generate && git -C "$repo" log -1 --format=%B "$(cover_of b4/two)" >"$work/out" &&
	says 'objects under x86_64-allmodconfig: 2 of 2 commits pass' && says 'To: Petra Pci'
ok 'after a change of recipients the proof still counts'
expect_exit 0 tw send --output "$work/of-two" && headers "$work/of-two" >"$work/got"
cat >"$work/wanted" <<'MAILS'
all: Say what was seen: gerda now / arno petra
net: alpha: Say that it was seen: now / arno petra
gpio: golf: Say that it was seen: gerda / petra
MAILS
same "$work/wanted" "$work/got"
ok 'and send goes to the new ones, without another prove or generate'
sed -i 's/^	target = .*/&\n[ignore "LONG_LINE"]\n	reason = x/' "$campaign/campaign.conf"
expect_exit 0 tw generate && git -C "$repo" log -1 --format=%B "$(cover_of b4/two)" >"$work/out" &&
	says 'Not proved yet.'
ok 'another check does make it old'

## a crowd ##

printf '[recipients]\n	limit = 2\n' >>"$campaign/campaign.conf"
expect_exit 0 tw --json plan && says 'treewide: 2 mails go to more than 2 addresses, which servers and lists may refuse (limit in [recipients]): the cover letter to 4, patch 1 to 3' &&
	[ "$(json '[n for n in d["notes"] if "more than 2" in n]')" != '' ]
ok 'plan tells the mails that go to more than the limit'
sed -i 's/limit = 2/limit = 3/' "$campaign/campaign.conf"
expect_exit 0 tw plan && says '1 mail goes to more than 3 addresses' &&
	says ': the cover letter to 4'
ok 'as many as the limit are none too many'
sed -i 's/limit = 3/limit = 4/' "$campaign/campaign.conf"
expect_exit 0 tw plan && ! says 'addresses, which'
ok 'within the limit nothing is said'
sed -i 's/limit = 4/limit = none/' "$campaign/campaign.conf"
expect_exit 2 tw plan && says 'limit = none: not a number from 1 to 999999'
ok 'a limit that is no number: 2'
sed -i '/limit = none/d' "$campaign/campaign.conf"

## all waves in one call ##

expect_exit 2 tw --waves generate && says 'campaign.conf has no [wave]'
ok 'without waves: 2'
expect_exit 2 tw --waves --wave x generate && says '--waves and --wave: all of them, or one'
ok 'all and one: 2'
expect_exit 2 tw --waves prove HEAD~1..HEAD && says 'a range of commits has no waves'
ok 'a range has no waves: 2'
cat >>"$campaign/campaign.conf" <<'CONF'
[wave "first"]
	title = all: Say the first
	patch = alpha
[wave "second"]
	title = all: Say the rest
	patch = golf
	after = first
CONF
expect_exit 2 tw --waves prove && says 'run treewide generate first' &&
	[ "$(grep -c '^== ' "$work/out")" = 1 ]
ok 'the first wave that cannot be examined ends it: 2'
expect_exit 0 tw --waves generate && grep -e '^== ' -e '^b4/' "$work/out" | sed 's/  .*  /  /' \
	>"$work/got" && json '["== " + w["wave"] for w in d["waves"]]' >"$work/order"
cat >"$work/wanted" <<'TEXT'
== first
b4/two-first  1 patch
== second
b4/two-second  1 patch
TEXT
same "$work/wanted" "$work/got"
ok 'generate writes each wave, in the order in which they go out'
expect_exit 0 tw --json --waves prove &&
	[ "$(json '[w["wave"] + " " + w["branch"] + " %d %d" % (w["exit"], len(w["commits"]))
		for w in d["waves"]]')" = 'first b4/two-first 0 1
second b4/two-second 0 2' ]
ok 'prove proves each, and makes one object of them'
expect_exit 0 tw --waves generate && expect_exit 1 tw --json --waves send --output "$work/waves" &&
	[ "$(json '["%s %d %s" % (w["wave"], w["exit"], [o["check"] for o in w["open"]])
		for w in d["waves"]]')" = "first 0 []
second 1 ['needs']" ] && [ "$(find "$work/waves/first" -name '*.eml' | wc -l)" = 1 ] &&
	[ "$(find "$work/waves/second" -name '*.eml' | wc -l)" = 1 ]
ok 'send makes the mails of each, and says which may go out: the exit code is the worst'
expect_exit 0 tw --waves send --waive 'needs=the first is on the list'
ok 'a waiver holds for all of them'

finish
