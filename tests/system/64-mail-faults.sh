#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A mail server that refuses, hangs up or is too slow for a kill: nothing goes out twice, and it is
# said what went out.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/mail/lib.sh
. "$(dirname "$0")/../mail/lib.sh"

begin && prove_world && keep_fresh
ok 'a series that is proved'

## a server that refuses ##

for fault in mail=452 rcpt=550 data=451 end=554; do
	dir=$work/$fault
	afresh "$dir" "5:$fault" && expect_exit 3 send --really &&
		says '4 of 12 mails went out, mail 4 (net: alpha: Let devres free the vectors openly) did not' &&
		says "${fault#*=} Not now, says the test" && [ "$(mails "$dir")" = 4 ] &&
		[ "$(begun "$dir")" = 5 ]
	ok "$fault: four mails went out, the fifth did not, and that is said"
	expect_exit 0 send --really && [ "$(begun "$dir")" = 13 ] && arrived "$dir"
	ok "$fault: the next run sends the other eight, and nothing twice"
done

afresh "$work/deaf" && stop_servers && expect_exit 3 send --really &&
	says '0 of 12 mails went out' &&
	serve_mail "$work/deaf" && expect_exit 0 send --really && arrived "$work/deaf"
ok 'no server: nothing went out; then there is one'

## nobody knows ##

# Nothing more goes out, and the mail is named.
stands() { # DIR MAIL
	before=$(begun "$1") && expect_exit 3 send --really &&
		says "nobody knows whether mail $2 went out" &&
		[ "$(begun "$1")" = "$before" ]
}

afresh "$work/drop" 5:drop && expect_exit 3 send --really &&
	says 'nobody knows whether mail 4 went out' &&
	says '4 of 12 mails went out' && [ "$(mails "$work/drop")" = 5 ] && stands "$work/drop" 4
ok 'drop: the connection ends after the text, without an answer: nobody knows, and nothing is sent again'
expect_exit 0 send --really --waive 'mail-4=it is in the archive' &&
	[ "$(begun "$work/drop")" = 12 ] &&
	arrived "$work/drop"
ok 'drop: who has seen that it arrived goes on without it'

afresh "$work/lose" 12:lose && expect_exit 3 send --really &&
	says 'nobody knows whether mail 11 went out' &&
	[ "$(mails "$work/lose")" = 11 ] && stands "$work/lose" 11
ok 'lose: the same, but the mail is lost'
expect_exit 0 send --really --force && [ "$(begun "$work/lose")" = 13 ] && arrived "$work/lose"
ok 'lose: who has seen that it did not arrive has it sent again'

## killed ##

# SIGKILL while the server has the text of a mail and has not answered.
kill_at() { # DIR
	(
		tw() { # so that the process in the background is treewide itself
			exec "$TREEWIDE" --repo "$repo" --campaign "$campaign" --state "$state" \
				--jobs 2 "$@"
		}
		send --really ${settled:+--waive "$settled"}
	) >"$work/said" 2>&1 </dev/null &
	victim=$!
	until [ -e "$1/waiting" ]; do
		kill -0 "$victim" 2>/dev/null || return
		sleep 0.05
	done
	kill -s KILL "$victim"
	wait "$victim" 2>/dev/null
	[ $? = 137 ] || return
	await [ ! -e "$1/waiting" ]
}

# The cover, one in the middle, and the last one; all that is known of them is in the state.
afresh "$work/kill" 1:wait 6:wait 12:wait
settled=
for k in 1 6 12; do
	killed=$((k - 1))
	kill_at "$work/kill" && [ "$(mails "$work/kill")" = "$k" ] &&
		stands "$work/kill" "$killed" &&
		git -C "$repo" fsck --strict --no-dangling >"$work/out" 2>&1 && [ ! -s "$work/out" ]
	ok "SIGKILL while mail $killed goes out: nobody knows, and nothing is sent again"
	settled="mail-$killed=it is in the archive"
done
expect_exit 0 send --really --waive "$settled" && [ "$(begun "$work/kill")" = 12 ] &&
	arrived "$work/kill"
ok 'SIGKILL: three times killed, and every mail went out once'
stop_servers

finish
