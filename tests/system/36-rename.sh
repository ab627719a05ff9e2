#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Fields and arguments: definition and users in one patch, in one module and beyond.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
put() { # FILE; standard input
	mkdir -p "$repo/${1%/*}" && cat >"$repo/$1"
}
misc=drivers/misc/widget
put $misc/widget.h <<'SOURCE'
/* SPDX-License-Identifier: GPL-2.0 */
struct widget {
	int count;
	int old_size;
};
struct gadget {
	int old_size;
};
struct holder {
	struct widget *w;
};
int widget_set(struct widget *w, int value);
SOURCE
put $misc/core.c <<'SOURCE'
// SPDX-License-Identifier: GPL-2.0
#include "widget.h"

int widget_set(struct widget *w, int value)
{
	w->old_size = value;
	return w->count;
}

int widget_held(struct holder *h);
int widget_held(struct holder *h)
{
	return h->w->old_size;
}
SOURCE
put $misc/user.c <<'SOURCE'
// SPDX-License-Identifier: GPL-2.0
#include "widget.h"

int widget_user(struct widget *w, struct gadget *g);
int widget_user(struct widget *w, struct gadget *g)
{
	g->old_size = w->old_size;
	return widget_set(w, 1);
}
SOURCE
echo 'obj-y += w.o
w-y := core.o user.o' | put $misc/Makefile
echo 'obj-y += widget/' >>"$repo/drivers/misc/Makefile"
commit "$repo" 'Add widgets'

campaign=$work/mine
mkdir "$campaign"
echo 'The name says what it is.' >"$campaign/why.txt"
printf 'Names.\n\n{tested}\n\n{rules}\n\nThe series is based on {base}.\n' >"$campaign/cover.txt"
# The campaign with this section.
conf() { # SECTION
	printf '[campaign]\n\tname = mine\n\ttitle = "misc: Rename"\n\tcover = cover.txt\n\tscope = drivers/\n\tscope = include/\n[recipients]\n\talways = all@example.org\n[prefix "drivers/misc/widget/"]\n\tsubject = "misc: widget"\n[prefix "include/linux/widget.h"]\n\tsubject = "widget"\n[prefix "drivers/spi/spi-widget.c"]\n\tsubject = "spi: widget"\n[prefix "drivers/net/net-widget.c"]\n\tsubject = "net: widget"\n[check "build"]\n\ttarget = x86_64-allmodconfig\n%b' "$1" >"$campaign/campaign.conf"
}
rule() { # FILE; standard input
	cat >"$campaign/$1"
}
files() { # patch by patch
	json '[p["subject"] + " | " + " ".join(f.rsplit("/", 1)[1] for f in p["files"]) for p in d["patches"]]'
}

# A rule that calls the field otherwise; the options of spatch.
field_rule() { # OPTIONS [USERS]; users: how it declares what it takes
	rule field.cocci <<RULE
/// Call the size by its name
//
// Confidence: High
// Options: $1
@@ @@
 struct widget {
 	...
-	int old_size;
+	int size;
 	...
 };

@@
${2:-struct widget *w};
@@
- w->old_size
+ w->size
RULE
}
convert() { # SPLIT
	conf "[convert]\n\trule = field.cocci\n\tsubject = Rename a field\n\tmessage = why.txt\n\tsplit = $1\n"
}
why() { # FILE
	json '[f["why"] for p in d["patches"] for f in p.get("placed", [])
		if f["file"].endswith("/'"$1"'")][0]'
}

## a field, in one module ##

field_rule --local-includes
for split in subsystem directory:3 none module; do
	convert "$split" && expect_exit 0 tw --json plan &&
		[ "$(files)" = "$(json 'd["patches"][0]["subject"]') | core.c user.c widget.h" ]
	ok "split = $split: the header is in the patch of its users"
done
[ "$(why widget.h)" = "included by $misc/core.c, which is linked into $misc/w.o" ] &&
	[ "$(why user.c)" = "linked into $misc/w.o" ]
ok 'module: why the header is there'
[ "$(json '[(r["wanted"], r["why"]) for r in d["left"]]')" = \
	'[false, "old_size stays in line 7, widget_user(), of another struct, or of one whose type spatch does not see"]' ]
ok 'the same field of another struct stays, and is told'
expect_exit 0 tw generate && expect_exit 0 tw prove && says ' 0 fail, 0 void' &&
	says 'but for members of that name of other structs in 1' &&
	git -C "$repo" show b4/mine:$misc/user.c | grep -q 'g->old_size = w->size;'
ok 'the patch is proved'

field_rule --local-includes 'expression w'
expect_exit 0 tw --json plan && [ "$(json 'd["left"]')" = '' ]
ok 'a rule that takes the field of whatever struct leaves none'
field_rule --no-includes
expect_exit 0 tw plan && grep -q \
	"core.c: old_size stays in line 13, widget_held(), of .*whose type spatch does not see" \
	"$work/out"
ok 'without the header spatch does not see the type of a member of a member: told'

field_rule --local-includes
cp "$repo/$misc/user.c" "$work/user.c"
cat >>"$repo/$misc/user.c" <<'SOURCE'

int widget_odd(struct widget *w);
int widget_odd(struct widget *w)
{
	STRANGE_LOOP(w) {{ int x = ; ) }
	return w->old_size;
}
SOURCE
commit "$repo" 'Add what nobody can parse'
expect_exit 1 tw plan && says "$misc/user.c: old_size stays in line" &&
	says 'which spatch cannot parse'
ok 'a use in a function that spatch cannot parse is not wholly converted'
cp "$work/user.c" "$repo/$misc/user.c" && commit "$repo" 'Take it back'

## in two modules ##

sed 's/widget_user/other_user/' "$repo/$misc/user.c" >"$repo/$misc/other.c" &&
	echo 'obj-y += other.o' >>"$repo/$misc/Makefile" && commit "$repo" 'Add another module'
expect_exit 0 tw --json plan && [ "$(json 'len(d["patches"])')" = 3 ] &&
	[ "$(why widget.h)" = "no Makefile of its folders links it: folder $misc" ]
ok 'module: a header of two modules is in no patch of one'
expect_exit 0 tw --force generate && expect_exit 1 tw prove && says "no member named"
ok 'and the proof says that the patches do not build'
convert subsystem && expect_exit 0 tw --force generate && expect_exit 0 tw prove &&
	says ' 0 fail, 0 void'
ok 'another split makes one patch of it, which builds'

## beyond: definition in include/, users in several subsystems ##

git -C "$repo" mv $misc/widget.h include/linux/widget.h &&
	sed -i 's,"widget.h",<linux/widget.h>,' "$repo/$misc"/*.c &&
	for place in spi/spi net/net; do
		sed "s/widget_user/${place#*/}_user/" "$repo/$misc/user.c" \
			>"$repo/drivers/$place-widget.c" &&
			echo "obj-y += ${place#*/}-widget.o" >>"$repo/drivers/${place%/*}/Makefile"
	done && commit "$repo" 'Let all have widgets'
field_rule --recursive-includes
conf '[patch "rename"]\n\trule = field.cocci\n\tsubject = "widget: Rename a field"\n\tmessage = why.txt\n'
expect_exit 0 tw --json plan && [ "$(files)" = \
	'widget: Rename a field | core.c other.c user.c net-widget.c spi-widget.c widget.h' ] &&
	[ "$(json '[r for r in d["left"] if r["wanted"]]')" = '' ]
ok 'a [patch]: header, source and users everywhere in one'
expect_exit 0 tw --force generate && expect_exit 0 tw prove && says ' 0 fail, 0 void'
ok 'and is proved'
convert none && expect_exit 0 tw --json plan && [ "$(json 'len(d["patches"])')" = 1 ] &&
	[ "$(json 'len(d["patches"][0]["files"])')" = 6 ]
ok 'split = none: the same'

## arguments ##

rule set.cocci <<'RULE'
/// Say when it is set
//
// Confidence: High
// Options: --no-includes
@@
identifier w, v;
@@
 int widget_set(struct widget *w, int v
+	, int now
 	);

@@
identifier w, v;
@@
 int widget_set(struct widget *w, int v
+	, int now
 	)
 { ... }

@@
expression W, V;
@@
 widget_set(W, V
+	, 0
 	)
RULE
conf '[patch "rename"]\n\trule = set.cocci\n\tsubject = "widget: Say when it is set"\n\tmessage = why.txt\n'
expect_exit 0 tw plan --diff include/linux/widget.h $misc/core.c drivers/spi/spi-widget.c &&
	has "$work/out" '+int widget_set(struct widget *w, int value, int now);' &&
	has "$work/out" '+int widget_set(struct widget *w, int value, int now)' &&
	has "$work/out" '+	return widget_set(w, 1, 0);'
ok 'an argument: prototype, definition and call'
expect_exit 0 tw --force generate && expect_exit 0 tw prove && says ' 0 fail, 0 void' &&
	[ "$(git -C "$repo" diff --name-only main b4/mine | wc -l)" = 6 ]
ok 'all in one patch, and proved: the rule, run again, changes nothing'

finish
