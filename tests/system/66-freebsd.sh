#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The second kernel: the shipped campaign iflib-msix on a small FreeBSD of our own, from the audit
# to the folder that a person submits. tests/linux/70-freebsd.sh does the same on a real tree.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

campaign=$top/series/iflib-msix

small_tree() { # DIR
	cp -R "$top/tests/freebsd" "$1" && git -C "$1" init -q && commit "$1" 'Begin the small tree'
}

# A campaign of our own with the same rules, to be changed; another folder each time.
copies=0
own_campaign() { # NAME
	copies=$((copies + 1))
	campaign=$work/$1-$copies
	cp -R "$top/series/iflib-msix" "$campaign" &&
		cp "$top"/cocci/iflib-msix/*.cocci "$top"/cocci/iflib-msix/*.h "$campaign"
}

# A campaign of one patch: what was changed in the work tree of $repo, which is put back.
diff_campaign() { # NAME
	campaign=$work/$1
	mkdir "$campaign" && git -C "$repo" diff >"$campaign/x.diff" && [ -s "$campaign/x.diff" ] &&
		git -C "$repo" checkout -q . && printf 'For the test.\n' >"$campaign/x.txt" &&
		cat >"$campaign/campaign.conf" <<CONF
[campaign]
	name = $1
	title = "net: Try something"
	cover = x.txt
[patch "x"]
	diff = x.diff
	subject = "net: Try something"
	message = x.txt
CONF
}

found() { # REV
	expect_exit 0 tw --json --base "$1" audit && json '"%(attach)d %(messages)d" % d["found"]'
}

## audits ##

small_tree "$repo" && [ "$(found HEAD)" = '6 2' ]
ok 'audit: six failures leave the task attached, two keep the messages'
[ "$(json '["%s:%d %s %d" % (f["file"], f["line"], f["function"], f["from"])
	for f in d["findings"]][0]')" = 'sys/net/iflib.c:25 iflib_device_register 21' ]
ok 'audit: a finding has its function, its line and that of the attach'
expect_exit 0 tw audit && says '6 found by attach on HEAD, for a person to judge' &&
	says 'sys/net/iflib.c:66  iflib_pseudo_register(): fails here, attached in line 64' &&
	! says 'calls on'
ok 'audit: as text; where no family is named no calls are counted'

## plan ##

expect_exit 0 tw --json plan && cp "$work/out" "$work/plan.json" &&
	[ "$(json '[len(p["to"]) + len(p["cc"]) for p in d["patches"]]' | sort -u)" = 0 ] &&
	[ "$(json '["%(who)s|%(source)s|%(note)s" % r for r in d["patches"][0]["reviewers"]
		if r["source"] == "MAINTAINERS"]')" = \
		'|MAINTAINERS|no entry for sys/net/iflib.c; 1 cannot be placed: libquux' ]
ok 'plan: nobody stands in MAINTAINERS, which is an answer, and nobody is a recipient'
[ "$(json '[r["note"] for r in d["patches"][0]["reviewers"] if r["source"] == "Herald"]')" = \
	'unknown offline: its rules live on reviews.freebsd.org' ] &&
	[ "$(json '[r["note"] for r in d["patches"][0]["reviewers"] if r["source"] == "log"]')" = \
		'the history of the file is not here' ]
ok 'plan: what lives on a server is unknown, and no history is none'
[ "$(json '[n for n in d["notes"] if "understands" in n]')" = \
	'sys/net/iflib.c: spatch understands 100.00 % of its lines' ]
ok 'plan: with the macro file all of the file is understood'

## the series ##

expect_exit 0 tw generate &&
	git -C "$repo" diff HEAD b4/iflib-msix~1 -- sys/net/iflib.c | grep '^[-+]' >"$work/got" &&
	cat >"$work/wanted" <<'DIFF' && same "$work/wanted" "$work/got"
--- a/sys/net/iflib.c
+++ b/sys/net/iflib.c
-	} else {
+	} else if (scctx->isc_intr != IFLIB_INTR_MSIX) {
+	} else {
+		device_printf(dev,
+		    "Cannot use iflib with only 1 MSI-X interrupt!\n");
+		err = ENODEV;
+		goto fail_intr_free;
+	taskqgroup_detach(mini_group, &ctx->ifc_admin_task);
DIFF
ok 'generate: added lines are laid out, and a line that was too wide before is left alone'
[ "$(found b4/iflib-msix~1)" = '2 2' ] && [ "$(found b4/iflib-msix)" = '0 2' ]
ok 'audit: two are left behind the fix, none behind the follow-up'
git -C "$repo" log -1 --format=%B b4/iflib-msix~1 >"$work/message" &&
	tab='	' &&
	grep -qx "Differential Revision:${tab}https://reviews.freebsd.org/D20747" "$work/message" &&
	! grep -q 'Signed-off-by' "$work/message"
ok 'the message ends with the tags of the template'

## the proof ##

expect_exit 0 tw --json prove && cp "$work/out" "$work/proof.json" &&
	[ -z "$(verdicts fail)$(verdicts uncovered)$(verdicts void)" ] &&
	[ "$(verdict single file evidence)" = compiled ] &&
	[ "$(verdict single file target)" = x86_64-unknown-freebsd12.1 ] &&
	case $(detail single file) in
	*'compiles before and after; this file alone: not a kernel that links') ;; *) false ;; esac
ok 'prove: the file compiles before and after, and the verdict says what that is'
case $(detail single requests) in
'3 done: wrap: sys/net/iflib.c:44: device_printf(dev,;'*'non-PCI: message, line 14:'*) ;;
*) false ;; esac
ok 'prove: each request of the reviewer is done, with the line that answers it'
expect_exit 0 tw --json prove --level full && [ "$(verdict single build)" = skipped ] &&
	case $(detail single build) in *'the tree has no tools/build/make.py') ;; *) false ;; esac
ok 'prove --level full: a tree without make.py says so'

expect_exit 2 tw prove --target x86_64-allmodconfig &&
	says '--target x86_64-allmodconfig: a tree of FreeBSD has no targets' &&
	expect_exit 0 "$TREEWIDE" --repo "$repo" --state "$work/rstate" --json prove \
		main..b4/iflib-msix && [ -z "$(verdicts fail)$(verdicts uncovered)" ] &&
	[ "$(verdicts pass 'k["check"] == "file"' '"file"')" = 'file file' ]
ok 'prove: a range is proved file by file, too, and no target is asked'
expect_exit 0 tw status && expect_exit 0 tw report && expect_exit 0 tw regenerate
ok 'status, report and regenerate know a tree without Kbuild'

## the reviewer's second request ##

own_campaign first && sed -i '/^This is a stopgap/,$d' "$campaign/single.txt" &&
	printf 'The interrupt allocation needs re-doing to support a single vector.\n' \
		>>"$campaign/single.txt" &&
	sed -i 's/name = iflib-msix/name = first/' "$campaign/campaign.conf" &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	[ "$(verdict single requests)" = fail ] &&
	case $(detail single requests) in
	'2 open: non-PCI: the message does not say: '*'; multiple: '*) ;; *) false ;; esac
ok 'prove: the first message leaves two requests open, and is no pass'
expect_exit 1 tw send && says 'does not pass: requests fail' && says 'no folder was written' &&
	[ ! -e "$state/handover/b4-first" ]
ok 'send: nothing is written while a request is open'
cp "$top/series/iflib-msix/single.txt" "$campaign" && expect_exit 0 tw --force generate &&
	expect_exit 0 tw --json prove && [ "$(verdict single requests)" = pass ]
ok 'prove: the extended message closes them'

## layout: the negative control ##

cp -R "$repo" "$work/unlaid" &&
	(cd "$work/unlaid" && rules=$top/cocci/iflib-msix &&
		spatch --very-quiet --no-includes --macro-file "$rules/kernel-macros.h" \
			--sp-file "$rules/single.cocci" --in-place sys/net/iflib.c \
			>/dev/null 2>&1) &&
	cp "$work/unlaid/sys/net/iflib.c" "$repo/sys/net/iflib.c" && diff_campaign raw &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is layout fail checked 'sys/net/iflib.c:46 has 81 columns; 80 is the limit'
ok 'prove: what spatch leaves has 81 columns without the layout, and that fails'

## the file check says no ##

sed -i 's/err = 0;//; s/rid = 0;/rid = 0/' "$repo/sys/net/iflib.c" && diff_campaign typo &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is file fail compiled "sys/net/iflib.c: sys/net/iflib.c: expected ';'*"
ok 'prove: a typo fails'
sed -i 's/int err, msix, rid;/int err, msix, rid, spare;/' "$repo/sys/net/iflib.c" &&
	diff_campaign warned && expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is file fail compiled "sys/net/iflib.c: a new warning: sys/net/iflib.c: unused variable*"
ok 'prove: a new warning fails'
cp -R "$repo" "$work/broken" && repo=$work/broken && cp -R "$state" "$work/state2" &&
	sed -i 's/rid = 0;/rid = 0/' "$repo/sys/net/iflib.c" && commit "$repo" 'Break it' &&
	sed -i 's/quite wide/wide/' "$repo/sys/net/iflib.c" && diff_campaign void &&
	state=$work/state2 && expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is file void compiled 'sys/net/iflib.c: before the commit it does not compile either*'
ok 'prove: what does not compile before is void'
repo=$work/repo
state=$work/state

printf '#include "nowhere_if.h"\n' >>"$repo/sys/dev/ixl/if_ixl.c" && diff_campaign lost &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is file fail compiled "sys/dev/ixl/if_ixl.c: *: 'nowhere_if.h' file not found"
ok 'prove: a header that nothing makes is the fault of whoever includes it'
printf 'More.\n' >>"$repo/CONTRIBUTING.md" && diff_campaign text &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove &&
	is file uncovered '' 'CONTRIBUTING.md: only C sources below sys/ are compiled alone'
ok 'prove: what is no source of the kernel is uncovered'

## the message says no ##

own_campaign wide && sed -i 's/name = iflib-msix/name = wide/' "$campaign/campaign.conf" &&
	sed -i '1s/$/ and more/' "$campaign/single.txt" && expect_exit 0 tw generate &&
	expect_exit 1 tw --json prove && [ "$(verdict single message)" = fail ] &&
	case $(detail single message) in *'72 is the limit'*) ;; *) false ;; esac
ok 'prove: a line of a message has 72 columns at most'
while read -r what with words; do
	own_campaign tag && sed -i "s|$what|$with|" "$campaign/campaign.conf" &&
		expect_exit 2 tw plan && says "$(echo "$words" | tr _ ' ')" || break
	last=$what
done <<'TAGS' && [ "$last" = tag ]
https://reviews.freebsd.org/D20747" D20747" the_value_must_be_a_whole_URL
Differential Reviewed-by is_not_a_tag_of_this_tree;_known_are_PR,_Reported_by
tag trailer is_not_a_known_trailer
TAGS
ok 'a tag that is none, is no URL, or a trailer instead, is refused'
make_campaign "$work/linux" && campaign=$work/linux &&
	sed -i '/^\[campaign\]/a\	tag = PR: 1' "$campaign/campaign.conf" &&
	make_world "$work/world" && expect_exit 2 "$TREEWIDE" --repo "$work/world" \
		--campaign "$campaign" --state "$work/wstate" plan &&
	says 'the messages of this tree have trailers: use trailer ='
ok 'a tag for a tree that has trailers is refused, too'

## reviewers ##

sed -i 's/return (1)/return (2)/' "$repo/sys/dev/ixl/if_ixl.c" \
	"$repo/sys/compat/linuxkpi/common/src/kit.c" && diff_campaign people &&
	expect_exit 0 tw --json plan && json '["|".join((r["who"], r["source"], r["note"]))
		for r in d["patches"][0]["reviewers"]
		if r["source"][:3] in ("MAI", ".gi", "LOC")]' \
		>"$work/got" && cat >"$work/wanted" <<'ROWS' && same "$work/wanted" "$work/got"
cleo|MAINTAINERS:7: sys/compat/linuxkpi|If in doubt, ask; the tests of the kit are elsewhere.
@kit-people|.github/CODEOWNERS:2: /sys/compat/|
ana|MAINTAINERS:5: ixl(4)|Pre-commit review requested.
bert|MAINTAINERS:5: ixl(4)|Pre-commit review requested.
@driver-person|.github/CODEOWNERS:3: /sys/dev/ixl|
|LOCKS:5: head/sys/dev/ixl|Requires approval of the release engineer.
ROWS
ok 'plan: entries of ixl and linuxkpi are answered with their notes, owners and locks beside them'
cp -R "$repo" "$work/old" && repo=$work/old && echo '/* more */' >>"$repo/sys/dev/ixl/if_ixl.c" &&
	commit "$repo" 'ixl: Say more

Reviewed by:	dora, emil' && expect_exit 0 tw --json plan &&
	[ "$(json '[r["who"] + " " + r["source"].rsplit(" ", 1)[0]
		for r in d["patches"][0]["reviewers"]
		if r["source"][:4] == "log:"]' | tr '\n' ';')" = \
		'Tessa Tester log: wrote;dora log: reviewed;emil log: reviewed;' ]
ok 'plan: with a history the log tells who wrote and who reviewed'
repo=$work/repo

## candidates ##

own_campaign all && sed -i '/^	scope/d' "$campaign/campaign.conf" &&
	expect_exit 0 tw --json audit &&
	[ "$(json '"%(attach)d" % d["found"]')" = 6 ] && says '"sys/net/iflib.c"' &&
	! says 'sys/contrib'
ok 'what comes from somebody else is left alone'

## parse rate ##

cp -R "$repo" "$work/odd" && repo=$work/odd &&
	printf '\nint\nodd(void)\n{\n\tQUUX for (;;;;) lost taskqgroup_attach\n\treturn (1);\n}\n' \
		>>"$repo/sys/net/iflib.c" && commit "$repo" 'Something odd' &&
	campaign=$top/series/iflib-msix && expect_exit 0 tw --json plan &&
	json '[n for n in d["notes"] if "understands" in n]' >"$work/got" &&
	has "$work/got" '% of its lines; not odd()' && ! has "$work/got" '100.00'
ok 'plan: below all of the lines the functions that were not understood are named'
repo=$work/repo

## the hand-over ##

printf '#!/bin/sh\necho b4 "$@" >>"%s"\n' "$work/called" >"$work/bin/b4" &&
	chmod +x "$work/bin/b4" &&
	cp "$work/bin/b4" "$work/bin/arc" && cp "$work/bin/b4" "$work/bin/curl" &&
	expect_exit 0 tw send --output "$work/folder" && says 'nothing was sent' &&
	[ ! -e "$work/called" ]
ok 'send: writes a folder, and neither b4 nor arc is run'
head -n 1 "$work/folder/README" | grep -q "rule on machine-generated submissions" &&
	has "$work/folder/README" \
		'"Machine-generated submissions are read by nobody: say who has written what."' &&
	has "$work/folder/README" 'Nothing was sent'
ok "the rule of the tree stands on top"
find "$work/folder" -type f ! -name '.*' | sed "s,$work/folder/,,; s,/000.*,,; s,/.*,," |
	sort | uniq -c | sed 's/^ *//' | tr '\n' ' ' >"$work/out" &&
	grep -qx '1 GIT-ARC 1 PULL-REQUEST 1 README .* 1 TEST-PLAN 2 messages 2 patches ' "$work/out" &&
	git -C "$repo" log --reverse --abbrev=12 --format='git arc create %h' -2 b4/iflib-msix \
		>"$work/wanted" && grep '^git arc' "$work/folder/GIT-ARC" >"$work/got" &&
	same "$work/wanted" "$work/got"
ok 'one command of git-arc for each commit'
git -C "$repo" worktree add -q "$work/applied" HEAD &&
	git -C "$work/applied" am -q "$work"/folder/patches/*.patch >"$work/out" 2>"$work/err" &&
	git -C "$work/applied" diff --quiet HEAD b4/iflib-msix &&
	grep -q '^ iflib_pseudo_register(device_t dev' "$work"/folder/patches/0001-*.patch
ok 'git am takes the patches, which have all of the file'
has "$work/folder/PULL-REQUEST" '[x] fewer than about 10 files and 200 lines: 1 and 9' &&
	has "$work/folder/PULL-REQUEST" '[ ] Signed-off-by: of its author' &&
	has "$work/folder/REVIEW-REQUESTS" '[x] 1. wrap, marius' &&
	has "$work/folder/TEST-PLAN" 'not a kernel that links' &&
	has "$work/folder/TEST-PLAN" '[ ] unload another driver of iflib(4)' &&
	has "$work/folder/REVIEWERS" 'unknown offline'
ok 'checklist, requests, test plan and reviewers say what is known, and what is not'
expect_exit 0 tw send --output "$work/folder" && expect_exit 2 tw send --really &&
	says 'nothing is sent to FreeBSD' && expect_exit 2 tw send --reflect &&
	mkdir "$work/taken" && echo mine >"$work/taken/file" &&
	expect_exit 2 tw send --output "$work/taken" && says 'holds other files' &&
	has "$work/taken/file" mine
ok 'send: --really is refused, a folder of its own is written anew, one of others is not'

## make.py ##

mkdir -p "$repo/tools/build" && cat >"$repo/tools/build/make.py" <<'PY' &&
import os, sys
objects = os.environ["MAKEOBJDIRPREFIX"]
where = objects + os.getcwd() + "/amd64.amd64/sys/GENERIC"
os.makedirs(where, exist_ok=True)
print(" ".join(sys.argv[1:]))
if "rid = 1;" in open("sys/net/iflib.c").read():
    open(where + "/kernel", "w").write("kernel")
else:
    print("x.c:1:1: error: no kernel today")
sys.exit(1)
PY
	commit "$repo" 'Add a make.py' && expect_exit 0 tw --force generate &&
	expect_exit 0 tw --json prove --level full &&
	[ "$(verdict single build) $(verdict single build evidence)" = 'pass built' ] &&
	[ "$(detail single build)" = 'the kernel links, before and after' ] &&
	has "$state/build/make.log" 'buildkernel TARGET=amd64'
ok 'prove --level full: the tree builds a kernel, and what appeared counts, not the exit code'
sed -i 's/rid = 1;/rid = 2;/' "$repo/sys/net/iflib.c" && diff_campaign unlinked &&
	expect_exit 0 tw generate && expect_exit 1 tw --json prove --level full &&
	is build fail built '*no kernel today*' && is file pass compiled '*'
ok 'prove --level full: a tree that gives no kernel fails, though the file compiles'

## bad input ##

while read -r line where words; do
	own_campaign bad &&
		printf '%b\n' "$(echo "$line" | tr _ ' ')" >>"$campaign/campaign.conf" &&
		expect_exit 2 tw plan && says "$where" && says "$(echo "$words" | tr _ ' ')" ||
		break
	last=$line
done <<'BAD' && [ "$last" = '[audit_"x"]\n\tscope_=_sys/' ]
[request_"x"]\n\tby_=_me campaign.conf: [request_"x"]_needs_says
[request_"x"]\n\tsays_=_do_it campaign.conf: needs_line_(a_line_that_is_added)_or_message
[request_"x"]\n\tsays_=_a\n\tline_=_b\n\tpatch_=_nobody campaign.conf: there_is_no_such_section
[audit_"x"]\n\tscope_=_sys/ campaign.conf: [audit_"x"]_needs_a_rule
BAD
ok 'a request that nothing can answer, and an audit without a rule, are refused with their line'

## the list serves Linux campaigns as well ##

make_campaign "$work/asked" && campaign=$work/asked && repo=$work/world && state=$work/wstate &&
	cat >>"$campaign/campaign.conf" <<'CONF' &&
[request "thanks"]
	by = somebody
	patch = api
	says = "say thank you"
	message = "thank you"
CONF
	expect_exit 0 tw generate && expect_exit 1 tw --json prove --fail-fast &&
	is requests fail checked '1 open: thanks: the message does not say: thank you'
ok 'a request of a Linux campaign is open until the message answers it'
expect_exit 1 tw --json prove --fail-fast && [ -z "$(verdicts fail 'k["check"] == "layout"')" ] &&
	[ -z "$(verdicts pass 'k["check"] in ("layout", "file")')" ]
ok 'the checks layout and file have nothing to say of Linux'

finish
