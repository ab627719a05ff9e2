#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Random commits on Linux 6.12, judged by the fast proof and by a make of everything: no commit may
# pass that make refuses, and none may fail that it takes. The table by kinds is printed. Long: a
# make for each commit, in a warm folder that is kept in the cache.
#
#	SEED=2 COUNT=100	other commits, or more of them (ci/mutate goes on where it stood)
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

expect_exit 0 "$top/ci/mutate" --dir "$cache/mutate" --seed "${SEED:-1}" --count "${COUNT:-30}"
agrees=$?
sed 's/^/# /' "$work/out"
[ $agrees = 0 ]
ok 'the fast proof and make agree on random commits'
finish
