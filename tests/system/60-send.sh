#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# send: the mails are those of the plan, go out once or not at all, and nothing else is touched.
# shellcheck disable=SC2317,SC2086 # what expect_exit calls; $waive is many words
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v b4 >/dev/null || skip_all 'no b4'
command -v git-filter-repo >/dev/null || skip_all 'no git-filter-repo'
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

# No mail leaves this machine: the server is a script, which keeps what it is given in $post. It
# refuses the mail, or kills who sends it, or itself, when $post says so.
post=$work/post
export post
cat >"$work/sendmail" <<'SCRIPT'
#!/bin/sh
mkdir -p "$post"
nr=$(($(cat "$post/calls" 2>/dev/null || echo 0) + 1))
echo "$nr" >"$post/calls"
[ "$(cat "$post/refuse" 2>/dev/null)" != "$nr" ] || { echo '550 not here' >&2; exit 69; }
printf '%s\n' "$@" >"$post/$nr.args"
cat >"$post/$nr.mail"
[ "$(cat "$post/kill" 2>/dev/null)" != "$nr" ] || { kill -KILL "$PPID"; sleep 5; }
[ "$(cat "$post/die" 2>/dev/null)" != "$nr" ] || kill -KILL $$
[ "$(cat "$post/stop" 2>/dev/null)" != "$nr" ] || { kill -TERM "$PPID"; sleep 5; }
exit 0
SCRIPT
chmod 755 "$work/sendmail"
git config --global sendemail.smtpserver "$work/sendmail"
git config --global b4.send-no-patatt-sign yes
git config --global b4.send-endpoint-web none
waive='--waive coverage=not-built-anywhere'	# and whatever else does not pass, see below

new_post() { discard -f "$post"; }
went_out() { find "$post" -name '[0-9]*.mail' 2>/dev/null | wc -l; }
ids() { cat "$post"/[0-9]*.mail | grep -i '^message-id:' | sort; }
send() { tw send $waive "$@"; }

# What must not change: refs, HEAD, index and work tree of the user.
refs() { git -C "$repo" for-each-ref && cat "$repo/.git/HEAD"; }

# The mails in a folder have the recipients of the plan, To and Cc apart; the cover those of all.
as_planned() { # DIR
	python3 -I - "$work/plan.json" "$1" >>"$work/err" 2>&1 <<'PYTHON'
import email, email.policy, email.utils, glob, json, sys
document = json.load(open(sys.argv[1]))
plan = document["patches"]
files = sorted(glob.glob(sys.argv[2] + "/*.eml"))
assert len(files) == len(plan) + 1, files
mails = [email.message_from_bytes(open(f, "rb").read(), policy=email.policy.default) for f in files]
def people(mail, name):
    return sorted((a.addr_spec, a.display_name) for a in (mail[name].addresses if mail[name] else ()))
cover = mails[0]["message-id"]
assert mails[0]["in-reply-to"] is None
for kind in "to", "cc":
    assert people(mails[0], kind) == sorted((p["email"], p["name"]) for p in document["cover"][kind]), kind
for nr, (patch, mail) in enumerate(zip(plan, mails[1:]), 1):
    for kind in "to", "cc":
        assert people(mail, kind) == sorted((p["email"], p["name"]) for p in patch[kind]), (nr, kind)
    assert mail["in-reply-to"] == cover and mail["references"] == cover
    assert mail["subject"].endswith("%02d/%d] %s" % (nr, len(plan), patch["subject"])), mail["subject"]
PYTHON
}

make_world "$repo"
ok 'a world'
expect_exit 2 tw send && says 'run treewide generate first'
ok 'without a branch there is nothing to send'
expect_exit 0 tw generate && says ' patches' && expect_exit 0 tw --json plan &&
	cp "$work/out" "$work/plan.json"
ok 'a series'

## the dry run ##

refs >"$work/refs" && fingerprint "$repo" >"$work/before"
expect_exit 1 tw --json send && cp "$work/out" "$work/first" &&
	[ "$(json 'len(d["mails"])')" = 12 ] && [ "$(json 'd["sent"]')" = false ] &&
	[ "$(json '[v["subject"] for v in d["open"] if v["check"] == "coverage"
	and v["verdict"] == "uncovered"]')" = \
		'staging: kilo: Let devres free the vectors openly' ]
ok 'a verdict that is not pass: the mails are written, and the answer is no'
expect_exit 1 tw send --waive coverage=x || expect_exit 0 tw send --waive coverage=x &&
	says 'waived: coverage: x' &&
	! says 'does not pass: coverage'
ok 'a waiver is for one check'
for check in $(json '" ".join({v["check"] for v in d["open"]} - {"coverage"})' "$work/first"); do
	waive="$waive --waive $check=tested-elsewhere"
done
expect_exit 0 send && says '12 mails of b4/world, v1: 0 not as planned; nothing was sent' &&
	says 'waived: coverage: not-built-anywhere'
ok 'a verdict that is waived'
as_planned "$state/mails/b4-world"
ok 'the mails on the disk have the recipients of the plan'
expect_exit 0 send --json && [ "$(json 'd["mails"][3]["to"]')" = hanna@hotel.example.org ] &&
	[ "$(json 'all(m["ok"] and not m["problems"] for m in d["mails"])')" = true ] &&
	[ "$(json 'd["mails"][0]["in_reply_to"]')" = null ] &&
	[ "$(json 'd["mails"][5]["in_reply_to"] == d["mails"][0]["message_id"]')" = true ] &&
	[ -s "$(json 'd["mails"][11]["file"]')" ]
ok '--json tells it mail by mail'
refs | cmp - "$work/refs" && fingerprint "$repo" | cmp - "$work/before" && [ ! -e "$post" ]
ok 'nothing was sent, and the repository is as it was'

expect_exit 0 send --output "$work/mails" && as_planned "$work/mails" &&
	expect_exit 0 send --output "$work/mails" &&
	as_planned "$work/mails"
ok '--output names a folder, which may be filled again'
mkdir "$work/other" && echo mine >"$work/other/notes" &&
	expect_exit 2 send --output "$work/other" &&
	says 'holds something else' && [ "$(cat "$work/other/notes")" = mine ]
ok 'a folder with other files in it is left alone'

expect_exit 2 tw send --waive coverage && says 'say which check and why'
ok 'a waiver without a reason'
expect_exit 2 tw send --waive 'coverage= ' && says 'say which check and why'
ok 'a waiver with a blank reason'
expect_exit 2 tw send --waive objets=x && says 'there is no check of that name; there are residue, '
ok 'a waiver of an unknown check'
expect_exit 2 tw send --waive coverage=x --waive coverage=y && says 'waived twice'
ok 'a waiver too many'
expect_exit 2 send --really --reflect && says 'mails go to everybody, or to you'
ok '--really and --reflect'

## addresses that the plan does not know ##

git config --global b4.send-series-cc 'Eve <eve@example.org>'
expect_exit 1 send && says 'eve@example.org, who is not in the plan' &&
	says '12 not as planned'
ok 'somebody whom b4 was told to add'
git config --global --unset b4.send-series-cc
git config --global b4.email-exclude 'anna@alpha.example.org'
expect_exit 1 send && says 'b4 would not send it to anna@alpha.example.org' &&
	says '4 not as planned'
ok 'somebody whom b4 was told to leave out'
git config --global --unset b4.email-exclude

git clone -q "$repo" "$work/context"
sed -i 's,^.*[^m]pci_alloc_irq_vectors(.*,	/*\n	Contact: Carl Context <carl@context.example.org>\n	*/\n&,' \
	"$work/context/drivers/misc/hotel.c" && commit "$work/context" 'Say whom to ask'
with_context() { "$TREEWIDE" --repo "$work/context" --campaign "$campaign" --state "$work/state2" \
	--jobs 2 "$@"; }
expect_exit 0 with_context generate && expect_exit 1 with_context send $waive &&
	says 'carl@context.example.org, who is not in the plan, because of this line in drivers/misc/hotel.c: "' &&
	says 'add that address to b4.email-exclude' && says ' 2 not as planned'
ok 'an address in an unchanged line of a driver'
expect_exit 1 with_context send $waive --really && says " not as planned" &&
	[ "$(went_out)" = 0 ] && [ ! -e "$work/state2/outbox" ]
ok 'keeps the series from being sent'
git -C "$work/context" config b4.email-exclude 'carl@context.example.org' &&
	expect_exit 0 with_context send $waive && says ' 0 not as planned'
ok 'until b4 is told to leave it out, in the settings of the repository'

# A review that was picked up, and one that would be in a mail of its own.
reviewed=$(git -C "$repo" log -1 --format=%B b4/world |
	sed 's/^Signed-off-by:.*/&\nReviewed-by: Rita Review <rita@example.org>/' |
	git -C "$repo" commit-tree -p b4/world~1 'b4/world^{tree}')
tip=$(git -C "$repo" rev-parse b4/world)
git -C "$repo" update-ref refs/heads/b4/world "$reviewed"
expect_exit 0 send --json && [ "$(json '"rita@example.org" in d["mails"][11]["cc"]')" = true ] &&
	[ "$(json '" ".join(str(m["nr"]) for m in d["mails"]
	if "rita@example.org" in m["to"] + m["cc"])')" = '0 11' ] &&
	[ "$(json '[m["nr"] for m in d["mails"]
	if "tessa@example.org" in m["to"] + m["cc"]]')" = '' ]
ok 'who reviewed a patch gets it too, and the cover letter; who sends it does not'
git -C "$repo" update-ref refs/heads/b4/world "$tip"

## what b4 and the branch must be ##

make_campaign "$work/reworded" && sed -i 's/Let devres free the vectors openly/Let devres do it/' \
	"$work/reworded/campaign.conf"
expect_exit 1 "$TREEWIDE" --repo "$repo" --campaign "$work/reworded" --state "$state" send $waive &&
	says 'is not what the campaign makes: patch 2 is "gpio: golf: Let devres free' &&
	says 'generate it again'
ok 'a branch that the campaign does not make any more'

cat >"$work/bin/b4" <<-'FAKE'
	#!/bin/sh
	echo 0.11.2
FAKE
chmod 755 "$work/bin/b4"
expect_exit 3 send && says 'b4 0.11 is too old: 0.12 or later is needed'
ok 'an old b4'
printf '#!/bin/sh\nexit 1\n' >"$work/bin/b4"
expect_exit 3 send && says 'install the Debian package b4'
ok 'a b4 that does not run'
no_fakes
printf '#!/bin/sh\nexit 1\n' >"$work/bin/git-filter-repo" && chmod 755 "$work/bin/git-filter-repo"
case $(b4 --version) in
0.1[2-5].*)
	expect_exit 3 send && says 'install the Debian package git-filter-repo'
	ok 'a git-filter-repo that does not run'
	;;
*)	skip 'a git-filter-repo that does not run' 'this b4 does not run it' ;;
esac
# What this one needs it for goes by its module, not by the program.
cat >"$work/bin/b4" <<-'FAKE'
	#!/bin/sh
	[ "$1" != --version ] || { echo 0.16.0; exit; }
	exec /usr/bin/b4 "$@"
FAKE
chmod 755 "$work/bin/b4"
expect_exit 0 send && says '12 mails of b4/world, v1: 0 not as planned; nothing was sent'
ok 'from b4 0.16 on it is not asked whether that runs'
no_fakes
cat >"$work/bin/b4" <<-'FAKE'
	#!/bin/sh
	[ "$1" = --version ] && exec /usr/bin/b4 "$@"
	/usr/bin/b4 "$@" </dev/stdin || exit
	find .git/spool -name "0003*" -exec mv {} .git/ \;
FAKE
chmod 755 "$work/bin/b4"
expect_exit 1 send --really && says 'b4 made 11 mails, the series has 12' && [ "$(went_out)" = 0 ]
ok 'a b4 that loses a mail'
cat >"$work/bin/b4" <<-'FAKE'
	#!/bin/sh
	[ "$1" = --version ] && exec /usr/bin/b4 "$@"
	/usr/bin/b4 "$@" </dev/stdin || exit
	sed -i 's/^In-Reply-To: </&x/' .git/spool/0003*
FAKE
expect_exit 1 send --really && says 'not the cover' && says ' 1 not as planned' &&
	[ "$(went_out)" = 0 ]
ok 'a b4 that answers the wrong mail'
no_fakes

## really ##

git config --global --unset sendemail.smtpserver
expect_exit 2 send --really && says 'set sendemail.smtpserver'
ok 'without a mail server nothing can be sent'
git config --global sendemail.smtpserver "$work/sendmail"
expect_exit 1 tw send --really && says 'does not pass: coverage uncovered' &&
	[ "$(went_out)" = 0 ] && refs | cmp - "$work/refs"
ok 'a verdict that is not pass: refused'

new_post
expect_exit 0 send --reflect && says 'all of them went to you, and to nobody else' &&
	[ "$(went_out)" = 12 ] &&
	[ "$(cat "$post"/*.args | sort -u | tr '\n' ' ')" = '-f -i tessa@example.org ' ] &&
	grep -q '^To: .*Hanna\|^To: =?utf-8' "$post/4.mail" && refs | cmp - "$work/refs"
ok '--reflect: to the sender alone, and nothing is tagged'

new_post && mkdir "$post" && echo 5 >"$post/refuse"
expect_exit 3 send --really --json &&
	says '4 of 12 mails went out, mail 4 (net: alpha: Let devres' &&
	says '550 not here' && says 'treewide send --really goes on with it' &&
	[ "$(went_out)" = 4 ] &&
	[ "$(json '[m["fate"] for m in d["mails"]].count("waiting")')" = 8 ] &&
	[ "$(json 'd["sent"]')" = false ]
ok 'the fifth mail is refused: four went out, and it is said which'
git -C "$repo" show-ref --heads --tags | grep -c . | grep -qx 2 &&
	git -C "$repo" rev-parse b4/world |
	grep -qxF "$(sed -n 's, commit	refs/heads/b4/world,,p' "$work/refs")"
ok 'no tag, and the branch stands where it stood'
expect_exit 0 send && says 'v1 of b4/world is being sent, 4 of 12 mails went out'
ok 'a dry run says that a series is on its way'
ids >"$work/ids" && sed -n 's/.*"message_id": "\(.*\)".*/\1/p' \
	"$state/outbox/b4-world/journal.json" | sort >"$work/wanted-ids"
sed -i 's/drivers/drovers/' "$state/outbox/b4-world/0007.eml" && discard "$post/refuse"
expect_exit 3 send --really && says '0007.eml is not what was written there' &&
	[ "$(went_out)" = 7 ]
ok 'a mail that somebody changed meanwhile does not go out'
sed -i 's/drovers/drivers/' "$state/outbox/b4-world/0007.eml"
expect_exit 0 send --really && says 'going on with v1 of b4/world: 7 of 12 mails went out before' &&
	[ "$(went_out)" = 12 ]
ok 'the next run goes on'
ids | sed 's/.*: *//' | cmp - "$work/wanted-ids" && [ "$(ids | sort -u | wc -l)" = 12 ]
ok 'with the same mails, and none of them twice'
mkdir "$work/sent" &&
	for i in "$post"/*.mail; do cp "$i" \
	"$work/sent/$(printf %04d "$(basename "$i" .mail)").eml"; done
as_planned "$work/sent"
ok 'what went out is what was planned'
envelopes() {
	for i in "$post"/*.mail; do
		python3 -I -c '
import email, email.policy, sys
mail = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
print("\n".join(sorted(["-i", "-f", "tessa@example.org"] +
    [a.addr_spec for k in ("to", "cc") for a in mail[k].addresses])))
' "$i" >"$work/wanted" && sort "${i%.mail}.args" | cmp - "$work/wanted" || return
	done
}
envelopes
ok 'to everybody in its To and Cc, and to nobody else'
# b4 0.12 names the tag by the branch, later ones by the change-id.
sent() { git -C "$repo" for-each-ref --format='%(refname:short)' 'refs/tags/sent/*world*-v1'; }
[ "$(git -C "$repo" log -1 --format=%T "$(sent)")" = \
	"$(git -C "$repo" log -1 --format=%T b4/world)" ] &&
	git -C "$repo" cat-file -p "$(sent)" | grep -q '^change-id: ' &&
	git -C "$repo" log --format=%B main..b4/world | grep -q '"revision": 2' &&
	git -C "$repo" log --format=%B main..b4/world |
	grep -qF "$(sed -n 's/^.*<\(.*-0-.*\)>.*$/\1/p' "$work/wanted-ids")"
ok 'the repository has the tag of v1, and the branch v2, which knows what was sent'
! git -C "$repo" for-each-ref | grep refs/treewide/next && [ ! -e "$state/outbox/b4-world" ] &&
	[ "$(find "$state/sent/b4-world-v1" -name '*.eml' | wc -l)" = 12 ] &&
	has "$state/sent/b4-world-v1/journal.json" not-built-anywhere
ok 'the outbox is empty; what was sent, and why it was allowed, is kept'
fingerprint "$repo" | cmp - "$work/before"
ok 'the work tree is as it was'
git -C "$repo" fsck --no-dangling >"$work/out" 2>&1
ok 'all objects are there'
expect_exit 1 send --really && says 'does not pass: cover fail' && says 'EDITME' &&
	[ "$(went_out)" = 12 ]
ok 'v2 cannot be sent before its cover letter says what changes'
case $(b4 --version) in
0.12.*)
	expect_exit 3 send --really --waive cover=x && says 'b4 send failed' && says 'EDITME' &&
		[ "$(went_out)" = 12 ]
	ok 'nor will b4 send it, whose words are shown'
	;;
*)	skip 'nor will b4 send it, whose words are shown' 'this b4 sends it' ;;
esac

## kills ##

# A fresh series; its branch is at v1.
again() {
	git -C "$repo" update-ref refs/heads/b4/world "$tip" &&
		git -C "$repo" tag -d "$(sent)" >"$work/out" 2>&1
	new_post && mkdir "$post"
}
tip=$(sed -n 's, commit	refs/heads/b4/world,,p' "$work/refs")
finished() { [ "$(ids | sort -u | wc -l)" = 12 ] && [ "$(sent | wc -l)" = 1 ]; }

again && echo 6 >"$post/kill"
expect_exit 137 send --really && [ "$(git -C "$repo" rev-parse b4/world)" = "$tip" ]
ok 'killed while the sixth mail goes out'
discard "$post/kill"
expect_exit 3 send --really &&
	says '5 of 12 mails went out; nobody knows whether mail 5 went out too' &&
	[ "$(went_out)" = 6 ]
ok 'nobody knows what became of it: nothing more is sent'
expect_exit 0 send --really --waive mail-5='it is on the list' && [ "$(went_out)" = 12 ] &&
	finished &&
	has "$state/sent/b4-world-v1.1/journal.json" 'it is on the list'
ok 'who knows that it arrived goes on without it'

again && echo 1 >"$post/die"
expect_exit 3 send --really &&
	says '0 of 12 mails went out; nobody knows whether mail 0 went out too' &&
	discard "$post/die"
ok 'a mail program that dies'
expect_exit 0 send --really --force && [ "$(went_out)" = 13 ] && finished
ok '--force sends the mail again'

again && echo 3 >"$post/stop"
expect_exit 143 send --really && says 'mail 2' && [ "$(went_out)" = 3 ] && discard "$post/stop" &&
	expect_exit 0 send --really --force && finished
ok 'stopped by a signal, and gone on'

again && echo 1 >"$post/refuse"
expect_exit 3 send --really && says '0 of 12 mails went out' && discard "$post/refuse" &&
	expect_exit 0 send --really && finished
ok 'a mail server that takes nothing, and then does'

again && git -C "$repo" worktree add -q "$work/checkout" b4/world
expect_exit 0 send --really &&
	says 'left alone; git reset --keep refs/treewide/next/b4/world on it' &&
	[ "$(git -C "$repo" rev-parse b4/world)" = "$tip" ] &&
	[ "$(git -C "$work/checkout" status --short)" = '' ]
ok 'a branch that is checked out is not moved'
git -C "$work/checkout" reset -q --keep refs/treewide/next/b4/world &&
	git -C "$work/checkout" log --format=%B | grep -q '"revision": 2'
ok 'its next version can be had'
git -C "$repo" worktree remove "$work/checkout"

## one patch ##

make_campaign "$work/single" &&
	sed -i '/^\[convert\]/,/^\[check/{/^\[check/!d}' "$work/single/campaign.conf"
single() { "$TREEWIDE" --repo "$work/one" --campaign "$work/single" --state "$work/state3" --jobs \
	2 "$@"; }
new_post && make_world "$work/one" && expect_exit 0 single generate &&
	expect_exit 0 single send --really &&
	says '1 mail of b4/world, v1: 0 not as planned; all of them went out' &&
	[ "$(went_out)" = 1 ] &&
	grep -q '^Subject: .PATCH. PCI/MSI: Add' "$post/1.mail"
ok 'a single patch is its own cover letter'

## a web endpoint ##

git config --global --unset sendemail.smtpserver
git config --global b4.send-no-patatt-sign no
cat >"$work/endpoint.py" <<'PYTHON'
import http.server, json, sys
class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        json.dump(body, open(sys.argv[1] + "/request", "w"))
        answer = open(sys.argv[1] + "/answer").read()
        if answer == "nothing":
            self.connection.close()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer.encode())
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Endpoint)
open(sys.argv[1] + "/port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
again && echo '{"result": "success"}' >"$post/answer"
python3 -I "$work/endpoint.py" "$post" >"$work/endpoint.log" 2>&1 &
endpoint=$!
await serves "$post/port" "$endpoint"
git config --global b4.send-endpoint-web "http://127.0.0.1:$(cat "$post/port")/x"
expect_exit 0 send && says "b4's web endpoint takes the mails as b4 makes them" &&
	[ ! -e "$post/request" ]
ok 'a web endpoint: the dry run says what it cannot do'
expect_exit 3 send --really && says 'no key configured' && [ ! -e "$post/request" ] &&
	[ ! -e "$state/outbox/b4-world" ]
ok 'a web endpoint wants signed mails'
/usr/bin/python3 -I -c \
	'import sys, patatt; sys.argv = ["patatt", "genkey"]; patatt.command()' >"$work/out" 2>"$work/err" </dev/null
git config --global patatt.signingkey \
	"$(sed -n 's/^ *signingkey = //p' "$work/out" "$work/err" | head -n 1)"
echo nothing >"$post/answer"
expect_exit 3 send --really && says 'nobody knows whether the web endpoint took the mails' &&
	discard "$post/request"
ok 'a web endpoint that does not answer'
expect_exit 3 send --really && says 'nobody knows whether the web endpoint took v1' &&
	[ ! -e "$post/request" ]
ok 'nothing is handed over again'
echo '{"result": "success"}' >"$post/answer"
expect_exit 0 send --really --force && [ "$(json 'len(d["messages"])' "$post/request")" = 12 ] &&
	git -C "$repo" log --format=%B main..b4/world | grep -q '"revision": 2'
ok 'unless the user says so'
kill "$endpoint"

finish
