#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Recipients of 40 files (TREEWIDE_FILES) drawn over the whole tree of 6.12 are those that
# get_maintainer.pl itself tells, run by hand in a tree of its own; and the real script's answers
# about committers and about entries that nobody should write. About half a minute on two cores, of
# 200 files a minute and a half.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

count=${TREEWIDE_FILES:-40}
campaign=$work/mail
tree=$work/tree
read_files='MAINTAINERS .mailmap .get_maintainer.ignore scripts/get_maintainer.pl'
mkdir "$campaign" "$tree" && echo 'There is more to say.' >"$campaign/text"

# Every n-th file of the tree that holds text, and one patch for each that adds a line at its end.
cat >"$work/draw.py" <<'PYTHON'
import os, subprocess, sys
repo, base, campaign, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
env = dict(os.environ, GIT_DIR=repo, GIT_INDEX_FILE=campaign + '/index')

def git(*args, text=b''):
    return subprocess.run(('git',) + args, env=env, input=text, stdout=subprocess.PIPE, check=True).stdout

entries = [line.split(b'\t', 1) for line in git('ls-tree', '-r', '-z', base).split(b'\0') if line]
entries = sorted((path, meta.split()) for meta, path in entries)
drawn, at = [], 0.0
while len(drawn) < count:
    for path, (mode, kind, blob) in entries[int(at):]:
        if mode == b'120000' or (drawn and drawn[-1][0] == path):
            continue
        data = git('cat-file', 'blob', blob.decode())
        if b'\0' not in data[:8000] and b'"' not in path and path.isascii():
            break
    drawn.append((path, mode, data))
    at += len(entries) / count
lines = []
for path, mode, data in drawn:
    blob = git('hash-object', '-w', '--stdin', text=data + b'\nmore\n').strip()
    lines.append(mode + b' ' + blob + b'\t' + path + b'\0')
git('read-tree', base)
git('update-index', '-z', '--index-info', text=b''.join(lines))
diff = git('diff', '--cached', '--no-renames', '--text', base)
parts = [b'diff --git ' + part for part in diff.split(b'diff --git ')[1:]]
assert len(parts) == count, len(parts)
with open(campaign + '/campaign.conf', 'w') as conf, open(campaign + '/paths', 'wb') as paths:
    conf.write('[campaign]\n\tname = mail\n\ttitle = mail: Say more\n\tcover = text\n[recipients]\n\talways = always@example.org\n')
    for nr, (part, (path, mode, data)) in enumerate(zip(parts, drawn)):
        open('%s/%d.diff' % (campaign, nr), 'wb').write(part)
        conf.write('[patch "%d"]\n\tdiff = %d.diff\n\tsubject = mail: Say more in file %d\n\tmessage = text\n' % (nr, nr, nr))
        paths.write(path + b'\n')
PYTHON
python3 -I -S "$work/draw.py" "$repo" "$base" "$campaign" "$count" 2>"$work/err" &&
	[ "$(sort -u "$campaign/paths" | wc -l)" = "$count" ]
ok "$count files are drawn"

# What the script says itself, with the default policy applied here: for each file the lines
# "PATH to|cc ADDRESS ROLE:SECTION".
cat >"$work/own.py" <<'PYTHON'
import concurrent.futures, os, re, subprocess, sys
tree, paths = sys.argv[1], open(sys.argv[2]).read().splitlines()

# Which role somebody with two equally good ones has depends on Perl's hashes, which are shuffled.
env = dict(os.environ)
if len(sys.argv) > 3:
    env.update(PERL_HASH_SEED='0', PERL_PERTURB_KEYS='0')

def ask(path):
    run = subprocess.run(['scripts/get_maintainer.pl', '--nogit', '--nogit-fallback', '--roles', '--norolestats',
                          '-f', path], cwd=tree, env=env, stdout=subprocess.PIPE, check=True)
    return path, run.stdout.decode()

def audience(address, role):
    word = role.split(':')[0]
    if 'list' in word and (':' not in role or address == 'linux-kernel@vger.kernel.org'):
        return None
    return 'to' if re.match('maintain|support|odd fix', word) else 'cc'

with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for path, answer in pool.map(ask, paths):
        for line in answer.splitlines():
            address, role = re.fullmatch(r'(?:.*<)?([^<> ]+@[^<> ]+?)>? \((\w.*)\)', line).groups()
            if address == 'linux-kernel@vger.kernel.org' or audience(address, role):
                for one in re.split(r',(?=in file$)', role):
                    if audience(address, one):
                        print(path, audience(address, one), address.lower(), one)
PYTHON
own() { # PATHS [SEEDED]
	python3 -I -S "$work/own.py" "$tree" "$@" | sort
}
# The same from the plan: one line for each reason, and an address is in To when one of them says
# so.
planned() {
	expect_exit 0 "$TREEWIDE" --repo "$repo" --base "$base" --campaign "$campaign" --state \
		"$state" --jobs 2 --json plan &&
		json '[" ".join((p["files"][0], k, r["email"].lower(), why)) for p in d["patches"]
		for k in ("to", "cc") for r in p[k] for why in r["why"].split("; ")
		if r["email"] != "always@example.org"]' |
		sort >"$work/planned"
}

planned
ok 'treewide plans them'
cp "$work/out" "$work/plan.json"
# shellcheck disable=SC2046,SC2086 # words
git -C "$repo" archive "$base" $read_files $(cat "$campaign/paths") | tar -x -C "$tree" &&
	(cd "$tree" && mkdir -p Documentation arch include drivers fs init ipc kernel lib scripts &&
		touch COPYING CREDITS Kbuild Makefile \
		README) && own "$campaign/paths" seeded >"$work/own" 2>"$work/err"
ok 'the script itself answers'

# A role in To takes the address there with its other roles: compare them without, then To alone.
cut -d' ' -f1,3- "$work/own" | sort >"$work/wanted" &&
	cut -d' ' -f1,3- "$work/planned" | sort >"$work/got"
[ "$(wc -l <"$work/wanted")" -gt $((count * 5 / 2)) ] &&
	[ "$(cut -d' ' -f1 "$work/wanted" | sort -u | wc -l)" -gt $((count * 3 / 4)) ] &&
	same "$work/wanted" "$work/got"
ok 'every address of these files, its role and its section are those of the script'
awk '$2 == "to" { print $1, $3 }' "$work/own" | sort -u >"$work/wanted" &&
	awk '$2 == "to" { print $1, $3 }' "$work/planned" | sort -u >"$work/got"
[ "$(wc -l <"$work/wanted")" -gt "$count" ] && same "$work/wanted" "$work/got"
ok 'and in To are the maintainers, supporters and odd fixers'
json '[p["nr"] for p in d["patches"]
	if len([r for r in p["to"] + p["cc"] if r["email"] == "always@example.org"]) != 1
	or (len(p["to"]) == 0)]' \
	"$work/plan.json" >"$work/got" && [ ! -s "$work/got" ]
ok 'the fixed address gets every patch, and each goes to somebody'

awk 'NR % 8 == 0' "$campaign/paths" >"$work/some" &&
	own "$work/some" | cut -d' ' -f1,3 | sort -u >"$work/wanted" &&
	grep -F -f "$work/some" "$work/planned" | cut -d' ' -f1,3 | sort -u >"$work/got" &&
	[ "$(wc -l <"$work/some")" = $((count / 8)) ] &&
	same "$work/wanted" "$work/got"
ok 'whatever the seed of its hashes, the script names the same addresses'

## the comparison can say no ##

victim=$(awk '$2 == "to" { print $3 }' "$work/own" | sort | uniq -c | sort -n |
	awk 'NR == 1 { print $2 }')
grep -i -F -q "$victim" "$tree/MAINTAINERS" &&
	sed -i "s/<$victim>/<somebody.else@example.org>/I" "$tree/MAINTAINERS" &&
	grep -i -F "$victim" "$work/own" | cut -d' ' -f1 | sort -u >"$work/some" &&
	own "$work/some" seeded >"$work/changed" &&
	grep -F -f "$work/some" "$work/own" >"$work/before" &&
	grep -F somebody.else@example.org "$work/changed" >"$work/got" &&
	! same "$work/before" "$work/changed" &&
	! has "$work/before" somebody.else
ok 'an entry of MAINTAINERS that differs is seen'
git -C "$repo" show "$base:MAINTAINERS" >"$tree/MAINTAINERS"

## a small tree with the real script: committers, and names that nobody should have ##

small=$work/small
campaign=$work/small-mail
mkdir -p "$small/drivers/misc" "$campaign"
# shellcheck disable=SC2086 # words
git -C "$repo" archive "$base" $read_files .clang-format drivers/misc/hpilo.c | tar -x -C "$small"
git -C "$small" init -q
signed() { # FILE NAME ADDRESS
	echo "/* $2 */" >>"$small/$1" && commit "$small" "Change

Signed-off-by: $2 <$3>"
}
signed drivers/misc/hpilo.c First first@example.org
signed drivers/misc/hpilo.c Ancient ancient@example.org
clock=$((clock + 400 * 24 * 3600))
signed drivers/misc/hpilo.c 'Recent, R.' recent@example.org
signed drivers/misc/hpilo.c 'Keng-Yu Lin' keng-yu.lin@hpe.com
signed drivers/misc/other.c Other other@example.org
python3 -I -S "$top/tests/evil-maintainers.py" "$small" >"$work/evil" && commit "$small" 'Evil'
one_line() { # ID FILE LINE-COUNT
	printf 'diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n@@ -%d +%d,2 @@\n %s\n+int more;\n' "$2" "$2" \
		"$2" "$2" "$3" "$3" "$(sed -n "$3p" "$small/$2")" >"$campaign/$1.diff"
	printf '[patch "%s"]\n\tdiff = %s.diff\n\tsubject = %s: Say more\n\tmessage = text\n' "$1" \
		"$1" "$1"
}
cp "$work/mail/text" "$campaign"
printf '[campaign]\n\tname = mail\n\ttitle = mail: Say more\n\tcover = text\n' >"$campaign/head"
{
	cat "$campaign/head"
	one_line signed drivers/misc/hpilo.c "$(wc -l <"$small/drivers/misc/hpilo.c")"
	printf '[recipients]\n\tcc = committer\n'
} >"$campaign/campaign.conf"
base=HEAD
repo=$small
expect_exit 0 tw --json plan &&
	json '["%s <%s> %s" % (r["name"], r["email"], r["why"]) for p in d["patches"]
	for k in ("to", "cc") for r in p[k] if k == "cc" or "keng" in r["email"]]' \
		>"$work/got"
cat >"$work/wanted" <<'PEOPLE'
Keng-Yu Lin <keng-yu.lin@hpe.com> supporter:HEWLETT PACKARD ENTERPRISE ILO CHIF DRIVER; commit_signer
Recent, R. <recent@example.org> commit_signer
Tessa Tester <tessa@example.org> authored; added_lines
PEOPLE
same "$work/wanted" "$work/got"
ok 'committers of the last year, by the real script'

{
	cat "$campaign/head"
	while read -r id file; do one_line "$id" "$file" 1; done <"$work/evil"
} >"$campaign/campaign.conf"
expect_exit 0 tw --json plan && [ "$(json 'len(d["patches"])')" = "$(wc -l <"$work/evil")" ] &&
	json '[p["id"] for p in d["patches"]
	if "m%s@example.org" % p["id"][4:] not in [r["email"] for r in p["to"]]
	or {r["email"] for r in p["to"] + p["cc"]} - {"%s%s@example.org" % (k, p["id"][4:])
	for k in "mr"}]' >"$work/wrong" &&
	[ ! -s "$work/wrong" ] &&
	json '[p["id"] for p in d["patches"] for r in p["to"] + p["cc"]
	if not r["name"].isprintable() or len(r["name"]) > 120
	or "=?" in r["name"]]' >"$work/wrong" &&
	[ ! -s "$work/wrong" ] &&
	json '[p["to"][0]["name"] for p in d["patches"]]' | head -n 5 >"$work/got"
printf 'Quote "Q" Person\nComma, Person\nBack \\ Slash\nÜnï Cödé\nÜnï, Cödé\n' >"$work/wanted"
same "$work/wanted" "$work/got" && [ ! -s "$work/wrong" ]
ok 'evil names that pass through the real script'

finish
