#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The readers of a changed header on 6.12: at the level preprocessed one of each kind is compiled, a
# name that one driver has as well is found, and what the levels take for include/linux/pci.h is
# printed. About fifteen minutes on two cores, most of it to prepare a tree and to read Makefiles.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

campaign=$work/plain
mkdir "$campaign"
printf '[campaign]\n\tname = plain\n\ttitle = Try headers\n\tscope = drivers/\n[patch "extra"]\n\tdiff = extra.diff\n\tsubject = extra: Change a header\n\tmessage = extra.txt\n[check "build"]\n\ttarget = x86_64-allmodconfig\n' \
	>"$campaign/campaign.conf"
echo 'For the test.' >"$campaign/extra.txt"

# The series is one commit: these lines before the first one of HEADER that begins with TEXT.
series() { # HEADER TEXT LINES
	git -C "$repo" cat-file blob "$base:$1" >"$work/old" &&
		awk -v text="$2" -v lines="$3" \
		'index($0, text) == 1 && !done { print lines; done = 1 } { print }' \
			"$work/old" >"$work/new" && ! cmp -s "$work/old" "$work/new" &&
		{
			echo "diff --git a/$1 b/$1"
			diff -u --label "a/$1" --label "b/$1" "$work/old" "$work/new"
		} >"$campaign/extra.diff"
	expect_exit 0 kernel --force generate
}

# Prove; what is said of the words of the series does not matter here.
prove() { # BUDGET
	kernel --json --budget "$1" prove >"$work/out" 2>"$work/err" </dev/null
	code=$?
	[ $code -le 1 ]
}

mux=include/linux/i2c-mux.h
series $mux 'struct i2c_mux_core *i2c_mux_alloc' 'int i2c_mux_more(struct i2c_mux_core *muxc);' &&
	prove 0 &&
	[ "$(verdict '*' readers verdict) $(verdict '*' readers evidence)" = 'pass sampled' ]
ok 'a prototype is added to i2c-mux.h: a sample'
echo "# $(verdict '*' readers detail)"
# So that the budget decides, not the speed of this machine.
python3 -I -S -c '
import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
d.execute("UPDATE facts SET value = ? WHERE stage = ? AND value NOT LIKE ?",
    ("{\"nr\": 1000, \"seconds\": 100.0}", "pace", "%1000%"))
d.commit()
' "$state/ledger.db"
start=$(date +%s)
prove 1000 && [ "$(verdict '*' readers verdict) $(verdict '*' readers evidence)" = \
	'pass preprocessed' ]
ok 'each reader is preprocessed before and after, and one of each kind is compiled'
echo "# $(verdict '*' readers detail)"
echo "# that took $(($(date +%s) - start)) s"
verdict '*' readers detail | grep -q 'reads [1-3] kinds\{0,1\} of difference'
ok 'they are few kinds'
series $mux 'struct i2c_mux_core *i2c_mux_alloc' \
	'static inline int pca954x_select_chan(struct i2c_mux_core *muxc)
{
	return 0;
}
' && prove 0
[ "$(verdict '*' readers verdict)" = fail ] &&
	verdict '*' readers detail |
	grep -q "^drivers/i2c/muxes/i2c-mux-pca954x.c: .*pca954x_select_chan"
ok 'a static function of one driver has the name of a new one: it is found whatever the budget'
series $mux 'struct i2c_mux_core *i2c_mux_alloc' 'extern int (*i2c_mux_alloc)(void);' && prove 0
[ "$(verdict '*' readers verdict)" != pass ]
ok 'a declaration that does not fit the one that is there'

series include/linux/pci.h 'int __must_check pci_enable_device(' \
	'int pci_more_of_it(struct pci_dev *dev);' && prove 0 &&
	[ "$(verdict '*' readers verdict) $(verdict '*' readers evidence)" = 'pass sampled' ]
ok 'a prototype is added to pci.h: a sample, and what more would take'
echo "# $(verdict '*' readers detail) (an object is taken for 100 s here)"

finish
