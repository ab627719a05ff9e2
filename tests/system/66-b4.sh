#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What somebody has of it who works with b4 and git alone: branches that b4 prep made, notes of git,
# lines for the cover letter, and b4 prep --check, which asks for what is known of a patch.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v b4 >/dev/null || skip_all 'needs b4'
command -v git-filter-repo >/dev/null || skip_all 'needs git-filter-repo'

here() { # COMMAND...: no campaign, on the branch at hand
	(cd "$repo" && "$TREEWIDE" --state "$state" --jobs 2 "$@")
}
git_repo() { git -C "$repo" "$@"; }
subjects() { json '[c["subject"] for c in d["commits"]]' "$@" | tr '\n' ';'; }
signed='Signed-off-by: Tessa Tester <tessa@example.org>'
# One more function in a driver, as a patch of today: b4 looks back for one year only.
grow() { # DRIVER NAME [STATEMENT]
	printf '\nint %s(void);\nint %s(void)\n{\n%s\treturn 1;\n}\n' "$2" "$2" "${3:+	$3

}" >>"$repo/drivers/net/$1.c" &&
		git_repo commit -qam "net: $1: Add $2" -m 'For the test.' -m "$signed"
}
prep() { # NAME: a branch of b4 with two patches
	git_repo checkout -q main && (cd "$repo" && b4 --offline-mode prep -n "$1") \
		>"$work/b4" 2>&1 && grow delta one && grow alpha two
}
wanted='net: delta: Add one;net: alpha: Add two;'

make_world "$repo" && git_repo rev-parse main >"$work/main" && prep topic
ok 'a world, and a branch that b4 prep made'

## prove ##

expect_exit 0 here --json prove && [ "$(subjects)" = "$wanted" ] &&
	[ "$(json 'd["branch"]')" = b4/topic ] && json 'd["base"]' | equals "$work/main" &&
	[ "$(json 'd["summary"]["fail"]')" = 0 ] && cp "$work/out" "$work/proof.json"
ok 'prove: the branch that HEAD is on; the cover letter is no patch'
git_repo checkout -q main && expect_exit 0 here --json prove b4/topic &&
	[ "$(subjects)" = "$wanted" ] &&
	[ "$(json 'all(k["reused"] for c in d["commits"] for k in c["checks"]
		if k["check"] == "objects")')" = true ]
ok 'prove: the branch by its name, from elsewhere, and nothing is compiled again'
expect_exit 0 here report b4/topic && says 'net: alpha: Add two' &&
	says '2 commits of b4/topic on'
ok 'report: its last proof'
for strategy in branch-description tip-commit; do
	git_repo config b4.prep-cover-strategy "$strategy" && prep "by-$strategy" || break
	if [ "$strategy" = tip-commit ]; then
		# What b4 does when the cover letter is edited: it goes to the tip.
		cover=$(cover_of b4/by-tip-commit) &&
			git_repo log -1 --format=%B "$cover" >"$work/cover" &&
			git_repo rebase -q --onto main "$cover" &&
			git_repo commit -q --allow-empty -F "$work/cover" || break
	fi
	expect_exit 0 here --json prove && [ "$(subjects)" = "$wanted" ] &&
		[ "$(json 'd["branch"]')" = "b4/by-$strategy" ] &&
		json 'd["base"]' | equals "$work/main" || break
done && [ "$strategy" = tip-commit ]
ok 'prove: with the cover letter in the configuration, and at the tip'
git_repo config --unset b4.prep-cover-strategy

expect_exit 2 here prove main && says 'main is neither a range of commits nor a branch that b4 prep made'
ok 'prove: a branch that is not of b4: 2'
git_repo checkout -q main && (cd "$repo" && b4 --offline-mode prep -n empty) >"$work/b4" 2>&1 &&
	expect_exit 1 here prove && says 'b4/empty holds no patch yet'
ok 'prove: a branch without patches: the answer is no'
grow delta three && git_repo checkout -q main && grow alpha four && git_repo checkout -q b4/empty &&
	git_repo merge -q --no-edit main && expect_exit 2 here prove &&
	says 'holds the merge' && says 'say BASE..b4/empty'
ok 'prove: a merge in it: 2, and what to say'
git_repo checkout -q b4/topic && git_repo checkout -q -b changed "$(cover_of b4/topic)" &&
	echo >>"$repo/drivers/net/alpha.c" && git_repo commit -qa --amend --no-edit &&
	grow delta five && expect_exit 2 here prove && says 'changes files'
ok 'prove: a cover letter that changes files is refused'
git_repo config branch.by-hand.b4-prep-cover-strategy branch-description &&
	git_repo config branch.by-hand.b4-tracking '{"series": {}}' &&
	git_repo checkout -q -b by-hand main && expect_exit 2 here prove &&
	says "b4's notes name no base-branch"
ok "prove: where b4's notes name no base, what to say instead"

## notes and lines ##

git_repo checkout -q b4/topic && expect_exit 0 here prove && expect_exit 0 here report --notes &&
	says '2 new notes in refs/notes/treewide' &&
	git_repo log -1 --notes=treewide --format=%N >"$work/note" &&
	grep -q '^treewide .*, on [0-9a-f]*:$' "$work/note" &&
	grep -q '^  pass      objects     compiled x86_64-allmodconfig: 1 object$' "$work/note"
ok 'notes: what is known of a commit, as a note of git'
git_repo rev-parse refs/notes/treewide >"$work/before" && expect_exit 0 here report --notes &&
	says '0 new notes' && git_repo rev-parse refs/notes/treewide | equals "$work/before"
ok 'notes: what is said already is not said again'
: >"$work/empty.mbox"
expect_exit 2 here report --notes --index && says 'are not in the repository' &&
	expect_exit 2 here report --notes --mbox "$work/empty.mbox" &&
	expect_exit 2 here report --notes --format cover && says '--notes does not go with it'
ok 'notes: only of commits that are there: 2'
echo 'Compile-tested: x86_64-allmodconfig, 2 of 2 commits' >"$work/line"
expect_exit 0 here report --format trailers && sed 's/ (treewide [0-9.]*)$//' "$work/out" |
	equals "$work/line"
ok 'trailers: a line for each target'

## the patch in a mail ##

mail() { git_repo format-patch -1 --stdout "${1:-HEAD}" >"$work/mail"; }
known() { (cd "$repo" && "$TREEWIDE" --state "$state" report --patch - <"$work/mail"); }
asked() { # CODE: known(), with its input
	known >"$work/out" 2>"$work/err"
	[ $? = "$1" ]
}
mail && asked 0 && [ ! -s "$work/out" ] && mail HEAD~1 && asked 0 && [ ! -s "$work/out" ] &&
	expect_exit 0 here report --patch "$work/mail"
ok 'patch: nothing is said of one that passes'
git_repo commit -q --amend -m 'net: alpha: Add two again' -m 'For the test.' -m "$signed" &&
	mail && asked 0
ok 'patch: a reworded one is the same'
mail main && asked 1 && has "$work/out" 'ERROR: this patch is not on b4/topic'
ok 'patch: one that is not on the branch'
grow delta six 'return nonsense' && mail && asked 1 &&
	has "$work/out" 'ERROR: not proved as it stands now: run treewide prove'
ok 'patch: one that was not proved yet'
expect_exit 1 here prove && asked 1 &&
	grep -q '^ERROR: fail: objects x86_64-allmodconfig: drivers/net/delta.c' "$work/out"
ok 'patch: one that fails'
expect_exit 1 here report --format trailers && [ ! -s "$work/out" ] && says 'no trailer' &&
	expect_exit 1 here report --notes && says '2 new notes' &&
	git_repo log -1 --notes=treewide --format=%N | grep -q '^  fail      objects'
ok 'trailers: no line where a verdict speaks against it; the note says fail'
echo 'Hello' >"$work/mail" && asked 2 && says 'standard input holds no patch' &&
	expect_exit 2 here report --patch "$work/none" && says "$work/none" &&
	expect_exit 2 here report --patch "$work/mail" --format json && says 'a form of its own'
ok 'patch: what is no patch: 2'

## b4 prep --check ##

checks() { # the words of b4 prep --check, without colours
	(cd "$repo" && PATH=$(dirname "$TREEWIDE"):$PATH && export PATH &&
		git config b4.prep-perpatch-check-cmd "treewide --state $state report --patch -" &&
		b4 --offline-mode prep --check --no-cache </dev/null) >"$work/out" 2>&1
}
if ! b4 prep --help | grep -q -e '--check'; then
	skip 'b4 prep --check says what fails' 'b4 is older than 0.14'
	skip 'b4 prep --check says nothing of what passes' 'b4 is older than 0.14'
else
	checks && says 'fail: objects x86_64-allmodconfig: drivers/net/delta.c' &&
		[ "$(grep -c 'objects x86_64-allmodconfig' "$work/out")" = 1 ]
	ok 'b4 prep --check says what fails'
	git_repo reset -q --hard HEAD~1 && expect_exit 0 here prove && checks && ! says fail: &&
		! says 'not proved' && says 'Add one'
	ok 'b4 prep --check says nothing of what passes'
fi

finish
