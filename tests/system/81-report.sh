#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# report: as a page, as JUnit XML, and compared with an earlier one.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# "patch:check:target verdict" of every verdict; and the same out of JUnit XML.
from_json() { # FILE
	json 'sorted("%s %s %s %s" % (c["patch"]
		or c["subject"], k["check"], k["target"],
		k["verdict"]) for c in d["commits"] for k in c["checks"])' "$1"
}
from_junit() { # FILE
	python3 -I -S -c '
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
rows, count = [], {"failure": 0, "error": 0, "skipped": 0}
for suite in root:
    here = dict.fromkeys(count, 0)
    for case in suite:
        verdict = "pass"
        for result in case:
            if result.tag in count:
                here[result.tag] += 1
                verdict = result.get("message").split(":")[0]
        name, _, target = case.get("name").partition(" ")
        rows.append("%s %s %s %s" % (case.get("classname").split(" ", 1)[1], name, target, verdict))
    assert suite.get("tests") == str(len(suite)) and suite.get("skipped") == str(here["skipped"])
    assert suite.get("failures") == str(here["failure"])
    assert suite.get("errors") == str(here["error"])
    for tag in count:
        count[tag] += here[tag]
assert root.get("failures") == str(count["failure"]) and root.get("errors") == str(count["error"])
print("\n".join(sorted(rows)))
' "$1" 2>>"$work/err"
}
page() { # FILE
	python3 -I -S "$top/tests/page.py" "$1" >"$work/out" 2>"$work/err"
}

make_world "$repo"
make_campaign "$work/campaign"
campaign=$work/campaign
# shellcheck disable=SC2016 # it is to be seen as it is
hostile='net: <script>alert("1")</script> & '\''$(id)'\'' ]]>'
# shellcheck disable=SC2016 # no shell is to expand this
sed -i 's/subject = net: alpha/subject = "net: <script>alert(\\"1\\")<\/script> \& '\''$(id)'\'' ]]>"/' "$campaign/campaign.conf"
expect_exit 0 tw generate && expect_exit 1 tw prove && expect_exit 1 tw report --format json &&
	cp "$work/out" "$work/good.json" &&
	json '[c["subject"] for c in d["commits"]]' | grep -qF "$hostile"
ok 'a proof, with a subject that nobody should write'

## JUnit ##

expect_exit 1 tw report --format junit && cp "$work/out" "$work/good.xml" &&
	is_junit "$work/good.xml" &&
	from_json "$work/good.json" >"$work/wanted" && from_junit "$work/good.xml" >"$work/got" &&
	[ -s "$work/got" ] && same "$work/wanted" "$work/got"
ok 'JUnit: valid, each verdict once, counted right, the subject as it is'
grep -q '<error type="uncovered"' "$work/good.xml" && ! grep -q '<failure' "$work/good.xml"
ok 'JUnit: uncovered is an error, as report leaves with 1'
sed 's/<testcase classname=/<testcase colour="red" classname=/' "$work/good.xml" >"$work/bad.xml"
! is_junit "$work/bad.xml"
ok 'the schema refuses an attribute that is none of its own'

## KCIDB, SARIF, GitHub ##

# A report for KCIDB holds together: no id twice, no build or test of nothing, each verdict once.
holds() { # [FILE]
	[ "$(json '(len({r["id"] for k in ("checkouts", "builds", "tests") for r in d[k]}) ==
		sum(len(d[k]) for k in ("checkouts", "builds", "tests")) and
		{b["checkout_id"] for b in d["builds"]} <= {c["id"] for c in d["checkouts"]} and
		{t["build_id"] for t in d["tests"]} <= {b["id"] for b in d["builds"]})' "$@"
	)" = true ] &&
		json '[" ".join((r["id"].split(":")[1].split("/")[0],
			r["misc"]["treewide"]["verdict"], r["status"], r["comment"]))
			for k in ("builds", "tests") for r in d[k] if "misc" in r]' "$@" | sort
}
words='{"pass": "PASS", "uncovered": "MISS"}'
json '[" ".join((c["commit"], k["verdict"], '"$words"'[k["verdict"]], k["detail"]))
	for c in d["commits"] for k in c["checks"]]' "$work/good.json" | sort >"$work/wanted" &&
	expect_exit 1 tw report --format kcidb && cp "$work/out" "$work/kcidb.json" &&
	holds >"$work/got" && same "$work/wanted" "$work/got" && grep -q ' MISS ' "$work/got"
ok 'kcidb: each verdict once, in both words, and all hangs together'
sed 's,"build_id": "treewide:,&x,' "$work/kcidb.json" >"$work/bad.json" &&
	! holds "$work/bad.json" >"$work/got" && is_something "$work/wanted"
ok 'kcidb: a test of no build is seen'
[ "$(json '({(b["architecture"], b["compiler"], b["config_name"]) for b in d["builds"]
	if "config_name" in b} == {("x86_64", "gcc", "x86_64-allmodconfig")})' \
	"$work/kcidb.json")" = true ]
ok 'kcidb: how the builds were made'
if python3 -c 'import kcidb_io' 2>/dev/null; then
	python3 -c 'import json, kcidb_io, sys
kcidb_io.schema.V5_3.validate(json.load(open(sys.argv[1])))' "$work/kcidb.json" \
		>"$work/out" 2>"$work/err"
	ok "kcidb: KCIDB's own schema takes it"
else
	skip "kcidb: KCIDB's own schema takes it" 'needs kcidb_io'
fi
git -C "$repo" config treewide.kcidbOrigin my_ci &&
	git -C "$repo" config treewide.kcidbRepository https://git.example.org/linux.git &&
	git -C "$repo" config treewide.kcidbTree next && expect_exit 1 tw report --format kcidb &&
	[ "$(json '({(c["origin"], c["tree_name"], c["git_repository_url"]) for c in
		d["checkouts"]} == {("my_ci", "next", "https://git.example.org/linux.git")} and
		all(r["id"].startswith("my_ci:") for k in ("checkouts", "builds", "tests")
		for r in d[k]))')" = true ]
ok 'kcidb: who we are, and which tree it is'
git -C "$repo" config treewide.kcidbOrigin My-CI && expect_exit 2 tw report --format kcidb &&
	says 'treewide.kcidbOrigin = My-CI' && git -C "$repo" config treewide.kcidbOrigin a &&
	git -C "$repo" config treewide.kcidbRepository git@example.org:x &&
	expect_exit 2 tw report --format kcidb &&
	says 'treewide.kcidbRepository = git@example.org:x'
ok 'kcidb: a name that KCIDB refuses: 2'
expect_exit 1 tw report --format sarif && [ "$(json '[(r["ruleId"], r["level"],
	r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
	for r in d["runs"][0]["results"]] == [("coverage", "warning",
	"drivers/staging/kilo/kilo.c")]')" = true ]
ok 'sarif: what does not pass, and where'
expect_exit 1 tw report --format github && [ "$(wc -l <"$work/out")" = 2 ] &&
	has "$work/out" '::warning title=coverage,file=drivers/staging/kilo/kilo.c::uncovered: ' &&
	tail -n 1 "$work/out" | grep -q '^treewide: 11 commits of b4/world: .* 1 uncovered,'
ok 'github: the same as an annotation'

## a page ##

expect_exit 1 tw report --format html && cp "$work/out" "$work/good.html" &&
	page "$work/good.html" && says "$hostile" &&
	[ "$(grep -ci '<script' "$work/good.html")" = 1 ]
ok 'page: whole, alone, and the subject is text'
says 'What does not pass' && says 'no chosen target compiles drivers/staging/kilo/kilo.c' &&
	says '1 uncovered' && says '0 fail' &&
	says compiled && says identical && says 'To: Gerda Golf <gerda@golf.example.org>' &&
	! says 'Where the campaign stands'
ok 'page: reasons, counts, evidence and people'
grep -q '<td class="mark pass"><a [^>]*><span aria-hidden="true">✓</span>.*</span> compiled</span></a></td>' \
	"$work/good.html"
ok 'page: the matrix says how each verdict is known'
expect_exit 0 tw status && expect_exit 1 tw report --format html &&
	cp "$work/out" "$work/good.html" && page "$work/good.html" &&
	says 'Where the campaign stands' && expect_exit 0 tw --json audit &&
	implicit=$(json 'd["summary"]["implicit"]') &&
	grep -A 1 'calls on' "$work/good.html" | grep -q "<td class=\"nr\">$implicit</td>"
ok 'page: the audit, base by base, when status knows it'
for fault in 's,</body>,<script src="https://example.org/x.js"></script></body>,' \
	's,<h1>,<h1 onclick="x()">,' 's,</table>,,' \
	's,href="#c1",href="https://example.org/",' 's,href="#c1",href="#nowhere",' \
	's,{,{background:url(x);,'; do
	sed "0,\\,$(echo "$fault" | cut -d, -f2),$fault" "$work/good.html" >"$work/bad.html" &&
		! cmp -s "$work/good.html" "$work/bad.html" &&
		! page "$work/bad.html" || break
done
[ "$fault" = 's,{,{background:url(x);,' ] && ! page "$work/bad.html"
ok 'the test of pages sees scripts, handlers, open tags, and what is outside'

## what has changed ##

expect_exit 1 tw report --against "$work/good.json" && says 'Since the proof on' &&
	says ' 0 newly bad, 1 bad as before, 0 not examined any more'
ok 'against itself: nothing is new'

# The base breaks one driver, mends another one's configuration, and gets one more; one goes.
git -C "$repo" checkout -q -b next
sed -i 's/^static int delta_probe/static int unused_thing;\n&/' "$repo/drivers/net/delta.c"
sed -i 's/^#include .linux.pci.h.*/&\n#include <linux\/nowhere.h>/' "$repo/drivers/spi/spi-echo.c"
git -C "$repo" rm -q drivers/gpio/gpio-golf.c && sed -i /golf/d "$repo/drivers/gpio/Makefile"
write_driver "$repo/drivers/gpio/gpio-more.c" <<'SOURCE'

	if (!ret)
		ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
SOURCE
sed -i 's/subject = gpio: golf/subject = gpio: more/' "$campaign/campaign.conf"
commit "$repo" 'Go on'
expect_exit 0 tw generate && expect_exit 1 tw prove &&
	expect_exit 1 tw --json report --against "$work/good.json" &&
	cp "$work/out" "$work/next.json" &&
	[ "$(json '[r["patch"] for r in d["against"]["added"]]')" = convert/gpio-more ] &&
	[ "$(json '[r["patch"] for r in d["against"]["gone"]]')" = convert/gpio-golf ]
ok 'against last night: patches that came and went'
json '["%s %s %s %s" % (r["patch"], r["check"], r["was"], r["verdict"])
	for r in d["against"]["worse"]]' "$work/next.json" >"$work/got"
grep -q '^convert/spi-echo objects pass void$' "$work/got" &&
	grep -q '^convert/gpio-more coverage  uncovered$' "$work/got" &&
	! grep -q -e alpha -e kilo "$work/got"
ok 'against last night: what the base broke, and a new patch that nothing covers'
expect_exit 1 tw report --against "$work/good.json" && says 'newly bad:' &&
	says 'void      objects x86_64-allmodconfig  spi: echo' &&
	says nowhere.h && expect_exit 1 tw report --format html --against "$work/good.json" &&
	cp "$work/out" "$work/next.html" &&
	page "$work/next.html" && says 'What has changed since' && says 'pass → void'
ok 'against last night: as text and as a page'
git -C "$repo" checkout -q main && expect_exit 0 tw --force generate && expect_exit 1 tw prove &&
	expect_exit 1 tw --json report --against "$work/next.json" &&
	json '["%s %s %s %s" % (r["patch"], r["check"], r["was"], r["verdict"])
	for r in d["against"]["better"]]' >"$work/got" &&
	grep -q '^convert/spi-echo objects void pass$' "$work/got"
ok 'back again: what is mended'

## wrong use ##

echo '{"commits": 7}' >"$work/no.json"
sed 's,b4/world,b4/other,' "$work/good.json" >"$work/other.json"
expect_exit 2 tw report --against "$work/none.json" && says none.json &&
	expect_exit 2 tw report --against "$work/good.xml" && says good.xml &&
	expect_exit 2 tw report --against "$work/no.json" &&
	expect_exit 2 tw report --against "$work/other.json" && says b4/other &&
	expect_exit 2 tw report --against "$work" &&
	expect_exit 2 tw report --format cover --against "$work/good.json"
ok 'what is no report of this branch: 2'
expect_exit 2 tw --json report --format html && expect_exit 2 tw --json report --format junit &&
	expect_exit 2 tw --json report --format cover &&
	expect_exit 2 tw --json report --format sarif &&
	expect_exit 1 tw --json report --format text && json 'd["branch"]' >"$work/got"
ok 'a page is no JSON: 2'
expect_exit 2 tw report --format htlm && says 'pull-request; did you mean html?'
ok 'a misspelt format: 2, and what was meant'
tw report --format html >/dev/full 2>"$work/err"
[ $? = 3 ] && says 'No space left'
ok 'a full disk: 3'

finish
