/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_full.h - does a make of everything say that every commit is good?
 *
 * Check: build (vmlinux, modules and modpost of the whole configuration, at every commit
 * from the base on). What is wrong in the base too is void; what was wrong in the commit
 * before is skipped, for that one has said it.
 */
#ifndef CHECK_FULL_H
#define CHECK_FULL_H

#include <stdbool.h>
#include <stddef.h>

struct full_maker;
struct narrow;
struct target_build;

/* Add the verdicts to all commits. @narrow: what the maker makes is this part of the
 * configuration of the build, and the verdicts say so; NULL: it makes all of it. @first_fail:
 * examine no commit behind one that fails. */
int check_makes(struct target_build *, struct full_maker *, const struct narrow *, bool first_fail);
/* Make the trees with the numbers @first to @last of the series (0: the base), and add no verdicts:
 * what they come to is in the ledger then, with all that check_makes() will ask of it. */
int make_trees(struct target_build *, struct full_maker *, const struct narrow *, size_t first,
	       size_t last);

#endif
