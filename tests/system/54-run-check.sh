#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# [check] run: a program of the campaign examines each state of what it reads once, is believed only
# when it writes the result of this very run, and cannot spoil anything.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "patch patch ..." of all verdicts of this kind that the check "life" has.
lives() { # KIND
	verdicts "$1" 'k["check"] == "life"' 'c["patch"]'
}

# A campaign that compiles nothing and runs the program on standard input, which begins behind
# `#!/bin/sh` and notes its run; the lines of its section are the argument.
program() { # LINES
	sed '/^\[check "life"\]/,/^#/d' "$work/plain.conf" >"$campaign/campaign.conf"
	printf '[check "life"]\n\trun = life.sh\n%b' "$1" >>"$campaign/campaign.conf"
	{
		printf '#!/bin/sh\necho run >>%s\n' "$work/runs"
		# shellcheck disable=SC2016 # the program itself expands them
		echo 'result() { { echo "nonce $TREEWIDE_NONCE"; echo "detail $*"; } >"$TREEWIDE_RESULT"; }'
		cat
	} >"$campaign/life.sh"
	chmod 755 "$campaign/life.sh"
	: >"$work/runs"
}

runs() { # HOW MANY
	[ "$(grep -c . "$work/runs")" = "$1" ] || { cp "$work/runs" "$work/err" && false; }
}

make_world "$repo" && make_campaign "$work/life" && campaign=$work/life &&
	sed -i '/^\[check "build"\]/,+1d; /retires/d' "$campaign/campaign.conf" &&
	echo '{tested}' >>"$campaign/cover.txt" &&
	cp "$campaign/campaign.conf" "$work/plain.conf" && expect_exit 0 tw generate &&
	says ' patches' &&
	fingerprint "$repo" >"$work/before"
ok 'a series'
reads='\treads = drivers/pci/msi/\n\treads = include/linux/pci.h\n'

## states ##

program "$reads" <<'END'
grep -q pci drivers/pci/msi/msi.c || exit 9
result "looked at $(ls drivers/pci/msi | wc -l) files" &&
	echo 'evidence booted' >>"$TREEWIDE_RESULT"
END
expect_exit 0 tw --json prove && all=$(json '" ".join(c["patch"] for c in d["commits"])') &&
	[ "$(json 'len(d["commits"])')" = 11 ] && [ "$(lives pass)" = "$all" ] && runs 2
ok 'a program runs once for each state of what it reads'
[ "$(verdict api life evidence)" = booted ] && [ "$(verdict api life reused)" = false ] &&
	[ "$(verdict convert/net-alpha life reused)" = true ] &&
	[ "$(verdict enforce life reused)" = false ] &&
	[ "$(verdict api life state)" = "$(verdict convert/net-alpha life state)" ] &&
	[ "$(verdict api life state)" != "$(verdict enforce life state)" ] &&
	[ "$(verdict api life detail)" = \
	'looked at 4 files (which files it reads beside those of reads = is not known)' ]
ok 'the verdict carries what the program says, and what is not known'
expect_exit 0 tw --json prove && [ "$(lives pass)" = "$all" ] && runs 2 &&
	[ "$(verdict enforce life reused)" = true ]
ok 'a second proof runs nothing'
expect_exit 0 tw --explain=enforce prove && says '           life.sh, known; ran in ' &&
	says 'the series changes, of what decides:' &&
	grep -qx ' *drivers/pci/msi/msi.c' "$work/out" && ! grep -qx ' *drivers/net/.*' "$work/out"
ok 'the reasons name what of the series decides'
line=$(sed -n 's/^ *by hand: \(.* life\.sh.*\|.*life\.sh; .*\)$/\1/p' "$work/out")
[ -n "$line" ] && (cd "$work" && sh -c "$line") >"$work/out" 2>"$work/err" &&
	grep -qx 'nonce by-hand' "$work/out" &&
	says 'detail looked at 4 files' && runs 3
ok 'and a line that runs it by hand'
echo run >"$work/runs" && echo run >>"$work/runs"
sed -i 's/^\(@.*\)/\1\n/' "$campaign/convert.cocci" && expect_exit 0 tw --force generate &&
	expect_exit 0 tw prove && says ' 0 fail' && runs 2
ok 'nor does one after a change of what it does not read'
echo '# changed' >>"$campaign/life.sh" && expect_exit 0 tw prove && runs 4
ok 'another program runs anew'
echo data >"$campaign/data" && printf '\tuses = data\n' >>"$campaign/campaign.conf" &&
	expect_exit 0 tw prove && runs 6 && expect_exit 0 tw prove && runs 6 &&
	echo more >>"$campaign/data" && expect_exit 0 tw prove && runs 8
ok 'so does one whose files are others'
printf '#!/bin/sh\necho some-tool 1\n' >"$work/bin/some-tool" && chmod 755 "$work/bin/some-tool"
printf '\ttool = some-tool\n' >>"$campaign/campaign.conf" && expect_exit 0 tw prove && runs 10 &&
	expect_exit 0 tw prove && runs 10 &&
	printf '#!/bin/sh\necho some-tool 2\n' >"$work/bin/some-tool" &&
	expect_exit 0 tw prove && runs 12
ok 'and one whose tools are others'
discard "$work/bin/some-tool" && expect_exit 0 tw --json prove && [ "$(lives skipped)" = "$all" ] &&
	runs 12 &&
	[ "$(verdict api life detail)" = 'the program some-tool is not installed' ]
ok 'without its tool it is skipped, and the verdict says why'

program "$reads" <<'END'
echo drivers/net/alpha.c >"$TREEWIDE_INPUTS"
result fine
END
expect_exit 0 tw --json prove && runs 3 && [ "$(verdict convert/net-alpha life reused)" = false ] &&
	[ "$(verdict convert/net-bravo life reused)" = true ] &&
	[ "$(verdict api life detail)" = fine ]
ok 'what it says that it reads decides as well, whatever its section says'
expect_exit 0 tw prove && runs 3
ok 'that is remembered too'
program '' <<'END'
result fine
END
expect_exit 0 tw prove && runs 11
ok 'without reads every tree is a state'

## no ##

program "$reads" <<'END'
if grep -q pcim_alloc_irq_vectors include/linux/pci.h &&
	grep -q pci_is_managed drivers/pci/msi/msi.c; then
	result 'the vectors leak'
	exit 1
fi
result fine
END
expect_exit 1 tw --json prove && [ "$(lives fail)" = "${all% enforce}" ] &&
	[ "$(lives pass)" = enforce ] &&
	[ "$(verdict api life detail)" = \
	'the vectors leak (which files it reads beside those of reads = is not known)' ] && runs 3
ok 'what is wrong between two patches fails from the first on and passes from the last on'
expect_exit 1 tw --json prove && runs 3 && [ -f "$(verdict api life log)" ]
ok 'a failure is remembered, its log is kept'
expect_exit 0 tw generate && expect_exit 0 tw report --format cover &&
	says 'life: 1 of 11 commits pass, 10 fail' &&
	says 'patch 11: fine' && says 'patch 1, fail: the vectors leak'
ok 'the cover letter says it, and what the program said'
program "$reads" <<'END'
result 'never fine'
exit 1
END
expect_exit 0 tw --json prove && [ "$(lives void)" = "$all" ] &&
	[ "$(verdict api life detail)" = \
	'the base fails too: never fine (which files it reads beside those of reads = is not known)' ]
ok 'what fails on the base too is void'

## programs that break the rules ##

# The base is good, so that it is the commit that fails; what follows is about every commit.
broken() { # NAME DETAIL, the program on standard input
	{ echo 'grep -q pcim_alloc_irq_vectors include/linux/pci.h || { result fine; exit; }' &&
		cat; } >"$work/body"
	program "$reads\ttimeout = 5\n" <"$work/body"
	expect_exit 1 tw --json prove && [ "$(lives fail)" = "$all" ] && runs 3 &&
		verdict api life detail >"$work/got" &&
		has "$work/got" "$2" && expect_exit 1 tw --json prove && runs 5
	ok "$1"
}

broken 'exit code 0 alone is no pass, and is asked again' \
	'exit code 0, but it wrote no result: all is fine' <<'END'
echo 'all is fine'
END
broken 'the result of an earlier run is no pass' 'does not begin with the nonce of this run' <<'END'
{ echo "nonce 0123456789abcdef0123456789abcdef"; echo 'detail fine'; } >"$TREEWIDE_RESULT"
END
broken 'a program that dies fails' 'ended by signal 11: about to die' <<'END'
result fine
echo 'about to die'
kill -SEGV $$
END
broken 'an exit code that means nothing fails' 'exit code 9: I am broken' <<'END'
result fine
echo 'I am broken'
exit 9
END
broken 'a program that changes its work tree fails' \
	'changed its work tree: drivers/net/alpha.c' <<'END'
echo '/* bad */' >>drivers/net/alpha.c
result fine
END
broken 'also one that adds a file' 'changed its work tree: drivers/net/new.c' <<'END'
if grep -q '/* bad */' drivers/net/alpha.c; then result 'the tree is spoilt' && exit 1; fi
: >drivers/net/new.c
result fine
END

program "$reads\ttimeout = 1\n" <<'END'
grep -q pcim_alloc_irq_vectors include/linux/pci.h || { result fine; exit; }
sleep 1097 &
echo 'going to sleep'
sleep 1097
END
expect_exit 1 tw --json prove && [ "$(lives fail)" = "$all" ] && runs 3 &&
	[ "$(verdict api life detail)" = 'the program did not end in 1 s: going to sleep' ]
ok 'one that does not end is stopped, once for each state'
! pgrep -f 'sleep 109[7]' >"$work/out"
ok 'and all that it started'
program "$reads" <<'END'
result 'there is no device'
exit 77
END
expect_exit 0 tw --json prove && [ "$(lives skipped)" = "$all" ] &&
	[ "$(verdict api life detail)" = 'there is no device' ] && runs 2 &&
	expect_exit 0 tw prove && runs 4
ok 'a program that says that it cannot tell is skipped with its reason, and asked again'
printf '#!/nowhere/sh\n' >"$campaign/life.sh"
expect_exit 3 tw prove && says 'life.sh'
ok 'one that cannot be started is a failure of the system'
chmod 644 "$campaign/life.sh" && expect_exit 2 tw prove && says "life.sh: cannot be executed"
ok 'one that is not executable is refused'

fingerprint "$repo" >"$work/after" && cmp "$work/before" "$work/after"
ok 'the work tree, index and HEAD of the user are as they were'

finish
