#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The second version of a series, on another base: b4 has sent the first, and reviewers answered.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/mail/lib.sh
. "$(dirname "$0")/../mail/lib.sh"

rita='Rita Reviewer <rita@review.example.org>'
adam='Adam Acker <adam@ack.example.org>'
EDITOR="sed -i -f $work/edit"
export EDITOR
letter() { git -C "$repo" log -1 --format=%B "$(cover_of)"; }
# What stands below the letter, up to b4's data.
changes() { letter | sed -n '/^---$/,/^--- b4/{/^---/!p}'; }
push_back() { git -C "$work/plain" push -q -f origin b4/world &&
	git -C "$work/plain" push -q origin --tags; }

make_campaign "$work/campaign" && campaign=$work/campaign && begin && serve_mail "$work/post" &&
	make_clone "$work/plain" &&
	expect_exit 0 tw --json regenerate &&
	[ "$(json 'd["changelog"], d["sent"]')" = '[null, 0]' ] && ! changes | grep . &&
	expect_exit 0 run_b4 "$work/plain" send && [ "$(mails "$work/post")" = 12 ] && push_back
ok 'b4 has sent the first version; before that there is no changelog'

serve_lore "$work/lore" "$work/post/mbox" && reply 5 "$rita" "Reviewed-by: $rita" &&
	reply 12 "$adam" "Acked-by: $adam" &&
	expect_exit 0 run_b4 "$work/plain" trailers -u && push_back && changes >"$work/out" &&
	says 'EDITME'
ok 'reviewers have answered, and b4 asks what is new'

## the next base ##

git -C "$repo" show b4/world:drivers/gpio/gpio-golf.c >"$repo/drivers/gpio/gpio-golf.c"
commit "$repo" 'gpio: Somebody else did it'
sed -i 's/PCI_IRQ_MSI)/PCI_IRQ_MSIX)/' "$repo/sound/pci/lima.c"
commit "$repo" 'ALSA: lima: Use MSI-X'
first=$(letter | sed -n '/"change-id"/p; /"history"/,/]/p')
expect_exit 0 tw --json regenerate && cp "$work/out" "$work/next.json" &&
	[ "$(json 'd["sent"]')" = 1 ] &&
	[ "$(letter | sed -n '/"change-id"/p; /"history"/,/]/p')" = "$first" ] &&
	letter | grep -q '"revision": 2'
ok 'regenerate: version 2, and the change-id and the history of b4 go on'

link=$(changes | grep '^- Link to v1: ')
cat >"$work/wanted" <<CHANGES
Changes in v2:
- Rebase onto HEAD ($(git -C "$repo" rev-parse --short=12 HEAD))
- Change "ALSA: lima: Let devres free the vectors openly" (another change
  of sound/pci/lima.c)
- Drop, for it has landed, "gpio: golf: Let devres free the vectors openly"
  (the files are what it made of them)
- Pick up the Reviewed-by of Rita Reviewer for "net: alpha: Let devres free
  the vectors openly"
- Pick up the Acked-by of Adam Acker for "PCI/MSI: Free no vectors behind
  the back of drivers"
$link
CHANGES
changes | sed '$d' >"$work/got"
changes | sed '/^$/d' >"$work/got" && [ -n "$link" ] && same "$work/wanted" "$work/got"
ok 'changelog: what really changed, in the place of what b4 asked for'
! grep EDITME "$work/got" && json 'd["changelog"]' "$work/next.json" >"$work/changelog" &&
	has "$work/changelog" 'Pick up the Reviewed-by'
ok 'changelog: in JSON as well'

expect_exit 0 tw report --format range-diff && says ' < -:  ------------ gpio: golf' ||
	says 'gpio: golf' && has "$work/out" 'ALSA: lima' &&
	has "$work/out" '+    Reviewed-by: Rita'
ok 'range-diff: against what was sent'

expect_exit 0 tw --json regenerate && [ "$(json 'd["unchanged"]')" = true ] &&
	[ "$(json 'd["changelog"]')" = "$(json 'd["changelog"]' "$work/next.json")" ]
ok 'once more: unchanged, and the changelog is still that against version 1'

# The base goes on: treewide's lines are written anew, and those of a person stay.
make_clone "$work/plain" && printf '%s\n' 's/^- Link to v1/- Say hello\n&/' >"$work/edit" &&
	expect_exit 0 run_b4 "$work/plain" prep --edit-cover && push_back &&
	changes >"$work/out" && says '- Say hello' && echo '# more' >>"$repo/Kconfig" &&
	commit "$repo" 'Go on' &&
	expect_exit 0 tw regenerate && changes >"$work/out" &&
	says "- Rebase onto HEAD ($(git -C "$repo" rev-parse --short=12 HEAD))" &&
	says '- Say hello' && says "$link" &&
	[ "$(grep -c 'Rebase onto' "$work/out")" = 1 ]
ok "changelog: treewide's own lines are written anew, a person's stay"

make_clone "$work/plain" && echo '/^- Rebase/s/.*/- Tell it in other words/' >"$work/edit" &&
	expect_exit 0 run_b4 "$work/plain" prep --edit-cover && push_back &&
	changes >"$work/before" && has "$work/before" 'Tell it in other words' &&
	echo '# more' >>"$repo/Kconfig" && commit "$repo" 'Go on' &&
	expect_exit 0 tw regenerate && changes >"$work/after" && same "$work/before" "$work/after"
ok 'changelog: where a person has written it stays byte for byte'

## v2 ##

base=$(git -C "$repo" rev-parse HEAD) && serve_mail "$work/second" && make_clone "$work/plain" &&
	expect_exit 0 run_b4 "$work/plain" send &&
	[ "$(mails "$work/second")" = 11 ] &&
	has "$work/second/mbox" 'Subject: [PATCH v2 00/10] ' &&
	has "$work/second/mbox" "Reviewed-by: $rita" && push_back &&
	letter | grep -q '"revision": 3' && letter | grep -q treewide-record
ok 'b4 sends version 2'

expect_exit 0 tw --json regenerate && [ "$(json 'd["sent"]')" = 2 ] &&
	[ "$(json 'd["changelog"]')" = '' ] && [ "$(json 'd["counts"]["kept"]')" = 10 ]
ok 'changelog: nothing is new since'
stop_servers

finish
