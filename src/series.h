/* SPDX-License-Identifier: GPL-2.0 */
/*
 * series.h - patches as commits on a branch
 *
 * Commits go straight into the object store; the branch moves in one atomic
 * step at the very end. A commit that is there already with the same parent,
 * tree, message and author is used again, so that the same plan gives the same
 * branch.
 */
#ifndef SERIES_H
#define SERIES_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct base;
struct plan;
struct state;

struct commit {
	git_oid id, tree;
	char *subject;
};

struct series {
	char *branch;		/* b4/<campaign> */
	git_oid start;		/* the commit that the first patch stands on */
	git_oid tip;
	bool unchanged;		/* the branch stood there already */
	struct commit *v;	/* the patches in order, without the cover */
	size_t nr, alloc;
};

/*
 * Write the plan as branch. A branch that treewide did not leave as it is now is
 * refused unless @force; one that is checked out somewhere is refused always.
 */
int series_write(struct series *, struct state *, const struct plan *, bool force);
/* Read the commits between the base and the tip of @branch. */
int series_load(struct series *, const struct base *, const char *branch);
/* Let the branch, which stood at @old_tip, stand at @tip, which b4 made of it: 1. It
 * stands elsewhere by now, or is checked out in a work tree, and is left alone: 0; -1. */
int series_adopt(struct state *, const struct base *, const char *branch, const git_oid *old_tip,
		 const git_oid *tip);
void series_release(struct series *);

static inline __attribute__((unused)) void free_series(struct series *series)
{
	series_release(series);
}

#endif
