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
	expect_exit 1 tw --json report --format text && json 'd["branch"]' >"$work/got"
ok 'a page is no JSON: 2'
tw report --format html >/dev/full 2>"$work/err"
[ $? = 3 ] && says 'No space left'
ok 'a full disk: 3'

finish
