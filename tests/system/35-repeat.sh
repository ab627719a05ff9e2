#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# repeat = N: a rule that is run until nothing changes; sections that work on each other's results.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

make_world "$repo"
echo 'int wrap(int x);' >"$repo/include/linux/nest.h" &&
	cat >"$repo/drivers/misc/nest.c" <<'SOURCE' && commit "$repo" 'Add a nest'
#include <linux/nest.h>
int nest(int x);
int nest(int x)
{
	return wrap(wrap(wrap(x)));
}
SOURCE
(cd "$work" && "$TREEWIDE" init nest >"$work/out") && campaign=$work/nest
sed -i 's|scope = .*|scope = drivers/misc/|; s|del_timer_sync()|wrap()|g' "$campaign/campaign.conf"
printf '[prefix "drivers/misc/"]\n\tsubject = misc: nest\n' >>"$campaign/campaign.conf"
cp "$campaign/campaign.conf" "$work/conf"
# Of nested calls one pass takes the innermost only.
rule() { # SMPL
	printf '/// Unwrap\n//\n// Confidence: High\n@@\nidentifier x;\n@@\n%b' "$1" \
		>"$campaign/convert.cocci"
}
conf() { # LINES
	sed "s|^\trule = .*|&\n$1|" "$work/conf" >"$campaign/campaign.conf"
}
result() {
	tree=$(json 'd["patches"][-1]["tree"]')
	git -C "$repo" show "$tree:drivers/misc/nest.c" | sed -n 5p
}
rule '- wrap(x)\n+ x\n'

conf '' && expect_exit 1 tw --json plan && [ "$(result)" = '	return wrap(wrap(x));' ]
ok 'once: the outer calls stay, and are told'
conf '\trepeat = 5' && expect_exit 0 tw --json plan && [ "$(result)" = '	return x;' ] &&
	[ "$(json 'd["left"]')" = '' ]
ok 'repeat = 5: nothing is left'
conf '\trepeat = 3' && expect_exit 0 tw --json plan && [ "$(result)" = '	return x;' ]
ok 'repeat = 3: three passes are enough, and a fourth changes nothing'
conf '\trepeat = 2' && expect_exit 1 tw plan &&
	says 'still changes drivers/misc/nest.c in pass 3: repeat is too small'
ok 'repeat = 2 is too small'
rule '- wrap(x)\n+ wrap(wrap(x))\n' && conf '\trepeat = 4' && expect_exit 1 tw plan &&
	says 'in pass 5: repeat is too small, or the rule never ends'
ok 'a rule that never ends'

for bad in 0 -1 x 1000 '2 times'; do
	conf "\trepeat = $bad" && expect_exit 2 tw plan &&
		says "repeat = $bad: not a number from 1 to 999"
	ok "repeat = $bad is refused"
done

## one section after the other ##

rule '- unwrap(x)\n+ bare(x)\n' && mv "$campaign/convert.cocci" "$campaign/then.cocci" &&
	rule '- wrap(x)\n+ unwrap(x)\n' && conf '' && cat >>"$campaign/campaign.conf" <<'CONF'
[convert "then"]
	rule = then.cocci
	subject = Use bare()
	message = convert.txt
CONF
expect_exit 1 tw --json plan && [ "$(result)" = '	return wrap(wrap(bare(x)));' ] &&
	[ "$(json '[p["id"] for p in d["patches"]]' | tr '\n' ' ')" = \
		'convert/misc-nest then/misc-nest ' ]
ok 'the rule of the second section works on what the first one made'

finish
