#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Much of it: 50,000 facts in one result, 1,000 commits under five targets; at most 1 GiB each.
# What it takes of the machine's time is printed, beside Python reading the same lines and putting
# them into an SQLite of its own; no test fails by it.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

range() { # COMMAND...
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@"
}
# Run it; $work/cost has what it took: seconds of CPU, which count, for it is not alone on the
# machine; of wall clock; MiB.
measure() { # COMMAND...
	python3 -I -S -c '
import resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.call(sys.argv[2:])
took = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    print("%.2f %.2f %d" % (took.ru_utime + took.ru_stime, time.monotonic() - start,
                            took.ru_maxrss // 1024), file=file)
sys.exit(code)' "$work/cost" "$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@" \
		>"$work/out" 2>"$work/err" </dev/null
}
is_small() {
	read -r cpu wall memory <"$work/cost" &&
		echo "# $cpu s of CPU, $wall s of wall clock, $memory MiB" && [ "$memory" -le 1024 ]
}

make_world "$repo" && git -C "$repo" branch start && python3 -I -S -c '
for nr in range(1000):
    text = "// %d\n" % nr
    message = "net: alpha: Say %d\n" % nr
    print("commit refs/heads/many\ncommitter T <t@example.org> %d +0000" % (1700000000 + nr))
    print("data %d\n%s" % (len(message), message), end="")
    if nr == 0:
        print("from refs/heads/start")
    print("M 100644 inline drivers/net/alpha%d.%s" % (nr % 7, "h" if nr % 10 == 0 else "c"))
    print("data %d\n%s" % (len(text), text))
' | git -C "$repo" fast-import --quiet
ok 'a branch of 1,000 commits'
targets='--target=x86_64-allmodconfig --target=x86_64-no-msi --target=x86_64-no-pci
	--target=i386-allmodconfig --target=x86_64-clang'
# shellcheck disable=SC2086 # words
measure --json prove --level=full $targets --nodes=64 --plan-shards start..many &&
	[ "$(json 'sum(s["trees"] for s in d["shards"])')" = 5005 ] &&
	[ "$(json 'max(s["seconds"] for s in d["shards"]) <= d["longest"]')" = true ] &&
	is_small
ok 'shards for 1,000 commits under five targets: at most 1 GiB'

expect_exit 0 range --json prove --level=full --target=x86_64-allmodconfig --plan-shards \
	start..many~999 && json 'd["shards"][0]' >"$work/0.json" &&
	expect_exit 0 range --state "$work/node" prove --shard "$work/0.json" \
		--out "$work/0.facts" &&
	python3 -I -S -c '
import hashlib, json, random, sys
lines = open(sys.argv[1], "rb").read().split(b"\n")[:-2]
for nr in range(50000):
    lines.append(json.dumps({"stage": "object", "key": hashlib.sha1(b"%d" % nr).hexdigest(),
        "value": {"ok": True, "seconds": 1.5, "tree": "0" * 40, "errors": [], "warnings": [],
                  "undefined": ["symbol_%d" % (nr * k % 9973) for k in range(40)]}},
        sort_keys=True, separators=(",", ":")).encode())
data = b"\n".join(lines) + b"\n"
digest = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
open(sys.argv[2], "wb").write(data + b"{\"digest\":\"%s\"}\n" % digest.encode())
' "$work/0.facts" "$work/many.facts"
ok 'a result with 50,000 facts'
python3 -I -S -c '
import json, sqlite3, sys, time
db = sqlite3.connect(sys.argv[2])
db.execute("CREATE TABLE facts (stage TEXT, key BLOB, value TEXT, PRIMARY KEY (stage, key))")
for line in open(sys.argv[1], "rb").read().split(b"\n")[1:-2]:
    fact = json.loads(line)
    if "key" in fact:
        db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)",
                   (fact["stage"], bytes.fromhex(fact["key"]), json.dumps(fact["value"])))
db.commit()
print("# Python, for the same lines: %.2f s of CPU" % time.process_time())
' "$work/many.facts" "$work/peer.db"
ok 'Python takes them, too'
state=$work/state2
measure prove --level=full --target=x86_64-allmodconfig --merge "$work/many.facts" --plan-shards \
	start..many~999 && says 'many.facts: facts: 500' && is_small
ok 'it is taken in at most 1 GiB'
measure prove --level=full --target=x86_64-allmodconfig --merge "$work/many.facts" --plan-shards \
	start..many~999 && says 'many.facts: facts: 500' && is_small
ok 'and once more'

finish
