#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The table of ci/mutate: what it counts of its answers, and what it would count without one check.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2317 # expect_exit calls it
table() { # ARGS...
	"$top/ci/mutate" --dir "$work/mutate" --table "$@"
}

answer() { # NR KIND FAST MAKE OUTCOME CHECKS
	printf '%s\t%s\tx.c\t%s\t%s\t%s\tword\tdetail\t%s\n' "$@" >>"$work/mutate/results-7.tsv"
}

mkdir "$work/mutate" || exit 3
answer 1 word-mistyped fail refuses agree 'objects=fail symbols=pass'
answer 2 export-dropped fail refuses agree 'objects=pass symbols=fail'
answer 3 asm-line uncovered refuses uncovered 'objects=uncovered'
answer 4 source-comment pass takes agree 'objects=pass symbols=pass'
expect_exit 0 table --seed 7 && says 'seed 7, 4 mutations' &&
	says 'false passes: 0 of 3 that make refuses; at most 100.0 %' &&
	says 'uncovered: 1 of 3 that make refuses, 0 of 1 that it takes'
ok 'answers that agree are counted, with the bound: 0'
expect_exit 1 table --seed 7 --without symbols &&
	says 'without the check symbols the first false pass is mutation 2' &&
	says 'false passes: 1 of 3'
ok 'without a check what it alone has found passes: 1'
expect_exit 0 table --seed 7 --without kbuild && says 'without the check kbuild the first false pass is mutation none'
ok 'without one that has found nothing all is as before'
answer 4 source-comment fail takes false-fail 'objects=fail'
expect_exit 1 table --seed 7
ok 'a false fail: 1; the last answer for a number counts'
expect_exit 2 "$top/ci/mutate" --dir "$work/mutate" --without symbols && says 'is for --table' &&
	expect_exit 2 table --without nothing
ok 'a check that is none is refused'
finish
