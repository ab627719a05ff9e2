#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The last screen of the demo: what it says of a series, and that it leaves with 1 when anything is
# not well.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

ends() { # EXIT, with proof.json
	"$top/ci/demo-end" "$work/plan.json" "$work/proof.json" "$work/page.html" >"$work/out" 2>&1
	[ $? = "$1" ]
}

cat >"$work/plan.json" <<'END'
{"patches": [
 {"subject": "PCI/MSI: Add it", "files": ["a.c", "a.h"], "to": [{"email": "A@example.org"}], "cc": [{"email": "list@example.org"}]},
 {"subject": "net: thunder: Use it", "files": ["b.c"], "to": [{"email": "a@example.org"}], "cc": []}]}
END
cat >"$work/good.json" <<'END'
{"commits": [
 {"subject": "PCI/MSI: Add it", "checks": [
  {"check": "objects", "verdict": "pass", "evidence": "compiled", "detail": "1 object"},
  {"check": "message", "verdict": "pass", "evidence": "checked", "detail": "subject"}]},
 {"subject": "net: thunder: Use it", "checks": [
  {"check": "lifecycle", "verdict": "pass", "evidence": "booted", "detail": "20 binds"},
  {"check": "objects", "verdict": "pass", "evidence": "compiled", "detail": "1 object"},
  {"check": "targets", "verdict": "skipped", "evidence": "", "detail": "not proved under i386: not asked for"}]}]}
END
: >"$work/page.html"

cp "$work/good.json" "$work/proof.json"
ends 0 && says 'The series: 2 patches over 3 files in 2 subsystems, to 2 recipients in all.'
ok 'the series in numbers: an address counts once'
says 'Proved: all 2 commits pass all 4 checks, the evidence is 1 booted, 2 compiled, 1 checked;' &&
	says '; skipped: targets, not proved under i386: not asked for.'
ok 'one sentence with the kinds of evidence, and what was skipped'
says "The page: $work/page.html"
ok 'the path of the page'

for verdict in fail void uncovered; do
	sed 's/"pass", "evidence": "booted"/"'$verdict'", "evidence": "booted"/' \
		"$work/good.json" >"$work/proof.json"
	ends 1 && says 'Not proved: 1 of 5 verdicts say no' && says "$verdict" &&
		says 'lifecycle   net: thunder: Use it: 20 binds' && ! says 'Proved: '
	ok "one verdict that is $verdict: exit 1, and it is named"
done
sed '/net: thunder/,$d' "$work/good.json" | sed '$s/,$/]}/' >"$work/proof.json"
ends 1 && says '1 of 2 commits were examined'
ok 'a commit that was not examined: exit 1'
sed 's/"verdict": "pass"/"verdict": "skipped"/' "$work/good.json" >"$work/proof.json"
ends 1 && ! says 'Proved: '
ok 'nothing but skipped checks: exit 1'
cp "$work/good.json" "$work/proof.json" && discard "$work/page.html"
ends 1
ok 'no page: exit 1'

finish
