#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# tests/world builds the way a kernel does, and tests/lib.sh says no where it must.
# shellcheck disable=SC2016,SC2317 # variables of make, and what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

world=$work/world
build=$work/build
cp -R "$top/tests/world" "$world"
kernel() {
	make -C "$world" --no-print-directory --output-sync=target -k -j2 O="$build" ARCH=x86_64 \
		CC=gcc LOCALVERSION= "$@"
}

## the helpers of lib.sh ##

! expect_exit 0 false && expect_exit 1 false && ! expect_exit 1 true
ok 'lib: expect_exit takes no other exit code'

echo 'one two' >"$work/file"
has "$work/file" 'one two' && ! has "$work/file" 'two one'
ok 'lib: has takes no other text'

echo '{"list": ["a", 1], "text": "b"}' >"$work/file.json"
[ "$(json 'd["list"]' "$work/file.json")" = "$(printf 'a\n1')" ] &&
	[ "$(json 'd["text"]' "$work/file.json")" = b ] &&
	! json 'd["none"]' "$work/file.json" 2>"$work/err"
ok 'lib: json finds what is there, and nothing else'

make_world "$repo" && make_world "$work/repo2" &&
	[ "$(git -C "$repo" rev-parse HEAD)" != "$(git -C "$work/repo2" rev-parse HEAD)" ] &&
	[ "$(git -C "$repo" rev-parse 'HEAD^{tree}')" = \
	"$(git -C "$work/repo2" rev-parse 'HEAD^{tree}')" ] &&
	[ -z "$(git -C "$repo" status --porcelain)" ]
ok 'lib: every world has the same tree, and a clean work tree'

cat >"$work/proof" <<'JSON'
{"commits": [
 {"nr": 1, "patch": "api", "subject": "a", "checks": [
  {"check": "tree", "target": "", "verdict": "pass", "evidence": "identical", "detail": "is"},
  {"check": "objects", "target": "x", "verdict": "fail", "evidence": "compiled", "detail": "a.c: b"},
  {"check": "objects", "target": "y", "verdict": "pass", "evidence": "", "detail": "fine"}]},
 {"nr": 2, "patch": "two", "subject": "b", "checks": [
  {"check": "readers", "target": "x", "verdict": "fail", "evidence": "sampled", "detail": "c"}]}]}
JSON
cp "$work/proof" "$work/out"
[ "$(verdicts fail)" = 'api:objects two:readers' ] && [ "$(verdicts void)" = '' ] &&
	[ "$(verdicts fail 'k["evidence"] == "sampled"')" = two:readers ] &&
	[ "$(verdicts pass True 'str(c["nr"]) + k["target"]')" = '1 1y' ] &&
	! verdicts fail 'k["nothing"]' >"$work/got" && has "$work/got" 'no value'
ok 'lib: verdicts are those of a kind, chosen and told as asked'
[ "$(verdict api objects)" = fail ] && [ "$(verdict 1 objects target)" = x ] &&
	[ "$(verdict '*' readers evidence)" = sampled ] && [ "$(detail two readers)" = c ] &&
	! verdict two objects >"$work/got" && ! detail 3 readers >>"$work/got" &&
	[ "$(grep -c 'no value' "$work/got")" = 2 ]
ok 'lib: verdict and detail are of a patch and a check, and of no other'
is readers fail sampled c && is tree pass '*' 'i[rs]' && ! is readers pass sampled c &&
	! is readers fail compiled c && ! is readers fail sampled d &&
	! is objects fail compiled 'a.c: b' && ! is symbols '*' '*' '?*: *'
ok 'lib: is wants one verdict, and this one'
essence "$work/proof" >"$work/wanted" && essence | equals "$work/wanted" &&
	sed 's/"a.c: b"/"a.c: c"/' "$work/proof" >"$work/other" && ! essence "$work/other" |
	equals "$work/wanted"
ok 'lib: the essence of another proof is another one'

git clone -q "$repo" "$work/hand" && make_campaign "$work/made" &&
	echo '/* more */' >>"$work/hand/drivers/net/delta.c" && echo new >"$work/hand/new" &&
	hand_patch "$work/made" 'patch "enforce"' 'Say more' &&
	grep -B 5 -x '\[patch "enforce"\]' "$work/made/campaign.conf" >"$work/got" &&
	grep -qx '\[patch "extra"\]' "$work/got" &&
	grep -qx '	subject = extra: Say more' "$work/got" &&
	grep -qx '	message = extra.txt' "$work/got" &&
	[ "$(wc -w <"$work/made/extra.txt")" = 3 ] &&
	git -C "$work/hand" apply --check "$work/made/extra.diff" &&
	[ "$(grep -c '^diff' "$work/made/extra.diff")" = 2 ] && [ ! -e "$work/hand/new" ]
ok 'lib: hand_patch makes a patch of what was changed, and takes it back'
! hand_patch "$work/made" 'patch "enforce"' && echo new >"$work/hand/new" &&
	! hand_patch "$work/made" 'patch "nobody"'
ok 'lib: nothing changed, and no such section, are no patch'

fingerprint "$repo" >"$work/before"
for change in 'echo >>"$repo/Kconfig"' 'touch "$repo/Kconfig"' \
	'git -C "$repo" rm -q --cached Kconfig' \
	'git -C "$repo" checkout -q -b other' 'chmod 755 "$repo/Kconfig"' 'touch "$repo/new"'; do
	eval "$change"
	fingerprint "$repo" >"$work/after"
	! cmp -s "$work/before" "$work/after"
	ok "lib: fingerprint notices $change"
	mv "$work/after" "$work/before"
done

## Kbuild in miniature ##

echo CONFIG_GPIO_GOLF=n >"$work/allconfig"
expect_exit 0 kernel KCONFIG_ALLCONFIG="$work/allconfig" allmodconfig &&
	expect_exit 0 kernel syncconfig &&
	has "$build/.config" 'CONFIG_NET_ALPHA=m' && has "$build/.config" 'CONFIG_SND_LIMA=y' &&
	has "$build/.config" '# CONFIG_GPIO_GOLF is not set' &&
	has "$build/.config" '# CONFIG_KILO is not set' &&
	has "$build/include/config/auto.conf" 'CONFIG_PCI=y' &&
	has "$build/include/generated/autoconf.h" '#define CONFIG_NET_ALPHA_MODULE 1'
ok 'world: allmodconfig, with an option taken away'

expect_exit 0 kernel all && [ ! -s "$work/err" ] && says '  CC [M]  drivers/net/alpha.o' &&
	says '  CC      sound/pci/lima.o' && ! says kilo && ! says bravo_debug && ! says golf
ok 'world: builds in silence, and nothing that is off'

record=$build/drivers/net/.alpha.o.cmd
has "$record" 'savedcmd_drivers/net/alpha.o := gcc ' &&
	has "$record" "source_drivers/net/alpha.o := $world/drivers/net/alpha.c" &&
	has "$record" "  $world/include/linux/pci.h \\" &&
	has "$record" '  include/generated/bounds.h' &&
	has "$record" '    $(wildcard include/config/PCI_MSI)' && ! has "$record" autoconf.h
ok 'world: the record of an object'

sed -i 's/^\tint ret = /\tint unused, ret = /' "$world/drivers/net/charlie.c"
discard -f "$build/drivers/net/charlie.o" "$build/drivers/net/delta.o" \
	"$build/drivers/tty/juliet_dma.o"
expect_exit 2 kernel drivers/net/charlie.o drivers/net/delta.o drivers/staging/kilo/kilo.o \
	drivers/tty/juliet_dma.o &&
	says "drivers/net/charlie.c:8:13: error: unused variable 'unused' [-Werror=unused-variable]" &&
	[ ! -e "$build/drivers/net/charlie.o" ] && [ -e "$build/drivers/net/delta.o" ] &&
	[ -e "$build/drivers/staging/kilo/kilo.o" ] && [ -e "$build/drivers/tty/juliet_dma.o" ]
ok 'world: a broken object stands in the way of no other'

## get_maintainer.pl in miniature ##

for folder in Documentation arch fs init ipc lib; do mkdir -p "$world/$folder"; done
for mark in COPYING CREDITS README; do : >"$world/$mark"; done
ask() { (cd "$world" &&
	scripts/get_maintainer.pl --no-git --no-git-fallback --roles --no-rolestats -f "$1"); }
cat >"$work/wanted" <<'ROLES'
"Bruno B. Bravo" <bruno@bravo.example.org> (supporter:BRAVO NETWORK DRIVER)
netdev@lists.example.org (moderated list:BRAVO NETWORK DRIVER)
linux-kernel@vger.example.org (open list)
ROLES
ask drivers/net/bravo/bravo_hw.c >"$work/got" && same "$work/wanted" "$work/got"
ok 'world: get_maintainer.pl answers as the real one does'

! ask drivers/none.c 2>"$work/err" && discard "$world/CREDITS" &&
	! ask drivers/net/alpha.c 2>"$work/err"
ok 'world: and refuses what the real one refuses'

finish
