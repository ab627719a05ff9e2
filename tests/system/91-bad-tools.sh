#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Tools that are missing, fail or lie: their exit codes are no evidence.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
expect_exit 0 tw generate && expect_exit 0 tw plan && says ' patches over '
ok 'the plan with honest tools'
cp "$work/out" "$work/plan"
cp -R "$state" "$work/known"

# A state directory that knows everything but what becomes of one file.
fresh() { # FILE
	discard -f "$state"
	cp -R "$work/known" "$state"
	forget "stage = 'convert' AND value LIKE '%$(git -C "$repo" rev-parse "b4/world:$1")%'"
}

# One that knows no modules.
unconfigured() {
	discard -f "$state"
	cp -R "$work/known" "$state"
	discard -f "$state"/build* && forget "stage IN ('modules', 'audit')"
}

## missing ##

mkdir "$work/tools"
ln -s /usr/bin/* "$work/tools"
without() { # PROGRAM COMMAND...
	discard "$work/tools/$1"
	missing=$1
	shift
	(PATH=$work/bin:$work/tools && "$@")
	code=$?
	ln -s "/usr/bin/$missing" "$work/tools"
	return "$code"
}
expect_exit 0 without yes tw plan && says " patches over " && same "$work/plan" "$work/out"
ok 'missing: what nobody needs'
expect_exit 3 without spatch tw plan && says 'Coccinelle is needed'
ok 'missing: spatch: 3'
expect_exit 3 without clang-format tw plan && says 'clang-format is needed'
ok 'missing: clang-format: 3'
expect_exit 3 without gcc tw plan &&
	says 'needs gcc, which is not installed (Debian: apt-get install gcc)'
ok 'missing: the compiler: 3'
unconfigured
expect_exit 3 without make tw plan && says 'make'
ok 'missing: make: 3'

## spatch ##

fake spatch-lie spatch
lie() { # HOW COMMAND...
	how=$1
	shift
	FAKE_LIE=$how "$@"
}
fresh drivers/misc/hotel.c
expect_exit 0 lie not tw plan && says " patches over " && same "$work/plan" "$work/out" &&
	[ -s "$FAKE_LOG" ]
ok 'spatch: the fake can be honest, and sees the file'

# A file that spatch lies about stays out of the series, is named, and is not believed for ever.
told() { # HOW TEXT
	fresh drivers/misc/hotel.c
	expect_exit 1 lie "$1" tw --json plan && cp "$work/out" "$work/lie.json" && says "$2" &&
		[ "$(json '[l["file"] for l in d["left"]
		if l["wanted"]]')" = drivers/misc/hotel.c ] &&
		[ "$(json 'len([p for p in d["patches"]
		if "drivers/misc/hotel.c" in p["files"]])')" = 0 ] &&
		[ "$(json 'len(d["patches"])')" = 10 ]
	ok "spatch: $3"
	expect_exit 0 lie not tw plan && says " patches over " && same "$work/plan" "$work/out"
	ok "spatch: $3: it is asked again"
}
told silent 'pci_alloc_irq_vectors stays in line 12, hotel_probe()' 'success, and nothing written'
told empty 'broken file' 'success, and an empty file'
told garbage '' 'success, and a file without code'
told half '' 'success, and half a file'
told failing 'Out_of_memory' 'a result with an exit code that says no'
told dead 'exit 139' 'a result, and death by a signal'

fresh drivers/misc/hotel.c
expect_exit 3 lie bare tw plan && says 'convert.cocci: the rule has a script in Python' &&
	says libpython3 && [ "$(grep -c Python "$work/err")" = 1 ]
ok 'spatch: a Python that it cannot load is said once: 3'

if grep -q TREEWIDE_SPATCH_TIMEOUT "$TREEWIDE"; then
	export TREEWIDE_SPATCH_TIMEOUT=5
	told hang 'did not end in 5 s' 'it hangs and is deaf'
	! pgrep -f "$work/bin/spatch" >"$work/out"
	ok 'spatch: nothing of it is left'
else
	skip 'spatch: it hangs and is deaf' 'no way to shorten the time-out'
	skip 'spatch: it hangs and is deaf: it is asked again' 'no way to shorten the time-out'
	skip 'spatch: nothing of it is left' 'no way to shorten the time-out'
fi
no_fakes

fake fail spatch
expect_exit 3 tw --state "$work/new" plan && says 'the fake has failed'
ok 'spatch: it fails at everything: 3'
fake nothing spatch
expect_exit 3 tw --state "$work/new" plan && says 'ended without an answer'
ok 'spatch: it does nothing: 3'
no_fakes

## clang-format ##

fake fail clang-format
fresh drivers/gpio/gpio-golf.c
expect_exit 3 tw plan && says 'clang-format failed (exit 1)'
ok 'clang-format: it fails: 3'
fake nothing clang-format
fresh drivers/gpio/gpio-golf.c
expect_exit 0 tw generate && git -C "$repo" show b4/world:drivers/gpio/gpio-golf.c >"$work/got" &&
	sed 's/= pci_alloc/= pcim_alloc/' "$repo/drivers/gpio/gpio-golf.c" >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'clang-format: what it loses is not lost'
no_fakes

## make ##

fake make-lie make
export FAKE_ABOUT
for FAKE_ABOUT in allmodconfig syncconfig; do
	unconfigured
	expect_exit 3 tw plan && says "make allmodconfig syncconfig failed" && says "log: $state/"
	ok "make: $FAKE_ABOUT fails: 3, with the log"
done
for FAKE_ABOUT in drivers drivers/misc/india drivers/staging/kilo; do
	unconfigured
	expect_exit 3 tw plan && says "the Makefile of $FAKE_ABOUT" && says 'the fake has failed'
	ok "make: the Makefile of $FAKE_ABOUT cannot be read: 3"
done
FAKE_ABOUT=none
expect_exit 0 tw plan && says " patches over " && same "$work/plan" "$work/out"
ok 'make: the same state directory will do when it works'
no_fakes

fake nothing make
unconfigured
expect_exit 3 tw plan && says 'made no configuration'
ok 'make: success, and nothing configured: 3'
no_fakes

## git and get_maintainer.pl ##

make_campaign "$work/campaign"
sed -i '/spi-foxtrot/,+1d' "$work/campaign/campaign.conf"
campaign=$work/campaign
echo '/* a commit without parents is no history */' >>"$repo/drivers/spi/spi-foxtrot.c"
commit "$repo" 'spi: foxtrot: Say what history is'
expect_exit 0 tw plan && fake fail git && FAKE_CODE=128 expect_exit 0 tw plan
ok 'git: what it says of a file of this base is asked once'
forget "stage = 'history'" && FAKE_CODE=128 expect_exit 3 tw plan &&
	says 'git log failed for drivers/' && says 'the fake has failed'
ok 'git: it fails: 3, with the file'
no_fakes

campaign=$top/tests/campaigns/world
printf '#!/bin/sh\necho "Anna <anna@alpha.example.org> (maintainer:X)"\necho no more >&2\nexit 7\n' >"$repo/scripts/get_maintainer.pl"
commit "$repo" 'scripts: Break'
expect_exit 3 tw plan && says 'get_maintainer.pl failed for drivers/' && says 'exit 7' &&
	says 'no more'
ok 'get_maintainer.pl: it fails: 3, with the file and its words'

discard "$repo/scripts/get_maintainer.pl"
commit "$repo" 'scripts: Remove'
expect_exit 2 tw plan && says 'scripts/get_maintainer.pl'
ok 'get_maintainer.pl: a tree without it: 2'

finish
