/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_narrow.h - does a make of the part that holds what the series touches say that every
 * commit is good?
 *
 * Check: build, under a narrow target (narrow.h): a real kernel with its modules, at every commit
 * from the base on. It is cheap enough to be made each time where it fits into a limit:
 * treewide.narrowLimit of git's configuration, seconds. Else it is skipped, which keeps no
 * series back. --level full makes it whatever it takes.
 */
#ifndef CHECK_NARROW_H
#define CHECK_NARROW_H

#include <stdbool.h>
#include <stddef.h>

struct series_result;
struct state;

/* Is @name a narrow target? 1, 0 or -1. */
int narrow_is_target(const struct state *, const char *name);
/* What is asked for. */
struct narrow_how {
	double budget;		/* see target_build.h */
	bool whatever;		/* make it whatever it takes */
	bool first_fail;	/* examine no commit behind one that fails */
};

/* Add the verdicts of the narrow target @name to all commits. */
int check_narrow(struct series_result *, struct state *, const char *name,
		 const struct narrow_how *);
/* Make the trees @first to @last under the narrow target @name whatever it takes, see
 * make_trees(). */
int make_narrow_trees(struct series_result *, struct state *, const char *name, size_t first,
		      size_t last);

#endif
