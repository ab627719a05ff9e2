#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The series through a mail server, into a mailbox, and out of it again with b4.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/mail/lib.sh
. "$(dirname "$0")/../mail/lib.sh"

begin
ok 'there is a branch and a plan'

## b4 alone ##

make_clone "$work/plain" && expect_exit 0 run_b4 "$work/plain" send -o "$work/dry" &&
	expect_exit 0 compare_b4 "$work/dry" --written && says 'compared 12 mails'
ok 'b4 send -o: what it writes is what was planned'

serve_mail "$work/post" && expect_exit 0 run_b4 "$work/plain" send &&
	[ "$(mails "$work/post")" = 12 ] && [ "$(message_ids "$work/post")" = 12 ]
ok 'b4 send: twelve mails'

expect_exit 0 compare_b4 "$work/post" && says 'compared 12 mails'
ok 'b4 send: what arrives is what was planned'
stop_servers

serve_lore "$work/lore" "$work/post/mbox" && expect_exit 0 take_series "$work/post" &&
	taken_is_branch
ok 'b4 am: trees, authors and messages of the branch'

## what must be found ##

# The lines of the last comparison, each of which says this; no other was printed.
finds() { # TEXT...
	[ "$(sed '$d' "$work/out" | wc -l)" = $# ] || return
	for text; do
		says "$text" || return
	done
}

# The mails as they came, in a folder that may be spoilt.
spoil() {
	discard -f "$work/spoilt" && cp -R "$work/post" "$work/spoilt"
}

spoil && discard "$work/spoilt/0007.json" && expect_exit 1 compare_b4 "$work/spoilt" &&
	finds 'mails: wanted 12, got 11'
ok 'compare: one mail is missing'
spoil && cp "$work/spoilt/0012.json" "$work/spoilt/0013.json" &&
	expect_exit 1 compare_b4 "$work/spoilt" &&
	finds 'mails: wanted 12, got 13'
ok 'compare: one mail came twice'
spoil && cp "$work/spoilt/0002.json" "$work/spoilt/0003.json" &&
	expect_exit 1 compare_b4 "$work/spoilt" &&
	says 'mails: 2 with Message-ID' && says 'mail 2: Subject: wanted' &&
	says 'mail 2: does not apply'
ok 'compare: one mail came in the place of another'
spoil && sed -i 's/Gerda Golf/Gerda Gulf/' "$work/spoilt/0003.json" &&
	expect_exit 1 compare_b4 "$work/spoilt" &&
	finds "mail 2: To: lacks ('gerda@golf.example.org', 'Gerda Golf')" \
	"mail 2: To: has ('gerda@golf.example.org', 'Gerda Gulf') too"
ok 'compare: a name is another one'
spoil && sed -i 's/base-commit: ./&0/' "$work/spoilt/0001.json" &&
	expect_exit 1 compare_b4 "$work/spoilt" &&
	finds "mail 0: does not say base-commit: $base"
ok 'compare: the base is another one'
spoil && sed -i 's/pci_alloc_irq_vectors/pci_allot_irq_vectors/g' "$work/spoilt/0003.json" &&
	expect_exit 1 compare_b4 "$work/spoilt" && finds 'mail 2: does not apply'
ok 'compare: a patch does not apply'
spoil && expect_exit 2 compare "$work/spoilt" --unknown && : >"$work/spoilt/0002.json" &&
	expect_exit 3 compare_b4 "$work/spoilt"
ok 'compare: what it cannot do is no difference'

# Spoilt on the way from the sender to the mailbox.
make_clone "$work/plain" &&
	serve_mail "$work/bad" 1:retitle=Re: 2:forget=gerda@golf.example.org \
	3:uncopy=gerda@golf.example.org 4:parent=3 \
		6:rcpt=550 11:corrupt && expect_exit 0 run_b4 "$work/plain" send
ok 'transit: b4 send notices nothing'
expect_exit 1 compare_b4 "$work/bad" &&
	finds 'mail 0: Subject: ' 'mail 1: envelope: lacks gerda@golf.example.org' \
	"mail 2: To: lacks ('gerda@golf.example.org', 'Gerda Golf')" 'mail 3: In-Reply-To: ' \
	'mail 3: References: ' 'mail 5: envelope: lacks ' \
	'mail 10: tree: ' 'mail 11: tree: '
ok 'transit: a recipient dropped, a wrong parent, a patch corrupted: the comparison finds these and no others'
stop_servers
serve_lore "$work/lore" "$work/bad/mbox" && expect_exit 0 take_series "$work/bad" &&
	! taken_is_branch &&
	[ "$(sed -n 's/^[-+]\([^-+]\)/\1/p' "$work/out" | grep -c '^[0-9a-f]\{40\} ')" = 4 ]
ok 'transit: what b4 am makes of it differs from the branch in the last two trees'
sed '/^diff --git a.sound/,$d' "$work/post/mbox" >"$work/short"
serve_lore "$work/lore" "$work/short" && expect_exit 0 take_series "$work/post" &&
	says 'ERROR: missing [10/11]!' &&
	! taken_is_branch
ok 'transit: a mailbox that is cut off makes another series'

## treewide send ##

stop_servers
prove_world && keep_fresh
ok 'send: the series is proved'

afresh "$work/none" && expect_exit 1 tw send --really && says uncovered && [ ! -e "$work/none/log" ]
ok 'send --really: refused while a verdict is not pass'
expect_exit 0 send --output "$work/written" && expect_exit 0 compare "$work/written" --written &&
	says 'compared 12 mails' && [ ! -e "$work/none/log" ]
ok 'send: a dry run writes the mails of the plan, and talks to nobody'

afresh "$work/me" && expect_exit 0 send --reflect && [ "$(mails "$work/me")" = 12 ] &&
	[ "$(grep RCPT "$work/me/log" | sort | sed 's/^[0-9]* //' | uniq -c)" = \
	'     12 RCPT tessa@example.org 250' ]
ok 'send --reflect: to the sender alone'

afresh "$work/sent" && expect_exit 0 send --really && arrived "$work/sent"
ok 'send --really: what arrives is what was planned, To and Cc of each mail apart'
stop_servers
serve_lore "$work/lore" "$work/sent/mbox" && expect_exit 0 take_series "$work/sent" &&
	taken_is_branch
ok 'send --really: b4 am makes the trees, authors and messages of the branch'

afresh "$work/bad2" 2:forget=gerda@golf.example.org 3:uncopy=gerda@golf.example.org 4:parent=3 \
	11:corrupt &&
	expect_exit 0 send --really && expect_exit 1 compare "$work/bad2" &&
	finds 'mail 1: envelope: lacks gerda@golf.example.org' \
	"mail 2: To: lacks ('gerda@golf.example.org', 'Gerda Golf')" \
		'mail 3: In-Reply-To: ' 'mail 3: References: ' 'mail 10: tree: ' 'mail 11: tree: '
ok 'send --really: what befalls the mails on the way is found'

## signed ##

# patatt signs From, Subject, Message-ID and the body; treewide writes To and Cc anew.
if command -v ssh-keygen >/dev/null; then
	mkdir -p "$work/keys/openssh/example.org/tessa" &&
		ssh-keygen -q -t ed25519 -N '' -f "$work/key" &&
		cp "$work/key.pub" "$work/keys/openssh/example.org/tessa/default"
	git config --global patatt.signingkey "openssh:$work/key"
	git config --global b4.send-no-patatt-sign no
	git config --global b4.keyringsrc "$work/keys"
	git config --global b4.attestation-policy hardfail
	git config --global b4.attestation-check-dkim no

	afresh "$work/signed" && expect_exit 0 send --really && arrived "$work/signed"
	ok 'signed: what arrives is what was planned'
	stop_servers
	serve_lore "$work/lore" "$work/signed/mbox" && expect_exit 0 take_series "$work/signed" &&
		taken_is_branch &&
		take_series "$work/signed" >"$work/out" 2>&1 &&
		[ "$(grep -c 'Signed: openssh/tessa@example.org' "$work/out")" = 1 ]
	ok 'signed: the signatures of all mails are good'
	sed '/^Subject:.* 04\/11/,/^diff/s/Say so/Say no/' "$work/signed/mbox" >"$work/forged"
	serve_lore "$work/lore" "$work/forged" &&
		! take_series "$work/signed" >"$work/out" 2>"$work/err" &&
		says 'BADSIG: openssh/tessa@example.org' && says 'Exiting due to attestation-policy'
	ok 'signed: that of a mail which was changed on the way is not'
else
	for name in 'what arrives is what was planned' 'the signatures of all mails are good' \
		'that of a mail which was changed on the way is not'; do
		skip "signed: $name" 'no ssh-keygen'
	done
fi
stop_servers

finish
