#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# prove --explain: what a verdict rests on, and lines for a shell that show the same.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# A member of the reason that is about this object, of the base or of the commit.
reason() { # OBJECT WHERE MEMBER
	json '[r["'"$3"'"] for c in d["commits"] for r in c.get("reasons", [])
		if r["object"] == "'"$1"'" and r["where"].startswith("'"$2"'")][0]'
}

make_world "$repo" && git clone -q "$repo" "$work/hand"
expect_exit 0 tw generate && expect_exit 1 tw prove
ok 'a series and its proof'

# shellcheck disable=SC2016 # the line that is printed is for another shell
expect_exit 1 tw --explain=convert/net-bravo prove && says 'net: bravo: Let devres' &&
	! says 'net: alpha' &&
	says '           drivers/net/bravo/bravo_hw.o of x86_64-allmodconfig in commit 5: an object, known; made in commit ' &&
	grep -q ' [0-9]* sources read, key [0-9a-f]*$' "$work/out" &&
	says '             by hand: cd "${TMPDIR:-/tmp}" && mkdir -p treewide-by-hand/'
ok 'by patch id: object, where it was compiled, key, inputs, and how to make it by hand'
cp "$work/out" "$work/text"
expect_exit 1 tw --explain=5 prove && same "$work/text" "$work/out" &&
	expect_exit 1 tw --explain="$(git -C "$repo" rev-parse b4/world~6 | cut -c1-12)" prove &&
	cp "$work/out" "$work/got" && same "$work/text" "$work/got"
ok 'by number and by commit id: the same'
expect_exit 2 tw --explain=99 prove &&
	says '99 is neither number, patch id nor commit id of b4/world'
ok 'what is none of these is refused'
expect_exit 1 tw --json --explain=1 prove &&
	[ "$(json 'len([c for c in d["commits"] if "reasons" in c])')" = 1 ] &&
	[ "$(json 'len([r for r in d["commits"][0]["reasons"]
	if r["check"] == "readers"])')" -ge 12 ]
ok 'the readers of a header are told too'

# shellcheck disable=SC2317 # expect_exit calls it
paste() {
	(cd "$work" && unset CDPATH && sh -c "$1")
}
# The folder that a line makes.
folder_of() { # LINE
	printf '%s/%s\n' "$TMPDIR" \
		"$(printf '%s\n' "$1" | sed -n 's/.* && mkdir -p \([^ ]*\) .*/\1/p')"
}
line=$(reason drivers/pci/msi/api.o 'in commit' command)
folder=$(folder_of "$line")
expect_exit 0 paste "$line" && [ -s "$folder.x86_64-allmodconfig/drivers/pci/msi/api.o" ]
ok 'a line that is pasted makes the object, in a folder below TMPDIR'

sed -i 's/^#include <linux.pci.h>/&\nstatic int it'"'"'s;/; $a\\nint broken(' \
	"$work/hand/drivers/net/delta.c"
hand_series broken 'patch "enforce"' 'Break it' && expect_exit 1 tw --json --explain=extra prove &&
	json '[r["errors"][0] for c in d["commits"] for r in c.get("reasons", [])
	if not r["ok"]][0]' >"$work/said"
line=$(reason drivers/net/delta.o 'in commit' command)
folder=$(folder_of "$line")
[ -s "$work/said" ] && expect_exit 2 paste "$line" &&
	[ ! -e "$folder.x86_64-allmodconfig/drivers/net/delta.o" ] &&
	says "$(sed 's/^.*: \(error: .*\)/\1/' "$work/said")"
ok 'and shows a failure in the words of the verdict'
expect_exit 1 tw --explain=extra prove &&
	says 'drivers/net/delta.o of x86_64-allmodconfig in the base: an object'
ok 'the object of the base, with which it was compared, is told'

finish
