#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The campaign iflib-msix on a real source tree of FreeBSD 12.1, from which its three edits are
# taken out first: the result is the released file, byte for byte.
#
#	FREEBSD_SRC=DIR	the tree: a folder with sys/ and MAINTAINERS; without it nothing is run
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

[ -n "${FREEBSD_SRC:-}" ] || skip_all 'FREEBSD_SRC names no source tree of FreeBSD 12.1'
grep -q '^REVISION="12.1"' "$FREEBSD_SRC/sys/conf/newvers.sh" &&
	[ -e "$FREEBSD_SRC/MAINTAINERS" ] ||
	skip_all "$FREEBSD_SRC is no source tree of FreeBSD 12.1"
campaign=$top/series/iflib-msix
file=sys/net/iflib.c

# The three edits, the other way.
take_out() { # FROM TO
	awk '
		/^\t} else if \(scctx->isc_intr != IFLIB_INTR_MSIX\) \{$/ {
			print "\t} else {"; edits++; next
		}
		/^\t} else \{$/ { held = $0; next }
		held != "" && /^\t\tdevice_printf\(dev,$/ { held = held "\n" $0; wide = 1; next }
		wide == 1 && /only 1 MSI-X interrupt/ {
			skip = 2; held = ""; wide = 0; edits++; next
		}
		skip > 0 { skip--; next }
		held != "" { print held; held = ""; wide = 0 }
		/^\ttaskqgroup_detach\(qgroup_if_config_tqg, &ctx->ifc_admin_task\);$/ {
			detach = $0; next
		}
		detach != "" && /^\tIFDI_DETACH\(ctx\);$/ && last ~ /iflib_rx_structures_free/ {
			detach = ""; edits++
		}
		detach != "" { print detach; detach = "" }
		{ print; last = $0 }
		END { exit edits != 3 }
	' "$1" >"$2"
}

found() { # REV
	expect_exit 0 tw --json --base "$1" audit && json '"%(attach)d %(messages)d" % d["found"]'
}

mkdir -p "$repo/tools" && cp -R "$FREEBSD_SRC/sys" "$FREEBSD_SRC/MAINTAINERS" "$repo" &&
	take_out "$FREEBSD_SRC/$file" "$repo/$file" &&
	diff "$repo/$file" "$FREEBSD_SRC/$file" | grep -c '^[<>]' | grep -qx 8 &&
	git -C "$repo" init -q && commit "$repo" '12.1 without the three edits'
ok 'the three edits are taken out: 7 lines come and one goes'

[ "$(found HEAD)" = '11 5' ] &&
	[ "$(json '[f for f in d["findings"]
		if not (f["function"] and f["line"] > f["from"] > 0)]')" = '' ]
ok 'audit: 11 failures leave the task attached, 5 keep the messages; each with its lines'
expect_exit 0 tw --json plan &&
	json '[n for n in d["notes"] if "understands" in n]' >"$work/got" &&
	has "$work/got" "$file: spatch understands 100.00 % of its lines" &&
	json '[r["note"] for r in d["patches"][0]["reviewers"] if r["source"] == "MAINTAINERS"]' |
	grep -q "^no entry for $file"
ok 'plan: all of the file is understood, and MAINTAINERS has no entry for it'
expect_exit 0 tw generate &&
	git -C "$repo" show "b4/iflib-msix~1:$file" | equals "$FREEBSD_SRC/$file"
ok 'generate: the result is the released file, byte for byte'
[ "$(found b4/iflib-msix~1)" = '3 5' ] && [ "$(found b4/iflib-msix)" = '0 5' ]
ok 'audit: 3 behind the fix, none behind the follow-up, and 5 keep the messages still'
expect_exit 0 tw --json prove && [ -z "$(verdicts fail)$(verdicts void)$(verdicts uncovered)" ] &&
	[ "$(verdict single file) $(verdict single file evidence)" = 'pass compiled' ] &&
	[ "$(verdict single file target)" = x86_64-unknown-freebsd12.1 ]
ok 'prove: the file compiles before and after'

# The entries that MAINTAINERS has for drivers.
people() { # PATH
	mkdir -p "$work/people" && echo >>"$repo/$1" && git -C "$repo" diff -- "$1" \
		>"$work/people/x.diff" && git -C "$repo" checkout -q . &&
		printf 'For the test.\n' >"$work/people/x.txt" &&
		cat >"$work/people/campaign.conf" <<-'CONF' &&
			[campaign]
				name = people
				title = "sys: Try something"
				cover = x.txt
			[patch "x"]
				diff = x.diff
				subject = "sys: Try something"
				message = x.txt
		CONF
		campaign=$work/people && expect_exit 0 tw --json plan &&
		json '[r["who"] + ": " + r["note"] for r in d["patches"][0]["reviewers"]
			if r["source"].startswith("MAINTAINERS:")]'
}
[ "$(people sys/dev/ixl/if_ixl.c)" = 'erj: Pre-commit phabricator review requested.' ] &&
	[ "$(people sys/compat/linuxkpi/common/src/linux_pci.c)" = 'hselasky: If in doubt, ask.' ]
ok 'plan: the entries of ixl and linuxkpi, with their notes'

sed -i 's/err = ENODEV;/err = ENODEV/; s/^	int err, msix, rid;$/	int err, msix, rid/' \
	"$repo/$file" && mkdir "$work/typo" && git -C "$repo" diff >"$work/typo/x.diff" &&
	git -C "$repo" checkout -q . && cp "$work/people/x.txt" "$work/typo" &&
	sed 's/people/typo/' "$work/people/campaign.conf" >"$work/typo/campaign.conf" &&
	campaign=$work/typo && expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is file fail compiled "$file: $file: expected ';'*"
ok 'prove: an inserted typo fails'
finish
