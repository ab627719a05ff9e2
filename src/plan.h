/* SPDX-License-Identifier: GPL-2.0 */
/*
 * plan.h - what the series would be: patches, in order, with their trees
 *
 * Every step of the campaign works on the tree that the steps before it made.
 * Blobs and trees are stored in the repository, where nothing refers to them
 * until a branch is written.
 */
#ifndef PLAN_H
#define PLAN_H

#include "audit.h"
#include "base.h"
#include "change.h"
#include "patch.h"

struct campaign;
struct state;

/* A use of the API that is not converted, or a file that is not wholly converted. */
struct left {
	char *path;
	unsigned line;		/* of the call; 0: the file */
	char *why;
	bool wanted;		/* a [convert] selects it: the series is not what it wants to be */
	bool relies;		/* its class is one that a [patch] retires */
	bool comment;		/* it is a comment, not a call */
};

struct lefts {
	struct left *v;
	size_t nr, alloc;
};

/* The changes of one step; patches borrow from here. */
struct step_changes {
	struct changes *v;
	size_t nr, alloc;
};

struct plan {
	const struct base *base;		/* borrowed */
	const struct campaign *campaign;	/* borrowed */
	struct files all;			/* of the base */
	struct audit audit;			/* of the base; empty unless a [convert] selects */
	struct audit after;			/* of the tree after the last patch; likewise */
	struct step_changes steps;
	struct patches patches;
	struct lefts left;
	struct strlist new_names;		/* functions that the series adds, see newname.h */
	git_oid tree;				/* after the last patch */
	size_t converted, reused;		/* files asked about; known to the ledger */
};

/* Work out the whole series. Fails with FAIL_NO when a rule changes nothing. */
int plan_make(struct plan *, struct state *, const struct base *, const struct campaign *);
/* Selected files that are not wholly converted. */
size_t plan_residue(const struct plan *);
/* The tree of the base with the final state of every change, made in one go. */
int plan_whole_tree(const struct plan *, git_oid *tree);
void plan_release(struct plan *);

static inline __attribute__((unused)) void free_plan(struct plan *plan)
{
	plan_release(plan);
}

#endif
