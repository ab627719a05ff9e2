#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What can be set is what the pages name: keys of campaign.conf, of targets and of watches, the
# configuration of git, variables of the environment, fields of templates.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

expect_exit 0 python3 -I -S "$top/tests/keys.py" "$top" && [ ! -s "$work/out" ]
ok 'nothing goes unnamed, and nothing is named that is not there'

# What must be seen: a file, what is done to it, and what is said then.
mkdir "$work/copy" && for part in src ci man docs tests schemas README.md; do
	ln -s "$top/$part" "$work/copy/$part"
done
last=nothing
while IFS='|' read -r file change said; do
	part=${file%%/*}
	discard "$work/copy/$part" && cp -R "$top/$part" "$work/copy/$part" &&
		sed "$change" "$top/$file" >"$work/copy/$file" &&
		! cmp -s "$top/$file" "$work/copy/$file" &&
		expect_exit 1 python3 -I -S "$top/tests/keys.py" "$work/copy" && says "$said" ||
		break
	discard -f "$work/copy/$part" && ln -s "$top/$part" "$work/copy/$part"
	last=$said
done <<'CHANGES' && [ "$last" = 'options of a night: there is no wave' ]
man/treewide-campaign.5|s/^.It Cm exclude$/.It Cm omit/|campaign.conf: no page names [campaign] exclude
man/treewide-campaign.5|s/^.It Cm exclude$/.It Cm omit/|campaign.conf: there is no [campaign] omit
src/campaign/conf.c|s/"plain-enabler"/"mere-enabler"/|campaign.conf: no page names [family] mere-enabler
man/treewide-target.5|s/^.It Cm sparse$/.It Cm smatch/|configs/: no page names sparse
man/treewide-config.5|/^.It Cm treewide.mailtimeout$/d|git's configuration: no page names mailtimeout
src/publish/quote.c|$a const char *more = "treewide.colour";|git's configuration: no page names colour
docs/nightly.md|s/treewide.nightlykeep/treewide.nightlyhold/|of a night: there is no nightlyhold
man/treewide-config.5|/^.It Ev TREEWIDE_TIMES$/d|environment: no page names TREEWIDE_TIMES
man/treewide-config.5|s/^.It Ev NO_COLOR.*/.It Ev NO_COLOUR/|environment: no page names NO_COLOR
man/treewide-message.5|s/^.It Cm {waves}$/.It Cm {wave}/|templates: there is no wave
ci/watch.sh|s/ accept trust'/ accept'/|[watch]: there is no trust
docs/derived.md|s,unit/readers/test_derive,unit/build/test_derive,|there is no tests/unit/build/test_derive.c
man/treewide-nightly.8|s/Fl Fl keep/Fl Fl hold/|options of a night: no page names keep
ci/nightly|s/^\t--wave) /\t--waves) /|options of a night: there is no wave
CHANGES
ok 'a key, a variable, a field or an option that a page lacks or calls otherwise is seen'

finish
