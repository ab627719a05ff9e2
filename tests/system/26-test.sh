#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# treewide test: the cases of the rules of a campaign, without a repository.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

mkdir "$work/here" && cd "$work/here" || exit 3
"$TREEWIDE" init mine >/dev/null
cases=mine/tests/convert
run_tests() { # ARG...
	"$TREEWIDE" --campaign ./mine --jobs 2 test "$@"
}

## what it says ##

expect_exit 0 run_tests && has "$work/out" 'mine/convert.cocci: 2 cases' &&
	has "$work/out" '2 of 2 cases of 1 rule good'
ok 'the campaign of init, where there is no repository'

[ -z "$(find "$TMPDIR" -mindepth 1)" ] && [ ! -e "$XDG_STATE_HOME" ]
ok 'nothing stays behind'

expect_exit 0 run_tests convert && expect_exit 0 run_tests convert.cocci
ok 'one rule, by its name with and without its ending'

for shipped in timer-delete pcim-irq-vectors iflib-msix; do
	expect_exit 0 "$TREEWIDE" --campaign "$top/series/$shipped" --jobs 2 test
	ok "the rules of $shipped beside which their cases are, report rules among them"
done

expect_exit 0 run_tests --json && [ "$(json 'd["campaign"], d["faults"], d["written"]')" = \
	'["mine", 0, []]' ] &&
	[ "$(json '[c["case"] for r in d["rules"] for c in r["cases"] if c["good"]]' |
		tr '\n' ' ')" = 'leave replace ' ]
ok 'the same as JSON'

## what it refuses ##

cp "$cases/replace.res" "$work/replace.res"
sed -i 's/timer_delete_sync(&dev->other)/timer_delete(\&dev->other)/' "$cases/replace.res"
expect_exit 1 run_tests && says 'replace.c: something else comes out' && {
	has "$work/out" '-	if (timer_delete(&dev->other))' &&
		has "$work/out" '+	if (timer_delete_sync(&dev->other))' &&
		has "$work/out" '1 of 2 cases of 1 rule good'
}
ok 'a wrong .res, with the diff from what must come out to what does'

discard "$cases/replace.res"
expect_exit 1 run_tests && says 'there is no ' && says 'tests/convert/replace.res' &&
	says 'no case that it changes'
ok 'no .res, and so no case that the rule changes'

expect_exit 0 run_tests --update && has "$work/out" 'written: ' &&
	same "$work/replace.res" "$cases/replace.res" && expect_exit 0 run_tests --update &&
	! has "$work/out" 'written: '
ok '--update writes what comes out, once'

mv "$cases/leave.c" "$work/leave.c"
expect_exit 1 run_tests && says 'there is no ' && says 'tests/convert/leave.c'
ok 'a .res without its .c'

mv "$cases/leave.res" "$work/leave.res"
expect_exit 1 run_tests && says 'no case that it leaves alone'
ok 'no case that the rule leaves alone'
cp "$work/leave.c" "$work/leave.res" "$cases"

printf 'void f(void)\n{\n\tdel_timer_sync(\n}\n' >"$cases/broken.c"
cp "$cases/broken.c" "$cases/broken.res"
expect_exit 1 run_tests && says 'broken.c: spatch cannot parse it around line' &&
	expect_exit 1 run_tests --update
ok 'C that spatch cannot parse is no case that is left alone, nor by --update'
discard "$cases/broken.c" "$cases/broken.res"

mv mine/tests "$work/tests"
expect_exit 1 run_tests && says 'no case in ' && says 'mine/tests/convert: CASE.c and CASE.res'
ok 'a rule without a case: where one would be'
mv "$work/tests" mine/tests

## rules of several kinds ##

cp mine/convert.cocci "$work/convert.cocci"
sed -i 's/^+ timer_delete_sync/+ again(1) + del_timer_sync/' mine/convert.cocci
expect_exit 1 run_tests && says 'something else comes out' &&
	says 'the rule changes what comes out of it' && expect_exit 1 run_tests --update &&
	! says 'something else' && has "$work/out" '+	again(1) + again(1) + del_timer_sync' &&
	has "$work/out" '1 of 2 cases of 1 rule good'
ok 'a rule that finds something to do in its own result'

printf '/// Break\n@@\n@@\n- del_timer_sync(\n+ timer_delete_sync\n' >mine/convert.cocci
expect_exit 2 run_tests && says 'mine/convert.cocci: the rule does not parse' && says 'line '
ok 'a rule that is none: the place that spatch names'

cat >mine/convert.cocci <<-'END'
	/// Take one step of two
	@@ @@
	- first
	+ second
	  (...);

	@@ @@
	- zeroth
	+ first
	  (...);
END
discard "$cases"
mkdir "$cases"
echo 'void f(void) { zeroth(1); }' >"$cases/two.c"
echo 'void f(void) { second(1); }' >"$cases/two.res"
echo 'void f(void) { third(1); }' | tee "$cases/none.c" >"$cases/none.res"
expect_exit 1 run_tests && says 'something else comes out' && {
	sed -i 's/^\trule = convert.cocci/&\n\trepeat = 3/' mine/campaign.conf
	expect_exit 0 run_tests
}
ok 'repeat: what comes out of the last pass'

cat >mine/convert.cocci <<-'END'
	/// Tell
	// Options: --no-includes
	@r@
	position p;
	@@
	  del_timer_sync@p(...)

	@script:python@
	p << r.p;
	@@
	print("%s:%s: f(): a call" % (p[0].file, p[0].line))
END
sed -i '/repeat = 3/d' mine/campaign.conf
discard "$cases"
mkdir "$cases"
printf 'void f(void)\n{\n\tdel_timer_sync(1);\n\tdel_timer_sync(2);\n}\n' >"$cases/two.c"
printf 'two.c:3: f(): a call\ntwo.c:4: f(): a call\n' >"$cases/two.out"
echo 'void f(void) { }' >"$cases/none.c"
: >"$cases/none.out"
expect_exit 0 run_tests && sed -i 1d "$cases/two.out" && expect_exit 1 run_tests &&
	has "$work/out" '+two.c:3: f(): a call'
ok 'a rule that reports: .out, and what is wrong in it'
cp "$work/convert.cocci" mine/convert.cocci

## what cannot be ##

expect_exit 2 run_tests convrt && says 'has no rule convrt'
ok 'a name of no rule'
expect_exit 2 "$TREEWIDE" test && says 'no campaign: use --campaign'
ok 'no campaign'
git config --global treewide.jobs 300abc
expect_exit 2 "$TREEWIDE" --campaign ./mine test && says 'treewide.jobs = 300abc: not a number'
ok 'a number of jobs that is none'
git config --global --unset treewide.jobs
TREEWIDE_SPATCH_TIMEOUT=5s expect_exit 2 run_tests &&
	says 'TREEWIDE_SPATCH_TIMEOUT=5s: not a number of seconds'
ok 'a time for spatch that is none'
fake spatch-deaf spatch
export TREEWIDE_SPATCH_TIMEOUT=1
expect_exit 3 run_tests || expect_exit 1 run_tests && says 'did not end in 1 s'
ok 'a spatch that does not end'
no_fakes

finish
