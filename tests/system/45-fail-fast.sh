#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove --fail-fast: stops at the first fail, and says what it did not examine.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

objects() {
	wc -l <"$FAKE_LOG"
}

make_world "$repo" && git clone -q "$repo" "$work/hand"
cat >"$work/bin/gcc" <<-'FAKE'
	#!/bin/sh
	case " $* " in *" -c "*"/drivers/"*) echo "$*" >>"$FAKE_LOG" ;; esac
	exec /usr/bin/gcc "$@"
FAKE
chmod 755 "$work/bin/gcc"
: >"$FAKE_LOG"
expect_exit 0 tw generate && expect_exit 1 tw --json --fail-fast prove &&
	[ "$(verdicts fail)$(verdicts skipped)" = '' ] &&
	[ "$(verdicts uncovered)" = 'convert/staging-kilo:coverage' ]
ok 'without a fail it examines everything'
all=$(objects)

# One driver is broken by a patch of its own, and at the tip another fault makes it compile again.
printf '\nint broken(\n' >>"$work/hand/drivers/net/delta.c"
: >"$FAKE_LOG"
hand_series broken convert 'Break it' &&
	expect_exit 1 tw --json --state "$work/fast" --fail-fast prove &&
	[ "$(verdicts fail)" = extra:objects ] &&
	[ "$(verdicts skipped | wc -w)" -ge 11 ] &&
	says 'not examined, nor what comes after it: something has failed' &&
	! verdicts pass | grep -q independent
ok 'with one it says where it fails, and what it did not examine'
fast=$(objects)
: >"$FAKE_LOG"
expect_exit 1 tw --json --state "$work/slow" prove && [ "$(verdicts fail)" = extra:objects ] &&
	[ "$(objects)" -gt "$fast" ]
ok "and compiles less than a whole proof ($fast of $(objects) objects; $all without a fault)"
expect_exit 2 tw --state "$work/fast" report && says 'no proof of'
ok 'what is not whole is no proof to be quoted'
expect_exit 1 tw --json --state "$work/fast" prove && [ "$(verdicts fail)" = extra:objects ] &&
	[ "$(verdicts skipped)" = '' ]
ok 'a whole proof goes on from there'
expect_exit 1 tw --json --level=full --fail-fast --state "$work/fast" prove &&
	verdicts skipped | grep -q 'enforce:build'
ok 'nor is anything made whole behind a fail'

finish
