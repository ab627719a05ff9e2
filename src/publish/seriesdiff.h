/* SPDX-License-Identifier: GPL-2.0 */
/*
 * seriesdiff.h - what became of each patch since an older series
 */
#ifndef SERIESDIFF_H
#define SERIESDIFF_H

#include <stddef.h>

struct renames;
struct plan;
struct record;
struct series;

enum became {
	BECAME_ADDED,	/* no patch of the older series is this one */
	BECAME_DROPPED,	/* nothing of it is left to do, and not because it landed */
	BECAME_LANDED,	/* the base has what it was to bring (landed.h) */
	BECAME_CHANGED,	/* it goes on, but makes another change */
	BECAME_KEPT,	/* the same change, whatever stands around it (substance.h) */
};

struct difference {
	char *id;
	unsigned nr;		/* in the new series; 0: it is not in it */
	char *subject;		/* the new one, where there is one */
	enum became became;
	char *why;		/* one line; "" */
	long old;		/* the commit of the older series; -1 */
};

struct differences {
	struct difference *v;
	size_t nr, alloc;
};

/*
 * Compare @old, commits that were written as @record says (they may have been edited),
 * with the plan; @renames has the names that files have now. In the order of the plan,
 * then those that are no more.
 */
int seriesdiff_make(struct differences *, const struct plan *, const struct renames *,
		    const struct record *record, const struct series *old);
/* "added", "dropped", "landed", "changed", "kept" */
const char *became_name(enum became);
void differences_release(struct differences *);

static inline __attribute__((unused)) void free_differences(struct differences *differences)
{
	differences_release(differences);
}

#endif
