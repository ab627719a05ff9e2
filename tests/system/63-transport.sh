#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# send: mail servers that want encryption and a password, settings that are wrong, signatures.
# shellcheck disable=SC2317,SC2086 # what expect_exit calls; $waive is many words
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v b4 >/dev/null || skip_all 'no b4'
command -v openssl >/dev/null || skip_all 'no openssl'
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
git config --global b4.send-no-patatt-sign yes
git config --global b4.send-endpoint-web none
git config --global treewide.mailtimeout 10

# A server on loopback: TLS from the start (ssl) or when asked (tls); it takes mail only from tessa
# with the password "s3cret", and counts.
cat >"$work/server.py" <<'PYTHON'
import base64, socketserver, ssl, sys
folder, kind = sys.argv[1:3]
limit = 5 if kind == "tls" else None
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
class Server(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")
    def wrap(self):
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.safe = True
    def handle(self):
        self.safe, user = False, None
        if kind == "ssl":
            self.wrap()
        open(folder + "/connections", "a").write("x")
        mails = 0
        self.say("220 here")
        while line := self.rfile.readline().decode().rstrip():
            word = line.split(" ")[0].upper()
            if word == "EHLO":
                for extension in ["localhost"] + (["AUTH PLAIN"] if self.safe else ["STARTTLS"]):
                    self.say("250-" + extension)
                self.say("250 8BITMIME")
            elif word == "STARTTLS":
                self.say("220 go on")
                self.wrap()
            elif word == "AUTH":
                words = line.split(" ")
                if len(words) < 3:
                    self.say("334 ")
                    words.append(self.rfile.readline().decode().strip())
                user = base64.b64decode(words[2]).split(b"\0")[1:]
                self.say("235 yes" if user == [b"tessa", b"s3cret"] else "535 5.7.8 wrong password")
            elif word == "MAIL" and mails == limit:
                answer = open(folder + "/answer").read()
                self.say(answer)
                if answer.startswith("421"):
                    return
            elif word == "MAIL":
                mails += 1
                self.say("250 ok" if self.safe and user == [b"tessa", b"s3cret"] else "530 5.7.0 who are you")
            elif word == "DATA":
                self.say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
                open(folder + "/taken", "a").write("x")
                self.say("250 taken")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")
socketserver.ThreadingTCPServer.daemon_threads = True
server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)
open(folder + "/port", "w").write(str(server.server_address[1]))
server.serve_forever()
PYTHON

servers=
stop_servers() {
	for pid in $servers; do
		kill "$pid"
	done
	clean_up
}
trap stop_servers EXIT
start() { # ssl|tls
	mkdir -p "$work/$1" && cp "$work/cert.pem" "$work/key.pem" "$work/$1"
	: >"$work/$1/taken"
	python3 -I "$work/server.py" "$work/$1" "$1" >"$work/$1.log" 2>&1 &
	servers="$servers $!"
	await serves "$work/$1/port" $!
	git config --global sendemail.smtpencryption "$1"
	git config --global sendemail.smtpserver 127.0.0.1
	git config --global sendemail.smtpserverport "$(cat "$work/$1/port")"
}
taken() { wc -c <"$work/$1/taken"; }
reflect() { tw send $waive --reflect "$@"; }

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 \
	-subj /CN=127.0.0.1 \
	-addext subjectAltName=IP:127.0.0.1 >"$work/out" 2>"$work/err"
ok 'a certificate'
make_world "$repo" && expect_exit 0 tw generate && expect_exit 1 tw --json send
ok 'a series'
waive=$(json '" ".join("--waive %s=elsewhere" % c for c in {v["check"] for v in d["open"]})')

git config --global sendemail.smtpuser tessa
for kind in tls ssl; do
	start "$kind"
	git config --global sendemail.smtppass s3cret
	expect_exit 3 reflect && says ertificate && [ "$(taken "$kind")" = 0 ]
	ok "$kind: a server whose certificate nobody vouches for gets neither password nor mail"
	git config --global sendemail.smtpsslcertpath "$work/cert.pem"
	if [ "$kind" = tls ]; then
		for answer in '450 4.7.1 too many mails' '421 4.4.2 too many mails'; do
			printf %s "$answer" >"$work/tls/answer" && : >"$work/tls/taken"
			expect_exit 3 reflect && says '5 of 12 mails went to you' &&
				says "$answer" && [ "$(taken "$kind")" = 5 ]
			ok "$kind: a server that takes five mails of one connection: ${answer%% *}"
		done
		: >"$work/tls/taken" && : >"$work/tls/connections"
		git config --global sendemail.smtpbatchsize 5
		git config --global sendemail.smtprelogindelay 1
	fi
	start=$(date +%s%N)
	expect_exit 0 reflect && [ "$(taken "$kind")" = 12 ]
	ok "$kind: twelve mails"
	[ "$kind" != tls ] || {
		[ "$(wc -c <"$work/tls/connections")" = 3 ] &&
			[ $((($(date +%s%N) - start) / 1000000)) -ge 2000 ]
		ok 'sendemail.smtpbatchsize and smtprelogindelay: three connections, and pauses'
	}
	git config --global sendemail.smtppass wrong
	expect_exit 3 reflect && says '0 of 12 mails went to you' &&
		says '535 5.7.8 wrong password' && [ "$(taken "$kind")" = 12 ]
	ok "$kind: a wrong password"
	git config --global --unset sendemail.smtppass
	expect_exit 2 reflect && says 'no password for tessa at 127.0.0.1:' &&
		[ "$(taken "$kind")" = 12 ]
	ok "$kind: no password"
	# shellcheck disable=SC2016 # for the shell of git
	git config --global credential.helper \
		'!f() { [ "$1" = get ] && cat >"'"$work"'/asked" && echo password=s3cret; }; f'
	expect_exit 0 reflect && [ "$(taken "$kind")" = 24 ] && has "$work/asked" username=tessa &&
		has "$work/asked" protocol=smtp
	ok "$kind: git knows the password"
	git config --global --unset credential.helper
	git config --global --unset sendemail.smtpsslcertpath
done
git config --global sendemail.smtpbatchsize many
expect_exit 2 reflect && says 'sendemail.smtpbatchsize is not a number up to 86400: many'
ok 'a batch that is no number'
git config --global --unset sendemail.smtpbatchsize
git config --global treewide.mailtimeout 300abc
expect_exit 2 reflect && says 'treewide.mailtimeout is not a number of seconds'
ok 'a time to wait that is none'
git config --global treewide.mailtimeout 10

git config --global sendemail.smtpencryption rot13
expect_exit 2 reflect && says 'neither tls nor ssl: rot13'
ok 'an encryption that nobody knows'
git config --global --unset sendemail.smtpencryption
git config --global sendemail.smtpserverport "$(cat "$work/tls/port")"
git config --global sendemail.smtppass s3cret
expect_exit 3 reflect && says '530 5.7.0 who are you' && [ "$(taken tls)" = 24 ]
ok 'without encryption no password is sent'
git config --global sendemail.smtpserverport 0
expect_exit 2 reflect && says 'is not a port: 0'
ok 'a port that is none'
git config --global sendemail.smtpserver 'local host'
expect_exit 2 reflect && says 'is not a host: local host'
ok 'a host that is none'
git config --global sendemail.smtpserver '/bin/true | /bin/false'
expect_exit 2 reflect && says 'is not a command line'
ok 'a command that only a shell could run'
git config --global sendemail.smtpserver '/nonexistent/sendmail'
expect_exit 3 reflect && says '0 of 12 mails went to you' && says 'cannot run /nonexistent/sendmail'
ok 'a command that is not there'
git config --global sendemail.envelopesender nobody
expect_exit 2 reflect && says 'envelopesender is not an address: nobody'
ok 'an envelope sender that is no address'

## settings of an identity, an envelope sender, signatures ##

cat >"$work/send mail" <<-'SCRIPT'
	#!/bin/sh
	echo "$@" >"$(dirname "$0")/args"
	cat >"$(dirname "$0")/mail"
SCRIPT
chmod 755 "$work/send mail"
git config --global sendemail.envelopesender 'Bounces <bounces@example.org>'
git config --global sendemail.work.smtpserver "'$work/send mail' -x"
git config --global b4.sendemail-identity work
expect_exit 0 reflect &&
	[ "$(cat "$work/args")" = '-x -i -f bounces@example.org tessa@example.org' ]
ok 'an identity with a command in quotes, and an envelope sender'

# b4 signs before To and Cc are set; the signature must still be good.
/usr/bin/python3 -I -c \
	'import sys, patatt; sys.argv = ["patatt", "genkey"]; patatt.command()' >"$work/out" 2>"$work/err" </dev/null
git config --global patatt.signingkey \
	"$(sed -n 's/^ *signingkey = //p' "$work/out" "$work/err" | head -n 1)"
git config --global patatt.selector \
	"$(sed -n 's/^ *selector = //p' "$work/out" "$work/err" | head -n 1)"
git config --global b4.send-no-patatt-sign no
validate() {
	/usr/bin/python3 -I -c '
import sys, patatt
for result in patatt.validate_message(open(sys.argv[1], "rb").read(), [sys.argv[2]]):
    print(result)
    assert result[0] == patatt.RES_VALID
' "$1" "$XDG_DATA_HOME/patatt/public"
}
expect_exit 0 reflect && grep -q '^X-Developer-Signature:' "$work/mail" &&
	expect_exit 0 validate "$work/mail"
ok 'a signature of patatt survives the new To and Cc'
sed -i 's/vectors/viktors/' "$work/mail" && expect_exit 1 validate "$work/mail"
ok 'and would not survive another body'

finish
