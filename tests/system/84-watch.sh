#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# ci/nightly with watched branches: what is new is judged once, who broke what is told and what was
# mended; forced, reset and gone branches; what strangers wrote runs in the sandbox.
# shellcheck disable=SC2016,SC2317 # $ is of the inner program; what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

nights=$work/nights
linux=$work/linux.git
latest=$nights/watch/net/latest
night() { # OPTION...
	"$top/ci/nightly" --repo "$linux" --state "$state" --reports "$nights" "$@"
}
watch() { # KEY VALUE, of the watch "net"
	git -C "$linux" config "watch.net.$1" "$2"
}
git_repo() { git -C "$repo" "$@"; }
published() { # the last night
	readlink "$latest"
}
# What was known of the objects of each commit, in the order of the proof.
reused() {
	json '" ".join(str(k["reused"]) for c in d["commits"] for k in c["checks"]
		if k["check"] == "objects")' "$latest/proof.json"
}
proves() { grep -q '^prove ' "$latest/steps"; }
judged() { json 'd["judged"]' "$latest/watch.json"; }
first_line() { # TEXT: in the first line of the summary
	head -n 1 "$work/out" >"$work/first" && has "$work/first" "$1"
}
# Under a title of the summary, until the next one.
under() { # TITLE
	sed -n "/^$1:\$/,/^[^ ]/p" "$latest/summary.txt"
}
short() { # REV
	git_repo rev-parse --short=12 "$1"
}
signed='For the test.

Signed-off-by: Tessa Tester <tessa@example.org>'
# A commit in which a driver gets one more function.
grow() { # NAME FILE [STATEMENT]
	printf '\nint %s(void);\nint %s(void)\n{\n%s\treturn 1;\n}\n' "$1" "$1" "${3:+	$3

}" >>"$repo/$2" && commit "$repo" "$2: Add $1

$signed"
}

make_world "$repo" && git_repo tag begin && git_repo checkout -q -b for-next &&
	grow one drivers/net/alpha.c && grow two drivers/spi/spi-echo.c &&
	git clone -q --bare --shared "$repo" "$linux" && git -C "$linux" config treewide.jobs 2 &&
	git -C "$linux" config treewide.nightlykeep 2
ok 'a world with a branch to watch, and a repository of the user'

## what is wanted ##

expect_exit 2 night && says 'no campaign'
ok 'without a campaign and a watch: 2'
expect_exit 2 night --watch net && says 'no section [watch "net"]'
ok 'a watch that is none: 2'
watch remote "$repo" && expect_exit 2 night && says 'has no branch' &&
	watch branch for..next && expect_exit 2 night && says "one that is none: 'for..next'" &&
	watch branch for-next && watch colour red && expect_exit 2 night &&
	says 'watch.net.colour: known are remote branch' &&
	git -C "$linux" config --unset watch.net.colour &&
	watch commits many && expect_exit 2 night && says 'watch.net.commits = many: not a' &&
	watch commits 0 && expect_exit 2 night &&
	git -C "$linux" config --unset watch.net.commits &&
	watch trust some && expect_exit 2 night && says 'known are none and all' &&
	git -C "$linux" config --unset watch.net.trust &&
	watch accept main && expect_exit 2 night && says 'not the id of a commit' &&
	git -C "$linux" config --unset watch.net.accept && [ ! -e "$nights" ]
ok 'a key that nobody knows, and values that are none: 2, each named'
expect_exit 2 night && first_line 'BROKEN: watch net: nothing of it is judged yet: write in' &&
	says 'base = REV' && says 'upstream = REV' && [ -n "$(published)" ]
ok 'a first night without a base: broken, and it says what to write'
watch base nowhere && expect_exit 2 night && first_line 'watch.net.base = nowhere: there is no such'
ok 'a base that is none: broken'
watch base begin

## what is no answer ##

printf '#!/bin/sh\necho "{%%"\n' >"$work/garbage" && chmod 755 "$work/garbage"
TREEWIDE=$work/garbage expect_exit 3 night && first_line 'BROKEN: watch net: prove' &&
	says 'gave no document' && ! says GREEN
ok 'a program that says garbage and ends with 0: broken'
printf '#!/bin/sh\necho "{\\"commits\\": []}"\n' >"$work/garbage"
TREEWIDE=$work/garbage expect_exit 3 night && first_line 'BROKEN: watch net: judge' &&
	says 'the proof is of 0 commits and not of the 2 that are new' && ! says GREEN
ok 'a proof that is not of these commits: broken'

why=
bwrap --unshare-all --ro-bind / / --dev /dev --ro-bind /proc /proc true 2>"$work/err" ||
	why="no bubblewrap: $(head -n 1 "$work/err")"
if [ "$why" ]; then
	expect_exit 3 night && first_line 'BROKEN: watch net: prove'
	ok 'without a sandbox: broken'
	skip 'nights of a watched branch' "$why"
	finish
fi
mkdir "$work/none" && printf '#!/bin/sh\necho "bwrap: no namespaces" >&2\nexit 1\n' \
	>"$work/none/bwrap" && chmod 755 "$work/none/bwrap"
PATH=$work/none:$PATH expect_exit 3 night && first_line 'BROKEN: watch net: prove' &&
	says 'no namespaces; --trust takes the risk'
ok 'without a sandbox it is broken, and nothing is run'

## night after night ##

git -C "$linux" for-each-ref >"$work/refs" && git -C "$linux" count-objects >"$work/objects"
expect_exit 0 night && first_line 'GREEN: watch net: for-next of' && says 'the first night' &&
	first_line '2 new commits' && [ "$(judged)" = 2 ]
ok 'the first night judges what is behind the base, and is green'
is_junit "$latest"/*.xml && [ -s "$latest/junit.xml" ] && [ -s "$latest/proof.json" ] &&
	[ "$(json 'len(d["checkouts"])' "$latest/kcidb.json")" = 2 ] &&
	expect_exit 0 python3 -I -S "$top/tests/page.py" "$latest/report.html" &&
	expect_exit 0 python3 -I -S \
		"$top/tests/page.py" --plain "$nights/watch/net/index.html" &&
	says green &&
	[ -s "$nights/watch/net/nightly.xml" ]
ok 'with a page and JUnit of its own'
proves && expect_exit 0 night && first_line '0 new commits' && [ "$(judged)" = 0 ] && ! proves &&
	is_junit "$latest/nightly.xml"
ok 'the same once more: nothing is judged twice'

# One that breaks the build, by somebody whose name is an attack.
evil=$(printf 'Mallory \033[31m&"x"\342\200\256 `id` $(id) %%s')
export GIT_AUTHOR_NAME="$evil"
grow three drivers/net/alpha.c 'int unused;'
unset GIT_AUTHOR_NAME
bad=$(short HEAD)
grow four drivers/spi/spi-echo.c
expect_exit 1 night && first_line 'RED: watch net' && first_line '2 new commits: 1 newly broken' &&
	[ "$(judged)" = 2 ]
ok 'a commit that breaks a driver: red'
error="x86_64-allmodconfig: drivers/net/alpha.c:[0-9]*:[0-9]*: error: unused variable 'unused'"
grep -q "^  $bad (\"drivers/net/alpha.c: Add three\") Mallory .*: $error" "$work/out"
ok 'its author, the target and the first error are told in one line'
! grep -q "$(printf '\033')" "$latest"/summary.txt "$latest"/*.xml "$nights/watch/net/index.html" &&
	has "$latest/summary.txt" 'Mallory ?[31m&"x"? `id` $(id) %s: x86_64' &&
	is_junit "$latest"/*.xml && has "$latest/nightly.xml" '31m&amp;&quot;x&quot;'
ok 'a hostile name is text, and nothing else'
expect_exit 1 night && first_line '0 new commits: 1 still broken' && ! says 'newly broken' &&
	under 'still broken' >"$work/got" && has "$work/got" "$bad" &&
	git -C "$linux" config treewide.nightlyred new && expect_exit 0 night &&
	says '1 still broken' && git -C "$linux" config --unset treewide.nightlyred
ok 'the next night it is still broken, and not new'
watch accept "$bad" && expect_exit 0 night && first_line '1 broken and accepted' &&
	git -C "$linux" config --unset watch.net.accept
ok 'what is accepted makes nothing red, and is counted'

git_repo tag old-tip
sed -i '/int unused;/d' "$repo/drivers/net/alpha.c" && commit "$repo" "alpha: Mend it

$signed"
expect_exit 0 night && first_line '1 new commit: 1 mended' && under mended >"$work/got" &&
	has "$work/got" "$bad" && has "$work/got" "mended by $(short HEAD)"
ok 'mended by a later commit: green, and it says by which'
expect_exit 0 night && ! says mended
ok 'and it is told once'

## a forced update ##

# The branch as it was before the commit that mends; rebased, with a new commit below.
git_repo checkout -q -B for-next begin && grow zero sound/pci/lima.c &&
	git_repo cherry-pick begin..old-tip >"$work/log" 2>&1
copy=$(short HEAD~1)
expect_exit 1 night && first_line '5 new commits: 1 still broken' && ! says 'newly broken' &&
	says 'a forced update, without 5 commits of last night' &&
	has "$latest/summary.txt" "$copy"
ok 'rebased: the patch that failed before is no new breakage'
[ "$(reused)" = 'False True True False True' ]
ok 'and of its commits only what is new is compiled, and what fails is tried again'
git_repo checkout -q -B for-next begin && grow zero2 sound/pci/lima.c &&
	git_repo cherry-pick begin..old-tip~2 >"$work/log" 2>&1 &&
	git_repo cherry-pick old-tip >"$work/log" 2>&1
expect_exit 0 night && first_line '4 new commits: 1 mended' && under mended >"$work/got" &&
	has "$work/got" "$copy" && says 'no longer in the branch'
ok 'forced again, without it: mended'

## the limit ##

for number in 1 2 3 4 5; do grow "many$number" drivers/gpio/gpio-golf.c || break; done
watch commits 2
expect_exit 0 night && says 'left for the next nights: 3 of 5 new commits (commits = 2)' &&
	first_line '3 left for the next nights' && [ "$(judged)" = 2 ] &&
	expect_exit 0 night && says '1 of 3 new' && expect_exit 0 night && [ "$(judged)" = 1 ] &&
	! says left && expect_exit 0 night && first_line '0 new commits'
ok 'more than the limit: the oldest first, the others in the next nights, each once'
git_repo checkout -q -b side && grow left1 sound/pci/lima.c && grow left2 sound/pci/lima.c &&
	git_repo checkout -q for-next && grow right drivers/net/delta.c &&
	git_repo merge -q --no-edit side >"$work/log" 2>&1
expect_exit 0 night && says '2 of 4 new' && [ "$(judged)" = 2 ] &&
	expect_exit 0 night && [ "$(judged)" = 2 ] && ! says left &&
	expect_exit 0 night && first_line '0 new commits'
ok 'and with a merge, whose sides are judged before it'
git -C "$linux" config --unset watch.net.commits

## what is not there ##

git_repo tag top && git_repo reset -q --hard top~1
expect_exit 3 night && first_line 'BROKEN: watch net: for-next was reset to the older' &&
	! says GREEN && expect_exit 0 night && first_line 'GREEN: watch net' &&
	git_repo reset -q --hard top && expect_exit 0 night && first_line '0 new commits'
ok 'a branch that was reset to an older commit: broken, once; nothing is judged again'
git_repo checkout -q --detach && git_repo branch -q -D for-next &&
	git -C "$linux" config watch.other.remote "$repo" &&
	git -C "$linux" config watch.other.branch main &&
	git -C "$linux" config watch.other.upstream begin
expect_exit 3 night && says 'BROKEN: watch net: the branch for-next is gone from' &&
	says 'GREEN: watch other: main of' && [ -s "$nights/watch/other/latest/nightly.xml" ] &&
	is_junit "$latest/nightly.xml" && grep -q '<error ' "$latest/nightly.xml"
ok 'a branch that is gone: broken, and the other watch has its night'
git_repo checkout -q -b for-next top && mv "$repo" "$work/away"
expect_exit 3 night && says 'BROKEN: watch net: ' && says 'cannot be reached' &&
	says 'BROKEN: watch other: ' && mv "$work/away" "$repo"
ok 'a remote that is gone: broken'
git -C "$linux" config watch.other.branch nothing && expect_exit 3 night --watch other &&
	says 'has no branch nothing' || says 'the branch nothing is gone'
ok 'a branch that never was: broken'
git -C "$linux" config --remove-section watch.other
expect_exit 0 night && first_line 'GREEN: watch net' && first_line '0 new commits'
ok 'and when it is there again nothing was forgotten'

## killed, and twice at once ##

grow five drivers/net/delta.c 'int unused;' && bad=$(short HEAD) &&
	grow six drivers/gpio/gpio-golf.c
before=$(published)
cat >"$work/bin/never-reports" <<'FAKE'
#!/bin/sh
case " $* " in *' report '*) exec sleep 600 ;; esac
exec "$REAL_TREEWIDE" "$@"
FAKE
chmod 755 "$work/bin/never-reports"
REAL_TREEWIDE=$TREEWIDE
export REAL_TREEWIDE
start_night() {
	: >"$work/err"
	TREEWIDE=$work/bin/never-reports "$top/ci/nightly" --repo "$linux" --state "$state" \
		--reports "$nights" --watch net >"$work/out" 2>"$work/err" &
	pid=$!
	while ! has "$work/err" 'nightly: report-html' && kill -0 "$pid"; do sleep 0.1; done
}
start_night
expect_exit 3 night && says 'another night of watch net is at work' &&
	[ "$(published)" = "$before" ]
ok 'a second one at the same time: 3'
kill -TERM "$pid"
wait "$pid" 2>/dev/null
[ $? = 143 ] && [ "$(published)" = "$before" ]
ok 'ended behind the proof: nothing is published'
expect_exit 1 night && first_line '2 new commits: 1 newly broken' && has "$work/out" "$bad" &&
	reused >"$work/known" && grep -q ' True$' "$work/known" && [ "$(published)" != "$before" ]
ok 'the next night tells it, and what passed is known'

## what strangers wrote ##

plant() { # FILE
	printf '\n$(shell (: >%s) 2>/dev/null)\n' "$1" >>"$repo/drivers/spi/Makefile" &&
		commit "$repo" "spi: Write beside the build folder

$signed"
}
plant "$work/stolen"
night >"$work/out" 2>"$work/err"
first_line 'RED: watch net' && first_line '1 new commit: ' && [ "$(judged)" = 1 ] &&
	[ ! -e "$work/stolen" ] && [ -d "$state/watch/net/state/strangers" ]
ok 'what a Makefile of the branch writes elsewhere is not written'
plant "$work/taken" && watch trust all
night >"$work/out" 2>"$work/err"
first_line 'RED: watch net' && [ "$(judged)" = 1 ] && [ -e "$work/taken" ]
ok 'but it is where the branch is trusted'
git -C "$linux" config --unset watch.net.trust

## the user's repository ##

git -C "$linux" for-each-ref | equals "$work/refs" &&
	git -C "$linux" count-objects | equals "$work/objects"
ok 'has the refs and objects that it had'

finish
