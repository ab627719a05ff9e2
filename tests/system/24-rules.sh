#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Rules as the kernel has them: modes, includes, options, scripts, many files in one run of spatch,
# and who still uses what a rule takes away.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
old=$repo/drivers/net/old
mkdir -p "$old" "$repo/tools"
for name in one two three four; do
	printf 'int %s(int n)\n{\n\treturn old_fn(n);\n}\n' "$name" >"$old/$name.c"
done
cp "$old/one.c" "$repo/tools/five.c"
commit "$repo" 'Add users of old_fn()'

campaign=$work/campaign
mkdir -p "$campaign/parts"
echo 'Because.' >"$campaign/message.txt"
echo 'A letter.' >"$campaign/cover.txt"
# The campaign with more lines for its one patch.
campaign() { # RULE [LINES]
	{
		printf '[campaign]\n\tname = rules\n\ttitle = net: Rules\n\tcover = cover.txt\n\tscope = drivers/net/\n\tscope = tools/\n'
		printf '[recipients]\n\talways = all@example.org\n'
		printf '[patch "api"]\n\trule = %s\n\tsubject = net: Use new_fn()\n\tmessage = message.txt\n%b' "$1" "${2-}"
	} >"$campaign/campaign.conf"
}
rule() { # [FILE], stdin
	cat >"$campaign/${1-r.cocci}"
}
# The files that are changed, in one line.
changed() {
	json '" ".join(f.split("/")[-1] for p in d["patches"] for f in p["files"])'
}
# What stands in a file of the branch.
made() { # FILE
	git -C "$repo" show "b4/rules:drivers/net/old/$1"
}

## as the kernel has them ##

kernel_rule() {
	printf '// Use new_fn()\n// Options: --no-includes --include-headers\nvirtual context, patch\nvirtual org\n\n'
	printf '@depends on context@\nexpression e;\n@@\n* old_fn(e)\n\n'
	printf '@depends on patch && !(file in "tools")@\nexpression e;\n@@\n- old_fn(e)\n+ new_fn(e)\n\n'
	printf '@r depends on org@\nexpression e;\nposition p;\n@@\nold_fn@p(e)\n\n'
	printf '@script:python depends on org@\np << r.p;\n@@\nprint(p[0].file)\n'
}
kernel_rule | rule
campaign r.cocci
expect_exit 0 tw --json plan && [ "$(changed)" = 'four.c one.c three.c two.c' ]
ok 'a rule with modes is run in its mode patch; file in "tools" holds for paths of the tree'
has "$work/err" 'r.cocci: no line "/// what it does"'
ok 'that it has no /// and no Confidence is said'
campaign r.cocci '\tmode = report\n'
expect_exit 2 tw plan && says 'the rule has no mode report; its modes are: context, patch, org'
ok 'a mode that it has not: 2'
sed 's/virtual context, patch/virtual context/; /depends on patch/,/^$/d' "$campaign/r.cocci" >"$campaign/report.cocci"
campaign report.cocci
expect_exit 2 tw plan && says 'choose one of them in campaign.conf: mode = context'
ok 'modes without patch: one has to be chosen: 2'
campaign "$campaign/r.cocci"
expect_exit 0 tw --json plan && [ "$(changed)" = 'four.c one.c three.c two.c' ]
ok 'a rule by its absolute path'

## what spatch reads beside the files ##

printf '#include "parts/part.cocci"\nvirtual patch\n@depends on patch@\nexpression e;\n@@\n- unused_fn(e)\n+ new_fn(e)\n' | rule with.cocci
printf '@@\nexpression e;\n@@\n- old_fn(e)\n+ first_fn(e)\n' | rule parts/part.cocci
campaign with.cocci
expect_exit 0 tw --force generate && made one.c | grep -q first_fn
ok 'an included part is found beside the rule'
sed -i 's/first_fn/second_fn/' "$campaign/parts/part.cocci"
expect_exit 0 tw --force generate && made one.c | grep -q second_fn
ok 'a part that changes: another answer'
printf 'using "parts/x.iso"\n@@\nexpression e;\n@@\n- old_alias(e)\n+ new_fn(e)\n' | rule iso.cocci
printf 'Expression\n@ my_alias @\nexpression E;\n@@\n old_alias(E) => other_fn(E)\n' | rule parts/x.iso
campaign iso.cocci
expect_exit 1 tw plan && says 'changes nothing' &&
	sed -i 's/other_fn/old_fn/' "$campaign/parts/x.iso" &&
	expect_exit 0 tw --force generate && made one.c | grep -q new_fn
ok 'an isomorphism beside the rule, and another answer when it changes'
printf '// Options: --no-includes --macro-file parts/m.h\n@@\nexpression e;\n@@\n- old_fn(e)\n+ new_fn(e)\n' | rule macro.cocci
campaign macro.cocci
expect_exit 2 tw plan && says 'macro.cocci: Options: --macro-file parts/m.h: no such file'
ok 'a macro file that is not there: 2'
printf 'int odd(int n)\nODD_BEGIN\n\treturn old_fn(n);\nODD_END\n' >"$old/odd.c"
commit "$repo" 'Add an odd one'
printf '#define NOTHING\n' | rule parts/m.h
expect_exit 1 tw plan && says 'drivers/net/old/odd.c: old_fn stays in line 3' &&
	printf '#define ODD_BEGIN {\n#define ODD_END }\n' | rule parts/m.h &&
	expect_exit 0 tw --json plan && changed | grep -q 'odd.c'
ok 'a macro file that changes: another answer'
git -C "$repo" rm -q "$old/odd.c" && commit "$repo" 'Take it away'

printf '[spatch]\n\toptions = --no-such-option\n' >"$HOME/.cocciconfig"
cp "$HOME/.cocciconfig" "$work/.cocciconfig"
campaign r.cocci
(cd "$work" && expect_exit 0 tw --state "$work/fresh" --json plan &&
	[ "$(changed)" = 'four.c one.c three.c two.c' ])
ok "the user's .cocciconfig is not heard, nor that of the current folder"
discard "$HOME/.cocciconfig" "$work/.cocciconfig"
printf 'virtual patch, other\n@depends on patch && !other@\nexpression e;\n@@\n- old_fn(e)\n+ new_fn(e)\n@depends on other@\nexpression e;\n@@\n- old_fn(e)\n+ other_fn(e)\n' | rule two.cocci
campaign two.cocci
expect_exit 0 tw --force generate && made one.c | grep -q new_fn &&
	printf '[spatch]\n\toptions = %s\n\toptions = %s\n' '--timeout 200' \
		'--use-gitgrep -D other' >"$repo/.cocciconfig" &&
	commit "$repo" 'Configure' &&
	expect_exit 0 tw --force generate && made one.c | grep -q other_fn
ok "the base's .cocciconfig is heard, and a changed one gives another answer"
git -C "$repo" rm -q .cocciconfig && commit "$repo" 'Configure nothing'

campaign r.cocci
asked() { # STATE: how many answers were remembered, of how many
	expect_exit 0 tw --state "$work/$1" --json plan && json '[d["reused"], d["converted"]]'
}
asked columns >"$work/first" && asked columns >"$work/second"
# shellcheck disable=SC2016 # that is Perl
sed -i '2i my $max_line_length = 90;' "$repo/scripts/checkpatch.pl"
commit "$repo" 'checkpatch: Allow 90 columns'
asked columns >"$work/third"
[ "$(cat "$work/first" "$work/second" "$work/third" | paste -s -d ' ')" = '0 5 5 5 0 5' ]
ok "how wide the base's checkpatch.pl lets a line be is asked for, too"

# 79 columns wide: 82 with a name that is 3 longer, and 91, more than 90, with one 12 longer.
printf 'int wide(void)\n{\n\treturn old_fn(buf, "%%u\\n",\n\t\t      %s);\n}\n' \
	'jiffies_to_msecs(atomic_read(&trigger_data->intervall))' >"$old/wide.c"
commit "$repo" 'Add a wide one'
renamed() { # NAME: what the rule calls it, in wide.c
	printf '@@\n@@\n- old_fn\n+ %s\n  (...)\n' "$1" | rule wide.cocci
	expect_exit 0 tw --force generate && made wide.c >"$work/got"
}
campaign wide.cocci && renamed longer_fn &&
	sed 's/old_fn/longer_fn/; s/^\t\t      j/\t\t\t j/' "$old/wide.c" >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'a statement wider than the style is not wrapped into lines that checkpatch.pl complains of'
renamed much_longer_old_fn && grep -q '($' "$work/got"
ok 'but one that is wider than checkpatch.pl allows is'
git -C "$repo" rm -q "$old/wide.c" && commit "$repo" 'Take the wide one away'

## what cannot be done ##

refused() { # CODE TEXT WHAT: bad.cocci is
	campaign bad.cocci
	expect_exit "$1" tw plan && says "$2" && [ "$(wc -l <"$work/err")" = 1 ]
	ok "$3: $1, in one line"
}
body='@@\nexpression e;\n@@\n- old_fn(e)\n+ new_fn(e)\n'
printf '%b' "// Options: --dir .\n$body" | rule bad.cocci
refused 2 'bad.cocci: Options: --dir cannot be used: treewide chooses the files' 'Options: --dir'
printf '%b' "// Options: -D \"patch\"\n$body" | rule bad.cocci
refused 2 'quotes' 'quotes in Options'
printf '%b' "// Options: --in-place\n$body" | rule bad.cocci
refused 2 'cannot be used' 'Options: --in-place'
printf '%b' "// Requires: 99.1\n$body" | rule bad.cocci
refused 3 'bad.cocci:1: the rule requires Coccinelle 99.1, and here is ' 'a newer spatch'
printf '%b' "#include \"none.cocci\"\n$body" | rule bad.cocci
refused 2 'bad.cocci:1: none.cocci: no such file' 'a part that is not there'
printf 'Expression\n@ is_null @\nexpression E;\n@@\n E == 0 => E\n' | rule parts/x.iso
printf '%b' "using \"parts/x.iso\"\n$body" | rule bad.cocci
refused 2 'repeated iso name' 'an isomorphism that there is already'
printf '%b' "@initialize:ocaml@\n@@\nlet x = 1\n\n$body" | rule bad.cocci
if command -v ocamlc ocamlopt ocamlc.opt ocamlopt.opt >"$work/out"; then
	campaign bad.cocci
	expect_exit 0 tw --json plan && [ "$(changed)" = 'four.c one.c three.c two.c five.c' ]
	ok 'a script in OCaml runs where there is a compiler'
else
	refused 3 'needs an OCaml compiler' 'a script in OCaml'
fi

## many files in one run ##

kernel_rule | rule
campaign r.cocci
fake spatch-log spatch
expect_exit 0 tw --state "$work/many" --json plan && json 'd["patches"]' >"$work/together" &&
	grep -c -e --in-place "$FAKE_LOG" >"$work/runs" &&
	[ "$(cat "$work/runs")" = 1 ]
ok 'five files are one run of spatch'
: >"$FAKE_LOG"
expect_exit 0 tw --force generate && git -C "$repo" rev-parse 'b4/rules^{tree}' >"$work/tree" &&
	TREEWIDE_SPATCH_BATCH=1 expect_exit 0 tw --force --state "$work/single" generate &&
		[ "$(grep -c -e --in-place "$FAKE_LOG")" -ge 5 ] &&
	git -C "$repo" rev-parse 'b4/rules^{tree}' | equals "$work/tree"
ok 'one by one they become the same'
no_fakes
{
	printf '@initialize:python@\n@@\nseen = []\n@r@\nidentifier f;\n@@\nf(...) { ... old_fn(...); ... }\n@script:python s@\nf << r.f;\nnr;\n@@\n'
	printf 'seen.append(f)\ncoccinelle.nr = "fn_%%d" %% len(seen)\n@@\nidentifier s.nr;\n@@\n- old_fn\n+ nr\n (...)\n'
} | rule memory.cocci
sed -i 's/return old_fn(n);/old_fn(n);\n\treturn 0;/' "$old"/*.c &&
	commit "$repo" 'Call it as a statement'
campaign memory.cocci
expect_exit 0 tw --force generate
made one.c | grep -q fn_1 && made two.c | grep -q fn_1 && made four.c | grep -q fn_1
ok 'a script that remembers something gets each file alone'
TREEWIDE_SPATCH_BATCH=x expect_exit 2 tw plan &&
	says 'TREEWIDE_SPATCH_BATCH=x: not a number of files'
ok 'a wrong number of files: 2'

## files without a word ##

printf 'virtual patch\n@depends on patch@\nexpression e;\nidentifier f;\n@@\n  f(e);\n  return\n- 0\n+ (0)\n  ;\n' | rule everywhere.cocci
campaign everywhere.cocci
tw --json plan >"$work/out" 2>"$work/err"
says 'everywhere.cocci: spatch finds no word to look for: run over all' && changed | grep -q 'one.c'
ok 'a rule without a word is run over the scope'
campaign everywhere.cocci '\twords = two\n'
tw --json plan >"$work/out" 2>"$work/err"
says 'everywhere.cocci: run over the 1 file that holds a word of words =' &&
	[ "$(changed)" = two.c ]
ok 'or over the files with a word that the campaign gives'
printf 'virtual patch\n@r@\nidentifier f;\n@@\nint f(...) { ... }\n@@\nidentifier r.f;\nexpression e;\n@@\n f(...) { ...\n- old_fn(e);\n+ new_fn(e);\n ... }\n' | rule r.cocci
campaign r.cocci
fake spatch-log spatch
tw --state "$work/needs" --json plan >"$work/out" 2>"$work/err"
[ "$(json 'd["converted"]')" = 5 ]
ok 'only files that hold what is taken away are looked at'
no_fakes

## who still uses it ##

printf 'TRACE_EVENT(old_event,\n\tTP_fast_assign(\n\t\t__entry->n = trace_fn(n);\n\t)\n);\n' >"$old/trace.h"
printf '#define GLUE(x) int x##_fn(void) { return trace_fn(x); }\n' >"$old/glue.h"
commit "$repo" 'Add users that spatch cannot parse'
printf '/// New\n// Confidence: High\n// Options: --no-includes\n@@\nexpression e;\n@@\n- trace_fn(e);\n+ new_fn(e);\n' | rule trace.cocci
campaign trace.cocci
expect_exit 1 tw plan && says 'drivers/net/old/trace.h: trace_fn stays in line 3' &&
	says 'drivers/net/old/glue.h: trace_fn stays in line 1' &&
	says 'trace.cocci changes nothing'
ok 'users that spatch cannot parse are named with their line, also where nothing changes'

# Most rules of the kernel take no word away: then it is spatch that says where it gave up.
printf 'int lost(int *p)\n{\n\tfoo bar baz for (;;;;;;)\n\tif (p)\n\t\tdrop(p);\n}\n' >"$old/lost.c"
printf '\nint found(int *p)\n{\n\tif (p)\n\t\tdrop(p);\n}\n' | cat "$old/lost.c" - >"$old/half.c"
sed 's/drop(p)/other(p)/' "$old/lost.c" >"$old/other.c"
commit "$repo" 'Add functions that spatch cannot parse'
printf '/// New\n// Confidence: High\n// Options: --no-includes\n@@\nexpression e;\n@@\n- if (e) drop(e);\n+ drop(e);\n' | rule drop.cocci
campaign drop.cocci
gave_up() {
	json '[l["file"].split("/")[-1] + " " + l["why"] for l in d["left"]]' | tee "$work/left" |
		grep -q '^half.c spatch cannot parse it around line 3: whether the rule would' &&
		has "$work/left" 'lost.c spatch cannot parse it around line 3:' &&
		! has "$work/left" other.c
}
expect_exit 0 tw --json plan && [ "$(changed)" = half.c ] && gave_up
ok 'a file that spatch cannot parse is named where a word of the rule stands in that piece'
expect_exit 0 tw --json plan && [ "$(json 'd["reused"] == d["converted"] > 1')" = true ] && gave_up
ok 'so it is when the answer is known'

printf '\tcall old_fn\n' >"$old/start.S"
printf 'config OLD\n\thelp\n\t  It uses old_fn().\n' >"$old/Kconfig"
printf '/* old_fn() is great. */\nint comment;\n' >"$old/comment.c"
printf 'void f(int n, bool old_fn);\nvoid f(int n,\n       bool old_fn)\n{\n\tif (!old_fn)\n\t\tg(n);\n}\n' >"$old/param.c"
mkdir -p "$repo/Documentation" && echo 'Call old_fn().' >"$repo/Documentation/old.rst"
commit "$repo" 'Add users elsewhere'
printf '/// New\n// Confidence: High\n// Options: --no-includes\n@@\n@@\n- old_fn\n+ new_fn\n (...)\n' | rule all.cocci
campaign all.cocci
expect_exit 0 tw --json plan &&
	json '[l["file"].split("/")[-1] + ":" + str(l.get("line")) for l in d["left"]]' >"$work/left" &&
	has "$work/left" start.S:1 && has "$work/left" Kconfig:3 && has "$work/left" comment.c:1
ok 'users in other files and in comments are listed'
has "$work/left" start.S:1 && ! has "$work/left" param.c && ! has "$work/left" old.rst
ok 'a parameter of that name is none, and nothing is said of what is out of scope'
mkdir -p "$repo/drivers/net/old" && printf 'int old_fn(int n);\n' >"$old/old.h" &&
	commit "$repo" 'Declare it'
printf '@@\n@@\n- int old_fn(int n);\n+ int new_fn(int n);\n' >>"$campaign/all.cocci"
tw --json plan >"$work/out" 2>"$work/err"
json '[l["file"] + ":" + str(l.get("line")) for l in d["left"]]' >"$work/left" &&
	has "$work/left" Documentation/old.rst:1
ok 'where a header loses the name the whole tree is looked at'

printf '#define OLD_LIMIT 5\n' >"$old/limit.h"
printf '#include "limit.h"\nint limit(void)\n{\n\treturn OLD_LIMIT;\n}\n' >"$old/limit.c"
commit "$repo" 'Add a limit'
sed 's/5/5000/' "$old/limit.h" >"$work/limit.h" && cp "$work/limit.h" "$old/limit.h" &&
	git -C "$repo" diff >"$campaign/limit.patch" &&
	git -C "$repo" checkout -q .
campaign r.cocci
sed -i 's/rule = r.cocci/diff = limit.patch/' "$campaign/campaign.conf"
expect_exit 0 tw plan &&
	says 'drivers/net/old/limit.c:4: uses OLD_LIMIT, of which the series changes the #define'
ok 'a #define that changes: its users are listed'

finish
