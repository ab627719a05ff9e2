#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The checks of this repository say no where they must, for the reason they should.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
src=$work/src
nr=0

ok() { # NAME, after the command that decides
	code=$?
	nr=$((nr + 1))
	[ "$code" = 0 ] || printf 'not '
	echo "ok $nr - $1"
	[ "$code" = 0 ] || sed 's/^/# /' "$work/out"
}

# $1 is the exit code, $2 a line of the output ("" for silence), the rest the command.
says() {
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

# A good tree: two modules, a header without a module of its own, a command that prints.
good() {
	rm -rf "$src"
	mkdir "$src"
	printf '%s\n' '# bottom first' 'list.h' 'low # pure' 'high' 'cmd_show' >"$src/LAYERS"
	echo 'int list;' >"$src/list.h"
	echo 'int low(void);' >"$src/low.h"
	cat >"$src/low.c" <<-'END'
		/* goto is not said in comments: printf("x"), stderr */
		#include "low.h"
		#include "list.h"
		#include <stdio.h>
		int low(void)
		{
			return snprintf(0, 0, "goto /* stdout") + '"'; /* two
			lines, goto */
		}
	END
	printf '#include "%s.h"\n' low list >"$src/high.c"
	printf '%s\n' '#include "low.h"' 'int cmd_show(void)' '{' '	printf("fine");' '}' >"$src/cmd_show.c"
}

lines() { # NUMBER TEXT
	awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) print text }'
}

function_of() { # NUMBER of lines, braces included
	printf 'int f(void)\n{\n'
	lines $(($1 - 2)) '	f();'
	echo '}'
}

layers() { says "$1" "$2" "$top/ci/check-layers" "$src"; }
sizes() { says "$1" "$2" "$top/ci/check-sizes" "$src"; }

good
layers 0 ''
ok 'layers: a good tree is in order'

echo '#include "high.h"' >>"$src/low.h"
echo 'int high;' >"$src/high.h"
layers 1 "$src/low.h:2: includes high.h, which stands above low"
ok 'layers: an upward include is refused'

good
sed -i '/^high/d' "$src/LAYERS"
layers 1 "$src/high.c: not in $src/LAYERS"
ok 'layers: a file without a line is refused'

good
echo 'ghost' >>"$src/LAYERS"
layers 1 "$src/LAYERS:6: ghost has no file"
ok 'layers: a line without a file is refused'

good
echo '#include "ghost.h"' >>"$src/high.c"
layers 1 "$src/high.c:3: includes ghost.h, which is not in $src/LAYERS"
ok 'layers: an include of no module is refused'

good
echo '  #  include "../src/low.h"' >>"$src/high.c"
layers 1 "$src/high.c:3: includes \"../src/low.h\", which is no header of a module"
ok 'layers: an include by another path is refused'

good
echo 'int list;' >"$src/list.c"
layers 1 "$src/list.c: $src/LAYERS says it is only a header"
ok 'layers: a source for a module that is only a header is refused'

good
sizes 0 '.c files        3       5 of 180        9 of 450  '"$src/low.c"
ok 'sizes: a good tree holds'

lines 450 '' >"$src/high.c"
{ function_of 80; function_of 3; function_of 3; } >"$src/low.c"
sizes 0 "functions       4       3 of  15       80 of  80  $src/low.c:2"
ok 'sizes: a file of 450 lines and a function of 80 hold'

good
lines 451 '' >"$src/high.c"
sizes 1 "$src/high.c: 451 lines, at most 450"
ok 'sizes: a file of 451 lines is refused'

good
function_of 81 >"$src/high.c"
sizes 1 "$src/high.c:2: a function of 81 lines, at most 80"
ok 'sizes: a function of 81 lines is refused'

good
for file in high low; do lines 181 '' >"$src/$file.c"; done
sizes 1 '.c files: median of 181 lines, at most 180'
ok 'sizes: long files are refused'

good
for file in high low; do function_of 16 >"$src/$file.c"; done
sizes 1 'functions: median of 16 lines, at most 15'
ok 'sizes: long functions are refused'

good
printf '\t%92s\n' ';' >"$src/high.c"
sizes 0 '.c files        3       5 of 180        9 of 450  '"$src/low.c"
ok 'sizes: a line of 100 columns holds'

printf '\t%93s\n' ';' >"$src/high.c"
sizes 1 "$src/high.c:1: 101 columns, at most 100"
ok 'sizes: a line of 101 columns is refused'

good
printf 'void f(void)\n{\n\tgoto out;\n}\n' >"$src/high.c"
sizes 1 "$src/high.c:3: goto"
ok 'sizes: goto is refused'

for call in 'printf("x")' 'puts("x")' 'perror("x")'; do
	good
	printf 'void f(void)\n{\n\t%s;\n}\n' "$call" >"$src/high.c"
	sizes 1 "$src/high.c:3: prints, but only commands speak"
	ok "sizes: $call below the commands is refused"
done
for call in 'fprintf(stderr, "x")' 'fputs("x", stdout)' 'x = stderr'; do
	good
	printf 'void f(void)\n{\n\t%s;\n}\n' "$call" >"$src/high.c"
	sizes 1 "$src/high.c:3: uses stdout or stderr, but only commands speak"
	ok "sizes: $call below the commands is refused"
done

# clang-format looks for its settings above the file.
cp "$top/.clang-format" "$work"
format() { says "$1" "$2" "$top/ci/format" --check "$src/high.c"; }

good
cat >"$src/high.c" <<'END'
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

cp "$src/high.c" "$work/before"
sed -i 's/^\treturn more;/    return more ;/' "$src/high.c"
format 1 '+	return more;'
ok 'format: wrong indentation is refused'

"$top/ci/format" "$src/high.c" && cmp -s "$work/before" "$src/high.c"
ok 'format: and mended, with no other change'

printf 'int f(void) { return 1; }\n' >"$src/high.c"
format 1 '+int f(void)'
ok 'format: a function on one line is refused'

printf '%s\n' '# a comment' 'dpkg	# installed everywhere' 'treewide-no-such-package # never' >"$work/packages"
says 1 'treewide-no-such-package' env TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup" --check
ok 'setup: --check lists a package that is not installed'

[ "$(wc -l <"$work/out")" = 1 ]
ok 'setup: and only that one'

echo dpkg >"$work/packages"
says 0 '' env TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup" --check
ok 'setup: --check is silent when nothing is missing'

says 0 '' env TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup"
ok 'setup: installs nothing and says nothing when nothing is missing'

echo treewide-no-such-package >"$work/packages"
mkdir "$work/bin"
printf '#!/bin/sh\necho 1000\n' >"$work/bin/id"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
chmod +x "$work/bin/id" "$work/bin/sudo"
says 2 'ci/setup: missing packages; run as root: apt-get update && apt-get install -y --no-install-recommends treewide-no-such-package' \
	env PATH="$work/bin:$PATH" TREEWIDE_PACKAGES="$work/packages" "$top/ci/setup"
ok 'setup: without the right to install it prints the command'

# The sum that `make check` ends with, of made-up steps.
steps=$work/steps
step() { # NAME COMMAND...
	"$top/ci/step" "$steps" "$@" >/dev/null
}

step plain true && step tests echo 'Files=2, Tests=7,  0 wallclock secs ( 0.01 usr )' &&
	says 0 '8 passed, 0 failed' "$top/ci/count" "$steps"
ok 'count: a step counts as one, a step of tests as its tests'

! step plain false && says 1 '7 passed, 1 failed' "$top/ci/count" "$steps"
ok 'count: a step that failed is one failure'

printf '#!/bin/sh\ncat %s\nexit 1\n' "$work/log" >"$work/bin/prove"
chmod +x "$work/bin/prove"
cat >"$work/log" <<'END'
t/a (Wstat: 512 (exited 2) Tests: 4 Failed: 2)
  Failed tests:  1-2
Files=2, Tests=7,  0 wallclock secs ( 0.01 usr )
END
step plain true && ! step tests "$work/bin/prove" &&
	says 1 '6 passed, 2 failed' "$top/ci/count" "$steps"
ok 'count: failed tests are counted'

rm "$steps/tests.exit" && says 1 '6 passed, 2 failed' "$top/ci/count" "$steps"
ok 'count: a step that never ended is no success'

rm -rf "$steps" && says 1 '0 passed, 0 failed' "$top/ci/count" "$steps"
ok 'count: nothing at all is no success'

echo "1..$nr"
