#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# plan --diff: what the rules make of a file, without the rest of the tree; and all diffs of a plan.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo" && add_joystick "$repo"
campaign=$work/mine
cp -R "$top/skeleton" "$campaign" && sed -i 's/@name@/mine/' "$campaign/campaign.conf"
stick=drivers/input/joystick/db9.c

## one file ##

fake perl-log perl && fake spatch-log spatch && fingerprint "$repo" >"$work/before" &&
	expect_exit 0 tw plan --diff "./$stick" && cp "$work/out" "$work/diff.txt" &&
	[ "$(git -C "$repo" apply --numstat "$work/diff.txt")" = "$(printf '1\t1\t%s' $stick)" ] &&
	! grep -v ': converting: ' "$work/err"
ok 'its diff, such as git applies, and no word more'

[ "$(grep -c -v parse-cocci "$FAKE_LOG")" = 1 ] && grep -q "$stick\$" "$FAKE_LOG" &&
	! grep -q MAINTAINERS "$FAKE_LOG" && fingerprint "$repo" >"$work/after" &&
	same "$work/before" "$work/after" &&
	[ "$(git -C "$repo" for-each-ref --format='%(refname)')" = refs/heads/main ]
ok 'one run of spatch, nobody is asked for recipients, and nothing is written'
no_fakes

expect_exit 0 tw --json plan --diff "$stick" && [ "$(json '[d["files"][0]["file"],
	d["files"][0]["added"], d["left"], d["notes"]]' | tr '\n' ' ')" = "$stick 1 [] [] " ] &&
	json 'd["files"][0]["diff"].rstrip()' >"$work/got" && same "$work/diff.txt" "$work/got"
ok 'the same as JSON'

expect_exit 0 tw plan --diff drivers/input && same "$work/diff.txt" "$work/out"
ok 'a folder'

## why nothing changes ##

expect_exit 1 tw plan --diff include/linux/timer.h && [ ! -s "$work/out" ] &&
	says 'convert.cocci: include/linux/timer.h is not in its scope' &&
	says 'nothing changes there'
ok 'a file that is out of the scope'

echo 'int f(int);' >"$repo/drivers/input/joystick/f.c" && commit "$repo" 'Add a file' &&
	expect_exit 1 tw plan --diff drivers/input/joystick/f.c &&
	says 'convert.cocci: drivers/input/joystick/f.c holds no del_timer_sync'
ok 'a file without a word of the rule'

echo 'int g(void) { return (del_timer_sync)(0); }' >"$repo/drivers/input/joystick/g.c" &&
	commit "$repo" 'Add another' && expect_exit 1 tw plan --diff drivers/input/joystick/g.c &&
	says 'drivers/input/joystick/g.c: del_timer_sync stays in line 1, g()' &&
	says 'convert.cocci: drivers/input/joystick/g.c stays as it is'
ok 'a call that the rule does not take: what stays, and where'

expect_exit 2 tw plan --diff drivers/inptu/db9.c &&
	says 'drivers/inptu/db9.c: HEAD has no such file or folder; paths begin at the top'
ok 'a file that is not there'

cp "$campaign/convert.cocci" "$work/convert.cocci"
printf '/// Break\n@@\n@@\n- del_timer_sync(\n+ timer_delete_sync\n' >"$campaign/convert.cocci"
expect_exit 2 tw plan --diff "$stick" && says "$campaign/convert.cocci: the rule does not parse" &&
	says "File \"$campaign/convert.cocci\", line "
ok 'a rule that is none: the place that spatch names'
cp "$work/convert.cocci" "$campaign/convert.cocci"

## steps of every kind ##

cp "$campaign/campaign.conf" "$work/conf"
echo 'Because.' >"$campaign/because.txt"
with_step() { # KEYS; before [convert]
	awk -v keys="$1" '$0 == "[convert]" { printf "[patch \"first\"]\n%s\n", keys } { print }' \
		"$work/conf" >"$campaign/campaign.conf"
}
hand='\tsubject = input: Say it\n\tmessage = because.txt\n\tscope = drivers/input/\n'
git clone -q "$repo" "$work/hand" && cd "$work/hand" || exit 3
sed -i '2a /* by hand */' "$stick" && sed -i '2a /* elsewhere */' drivers/input/timer.c
git commit -qam 'input: Say it by hand' -m 'Because.' &&
	git format-patch -q -1 --stdout >"$work/mail"
git diff HEAD^ >"$campaign/hand.diff" && cp "$work/mail" "$campaign/hand.mail" &&
	cd "$work" || exit 3

with_step "\tdiff = hand.diff\n$hand"
expect_exit 0 tw plan --diff "$stick" && has "$work/out" '+/* by hand */' &&
	has "$work/out" '+	return timer_delete_sync(timer);' && ! has "$work/out" elsewhere
ok 'a diff by hand and the rule behind it, and of both only what is asked for'
with_step '\tpatch = hand.mail\n'
expect_exit 0 tw plan --diff "$stick" && has "$work/out" '+/* by hand */' &&
	! has "$work/out" elsewhere
ok 'a mail'
sed -i 's/^ int stick_stop/ int no_such_line/' "$campaign/hand.diff"
with_step "\tdiff = hand.diff\n$hand"
expect_exit 2 tw plan --diff "$stick" && says 'hand.diff does not apply' &&
	cp "$work/err" "$work/kept"
with_step "\tdiff = hand.diff\n$hand\tprovides = no_such_word\n"
expect_exit 0 tw plan --diff "$stick" && says 'hand.diff does not apply, and is left out here' &&
	has "$work/out" '+	return timer_delete_sync(timer);' && [ -s "$work/kept" ]
ok 'a diff that does not apply: refused, unless it may have landed'

printf '/// Name the result\n@@\nexpression E;\n@@\n- return timer_delete_sync(E);\n+ return 0 + timer_delete_sync(E);\n' \
	>"$campaign/second.cocci"
sed 's/^\[recipients\]/[convert "second"]\n\trule = second.cocci\n\tsubject = Name it\n\tmessage = convert.txt\n&/' \
	"$work/conf" >"$campaign/campaign.conf"
expect_exit 0 tw plan --diff "$stick" &&
	has "$work/out" '+	return 0 + timer_delete_sync(timer);' &&
	! has "$work/out" '-	return timer_delete'
ok 'a rule that works on what the one before it made: the diff goes from the base to the end'

if bwrap --unshare-all --ro-bind / / true 2>"$work/err"; then
	printf '#!/bin/sh\nfind . -type f -exec sed -i s/del_timer_sync/timer_delete_sync/ {} +\n' \
		>"$campaign/sed.sh" && chmod 755 "$campaign/sed.sh" &&
		sed 's/rule = convert.cocci/script = sed.sh/' "$work/conf" \
			>"$campaign/campaign.conf"
	expect_exit 0 env TREEWIDE_SANDBOX_RESERVE=10 "$TREEWIDE" --repo "$repo" \
		--state "$state" --campaign "$campaign" plan --diff "$stick" &&
		same "$work/diff.txt" "$work/out" &&
		says 'sed.sh: gets nothing here but what is asked for'
	ok 'a program'
else
	skip 'a program' 'needs bubblewrap'
fi
cp "$work/conf" "$campaign/campaign.conf"

mine=$campaign campaign=$top/tests/campaigns/world
expect_exit 0 tw plan --diff drivers/net/alpha.c && says 'select is not asked here' &&
	has "$work/out" '+	ret = pcim_alloc_irq_vectors('
ok 'a step that selects calls: the audit is not asked, and that is said'
campaign=$mine

## all of a plan ##

expect_exit 1 tw plan --diff && has "$work/out" '   1  Input: joystick: Use timer_delete_sync()' &&
	sed -n '/^diff --git/,$p' "$work/out" >"$work/got" && same "$work/diff.txt" "$work/got"
ok 'without a file: the plan, and the diffs behind it'
expect_exit 1 tw --json plan --diff && json 'd["patches"][0]["diff"].rstrip()' >"$work/got" &&
	same "$work/diff.txt" "$work/got" && expect_exit 1 tw --json plan &&
	[ "$(json '"diff" in d["patches"][0]')" = false ]
ok 'the same as JSON, and not unless it is asked for'

expect_exit 2 tw plan "$stick" && says "unexpected word: $stick" && says 'a file goes with --diff'
ok 'a file without --diff'
expect_exit 2 tw plan --diff --sample && says 'it does not go with --diff' &&
	expect_exit 2 tw plan --diff --wave x "$stick" && says 'wave'
ok 'what --diff does not go with'

finish
