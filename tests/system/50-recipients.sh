#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Who gets what, and why: the policy of the campaign, what MAINTAINERS may hold, and a
# get_maintainer.pl that cannot be trusted.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

campaign=$work/mail
plan=$work/plan.json
make_world "$repo"
mkdir "$campaign" && echo 'There is more to say.' >"$campaign/text"

# A patch that adds a line to one file. The file is in the base, or new.
patch_of() { # ID FILE
	git -C "$repo" checkout -q -f HEAD && mkdir -p "$repo/$(dirname "$2")" &&
		echo '# more' >>"$repo/$2" &&
		git -C "$repo" add -f "$2" &&
		git -C "$repo" diff --cached HEAD >"$campaign/$1.diff" &&
		git -C "$repo" reset -q --hard &&
		printf '[patch "%s"]\n\tdiff = %s.diff\n\tsubject = %s: Say more\n\tmessage = text\n' "$1" "$1" "$1"
}

# The campaign with these patches, "ID FILE" each, and standard input behind them.
series_of() { # PATCH...
	printf '[campaign]\n\tname = mail\n\ttitle = mail: Say more\n\tcover = text\n' >"$campaign/head"
	for patch; do
		# shellcheck disable=SC2086 # two words
		patch_of $patch
	done >"$campaign/patches"
	cat "$campaign/head" "$campaign/patches" - >"$campaign/campaign.conf"
}

# The recipients of one patch (or of the cover letter): "to Name <address> why".
people() { # ID
	which='next(p for p in d["patches"] if p["id"] == "'$1'")'
	[ "$1" != cover ] || which='d["cover"]'
	json '["%s %s <%s> %s" % (k, r["name"], r["email"], r["why"]) for k in ("to", "cc")
		for r in '"$which"'[k]]' "$plan"
}

planned() {
	expect_exit 0 tw --json plan && cp "$work/out" "$plan"
}

# The recipients are exactly those of standard input.
gets() { # ID
	cat >"$work/wanted"
	people "$1" >"$work/got" && same "$work/wanted" "$work/got"
}

## the usual policy ##

all='alpha:drivers/net/alpha.c bravo:drivers/net/bravo/bravo_hw.c hotel:drivers/misc/hotel.c rest:kernel/bounds.c'
every() {
	# shellcheck disable=SC2046,SC2086 # words
	set -- $all
	series_of "${1%:*} ${1#*:}" "${2%:*} ${2#*:}" "${3%:*} ${3#*:}" "${4%:*} ${4#*:}"
}
every </dev/null
planned && gets alpha <<'PEOPLE'
to Anna Alpha <anna@alpha.example.org> maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc Arno Review <arno@alpha.example.org> reviewer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc  <netdev@lists.example.org> open list:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
PEOPLE
ok 'usually: the maintainer in To, reviewer and list in Cc, and not linux-kernel'

gets bravo <<'PEOPLE'
to Bruno B. Bravo <bruno@bravo.example.org> supporter:BRAVO NETWORK DRIVER
cc  <netdev@lists.example.org> moderated list:BRAVO NETWORK DRIVER
PEOPLE
ok 'usually: a supporter is in To; a name in quotes is a name'

gets hotel <<'PEOPLE'
to Hanna Hôtel <hanna@hotel.example.org> odd fixer:HOTEL CLOCK DRIVER
PEOPLE
ok 'usually: an odd fixer is in To'

gets cover <<'PEOPLE'
to Anna Alpha <anna@alpha.example.org> maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D) (for patch alpha)
to Bruno B. Bravo <bruno@bravo.example.org> supporter:BRAVO NETWORK DRIVER (for patch bravo)
to Hanna Hôtel <hanna@hotel.example.org> odd fixer:HOTEL CLOCK DRIVER (for patch hotel)
to Lin World <lin@world.example.org> maintainer:THE REST (for patch rest)
cc Arno Review <arno@alpha.example.org> reviewer:ALPHA AND OTHER NETWORK DRIVERS (A TO D) (for patch alpha)
cc  <netdev@lists.example.org> open list:ALPHA AND OTHER NETWORK DRIVERS (A TO D) (for patch alpha); moderated list:BRAVO NETWORK DRIVER (for patch bravo)
PEOPLE
ok 'the cover letter goes to everybody, and it is told for which patch'

expect_exit 0 tw plan && grep -qx 'cover letter: 4 people in To, 2 addresses in Cc' "$work/out" &&
	says '       To: Anna Alpha <anna@alpha.example.org>  maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)'
ok 'the text says the same'

## a policy of its own ##

every <<'CONF'
[recipients]
	to = reviewer, maintainer
	cc = list, supporter
	linux-kernel = true
	always = Fixed <fixed@example.org>
	always = netdev@lists.example.org
	exclude = *@HOTEL.example.org
[address "anna@alpha.example.org"]
	use = "Anna Now" <anna@now.example.org>
CONF
planned && gets alpha <<'PEOPLE'
to Anna Now <anna@now.example.org> maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D) (for anna@alpha.example.org, by the campaign)
to Arno Review <arno@alpha.example.org> reviewer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc Fixed <fixed@example.org> named by the campaign
cc  <linux-kernel@vger.example.org> open list
cc  <netdev@lists.example.org> open list:ALPHA AND OTHER NETWORK DRIVERS (A TO D); named by the campaign
PEOPLE
ok 'roles, an address in place of another, fixed addresses, linux-kernel; two reasons for one address'

gets bravo <<'PEOPLE'
to Fixed <fixed@example.org> named by the campaign
cc Bruno B. Bravo <bruno@bravo.example.org> supporter:BRAVO NETWORK DRIVER
cc  <linux-kernel@vger.example.org> open list
cc  <netdev@lists.example.org> moderated list:BRAVO NETWORK DRIVER; named by the campaign
PEOPLE
ok 'where nobody is in To, the first fixed address is'

[ "$(people hotel | grep -c hotel.example)" = 0 ] &&
	people cover | grep -qx 'cc Fixed <fixed@example.org> named by the campaign'
ok 'an excluded pattern, in any case; a fixed address has one reason in the union'

every <<'CONF'
[recipients]
	always = Fixed <fixed@example.org>
	always = list@example.org
	cover = always
CONF
sed -i '/patch "rest"/a\	recipients = everyone' "$campaign/campaign.conf"
planned && gets cover <<'PEOPLE'
to Fixed <fixed@example.org> named by the campaign
cc  <list@example.org> named by the campaign
PEOPLE
ok 'cover = always: the fixed addresses alone, the first in To'

people rest | sed 's/ (for patch .*//' | sort >"$work/got" &&
	for id in alpha bravo hotel rest; do people "$id"; done | sed 's/ (for patch .*//' |
	sort -u >"$work/wanted" &&
	[ "$(wc -l <"$work/got")" = 8 ] &&
	[ "$(json '[r["email"]
	for r in d["patches"][3]["to"] + d["patches"][3]["cc"]]' "$plan" | sort -u | wc -l)" = \
	8 ] &&
	people rest |
	grep -qx \
	'to Hanna Hôtel <hanna@hotel.example.org> odd fixer:HOTEL CLOCK DRIVER (for patch hotel)' &&
	people rest | grep -qx 'to Lin World <lin@world.example.org> maintainer:THE REST'
ok 'recipients = everyone: the union, each with its reason and its patch'

printf '[recipients]\n\tto = maintainer\n\tcc = list\n\tcc = boss\n' | every
expect_exit 2 tw plan && says 'campaign.conf:24: boss: not a role; they are maintainer, supporter'
ok 'an unknown role: 2, with its line and those that are known'

printf '[recipients]\n\tlinux-kernel = maybe\n' | every
expect_exit 2 tw plan && says 'campaign.conf:22: linux-kernel = maybe: known are true and false'
ok 'linux-kernel is true or false: 2, with its line'

printf '[recipients]\n\tcc = reviewer\n\texclude = *@hotel.example.org\n' | every
expect_exit 2 tw plan &&
	says 'campaign.conf: patch hotel (drivers/misc/hotel.c) would go to nobody' &&
	says 'always = Name <address>'
ok 'a patch for nobody: 2, and what to add'
printf '[recipients]\n\tcc = reviewer\n\texclude = *@hotel.example.org\n\talways = a@example.org\n' | every
planned && gets hotel <<'PEOPLE'
to  <a@example.org> named by the campaign
PEOPLE
ok 'with that it goes there'

## keywords ##

# A section without files, but with a keyword; somebody of it is responsible for alpha as well.
printf '\nCLOCKS AND TIMERS\nM:\tTina Timer <tina@timer.example.org>\nR:\tArno Review <arno@alpha.example.org>\nL:\ttimers@lists.example.org\nS:\tMaintained\nK:\tclock_(get|set)_?\n' \
	>"$work/clocks"
cp "$repo/MAINTAINERS" "$work/MAINTAINERS" &&
	python3 -I -S - "$repo/MAINTAINERS" "$work/clocks" <<'PYTHON'
import sys
text, more = open(sys.argv[1]).read(), open(sys.argv[2]).read()
at = text.index('\nTHE REST\n')
open(sys.argv[1], 'w').write(text[:at] + more + text[at:])
PYTHON
commit "$repo" 'Name a keyword'
every </dev/null
planned && people alpha >"$work/got" && ! has "$work/got" Keyword && has "$work/got" anna@alpha
ok 'a keyword that is nowhere in a patch names nobody'
sed -i '1s/.*/& about clock_get_time()./' "$campaign/text"
planned && gets alpha <<'PEOPLE'
to Anna Alpha <anna@alpha.example.org> maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
to Tina Timer <tina@timer.example.org> maintainer:CLOCKS AND TIMERS:Keyword:clock_(get|set)_?
cc Arno Review <arno@alpha.example.org> reviewer:ALPHA AND OTHER NETWORK DRIVERS (A TO D); reviewer:CLOCKS AND TIMERS:Keyword:clock_(get|set)_?
cc  <netdev@lists.example.org> open list:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc  <timers@lists.example.org> open list:CLOCKS AND TIMERS:Keyword:clock_(get|set)_?
PEOPLE
ok 'one in the message does, with the keyword as the reason, beside those of the file'
expect_exit 0 tw generate && git -C "$repo" log -1 --format=%B b4/mail |
	grep -q '^Cc: Tina Timer <tina@timer.example.org>$'
ok 'the reason is no part of the mail'
git -C "$repo" branch -q -D b4/mail
echo 'There is more to say.' >"$campaign/text"
sed -i 's/^+# more$/+# clock_set_rate/' "$campaign/alpha.diff"
planned && [ "$(people alpha | grep -c Keyword)" = 3 ] &&
	[ "$(people hotel | grep -c Keyword)" = 0 ]
ok 'so does one in a line that comes, for that patch alone'
fake perl-log perl
planned && [ ! -s "$FAKE_LOG" ] && [ "$(people alpha | grep -c Keyword)" = 3 ]
ok 'nothing is asked twice'
sed -i 's/^+# clock_set_rate$/+# clock-set-rate/' "$campaign/alpha.diff"
planned && [ "$(wc -l <"$FAKE_LOG")" = 1 ] && [ "$(people alpha | grep -c Keyword)" = 0 ]
ok 'a patch with another content is asked about again, and no other'
no_fakes

# The script is asked with the keyword's file alone, whatever else is in the patch; it goes
# through all of MAINTAINERS for each file.
sed -i 's/^+# clock-set-rate$/+# clock_set_rate/' "$campaign/alpha.diff"
cat "$campaign/bravo.diff" "$campaign/alpha.diff" "$campaign/hotel.diff" >"$campaign/all.diff"
cp "$campaign/campaign.conf" "$work/every.conf"
only_all() {
	{ cat "$campaign/head" && printf '[patch "all"]\n\tdiff = all.diff\n' &&
		printf '\tsubject = all: Say more\n\tmessage = text\n'; } >"$campaign/campaign.conf"
}
only_all
cat >"$work/bin/perl" <<'FAKE'
#!/bin/sh
# An honest perl that writes down which files are in the mail that it is asked about.
for last; do :; done
case $1:$last in scripts/*:mail-*) sed -n 's|^+++ b/||p' "$last" >>"$FAKE_LOG" ;; esac
PATH=${PATH#*:} exec perl "$@"
FAKE
chmod 755 "$work/bin/perl" && : >"$FAKE_LOG"
planned && [ "$(cat "$FAKE_LOG")" = drivers/net/alpha.c ] &&
	[ "$(people all | grep -c Keyword)" = 3 ] && people all | grep -q hanna@hotel
ok 'of a patch of three files only the one with the keyword is asked about'
sed -i 's/^+# clock_set_rate$/+# clock-set-rate/' "$campaign/all.diff" && : >"$FAKE_LOG"
echo 'It is about clock_get_time().' >"$campaign/text"
planned && [ "$(cat "$FAKE_LOG")" = drivers/net/bravo/bravo_hw.c ] &&
	[ "$(people all | grep -c Keyword)" = 3 ]
ok 'of one whose message has it the last file, for a patch has one'
echo 'There is more to say.' >"$campaign/text" && : >"$FAKE_LOG"
planned && [ ! -s "$FAKE_LOG" ] && [ "$(people all | grep -c Keyword)" = 0 ]
ok 'and none where no line has it'
no_fakes
cp "$work/every.conf" "$campaign/campaign.conf"
cp "$work/MAINTAINERS" "$repo/MAINTAINERS" && commit "$repo" 'Name no keyword'

## what is remembered ##

every </dev/null
fake perl-log perl
asked() { # FILE...
	printf '%s\n' "$@" >"$work/wanted"
	: >"$FAKE_LOG"
	planned && [ "$(json 'len(d["patches"]) > 0' "$plan")" = true ] &&
		sort "$FAKE_LOG" >"$work/got" || return
	if [ $# = 0 ]; then [ ! -s "$work/got" ]; else same "$work/wanted" "$work/got"; fi
}
discard -f "$state"
asked drivers/misc/hotel.c drivers/net/alpha.c drivers/net/bravo/bravo_hw.c kernel/bounds.c
ok 'every file is asked about once'
cp "$plan" "$work/first"
asked && cmp -s "$plan" "$work/first"
ok 'a second run asks nothing, and says the same'
commit "$repo" 'Another commit' && sed -i 's/^/ /' "$repo/sound/pci/lima.c" &&
	commit "$repo" 'Another file' && asked
ok 'nor on a base that differs elsewhere'
sed -i '1s/^/\n/' "$repo/drivers/net/alpha.c" && commit "$repo" 'alpha: Change' &&
	every </dev/null && asked drivers/net/alpha.c
ok 'a file that differs is asked about again'
for file in MAINTAINERS scripts/get_maintainer.pl .mailmap .get_maintainer.ignore; do
	echo '# another line' >>"$repo/$file" && commit "$repo" "Change $file" &&
		asked drivers/misc/hotel.c drivers/net/alpha.c drivers/net/bravo/bravo_hw.c \
		kernel/bounds.c
	ok "so are all when $file does"
done
echo anna@alpha.example.org >>"$repo/.get_maintainer.ignore" && commit "$repo" 'Ignore her' &&
	planned &&
	! people alpha | grep -q anna@alpha && people alpha | grep -q arno@alpha
ok '.get_maintainer.ignore of the base counts'
git -C "$repo" reset -q --hard HEAD^
no_fakes

## the user's own configuration ##

planned && cp "$plan" "$work/honest"
echo '--no-m' >"$HOME/.get_maintainer.conf"
echo arno@alpha.example.org >"$HOME/.get_maintainer.ignore"
git -C "$repo" rm -q .get_maintainer.ignore && commit "$repo" 'Ignore nobody'
discard -f "$state"
planned && people alpha >"$work/got" && grep -q anna@alpha "$work/got" &&
	grep -q arno@alpha "$work/got"
ok "the user's own .get_maintainer.conf and .get_maintainer.ignore change nothing"
cp -R "$repo" "$work/tree" && cd "$work/tree" && mkdir -p Documentation arch fs init ipc lib &&
	touch COPYING CREDITS README &&
	scripts/get_maintainer.pl --roles -f drivers/net/alpha.c >"$work/got" &&
	! has "$work/got" anna@alpha &&
	! has "$work/got" arno@alpha && has "$work/got" netdev@lists
ok 'though the script itself would have heard them'
cd "$top" || exit 3
discard "$HOME/.get_maintainer.conf" "$HOME/.get_maintainer.ignore"

## committers ##

signed() { # FILE NAME ADDRESS
	echo "# $2" >>"$repo/$1" && commit "$repo" "Change

Signed-off-by: $2 <$3>"
}
signed Makefile Before before@example.org
signed drivers/net/alpha.c Ancient ancient@example.org
clock=$((clock + 400 * 24 * 3600))
signed drivers/net/alpha.c Recent recent@example.org
signed drivers/net/delta.c Elsewhere elsewhere@example.org
signed drivers/net/alpha.c 'Newer, N.' newer@example.org
printf '[recipients]\n\tcc = reviewer, list, committer\n' | every
planned && gets alpha <<'PEOPLE'
to Anna Alpha <anna@alpha.example.org> maintainer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc Arno Review <arno@alpha.example.org> reviewer:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc  <netdev@lists.example.org> open list:ALPHA AND OTHER NETWORK DRIVERS (A TO D)
cc Newer, N. <newer@example.org> commit_signer
cc Recent <recent@example.org> commit_signer
PEOPLE
ok 'committer: who signed off in the year before the base, to this file'

fake perl-log perl
asked && signed drivers/net/delta.c Last last@example.org &&
	asked drivers/misc/hotel.c drivers/net/alpha.c drivers/net/bravo/bravo_hw.c kernel/bounds.c
ok 'committer: remembered for one base'
no_fakes
every </dev/null && planned && people alpha >"$work/got" && ! has "$work/got" commit_signer &&
	has "$work/got" anna@alpha
ok 'committer: asked only when the policy says so'

printf '[recipients]\n\tcc = reviewer, list, committer\n' | every
git clone -q --depth 1 "file://$repo" "$work/shallow" &&
	expect_exit 0 tw --repo "$work/shallow" --json plan &&
	cp "$work/out" "$plan" && people alpha >"$work/got" && ! has "$work/got" commit_signer &&
	has "$work/got" anna@alpha
ok 'committer: a shallow history names nobody, though its one commit has every file'

git -C "$work/shallow" fetch -q --unshallow &&
	expect_exit 0 tw --repo "$work/shallow" --json plan &&
	cp "$work/out" "$plan" && people alpha >"$work/got" && has "$work/got" newer@example.org
ok 'committer: when the history is fetched, it is asked again'

discard -f "$state"
expect_exit 0 env GIT_DIR=/nowhere GIT_OBJECT_DIRECTORY=/nowhere GIT_CONFIG_COUNT=1 \
	GIT_CONFIG_KEY_0=log.showRoot \
	GIT_CONFIG_VALUE_0=nonsense "$TREEWIDE" --repo "$repo" --campaign "$campaign" --state \
	"$state" plan && says newer@example.org
ok 'committer: the environment of git is not heard'

# shellcheck disable=SC2016 # a name that would be a command
odd='drivers/net/$(touch broken).c'
printf '[recipients]\n\tcc = committer\n' >"$work/committer"
mkdir -p "$repo/drivers/net" && : >"$repo/$odd" && commit "$repo" 'An odd name'
git -C "$repo" checkout -q -f HEAD && echo x >"$repo/$odd" &&
	git -C "$repo" diff >"$campaign/odd.diff"
git -C "$repo" reset -q --hard
printf '[patch "odd"]\n\tdiff = odd.diff\n\tsubject = odd: Say more\n\tmessage = text\n' |
	cat "$campaign/head" - "$work/committer" >"$campaign/campaign.conf"
expect_exit 2 tw plan && says 'hands it to a shell' && says "$odd" &&
	[ -z "$(find "$work" -name broken)" ]
ok 'committer: a file whose name is a command: 2, and nothing is run'
sed -i '/recipients\]/,$d' "$campaign/campaign.conf" && expect_exit 0 tw plan && says "$odd" &&
	[ -z "$(find "$work" -name broken)" ]
ok 'without committers it is a file like any other'

## a patch that adds a file, and one to a file of the script ##

series_of 'new drivers/gpio/brandnew.c' 'conf .get_maintainer.conf' 'own MAINTAINERS' \
	'script scripts/get_maintainer.pl' </dev/null
planned && gets new <<'PEOPLE'
to Gerda Golf <gerda@golf.example.org> maintainer:GPIO SUBSYSTEM
cc  <linux-gpio@lists.example.org> open list:GPIO SUBSYSTEM
PEOPLE
ok 'a file that the base does not have goes to those of its folder'
people script | grep -q lin@world && people own | grep -q lin@world &&
	people conf | grep -q lin@world
ok 'the files that the script reads are files too'

## what MAINTAINERS may hold ##

cp -R "$repo" "$work/plain"
python3 -I -S "$top/tests/evil-maintainers.py" "$repo" >"$work/evil"
commit "$repo" 'Evil'
git -C "$repo" checkout -q -f HEAD
: >"$campaign/patches"
while read -r id file; do
	{
		echo "diff --git a/$file b/$file"
		printf -- '--- a/%s\n+++ b/%s\n@@ -1 +1,2 @@\n int x;\n+int y;\n' "$file" "$file"
	} >"$campaign/$id.diff"
	printf '[patch "%s"]\n\tdiff = %s.diff\n\tsubject = evil: %s\n\tmessage = text\n' "$id" \
		"$id" "$id" >>"$campaign/patches"
done <"$work/evil"
cat "$campaign/head" "$campaign/patches" >"$campaign/campaign.conf"
planned && expect_exit 0 tw generate && says ' patches'
ok 'evil names: the series is made'

nrs=$(wc -l <"$work/evil")
[ "$(json '[p["id"] for p in d["patches"]
	if sorted(r["email"] for r in p["to"] + p["cc"]) != ["%s%s@example.org" % (k, p["id"][4:])
	for k in "mr"]]' "$plan")" = '' ] &&
	[ "$(json 'len(d["patches"])' "$plan")" = "$nrs" ]
ok 'evil names: every address is there, and no other'
json '[p["to"][0]["name"] for p in d["patches"]]' "$plan" | head -n 5 >"$work/got"
printf 'Quote "Q" Person\nComma, Person\nBack \\ Slash\nÜnï Cödé\nÜnï, Cödé\n' >"$work/wanted"
same "$work/wanted" "$work/got"
ok 'names that are only unusual stay what they are'
json '[p["id"] for p in d["patches"] for r in p["to"] + p["cc"] if len(r["name"].splitlines()) != 1
	or not r["name"].isprintable() and "\ufffd" not in r["name"] or "=?" in r["name"]
	or len(r["name"]) > 120]' \
	"$plan" >"$work/got" && [ ! -s "$work/got" ]
ok 'evil names: none has a second line, or what cannot be seen'

# The recipients of every commit of the branch as a reader takes them: by Python's lines, its
# address parser, and b4 itself.
git -C "$repo" log --reverse --format='%B%x00' HEAD..b4/mail >"$work/messages"
cat >"$work/read.py" <<'PYTHON'
import email.header, email.message, email.policy, email.utils, json, sys
plan, messages, how = sys.argv[1:]
plan = json.load(open(plan, encoding='utf-8'))['patches']
messages = open(messages, 'rb').read().decode().split('\0\n')[1:-1]    # without the cover letter
assert len(plan) == len(messages), (len(plan), len(messages))
bad = 0
for patch, text in zip(plan, messages):
    lines = text.splitlines()
    wanted = sorted((r['email'], r['name']) for r in patch['to'] + patch['cc'])
    below = lines[lines.index('---') + 1:]
    if how == 'b4':
        import b4
        trailers, others = b4.LoreMessage.find_trailers('\n'.join(text.split('\n---\n')[1:]))
        got = sorted((t.addr[1], t.addr[0]) for t in trailers if t.type == 'person' and t.lname == 'cc')
        if len(got) != len(trailers):
            got = None
        header = b4.format_addrs([(name, address) for address, name in wanted])
        message = email.message.EmailMessage()
        message['Cc'] = header
        message.set_payload('text')
        written = b4.LoreMessage.get_msg_as_bytes(message, headers='encode')
        back = email.message_from_bytes(written, policy=email.policy.default)
        if list(back) != ['Cc'] or sorted(a.addr_spec for a in back['Cc'].addresses) != [w[0] for w in wanted]:
            print(patch['id'], 'mail', written)
            bad = 1
    else:
        got = sorted((a, n) for n, a in email.utils.getaddresses([x[4:] for x in below]))
        if not all(x.startswith('Cc: ') for x in below) or lines[5] != '---' or len(lines) != 8:
            got = None
    if got != wanted:
        print(patch['id'], got, wanted)
        bad = 1
sys.exit(bad)
PYTHON
python3 -I -S "$work/read.py" "$plan" "$work/messages" python >"$work/out" 2>"$work/err"
ok 'evil names: the commits have one Cc: line for each, and read back they are the same'
sed 's/CRCc: evil/CR\xe2\x80\xa8Cc: evil/' "$work/messages" >"$work/split"
! cmp -s "$work/messages" "$work/split" &&
	! python3 -I -S "$work/read.py" "$plan" "$work/split" python >"$work/out" 2>&1
ok 'and that check can say no'
b4_python=$(sed -n '1s/^#!//p' "$(command -v b4 || echo /dev/null)")
if [ -n "$b4_python" ] && $b4_python -c 'import b4' 2>/dev/null; then
	$b4_python "$work/read.py" "$plan" "$work/messages" b4 >"$work/out" 2>"$work/err"
	ok 'evil names: b4 finds each, and its mail has one Cc: header'
	sed 's/Cc: Hash 1/Cc: Hash #1/' "$work/messages" >"$work/split"
	! $b4_python "$work/read.py" "$plan" "$work/split" b4 >"$work/out" 2>"$work/err" &&
		says 'evil17'
	ok 'and that check can say no'
else
	skip 'evil names: b4 finds each, and its mail has one Cc: header' 'no b4'
	skip 'and that check can say no' 'no b4'
fi

discard -f "$repo" && mv "$work/plain" "$repo"
broken() { # then sections; the patch is to drivers/broken.c
	discard -f "$repo" && cp -R "$work/base" "$repo"
	{ printf '\nBROKEN\nM:\tGood <good@example.org>\n' && cat &&
		printf 'F:\tdrivers/broken.c\n'; } >>"$repo/MAINTAINERS"
	echo 'int x;' >"$repo/drivers/broken.c" && commit "$repo" 'Broken'
}
printf 'diff --git a/drivers/broken.c b/drivers/broken.c\n--- a/drivers/broken.c\n+++ b/drivers/broken.c\n@@ -1 +1,2 @@\n int x;\n+int y;\n' \
	>"$campaign/broken.diff"
mv "$repo" "$work/base"
printf '[patch "broken"]\n\tdiff = broken.diff\n\tsubject = broken: Say more\n\tmessage = text\n' |
	cat "$campaign/head" - >"$campaign/campaign.conf"
broken <<'SECTION'
M:	Somebody at nowhere
L:	netdev
L:
S:	Maintained
SECTION
expect_exit 2 tw plan &&
	says 'get_maintainer.pl names "netdev" (open list:BROKEN) for drivers/broken.c' &&
	printf '[address "netdev"]\n\tuse = netdev@example.org\n' >>"$campaign/campaign.conf" &&
	expect_exit 2 tw plan && says 'names "Somebody at nowhere" (unreadable)' &&
	says '[address "Somebody at nowhere"]' &&
	printf '[address "Somebody at nowhere"]\n\tuse = Somebody <some@example.org>\n' >>"$campaign/campaign.conf" && planned &&
	gets broken <<'PEOPLE'
to Good <good@example.org> maintainer:BROKEN
cc  <netdev@example.org> open list:BROKEN (for netdev, by the campaign)
cc Somebody <some@example.org> unreadable (for Somebody at nowhere, by the campaign)
PEOPLE
ok 'no address in an entry: 2, with what to write; then the campaign says who it is'

broken <<'SECTION'
M:	Two <one@example.org> <two@example.org>
M:	Local <root@localhost>
L:	-oQ/tmp/x@example.org
S:	Maintained
SECTION
printf '[patch "broken"]\n\tdiff = broken.diff\n\tsubject = broken: Say more\n\tmessage = text\n' |
	cat "$campaign/head" - >"$campaign/campaign.conf"
expect_exit 2 tw plan && says 'no address that mail can go to'
ok 'an address that no mail program agrees about: 2'

## a script that cannot be trusted ##

discard -f "$repo" && mv "$work/base" "$repo" &&
	all='alpha:drivers/net/alpha.c bravo:drivers/net/bravo/bravo_hw.c hotel:drivers/misc/hotel.c rest:kernel/bounds.c'
every </dev/null && planned && cp "$plan" "$work/honest"
perl_is() { # SHELL COMMANDS
	printf '#!/bin/sh\n%s\n' "$1" >"$work/bin/perl" && chmod 755 "$work/bin/perl"
	discard -f "$state"
}
trusted_again() {
	discard "$work/bin/perl" && planned && cmp -s "$plan" "$work/honest"
}
bad() { # NAME SHELL TEXT
	perl_is "$2"
	expect_exit 3 tw plan && says "$3" && ! grep -q "$(printf '\033')" "$work/err" &&
		trusted_again
	ok "get_maintainer.pl $1: 3, and it is asked again"
}
bad 'fails half way' 'echo "A <a@example.org> (maintainer:X)"; echo no more >&2; exit 7' \
	'exit 7): no more'
bad 'says nothing' 'exit 0' 'said nothing about'
bad 'prints garbage' 'echo "Segmentation fault (core dumped)"' \
	'is not understood: Segmentation fault (core dumped)'
bad 'prints addresses without roles' 'echo "A <a@example.org>"' \
	'is not understood: A <a@example.org>'
bad 'prints bytes' 'printf "\\033]0;x\\007\\000\\377\\376\\n"' 'is not understood: ]0;x'
bad 'is killed' 'kill -9 $$' 'exit 137'
TREEWIDE_MAINTAINER_TIMEOUT=1
export TREEWIDE_MAINTAINER_TIMEOUT
perl_is 'trap "" TERM; sleep 47 & sleep 47'
expect_exit 3 tw plan && says 'did not end in 1 s for drivers/' &&
	! pgrep -f 'sleep 4[7]' >/dev/null
code=$?
unset TREEWIDE_MAINTAINER_TIMEOUT
[ "$code" = 0 ] && trusted_again
ok 'get_maintainer.pl hangs: 3, nothing of it is left, and it is asked again'
TREEWIDE_MAINTAINER_TIMEOUT=soon expect_exit 2 tw plan && says 'not a number of seconds' &&
	TREEWIDE_MAINTAINER_TIMEOUT=5m expect_exit 2 tw plan && says 'not a number of seconds'
ok 'a time-out that is none: 2'

mkdir "$work/tools" && ln -s /usr/bin/* "$work/tools" && discard "$work/tools/perl"
discard -f "$state"
PATH=$work/bin:$work/tools expect_exit 3 tw plan && says 'get_maintainer.pl failed' && says perl
ok 'no perl: 3, and it is named'

git -C "$repo" rm -q scripts/get_maintainer.pl && commit "$repo" 'scripts: Remove'
expect_exit 2 tw plan && says 'has no scripts/get_maintainer.pl and MAINTAINERS'
ok 'a base without the script: 2'

finish
