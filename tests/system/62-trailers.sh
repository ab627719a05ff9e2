#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What reviewers answer to the series: b4 picks it up from an archive, generate keeps it.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/mail/lib.sh
. "$(dirname "$0")/../mail/lib.sh"

rita='Rita Reviewer <rita@review.example.org>'
adam='Adam Acker <adam@ack.example.org>'

# The trailers of the patch with this number that name a reviewer.
trailers() { # DIR NR
	id=$(git -C "$1" rev-list --reverse "$base..b4/world" | sed 1d | sed -n "$2p")
	git -C "$1" log -1 --format=%B "$id" | sed '/^---$/,$d' | git interpret-trailers --parse | grep -i 'ed-by:'
}

begin && make_clone "$work/plain" && serve_mail "$work/post" &&
	expect_exit 0 run_b4 "$work/plain" send --no-sign && [ "$(mails "$work/post")" = 12 ]
ok 'the series is with the reviewers'

## b4 ##

serve_lore "$work/lore" "$work/post/mbox" &&
	expect_exit 0 run_b4 "$work/plain" trailers -u && says 'No trailer updates' &&
	has "$work/lore/log" '/all/?x=m&t=1&q=%22change-id%3A+'
ok 'b4 trailers -u: nobody answered yet'

reply() { # K WHO LINE
	python3 -I -S "$mail/reply.py" "$work/post" "$1" "$work/post/mbox" "$2" "$3"
}
reply 5 "$rita" "Reviewed-by: $rita" && reply 1 "$adam" "Acked-by: $adam"
expect_exit 0 run_b4 "$work/plain" trailers -u && says 'Trailers updated' &&
	[ "$(trailers "$work/plain" 4)" = "Reviewed-by: $rita
Acked-by: $adam" ]
ok 'b4 trailers -u: takes the review of patch 4, and the ack of the whole'
for k in 1 2 3 5 6 7 8 9 10 11; do
	trailers "$work/plain" $k
done >"$work/got"
[ "$(wc -l <"$work/got")" = 10 ] && [ "$(sort -u "$work/got")" = "Acked-by: $adam" ]
ok 'b4 trailers -u: the other patches have the ack alone'

finish
