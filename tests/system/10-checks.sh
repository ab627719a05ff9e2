#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The checks of this repository say no where they must, for the reason they should.
# shellcheck source=tests/lib.sh
# inner shells expand what stands in single quotes; what await calls
# shellcheck disable=SC2016,SC2317
. "$(dirname "$0")/../lib.sh"

src=$work/src

# $1 is the exit code, $2 a line of the output ("" for silence), the rest the command.
answers() {
	want=$1 line=$2
	shift 2
	"$@" >"$work/out" 2>&1
	code=$?
	[ "$code" = "$want" ] || { echo "exit code $code" >>"$work/out"; return 1; }
	if [ -n "$line" ]; then
		grep -qxF -e "$line" "$work/out"
	else
		[ ! -s "$work/out" ]
	fi
}

# A good tree of two wings: two modules with a header without a module of its own, then a module
# that uses their door and a command that prints.
good() {
	discard -f "$src"
	mkdir -p "$src/low" "$src/top"
	cat >"$src/LAYERS" <<-'END'
		# bottom first
		low/ # pure
		door: low
		list.h
		low # pure
		top/
		high
		cmd_show
	END
	echo 'int list;' >"$src/low/list.h"
	echo 'int low(void);' >"$src/low/low.h"
	cat >"$src/low/low.c" <<-'END'
		/* goto is not said in comments: printf("x"), stderr */
		#include "low/low.h"
		#include "low/list.h"
		#include <stdio.h>
		int low(void)
		{
			return snprintf(0, 0, "goto /* stdout") + '"'; /* two
			lines, goto */
		}
	END
	echo '#include "low/low.h"' >"$src/top/high.c"
	printf '%s\n' '#include "low/low.h"' 'int cmd_show(void)' '{' \
		'	printf("fine", low());' '}' >"$src/top/cmd_show.c"
	lines 20 'Door: (low/list.h), then low.h.' >"$src/low/README"
	lines 20 'Nobody includes this.' >"$src/top/README"
}

lines() { # NUMBER TEXT
	awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) print text }'
}

function_of() { # NUMBER of lines, braces included
	printf 'int f(void)\n{\n'
	lines $(($1 - 2)) '	f();'
	echo '}'
}

layers() { answers "$1" "$2" "$top/ci/check-layers" "$src"; }
sizes() { answers "$1" "$2" "$top/ci/check-sizes" "$src"; }

good
layers 0 ''
ok 'layers: a good tree is in order'

echo '#include "top/high.h"' >>"$src/low/low.h"
echo 'int high;' >"$src/top/high.h"
layers 1 "$src/low/low.h:2: includes top/high.h, which stands above low/low"
ok 'layers: an upward include is refused'

good
echo '#include "low/low.h"' >>"$src/low/list.h"
layers 1 "$src/low/list.h:2: includes low/low.h, which stands above low/list"
ok 'layers: inside a wing, too'

good
echo '#include "low/list.h"' >>"$src/top/high.c"
layers 1 "$src/top/high.c:2: includes low/list.h, which is private to low/"
ok 'layers: a header that is no door of another wing is refused'

sed -i 's/^door: low/door: */' "$src/LAYERS"
layers 0 ''
ok 'layers: where all headers are doors it is one'

sed -i 's/^door: .*/door: low\ndoor: list/' "$src/LAYERS"
layers 0 ''
ok 'layers: and where a second line names it'

good
sed -i '/^door/d' "$src/LAYERS"
layers 1 "$src/top/high.c:1: includes low/low.h, which is private to low/"
ok 'layers: a wing without a door is private'

good
sed -i 's/^door: low/& ghost/' "$src/LAYERS"
layers 1 "$src/LAYERS:3: the door low/ghost is no header of this wing"
ok 'layers: a door that is no header is refused'

good
echo 'door: high' >>"$src/LAYERS"
layers 1 "$src/LAYERS:9: the door top/high is no header of this wing"
ok 'layers: nor is a module without a header a door'

good
sed -i '/^high/d' "$src/LAYERS"
layers 1 "$src/top/high.c: not in $src/LAYERS"
ok 'layers: a file without a line is refused'

good
cp "$src/top/high.c" "$src/low"
layers 1 "$src/low/high.c: not in $src/LAYERS"
ok 'layers: a file in another wing than LAYERS says is refused'

good
cp "$src/top/high.c" "$src"
layers 1 "$src/high.c: not in $src/LAYERS"
ok 'layers: a file outside of the wings is refused'

good
mkdir "$src/top/deep"
cp "$src/top/high.c" "$src/top/deep"
layers 1 "$src/top/deep/high.c: not in $src/LAYERS"
ok 'layers: a wing inside of a wing is refused'

good
echo 'ghost' >>"$src/LAYERS"
layers 1 "$src/LAYERS:9: top/ghost has no file"
ok 'layers: a line without a file is refused'

good
sed -i 's/^low # pure/lo*/' "$src/LAYERS"
layers 0 ''
ok 'layers: a line with a star stands for the modules that begin so'

cp "$src/low/low.h" "$src/low/lower.h"
echo '#include "low/lower.h"' >>"$src/low/low.c"
layers 1 "$src/low/low.c:10: includes low/lower.h, which stands beside low/low"
ok 'layers: none of them includes another'

good
echo 'ghost_*' >>"$src/LAYERS"
layers 1 "$src/LAYERS:9: top/ghost_* has no file"
ok 'layers: a star without a file is refused'

good
sed -i '1i high' "$src/LAYERS"
layers 1 "$src/LAYERS:1: high stands in no chapter"
ok 'layers: a module before the first wing is refused'

good
echo 'low/' >>"$src/LAYERS"
echo 'low' >>"$src/LAYERS"
layers 1 "$src/LAYERS:10: low/low stands here twice"
ok 'layers: a module that stands twice is refused'

good
echo '#include "low/ghost.h"' >>"$src/top/high.c"
layers 1 "$src/top/high.c:2: includes low/ghost.h, which is not in $src/LAYERS"
ok 'layers: an include of no module is refused'

good
echo '#include "low.h"' >>"$src/top/high.c"
layers 1 "$src/top/high.c:2: includes low.h, which is not in $src/LAYERS"
ok 'layers: an include without its wing is refused'

good
echo '  #  include "../src/low.h"' >>"$src/top/high.c"
layers 1 "$src/top/high.c:2: includes \"../src/low.h\", which is no header of a module"
ok 'layers: an include by another path is refused'

good
echo 'int list;' >"$src/low/list.c"
layers 1 "$src/low/list.c: $src/LAYERS says it is only a header"
ok 'layers: a source for a module that is only a header is refused'

good
discard "$src/top/README"
layers 1 "$src/top/README: 0 lines, must be 20 to 60"
ok 'layers: a wing without a README is refused'

for number in 19 61; do
	good
	lines "$number" 'Nobody includes this.' >"$src/top/README"
	layers 1 "$src/top/README: $number lines, must be 20 to 60"
	ok "layers: a README of $number lines is refused"
done

lines 60 'Nobody includes this.' >"$src/top/README"
layers 0 ''
ok 'layers: a README of 60 lines holds'

good
lines 20 'Door: flow.h, lower/low.h, low.hh, low and list.h.' >"$src/low/README"
layers 1 "$src/low/README: does not name low.h, a header of the door"
ok 'layers: a README that does not name its door is refused'

! grep -q 'list.h' "$work/out" && [ "$(wc -l <"$work/out")" = 1 ]
ok 'layers: a private header need not be named'

lines 20 'Door: low.h.' >"$src/low/README"
sed -i 's/^door: low/door: */' "$src/LAYERS"
layers 1 "$src/low/README: does not name list.h, a header of the door"
ok 'layers: where all headers are doors, all are named'

good
sed -i 's/^door: low/door: */' "$src/LAYERS"
echo 'int high;' >"$src/top/high.h"
layers 0 ''
ok 'layers: but none of another wing'

names() { answers "$1" "$2" "$top/ci/check-names" "$src"; }

good
names 0 ''
ok 'names: a good tree holds'

printf 'struct list {\n\tint nr;\n};\n' | tee "$src/low/list.h" >"$src/top/high.c"
names 1 "$src/top/high.c:1: struct list means something else in $src/low/list.h:1"
ok 'names: a tag with two meanings is refused'

printf 'enum list {\n\tONE,\n};\n' >"$src/top/high.c"
names 1 "$src/top/high.c:1: enum list means something else in $src/low/list.h:1"
ok 'names: also where one is a struct and the other is none'

good
for file in low/low top/high; do printf 'static int judge(void)\n{\n}\n' >"$src/$file.c"; done
names 0 ''
ok 'names: a static function may have its name in two files'

printf 'static int judge(void)\n{\n}\nint f(void)\n{\n\treturn judge();\n}\n' >"$src/top/cmd_show.c"
names 1 "static judge() stands in 3 files: $src/low/low.c $src/top/cmd_show.c $src/top/high.c"
ok 'names: but not in three'

printf 'static int judge(void)\n{\n}\nint (*f)(void) = judge, (*g)(void) = low;\n' >"$src/top/cmd_show.c"
names 0 ''
ok 'names: a callback does not count'

good
echo 'void high(void);' >"$src/low/low.h"
names 1 "$src/low/low.h:1: high() is named by no other file"
ok 'names: a function that is declared and that nobody calls is refused'

echo '#define LOW() high()' >>"$src/low/low.h"
names 0 ''
ok 'names: a macro calls for everybody'

good
sed -i 's/, low()//' "$src/top/cmd_show.c"
names 1 "$src/low/low.h:1: low() is named by no other file"
mkdir "$work/tests.names" && echo 'int test(void) { return low(); }' >"$work/tests.names/test.c"
answers 0 '' "$top/ci/check-names" "$src" "$work/tests.names"
ok 'names: and a test is somebody'

good
sizes 0 '.c files        3       5 of 250        9 of 700  '"$src/low/low.c"
ok 'sizes: a good tree holds'

lines 700 '' >"$src/top/high.c"
{ function_of 80; function_of 3; function_of 3; } >"$src/low/low.c"
sizes 0 "functions       4       3 of  15       80 of  80  $src/low/low.c:2"
ok 'sizes: a file of 700 lines and a function of 80 hold'

good
lines 701 '' >"$src/top/high.c"
sizes 1 "$src/top/high.c: 701 lines, at most 700"
ok 'sizes: a file of 701 lines is refused'

good
function_of 81 >"$src/top/high.c"
sizes 1 "$src/top/high.c:2: a function of 81 lines, at most 80"
ok 'sizes: a function of 81 lines is refused'

good
for number in $(seq 18); do lines 3 '' >"$src/top/more$number.c"; done
sizes 0 "folders         2      20 of  20       20 of  20  $src/top"
ok 'sizes: a folder of 20 .c files holds'
lines 3 '' >"$src/top/more19.c"
sizes 1 "$src/top: 21 .c files, at most 20"
ok 'sizes: a folder of 21 .c files is refused'

good
for file in top/high low/low; do lines 251 '' >"$src/$file.c"; done
sizes 1 '.c files: median of 251 lines, at most 250'
ok 'sizes: long files are refused'

good
for file in top/high low/low; do function_of 16 >"$src/$file.c"; done
sizes 1 'functions: median of 16 lines, at most 15'
ok 'sizes: long functions are refused'

good
printf '\t%92s\n' ';' >"$src/top/high.c"
sizes 0 '.c files        3       5 of 250        9 of 700  '"$src/low/low.c"
ok 'sizes: a line of 100 columns holds'

printf '\t%93s\n' ';' >"$src/top/high.c"
sizes 1 "$src/top/high.c:1: 101 columns, at most 100"
ok 'sizes: a line of 101 columns is refused'

good
test_sizes() { # CODE LINE, with a line of a test on standard input
	discard -f "$work/tests" && mkdir -p "$work/tests/world" "$work/tests/fakes" &&
		cat >"$work/tests/x.sh" && cp "$work/tests/x.sh" "$work/tests/world"
	answers "$1" "$2" "$top/ci/check-sizes" "$src" "$work/tests"
}
fine='functions       2       4 of  15        4 of  80  '"$src/low/low.c:6"
printf '%99s\n' x | test_sizes 0 "$fine" && printf '%100s\n' x | test_sizes 0 "$fine" &&
	printf '%101s\n' x | test_sizes 1 "$work/tests/x.sh:1: 101 columns, at most 100"
ok 'sizes: of a line of a test, too, but not of what stands in for a kernel'
printf '#!/bin/sh\n%101s\n' x >"$work/fake" && printf 'x\n' | test_sizes 0 "$fine" &&
	cp "$work/fake" "$work/tests/fakes/tool" &&
	answers 1 "$work/tests/fakes/tool:2: 101 columns, at most 100" \
		"$top/ci/check-sizes" "$src" "$work/tests"
ok 'sizes: and of a fake program'
printf "says '%90s' && true\n" x | test_sizes 0 "$fine" &&
	printf "says '%50s' && says '%50s'\n" x x |
		test_sizes 1 "$work/tests/x.sh:1: 118 columns, at most 100" &&
	printf "says '%90s' && %60s\n" x y |
		test_sizes 1 "$work/tests/x.sh:1: 161 columns, at most 100"
ok 'sizes: one long text in quotes may be, but not beside much else'
printf 'cat <<-END\n%120s\n\tEND\n%101s\n' x x |
	test_sizes 1 "$work/tests/x.sh:4: 101 columns, at most 100" &&
	! grep -q 'x.sh:2' "$work/out"
ok 'sizes: nor does a here-document count, but what is behind it does'
printf '%s\n%101s\n' "printf 'p << r.p' | rule" x |
	test_sizes 1 "$work/tests/x.sh:2: 101 columns, at most 100"
ok 'sizes: << in a text in quotes begins none'

good
printf 'void f(void)\n{\n\tgoto out;\n}\n' >"$src/top/high.c"
sizes 1 "$src/top/high.c:3: goto"
ok 'sizes: goto is refused'

for call in 'printf("x")' 'puts("x")' 'perror("x")'; do
	good
	printf 'void f(void)\n{\n\t%s;\n}\n' "$call" >"$src/top/high.c"
	sizes 1 "$src/top/high.c:3: prints, but only commands speak"
	ok "sizes: $call below the commands is refused"
done
for call in 'fprintf(stderr, "x")' 'fputs("x", stdout)' 'x = stderr'; do
	good
	printf 'void f(void)\n{\n\t%s;\n}\n' "$call" >"$src/top/high.c"
	sizes 1 "$src/top/high.c:3: uses stdout or stderr, but only commands speak"
	ok "sizes: $call below the commands is refused"
done

# clang-format looks for its settings above the file.
cp "$top/.clang-format" "$work"
format() { answers "$1" "$2" "$top/ci/format" --check "$src/top/high.c"; }

good
cat >"$src/top/high.c" <<'END'
enum high { LOW, HIGH };

#define BOTH(a, b) do { \
	high(a); \
	high(b); \
} while (0)

static int high(int level)
{
	int more;		/* the place of this comment is taste */

	FOR_EACH(one, list)
		more = high(one,
			    level);
	return more;
}
END
format 0 ''
ok 'format: what is taste is left alone'

cp "$src/top/high.c" "$work/before"
sed -i 's/^\treturn more;/    return more ;/' "$src/top/high.c"
format 1 '+	return more;'
ok 'format: wrong indentation is refused'

"$top/ci/format" "$src/top/high.c" && cmp -s "$work/before" "$src/top/high.c"
ok 'format: and mended, with no other change'

printf 'int f(void) { return 1; }\n' >"$src/top/high.c"
format 1 '+int f(void)'
ok 'format: a function on one line is refused'

printf '%s\n' '# a comment' 'dpkg	# installed everywhere' \
	'treewide-no-such-package # never' >"$work/packages"
answers 1 'treewide-no-such-package' env TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup" --check
ok 'setup: --check lists a package that is not installed'

[ "$(wc -l <"$work/out")" = 1 ]
ok 'setup: and only that one'

echo dpkg >"$work/packages"
answers 0 '' env TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup" --check
ok 'setup: --check is silent when nothing is missing'

answers 0 '' env TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup"
ok 'setup: installs nothing and says nothing when nothing is missing'

echo treewide-no-such-package >"$work/packages"
printf '#!/bin/sh\necho 1000\n' >"$work/bin/id"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
chmod +x "$work/bin/id" "$work/bin/sudo"
answers 2 'ci/setup: missing packages; run as root: apt-get update && apt-get install -y --no-install-recommends treewide-no-such-package' \
	env PATH="$work/bin:$PATH" TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup"
ok 'setup: without the right to install it prints the command'

# The sum that `make check` ends with, of made-up steps.
steps=$work/steps
step() { # NAME COMMAND...
	"$top/ci/step" "$steps" "$@" >/dev/null
}

step plain true && step tests echo 'Files=2, Tests=7,  0 wallclock secs ( 0.01 usr )' &&
	answers 0 '8 passed, 0 failed' "$top/ci/count" "$steps"
ok 'count: a step counts as one, a step of tests as its tests'

! step plain false && answers 1 '7 passed, 1 failed' "$top/ci/count" "$steps"
ok 'count: a step that failed is one failure'

printf '#!/bin/sh\ncat %s\nexit 1\n' "$work/log" >"$work/bin/prove"
chmod +x "$work/bin/prove"
cat >"$work/log" <<'END'
t/a (Wstat: 512 (exited 2) Tests: 4 Failed: 2)
  Failed tests:  1-2
Files=2, Tests=7,  0 wallclock secs ( 0.01 usr )
END
step plain true && ! step tests "$work/bin/prove" &&
	answers 1 '6 passed, 2 failed' "$top/ci/count" "$steps"
ok 'count: failed tests are counted'

cat >"$work/log" <<'END'
Files=2, Tests=7,  0 wallclock secs ( 0.01 usr  0.00 sys )
failed: build/check/other.log
40 passed, 3 failed
END
! step tests "$work/bin/prove" && answers 1 '41 passed, 3 failed' "$top/ci/count" "$steps" &&
	echo 'make: *** [check] Error 1' >>"$work/log" && ! step tests "$work/bin/prove" &&
	answers 1 '41 passed, 3 failed' "$top/ci/count" "$steps"
ok 'count: a step that ended with a sum of its own counts as that'
cat >"$work/log" <<'END'
t/a (Wstat: 512 (exited 2) Tests: 4 Failed: 2)
Files=2, Tests=7,  0 wallclock secs ( 0.01 usr )
END
! step tests "$work/bin/prove"

discard "$steps/tests.exit" && answers 1 '6 passed, 2 failed' "$top/ci/count" "$steps"
ok 'count: a step that never ended is no success'

discard -f "$steps" && answers 1 '0 passed, 0 failed' "$top/ci/count" "$steps"
ok 'count: nothing at all is no success'

## deleting ##

guarded() { answers "$1" "$2" "$top/ci/check-deletes" "$work/script"; }
script() { # LINE...
	printf '%s\n' '#!/bin/sh' "$@" >"$work/script"
}
# Spelt apart, for this file is checked too.
r=r
script '. ./lib.sh' "# ${r}m -r is not said in comments" 'discard -f "$folder"' \
	"git -C \"\$repo\" -c a=b ${r}m -q file" 'alarm -f'
guarded 0 ''
ok 'deletes: the guarded word, git and comments are fine'
for line in "${r}m -rf \"\$folder\"" "trap '${r}m -f \"\$x\"' EXIT" "true &&	${r}m x" \
	"find . -name x -del${r#r}ete" "/bin/${r}m x" \
	"xargs ${r}m <list" "command ${r}mdir x" "git -C x cl${r#r}ean -fdx"; do
	script "$line"
	guarded 1 "$work/script:2: deletes by itself, not by discard: $line"
	ok "deletes: $line is refused"
done
printf '%s\n' '#!/usr/bin/env python3' 'def discard(x):' '    os.unlink(x)' 'def other(x):' \
	"    shutil.rm${r#r}tree(x)" >"$work/script"
guarded 1 "$work/script:5: deletes by itself, not by discard: shutil.rmtree(x)" &&
	[ "$(wc -l <"$work/out")" = 1 ]
ok 'deletes: Python deletes in discard() only'

# In a place of its own: a folder to delete below, one beside it, and a link that leads there.
mkdir -p "$work/place/mine/more" "$work/place/theirs" && : >"$work/place/theirs/file" &&
	ln -s ../theirs "$work/place/mine/link"
cd "$work/place" || exit 3
# shellcheck disable=SC2016 # the inner shell expands them
delete() { # BELOW PATH...
	sh -c 'top=$1 && shift && . "$top/ci/lib.sh" && delete_below "$@" && echo gone' sh "$top" \
		"$@"
}
for path in '' . .. / mine mine/ mine/. mine/.. mine/../theirs mine/link/file theirs/file \
	"$work/place/theirs" "$HOME" \
	../place/theirs "$work/place/mine/more/../../theirs"; do
	answers 3 "Bail out! sh: not deleted, for it is not below 'mine': $path" delete mine -f \
		"$path" &&
		[ -e theirs/file ] && [ -d mine/more ]
	ok "delete_below: \"$path\" is not below, and stays"
done
for below in '' / nowhere; do
	answers 3 "Bail out! sh: not deleted, for it is not below '$below': mine/more" delete \
		"$below" -f mine/more && [ -d mine/more ]
	ok "delete_below: nothing is deleted below \"$below\""
done
answers 3 "Bail out! sh: not deleted, for it is not below 'mine': mine/more theirs/file" delete \
	mine mine/more theirs/file && [ -d mine/more ]
ok 'delete_below: one wrong name, and nothing is deleted'
answers 0 gone delete mine mine/link "$work/place/mine/more" && [ -e theirs/file ] &&
	[ ! -e mine/more ] && [ ! -h mine/link ]
ok 'delete_below: what is below goes, a link but not what it leads to'
answers 0 gone delete mine -f mine/more mine/none/none && ! delete mine mine/more >"$work/out" 2>&1
ok 'delete_below: what is not there is a failure, but for -f'
mkdir mine/-f && cd mine && answers 0 gone delete "$work/place/mine" -- -f 2>/dev/null; [ ! -e \
	-f ] || answers 0 gone delete "$work/place/mine" ./-f
ok 'delete_below: a name that begins with a dash'
cd "$work" || exit 3

## tests that can fail ##

mkdir "$work/scripts"
vacuous() { answers "$1" "$2" "$top/ci/check-vacuous" "$work/scripts/99-test.sh"; }
# With a treewide it would pass; LINE is one more point.
script_with() { # LINE
	printf '%s\n' '#!/bin/sh' '[ "$("$TREEWIDE" --version)" = "treewide 1" ] && echo "ok 1 - the version" || echo "not ok 1 - the version"' \
		"$1" 'echo 1..2; [ "$("$TREEWIDE" --version)" = "treewide 1" ]' \
		>"$work/scripts/99-test.sh"
	chmod 755 "$work/scripts/99-test.sh"
}
script_with 'false || echo "not ok 2 - more"'
vacuous 0 'ok 1 - 99-test.sh fails with a program that fails'
ok 'vacuous: a script that fails with each of the three'
script_with 'echo "ok 2 - more"'
vacuous 1 'not ok 2 - 99-test.sh: with a program that fails only the points of tests/vacuous say ok' && grep -qx '# more' "$work/out"
ok 'vacuous: a point that says ok all the same is told'
script_with 'exit 0'
vacuous 1 'not ok 1 - 99-test.sh fails with a program that fails'
ok 'vacuous: a script that passes is told'
discard "$work/scripts/99-test.sh"
vacuous 1 'not ok 1 - 99-test.sh fails with a program that fails'
ok 'vacuous: one that cannot be run has not failed'

## contained ##

asleep() { ! pgrep -f 'sleep 109[1]' >/dev/null; }
outside=$work/outside && mkdir "$outside"
contain() { # COMMAND...
	TMPDIR=$outside "$top/ci/contain" "$@"
}
if [ "$(contain echo contained 2>&1)" = contained ]; then
	: >"$work/mine"
	# shellcheck disable=SC2016 # the inner shell expands it
	for file in "$top/README.md" "$HOME/new" /usr/new "$top/new"; do
		! contain sh -c 'echo spoilt >>"$0"' "$file" 2>"$work/out" &&
			grep -q 'Read-only file system' "$work/out" && [ ! -s "$work/mine" ]
		ok "contain: ${file#"$work/"} cannot be written"
	done
	answers 1 "ci/contain: sh has left files behind:" contain sh -c \
		'mkdir "$TMPDIR/x" && : >"$TMPDIR/x/y"' && grep -qx ./x/y "$work/out" &&
		[ -z "$(ls -A "$outside")" ]
	ok 'contain: what is left is told, is a failure, and goes'
	answers 7 '' contain sh -c 'exit 7'
	ok 'contain: the exit code is that of the command'
	answers 0 '' contain -w "$work/a folder" sh -c 'echo mine >"$0/a folder/file"' "$work" &&
		[ -s "$work/a folder/file" ]
	ok 'contain: a folder that it may write to'
	answers 0 '' contain sh -c 'sleep 1091 & true' && await asleep
	ok 'contain: what it started ends with it'
	[ "$(contain sed -n '3,$s/:.*//p' /proc/net/dev | tr -d ' ')" = lo ]
	ok 'contain: no network but its own loopback'
else
	skip 'contain: nothing elsewhere can be written' "$(contain true 2>&1)"
fi
fake nothing bwrap &&
	printf '#!/bin/sh\necho "bwrap: not today" >&2\nexit 1\n' >"$work/bin/bwrap" &&
	chmod 755 "$work/bin/bwrap"
answers 0 'ci/contain: not contained: bwrap: not today' contain sh -c 'echo done >"$0/done"' \
	"$work" && [ -s "$work/done" ]
ok 'contain: where that cannot be had, the command runs, and a line says so'
no_fakes

# Two programs that are scripts: what they say is compared, the time is not.
speaker() { # NAME LINE EXIT
	printf '#!/bin/sh\necho "%s"\nexit %s\n' "$2" "$3" >"$work/bin/$1"
	chmod 755 "$work/bin/$1"
}
compares() { # EXIT LINE
	answers "$1" "$2" "$top/ci/compare-programs" "$work/bin/one" "$work/bin/other"
}

speaker one '2 drivers, 3.1 s' 0
speaker other '2 drivers, 4.5 s' 0
compares 0 'world: the same, 19 answers of 35 lines'
ok 'compare-programs: two that say the same, but for the time'

speaker other '3 drivers, 3.1 s' 0
compares 1 '+3 drivers, T s'
ok 'compare-programs: another word is seen'

speaker other '2 drivers, 3.1 s' 1
compares 1 '+exit 1'
ok 'compare-programs: another exit code is seen'

speaker one '$*, about 40 min' 0
speaker other '$*, about 1.5 h' 0
TARGETS='fast slow' KEEP=$work/kept
export TARGETS KEEP
compares 0 'world: the same, 19 answers of 35 lines' &&
	grep -q ' prove --json --target=fast --target=slow, ' "$work/kept/world.after/prove.json" &&
	grep -q ' --target=fast --target=slow' "$work/kept/world.after/send.json" &&
	! grep -q -e --target "$work/kept/world.after/plan.json"
ok 'compare-programs: TARGETS are for prove and send'
unset TARGETS KEEP

answers 2 'ci/compare-programs: 5.4: known places are world, 6.12 and 6.1' \
	"$top/ci/compare-programs" "$work/bin/one" "$work/bin/other" 5.4
ok 'compare-programs: a place that it does not know is refused'

## habits of CONTRIBUTING.md ##

expect_exit 2 "$top/ci/compile-commands" a.c -- && says 'usage: ' &&
	expect_exit 2 "$top/ci/compile-commands" -- gcc &&
	expect_exit 2 "$top/ci/compile-commands" a.c
ok 'compile-commands: wrong use is refused'
mkdir -p "$work/copy/tests" &&
	cp -R "$top/Makefile" "$top/VERSION" "$top/src" "$top/ci" "$work/copy" &&
	cp -R "$top/tests/unit" "$work/copy/tests" && (cd "$work/copy" && find src -name '*.c') |
	sort >"$work/wanted" && expect_exit 0 make -C "$work/copy" compile_commands.json &&
	json 'sorted(e["file"] for e in d if e["file"].startswith("src/"))' \
		"$work/copy/compile_commands.json" >"$work/got" && same "$work/wanted" "$work/got"
ok 'compile_commands.json has each source'
json '[" ".join(e["arguments"]).replace(chr(34), chr(92) + chr(34)) for e in d
	if e["file"] == "src/lib/fail.c" and e["directory"] == "'"$work/copy"'"]' \
	"$work/copy/compile_commands.json" >"$work/command" && is_something "$work/command" &&
	(cd "$work/copy" && sh -c "$(cat "$work/command") -o fail.o") &&
	[ -s "$work/copy/fail.o" ] &&
	! grep -q Wlogical-op "$work/command"
ok 'and what it says compiles one'

expect_exit 0 make -n -C "$top" check-system T=13-manual && says ' tests/system/13-manual.sh ' &&
	! says 14-contributing.sh
ok 'make check-system T=NAME: one script, as the others are run'
expect_exit 0 make -n -C "$top" check-system T=nobody &&
	says 'make check-system: no test is called nobody' && ! says 'ci/contain'
ok 'a name that no test has is refused'

mkdir -p "$work/counted/src/low" && cat >"$work/counted/src/low/one.c" <<'END'
int main(int argc, char **argv)
{
	if (argc > 1)
		return 3;
	return 0;
}
END
echo 'int nobody(void) { return 1; }' >"$work/counted/src/low/two.c"
(cd "$work/counted" && mkdir -p obj/low && for name in one two; do
	gcc --coverage -O0 -c -o obj/low/$name.o src/low/$name.c || exit
done && gcc --coverage -o one obj/low/*.o && ./one) &&
	(cd "$work/counted" && expect_exit 0 "$top/ci/coverage" obj src/low/one.c src/low/two.c) &&
	grep -qx 'low  *5  *60.0 %' "$work/out" && grep -qx 'all  *5  *60.0 %' "$work/out"
ok 'coverage: what was run, of all that there is'
(cd "$work/counted" &&
	expect_exit 1 "$top/ci/coverage" obj src/low/one.c src/low/three.c) &&
	says 'gcov says nothing of 1 sources' && expect_exit 2 "$top/ci/coverage" nowhere a.c
ok 'coverage: a source that was not counted is told'

## house ##

house() { # a house that holds
	discard -f "$work/house" && mkdir -p "$work/house/src/build" "$work/house/tests/unit" &&
		(cd "$work/house" && lines 2000 word | tee README.md >ARCHITECTURE.md &&
			lines 499 word >src/build/README &&
			echo '#include "build/two.h"' >src/build/one.h && echo 'int two;' >src/build/two.h &&
			echo '#include "build/one.h"' >tests/unit/test_one.c &&
			lines 19 '	if (result == 0)' | tee src/build/one.c >src/build/main.c &&
			echo 'int two;' | tee src/build/two.c >src/build/main.c)
}
held() { answers "$1" "$2" "$top/ci/check-house" "$work/house"; }
house && held 0 'words        4499  fewer than 4500  README.md ARCHITECTURE.md src/build/README' &&
	held 0 'ladders        19  fewer than 20    if (result == 0' && ! says untested
ok 'house: one that holds'
echo word >>"$work/house/ARCHITECTURE.md"
held 1 'words: 4500 to read before the first change, must be fewer than 4500'
ok 'house: too many words are refused'
house && echo 'if (result == 0 && x)' >>"$work/house/src/build/two.c"
held 1 'ladders: 20, must be fewer than 20'
ok 'house: too many ladders are refused'
house && echo >"$work/house/src/build/one.h"
held 1 'untested: no unit test includes two.h of build'
ok 'house: a module that builds and that no unit test includes is refused'
house && mkdir "$work/house/src/view" && echo 'int a;' | tee "$work/house/src/view/a.c" >"$work/house/src/view/a.h"
held 0 'untested        1  view             a.h'
ok 'house: of other wings it is told'
expect_exit 2 "$top/ci/check-house" "$work/nowhere" && says 'no house in'
ok 'house: and where there is none'

## messages ##

mkdir -p "$work/said" && cat >"$work/said/a.c" <<'SOURCE' &&
/* "no message of ours" */
int f(void)
{
	return fail_no("the first half and "
		       "the second; it\'s %zu patches");
}
static const char *const word = "word", *two = "drivers/net/";
SOURCE
	expect_exit 0 "$top/ci/messages" "$work/said" &&
	grep -qxF "$work/said/a.c:4: the first half and the second; it\'s %zu patches" "$work/out" &&
	[ "$(wc -l <"$work/out")" = 1 ] &&
	expect_exit 0 "$top/ci/messages" --numbers "$work/said" &&
	[ "$(wc -l <"$work/out")" = 1 ] &&
	sed -i 's/patches/patch%s/' "$work/said/a.c" &&
	expect_exit 0 "$top/ci/messages" --numbers "$work/said" && [ ! -s "$work/out" ]
ok 'messages: pieces of C are put together, and a plural behind a number is told'
expect_exit 2 "$top/ci/messages" a b && expect_exit 2 "$top/ci/messages" --all
ok 'messages: wrong use'

finish
