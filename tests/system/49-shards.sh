#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Parts of a proof that are done elsewhere: --plan-shards, --shard, --merge.
# shellcheck disable=SC2317 # expect_exit calls them
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

range() { # COMMAND...: no campaign
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@"
}
# A node has a state directory of its own.
on_node() { # NODE ARG...
	node=$work/node.$1
	shift
	"$TREEWIDE" --repo "$repo" --state "$node" --jobs 2 prove "$@"
}
# Lay out the shards, each as a file $work/N.json; how many there are is told.
lay_out() { # COMMAND...
	expect_exit 0 "$@" --json --plan-shards && python3 -I -S -c '
import json, sys
shards = json.load(open(sys.argv[1] + "/out"))["shards"]
for nr, shard in enumerate(shards):
    json.dump(shard, open("%s/%d.json" % (sys.argv[1], nr), "w"))
print(len(shards))
' "$work" >"$work/count"
}
# Do all that were laid out, in turn on two nodes.
do_all() {
	last=$(($(cat "$work/count") - 1))
	for shard in $(seq 0 "$last"); do
		on_node $((shard % 2)) --shard "$work/$shard.json" --out "$work/$shard.facts" \
			>"$work/out" 2>"$work/err" || return
	done
}
merges() {
	seq -f "--merge=$work/%g.facts" 0 "$last"
}
grow() { # NAME FILE
	printf '\nint %s(void);\nint %s(void)\n{\n\treturn 1;\n}\n' "$1" "$1" >>"$repo/$2" &&
		commit "$repo" "$2: Add $1

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>"
}
# What a result holds, but for what it took.
facts_of() { # FILE
	sed -e 1d -e '/"stage":"cost"/d' -e '/^{"digest"/d' "$1"
}
# The state directory is not what is compared.
said_the_same() {
	essence | sed "s,$state/,,g" | equals "$work/wanted"
}
# Is every verdict of this check one that was known?
all_known() { # CHECK
	[ "$(json 'sorted({str(k["reused"]) for c in d["commits"] for k in c["checks"]
		if k["check"] == "'"$1"'"})')" = True ]
}

make_world "$repo" && git -C "$repo" branch start && grow one drivers/net/alpha.c &&
	grow two drivers/spi/spi-echo.c && grow three drivers/net/delta.c &&
	printf '\nint four(void);\n' >>"$repo/include/linux/pci.h" && commit "$repo" 'PCI: Add four

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>' && grow five drivers/net/delta.c &&
	sed -i 's/return 1;/return nobody;/' "$repo/drivers/net/delta.c" &&
	commit "$repo" 'net: delta: Break it

For the test.

Signed-off-by: Tessa Tester <tessa@example.org>'
ok 'a world with six commits, of which the last does not compile'

## wrong use ##

expect_exit 2 range prove --shard "$work/1.json" && says '--shard and --out go together' &&
	expect_exit 2 range prove --out "$work/1.facts" start..main && says 'go together' &&
	expect_exit 2 range prove --shard x --out y start..main && says 'itself what is proved' &&
	expect_exit 2 range prove --dry-run start..main && says 'goes with --executor' &&
	expect_exit 2 range prove --executor=pbs start..main &&
	says 'unknown executor pbs; known are local and slurm' &&
	expect_exit 2 range prove --plan-shards --index && says 'a campaign or a range only' &&
	expect_exit 2 range prove --nodes=0 --plan-shards start..main && says '--nodes 0'
ok 'options that make no sense are refused'
echo '{' >"$work/bad.json" && expect_exit 2 on_node 0 --shard "$work/bad.json" --out "$work/x" &&
	says 'bad.json:2: it is not a shard' && [ ! -e "$work/x" ] &&
	expect_exit 3 on_node 0 --shard "$work/none.json" --out "$work/x" && says none.json
ok 'a file that is no shard is refused with its line'

## level full and a narrow target ##

both='--level=full --target=x86_64-allmodconfig --target=x86_64-narrow'
# shellcheck disable=SC2086 # words
expect_exit 1 range --json --state "$work/home" prove $both start..main &&
	essence | sed "s,$work/home/,,g" >"$work/wanted" && says nobody &&
	[ "$(wc -l <"$work/wanted")" = 6 ]
ok 'a proof at home'
# shellcheck disable=SC2086
expect_exit 0 range prove $both --plan-shards start..main &&
	says 'x86_64-narrow, narrow, ' && says 'x86_64-allmodconfig, full, ' &&
	says 'was never measured here, and is a guess' && says ' CPU hours with 2 programs'
ok 'the shards are shown with what they take, and that it is a guess'
# shellcheck disable=SC2086
lay_out range prove $both --nodes=3 start..main && [ "$(cat "$work/count")" -ge 3 ] &&
	[ "$(json 'sum(s["trees"] for s in d["shards"])')" = 14 ]
ok 'every tree is in one shard, the base too'
do_all
ok 'two nodes do them all'
log_gcc
# shellcheck disable=SC2086,SC2046
expect_exit 1 range --json prove $both $(merges) start..main && all_known build &&
	said_the_same
ok 'with the results every make is known, and the proof is the same as at home'
verdict 6 build log >"$work/log" && [ -s "$(cat "$work/log")" ] &&
	has "$work/log" "$state/logs" && has "$(cat "$work/log")" nobody
ok 'the log of the error has come, too'
# shellcheck disable=SC2086
expect_exit 0 range prove $both --plan-shards start..main && says '0 shards: about 0 s'
ok 'nothing is left to be laid out'
# shellcheck disable=SC2086,SC2046
expect_exit 1 range --json prove $both $(merges) $(merges) start..main &&
	said_the_same
ok 'results that come again change nothing'
cp "$work/0.facts" "$work/before" && on_node 0 --shard "$work/0.json" --out "$work/0.facts" \
	>"$work/out" 2>"$work/err" && facts_of "$work/before" >"$work/one" &&
	facts_of "$work/0.facts" | equals "$work/one"
ok 'a shard that is done again on a node that knows all comes to the same'

## results that cannot be taken ##

state=$work/state2
head -c "$(($(wc -c <"$work/0.facts") / 2))" "$work/0.facts" >"$work/half.facts"
sed 's/"made"/"male"/' "$work/1.facts" >"$work/changed.facts"
# shellcheck disable=SC2086
expect_exit 1 range --json prove $both --merge "$work/half.facts" --merge "$work/changed.facts" \
	start..main && says 'not taken: ' && says 'half.facts is damaged: it ends early' &&
	says 'changed.facts is damaged: it is not as it was written' &&
	said_the_same
ok 'half a result and a changed one are named and not taken, and the proof is the same'
cat >"$work/bin/gcc" <<-'FAKE'
	#!/bin/sh
	[ "$*" != --version ] || { echo 'gcc (of the test) 77.1' && exit; }
	exec /usr/bin/gcc "$@"
FAKE
chmod 755 "$work/bin/gcc"
expect_exit 3 on_node 2 --shard "$work/0.json" --out "$work/x" && [ ! -e "$work/x" ] &&
	says 'is for x86_64-' && says 'with another toolchain: gcc (Debian' &&
	says 'here is gcc (of the test) 77.1' || says 'gcc (of the test) 77.1'
ok 'a shard of another toolchain is refused, and both are named'
expect_exit 0 range prove --target=x86_64-allmodconfig --merge "$work/0.facts" start..main~1 &&
	says 'not taken: ' && says 'by another toolchain: gcc (Debian' && says '(of the test) 77.1'
ok 'and so is a result'
no_fakes
sed 's/"treewide": "[^"]*"/"treewide": "0.0.1"/' "$work/0.json" >"$work/old.json" &&
	expect_exit 3 on_node 2 --shard "$work/old.json" --out "$work/x" &&
	says 'made by treewide 0.0.1'
ok 'a shard of another treewide is refused'

## readers of headers ##

state=$work/state3
lay_out range prove --target=x86_64-allmodconfig start..main && [ "$(cat "$work/count")" = 1 ] &&
	[ "$(json 'd["shards"][0]["level"]')" = objects ] &&
	[ "$(json 'len(d["shards"][0]["sources"])')" -gt 10 ] && do_all
ok 'at the fast level the readers of a header are a shard of objects'
state=$work/state4
log_gcc
expect_exit 1 range --json prove --target=x86_64-allmodconfig --merge "$work/0.facts" start..main &&
	[ "$(verdict 4 readers)" = pass ] && all_known readers &&
	! has "$FAKE_LOG" drivers/net/charlie.c
ok 'with the result they are known, and none is compiled'
no_fakes

## a repository that has not got the commits ##

git clone -q --bare -b start --single-branch "file://$repo" "$work/far.git" &&
	git -C "$repo" config treewide.shardUrl "file://$repo" &&
	state=$work/state5 && lay_out range prove --level=full start..main &&
	[ "$(json 'd["shards"][0]["url"]')" = "file://$repo" ] &&
	! git -C "$work/far.git" cat-file -e "$(git -C "$repo" rev-parse main)" 2>/dev/null &&
	expect_exit 0 "$TREEWIDE" --repo "$work/far.git" --state "$work/far" --jobs 2 \
		prove --shard "$work/0.json" --out "$work/0.facts" && [ -s "$work/0.facts" ]
ok 'a node fetches the commits from the URL of the shard'
sed 's,"url": "[^"]*","url": "file:///nowhere",' "$work/0.json" >"$work/bad.json" &&
	git clone -q --bare -b start --single-branch "file://$repo" "$work/off.git" &&
	expect_exit 3 "$TREEWIDE" --repo "$work/off.git" --state "$work/far" \
		prove --shard "$work/bad.json" --out "$work/x" &&
	says 'from file:///nowhere failed' && [ ! -e "$work/x" ]
ok 'a URL that does not answer is named'
git -C "$repo" config --unset treewide.shardUrl

## targets of the user's own ##

mkdir -p "$work/own/configs" && sed 's/^# .*/# Mine./' "$top/configs/x86_64-allmodconfig" \
	>"$work/own/configs/mine" &&
	printf '# A part of mine.\n[target]\n\tnarrow = mine\n' >"$work/own/configs/part" &&
	printf 'CONFIG_PCI=y\nCONFIG_X86_64=y\n' >"$work/own/my.config" && cd "$work/own" || exit 3
own='--level=full --target=mine --target=part --config=my.config'
# shellcheck disable=SC2086
state=$work/home7 && expect_exit 1 range --json prove $own start..main &&
	essence | sed "s,$state/,,g" >"$work/wanted" &&
	state=$work/state7 && lay_out range prove $own --nodes=2 start..main && cd / && do_all
ok 'nodes that stand elsewhere prove under targets that only the user has'
cd "$work/own" || exit 3
# shellcheck disable=SC2046,SC2086
expect_exit 1 range --json prove $own $(merges) start..main && all_known build && said_the_same
ok 'with the results the proof is the same as at home'
cd "$work" || exit 3
sed 's,"mine": ",".mine": ",' "$work/0.json" >"$work/bad.json" &&
	! same "$work/0.json" "$work/bad.json" >"$work/err" &&
	expect_exit 2 on_node 1 --shard "$work/bad.json" --out "$work/x" &&
	says 'the shard: ".mine" is no file of a target' && [ ! -e "$work/x" ]
ok 'a file of another name than a target can have is refused'

## a campaign ##

state=$work/state6
expect_exit 0 tw generate && expect_exit 1 tw --json --state "$work/home6" --level=full prove &&
	essence | sed "s,$work/home6/,,g" >"$work/wanted" &&
	lay_out tw --level=full prove --nodes=2 && do_all
ok 'the branch of a campaign is laid out, and done by nodes that have no campaign'
# shellcheck disable=SC2046
expect_exit 1 tw --json --level=full prove $(merges) && all_known build &&
	said_the_same
ok 'with the results the campaign is proved as at home'

finish
