#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The documents that the commands print are those of schemas/, with no field more, and none less.
sarif=$("$(dirname "$0")/../../ci/sarif-schema" --check 2>&1) && standard=yes || standard=
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

python3 -c 'import jsonschema' 2>/dev/null || skip_all 'needs python3-jsonschema'

fits() { # SCHEMA [FILE]
	python3 "$top/tests/document.py" "$top/schemas/$1.json" "${2:-$work/out}" >"$work/faults" \
		2>&1 && return
	cp "$work/faults" "$work/err"
	return 1
}

for schema in "$top"/schemas/*.json; do
	python3 "$top/tests/document.py" "$schema" >"$work/out" 2>"$work/err" || break
	echo "${schema##*/}"
done | sed 's/.json//' >"$work/schemas" && [ "$(wc -l <"$work/schemas")" -ge 10 ] &&
	find "$top/schemas" -name '*.json' | wc -l >"$work/wanted" &&
	wc -l <"$work/schemas" | same "$work/wanted" -
ok 'each schema is one, and describes all of its parts'

make_world "$repo" && (cd "$work" && expect_exit 0 "$TREEWIDE" --json init my-api) && fits init
ok init
expect_exit 0 "$TREEWIDE" --json help && fits help
ok help
expect_exit 0 tw --json audit && fits audit && cp "$work/out" "$work/audit.json"
ok audit
expect_exit 0 tw --json audit --since HEAD && fits audit && [ "$(json '"since" in d')" = true ]
ok 'audit --since'
expect_exit 0 tw --json plan && fits plan && cp "$work/out" "$work/plan.json" &&
	[ "$(json 'len(d["patches"])')" = 11 ]
ok plan
expect_exit 0 "$TREEWIDE" --repo "$repo" --state "$state" --json try \
	"$top/cocci/pcim-irq-vectors/convert.cocci" drivers/net && fits try
ok try
expect_exit 0 "$TREEWIDE" --campaign "$top/series/timer-delete" --json test && fits test
ok test
expect_exit 0 tw --json plan --diff && fits plan &&
	expect_exit 0 tw --json plan --diff drivers/net/alpha.c && fits preview
ok 'plan --diff'
expect_exit 0 tw --json plan --sample && fits sample
ok 'plan --sample'
expect_exit 0 tw --json generate && fits generate
ok generate
expect_exit 1 tw --json prove && fits proof && cp "$work/out" "$work/proof.json"
ok prove
expect_exit 1 tw --json prove --explain 2 && fits proof &&
	[ "$(json 'any("reasons" in c for c in d["commits"])')" = true ]
ok 'prove --explain'
expect_exit 0 tw --json prove --level=full --plan-shards && fits shards &&
	[ "$(json 'len(d["shards"])')" -gt 0 ]
ok 'prove --plan-shards'
expect_exit 1 tw report --format json && fits proof && expect_exit 1 tw --json report && fits proof
ok report
for format in kcidb sarif; do
	expect_exit 1 tw report --format "$format" && fits "$format" &&
		cp "$work/out" "$work/$format.json"
	ok "report --format $format"
done
# The standard's own schema, where it could be fetched.
fits_standard() { # FILE
	python3 -I -c 'import json, jsonschema, sys
schema, document = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
jsonschema.Draft4Validator.check_schema(schema)
for fault in jsonschema.Draft4Validator(schema).iter_errors(document):
    sys.exit(fault.message[:200])' "$sarif" "$1" 2>"$work/err"
}
if [ -n "$standard" ]; then
	fits_standard "$work/sarif.json"
	ok "sarif: SARIF's own schema takes it"
	sed 's/"ruleId"/"ruleName"/' "$work/sarif.json" >"$work/odd.json" &&
		! fits_standard "$work/odd.json" &&
		has "$work/err" "'ruleName' was unexpected" &&
		sed 's/"level": "warning"/"level": "worry"/' "$work/sarif.json" >"$work/odd.json" &&
		! fits_standard "$work/odd.json" && has "$work/err" "'worry' is not one of"
	ok 'sarif: and nothing else'
else
	skip "sarif: SARIF's own schema takes it" "$sarif"
	skip 'sarif: and nothing else' "$sarif"
fi
sed 's/"uncovered",/"pass",/' "$work/proof.json" >"$work/before.json" &&
	expect_exit 1 tw report --format json --against "$work/before.json" && fits proof &&
	[ "$(json 'len(d["against"]["worse"])')" = 1 ]
ok 'report --against'
expect_exit 0 tw --json status && fits status
ok status
expect_exit 0 tw --json left --since HEAD && fits left && [ "$(json 'len(d["uses"])')" -gt 5 ]
ok left
expect_exit 1 tw --json send && fits send && [ "$(json 'len(d["mails"])')" = 12 ]
ok send
expect_exit 0 tw --json regenerate && fits regenerate
ok regenerate
expect_exit 0 tw --json doctor && fits doctor &&
	[ "$(json 'd["ok"] and len(d["space"]) > 3')" = true ]
ok doctor
# shellcheck disable=SC2317 # what expect_exit calls
gc() { "$TREEWIDE" --repo "$repo" --state "$state" --json gc "$@"; }
expect_exit 0 gc --limit 9g && fits gc && expect_exit 1 gc --limit 1k --dry-run && fits gc &&
	[ "$(json 'len(d["removed"]) > 0 and d["dry_run"]')" = true ]
ok gc

## the pages ##

# The fields that a schema has and its page does not name.
unnamed() { # SCHEMA PAGE
	python3 -I -S -c '
import json, re, sys
def names(part):
    for name, below in part.get("properties", {}).items():
        yield name
        yield from names(below)
    yield from names(part["items"]) if "items" in part else ()
page = open(sys.argv[2], encoding="utf-8").read()
for name in sorted(set(names(json.load(open(sys.argv[1], encoding="utf-8"))))):
    if not re.search(r"(?<!\w)%s(?!\w)" % re.escape(name), page):
        print(name)
' "$top/schemas/$1.json" "$2"
}

# Some fields are explained on a page that theirs leads to.
while read -r schema pages; do
	[ -e "$top/schemas/$schema.json" ] || continue
	for page in $pages; do cat "$top/man/treewide-$page"; done >"$work/page"
	unnamed "$schema" "$work/page" | sed "s/^/$schema: /"
	echo "$schema" >>"$work/paged"
done >"$work/out" 2>"$work/err" <<'PAGES'
init init.1
audit audit.1
plan plan.5 audit.1
try try.1
preview plan.1 plan.5
test test.1
sample plan.1 plan.5
generate generate.1 plan.5 audit.1
regenerate regenerate.1
status status.1 audit.1
left left.1
send send.1 report.5
proof report.5 plan.5
kcidb formats.5
sarif formats.5
shards cluster.7
help help.1
doctor doctor.1
gc gc.1
waves wave.5
PAGES
sort "$work/schemas" >"$work/wanted" && sort "$work/paged" | same "$work/wanted" - &&
	[ ! -s "$work/out" ]
ok 'each field is named on the page of its command'
cat "$top/man/treewide-report.5" "$top/man/treewide-plan.5" | sed 's/reused//' >"$work/page" &&
	unnamed proof "$work/page" >"$work/out" && [ "$(cat "$work/out")" = reused ]
ok 'one that is not is seen'

# The fields that a page names and no schema has: a name that was changed, or is to come.
strange() { # PAGE
	python3 -I -S -c '
import json, re, sys
def names(part):
    for name, below in part.get("properties", {}).items():
        yield name
        yield from names(below)
    yield from names(part["items"]) if "items" in part else ()
known = {"Va"}
for path in sys.argv[2:]:
    known |= set(names(json.load(open(path, encoding="utf-8"))))
for line in re.findall(r"^\.(?:It )?Va (.*)", open(sys.argv[1], encoding="utf-8").read(), re.M):
    words = re.sub(r"\b(Pq|Po|No|Ns|Xr|Cm)\b.*", "", line).split()
    for name in words:
        if re.fullmatch(r"[$\w/]+", name) and name not in known:
            print(name)
' "$1" "$top"/schemas/*.json
}
for page in "$top"/man/treewide-*; do
	# its fields stand beside those of any command
	[ "$page" = "$top/man/treewide-wave.5" ] || strange "$page" | sed "s,^,${page##*/}: ,"
done >"$work/out" 2>"$work/err"
[ ! -s "$work/out" ] && [ ! -s "$work/err" ]
ok 'each field that a page names is one of a schema'
sed 's/^.It Va in_flight/.It Va flying/; s/^.It Va words/.It Va wordz/' "$top/man/treewide-left.1" \
	>"$work/page" && strange "$work/page" >"$work/out" && [ "$(cat "$work/out")" = wordz ]
ok 'one that is none is seen'

items=$(sed -n '/^.Sh DESCRIPTION/,/^.Sh FORMATS/p' "$top/man/treewide-report.5") &&
	while read -r schema; do
		echo "$items" | grep -qw "$schema" || echo "$schema"
	done <"$work/schemas" >"$work/out" && [ ! -s "$work/out" ] && [ "$items" ]
ok 'treewide-report(5) says where each schema is explained'
expect_exit 0 "$TREEWIDE" --json help report && json '[word for c in d["commands"]
	for o in c["options"] if o["name"] == "format"
	for word in o["help"].replace(" or ", ", ").split(", ")]' | sort >"$work/wanted" &&
	sed -n '/^.Sh FORMATS/,/^.Sh PROOF/s/^.It Cm //p' "$top/man/treewide-report.5" |
	sed 's/ , /\n/g' | sort | same "$work/wanted" -
ok 'and each format of report'

## where they say no ##

sed 's/"MISS"/"LOST"/' "$work/kcidb.json" >"$work/odd.json" && ! fits kcidb "$work/odd.json" &&
	has "$work/faults" LOST &&
	sed 's/"git_commit_hash": "/&x/' "$work/kcidb.json" >"$work/odd.json" &&
	! fits kcidb "$work/odd.json" &&
	sed 's/"level": "warning"/"level": "worry"/' "$work/sarif.json" >"$work/odd.json" &&
	! fits sarif "$work/odd.json" && has "$work/faults" worry
ok 'a word that is none of KCIDB, of SARIF, is seen'

python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
d["sites"][0]["colour"] = "blue"
json.dump(d, open(sys.argv[2], "w"))' "$work/audit.json" "$work/more.json" &&
	! fits audit "$work/more.json" &&
	has "$work/faults" colour
ok 'a field that no schema has is seen'
sed 's/"class": "implicit"/"class": "odd"/' "$work/audit.json" >"$work/odd.json" &&
	! fits audit "$work/odd.json" && has "$work/faults" odd &&
	grep -v '"managed"' "$work/audit.json" >"$work/less.json" &&
	! fits audit "$work/less.json" &&
	has "$work/faults" managed && ! fits plan "$work/audit.json"
ok 'so is a word that is none of the known ones, a field that is missing, another document'

finish
