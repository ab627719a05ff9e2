#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What reviewers answer to the series: b4 picks it up from an archive, generate keeps it.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/mail/lib.sh
. "$(dirname "$0")/../mail/lib.sh"

rita='Rita Reviewer <rita@review.example.org>'
adam='Adam Acker <adam@ack.example.org>'

trees() { git -C "$repo" log --format=%T "$base..b4/world"; }
# The trailers of the patch with this number in which people speak for it.
trailers() { # DIR NR
	id=$(git -C "$1" rev-list --reverse "$base..b4/world" | sed 1d | sed -n "$2p")
	git -C "$1" log -1 --format=%B "$id" | sed '/^---$/,$d' | git interpret-trailers --parse |
		grep -v '^Signed-off-by:'
}
# Has patch 4 these, and has every other patch that one and no other?
have() { # DIR FOUR OTHERS
	[ "$(trailers "$1" 4)" = "$2" ] || return
	for k in 1 2 3 5 6 7 8 9 10 11; do
		[ "$(trailers "$1" "$k")" = "$3" ] || return
	done
}

make_campaign "$work/campaign" && campaign=$work/campaign && begin && prove_world &&
	serve_mail "$work/post" &&
	expect_exit 0 send --really && arrived "$work/post" && make_clone "$work/plain"
ok 'the series is with the reviewers'

## b4 ##

serve_lore "$work/lore" "$work/post/mbox" &&
	expect_exit 0 run_b4 "$work/plain" trailers -u && says 'No trailer updates' &&
	have "$work/plain" '' '' &&
	has "$work/lore/log" '/all/?x=m&t=1&q=%22change-id%3A+'
ok 'b4 trailers -u: nobody answered yet'

reply 5 "$rita" "Reviewed-by: $rita" && reply 1 "$adam" "Acked-by: $adam" &&
	expect_exit 0 run_b4 "$work/plain" trailers -u && says 'Trailers updated' &&
	have "$work/plain" "Reviewed-by: $rita
Acked-by: $adam" "Acked-by: $adam"
ok 'b4 trailers -u: takes the review of patch 4, and the ack of the whole'
! have "$work/plain" "Acked-by: $adam" "Acked-by: $adam" && ! have "$work/plain" "Reviewed-by: $rita
Acked-by: $adam" "Reviewed-by: $rita"
ok 'b4 trailers -u: other trailers are not taken for these'

# The person says what is new in the second version.
EDITOR="sed -i -f $work/edit"
export EDITOR
printf '%s\n' '/EDITME: describe/d' \
	's/EDITME: use .*/Said who frees the vectors of golf./' >"$work/edit"
expect_exit 0 run_b4 "$work/plain" prep --edit-cover &&
	git -C "$work/plain" push -q -f origin b4/world
ok 'the branch goes back to where it was made'

## generate ##

both="Reviewed-by: $rita
Acked-by: $adam"
given=$(tip) && expect_exit 0 tw generate && says ', unchanged' &&
	says "net: alpha: Let devres free the vectors openly: Reviewed-by: $rita" &&
	[ "$(tip)" = "$given" ]
ok 'generate: knows the branch, and leaves it as it is'

trees >"$work/trees" && sed -i 's/Say so\./Do say so./' "$campaign/convert.txt" &&
	expect_exit 0 tw generate && [ "$(tip)" != "$given" ] && trees >"$work/got" &&
	same "$work/trees" "$work/got" && have "$repo" "$both" "Acked-by: $adam" &&
	[ "$(git -C "$repo" log --format=%b "$base..b4/world" | grep -c 'Do say so')" = 9 ]
ok 'generate: writes the messages anew, and keeps what was said of the changes'
again=$(tip) && expect_exit 0 tw generate && says ', unchanged' && [ "$(tip)" = "$again" ]
ok 'generate: a second time there is nothing to do'

expect_exit 0 tw --json plan && cp "$work/out" "$work/plan.json" && make_clone "$work/plain" &&
	expect_exit 0 run_b4 "$work/plain" trailers -u && says 'No trailer updates' &&
	[ "$(git -C "$work/plain" rev-parse HEAD)" = "$again" ]
ok 'b4 trailers -u: adds nothing twice'

# The mails differ from the plan in that they go to these two as well; so many lines say it.
goes_to_them_too() { # LINES
	says 'compared 12 mails' && says " $1 differences" &&
		! grep -v -e '^mail [0-9]*: .*: has .*adam@ack.example.org' \
		-e '^mail [04]: .*: has .*rita@review.example.org' -e '^compared' "$work/out"
}

stop_servers
serve_mail "$work/second" && expect_exit 0 run_b4 "$work/plain" send &&
	[ "$(mails "$work/second")" = 12 ] &&
	expect_exit 1 compare_b4 "$work/second" --revision 2 && goes_to_them_too 28
ok 'b4 send: version 2 as planned; who spoke for a patch gets it too, and the cover'
prove_world && serve_mail "$work/third" && expect_exit 0 send --really &&
	[ "$(mails "$work/third")" = 12 ] &&
	expect_exit 1 compare "$work/third" --revision 2 && goes_to_them_too 28
ok 'send --really: version 2 as planned; who spoke for a patch gets it too, and the cover'
stop_servers

## another driver ##

sed -i 's/alpha_probe(/alpha_begin(/; s/= alpha_probe,/= alpha_begin,/' "$repo/drivers/net/alpha.c"
commit "$repo" 'net: alpha: Begin'
base=$(git -C "$repo" rev-parse HEAD)
expect_exit 0 tw generate && have "$repo" '' "Acked-by: $adam" &&
	says "dropped, the patch changed: net: alpha: Let devres free the vectors openly: Reviewed-by: $rita" &&
	[ "$(grep -c dropped "$work/err")" = 2 ]
ok 'generate: what was said of a patch that is another one now is dropped, with a note'
again=$(tip) && expect_exit 0 tw generate && says ', unchanged' && ! says dropped &&
	[ "$(tip)" = "$again" ]
ok 'generate: and is not missed the next time'

finish
