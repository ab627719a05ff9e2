/* SPDX-License-Identifier: GPL-2.0 */
/*
 * seriesdiff.h - what became of each patch since an older series
 */
#ifndef SERIESDIFF_H
#define SERIESDIFF_H

#include <git2.h>
#include <stddef.h>

struct base;
struct change;
struct plan;
struct record;
struct renames;
struct series;
struct strlist;

enum became {
	BECAME_ADDED,	/* no patch of the older series is this one */
	BECAME_DROPPED,	/* nothing of it is left to do, and not because it landed */
	BECAME_LANDED,	/* the base has what it was to bring (seriesdiff.h) */
	BECAME_CHANGED,	/* it goes on, but makes another change */
	BECAME_KEPT,	/* the same change, whatever stands around it (seriesdiff.h) */
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

/*
 * Is it the same change, whatever stands around it?
 *
 * As git patch-id has it, but with the blanks: the lines that go and come, file by file.
 * Where in the file, and between which lines, does not count; nor does the name of a file
 * that has moved.
 */
/* Add one file of a change, under the name @path. Two lists that were sorted are equal
 * when the changes are. */
int patch_id_add(struct strlist *, const struct base *, const struct change *, const char *path);

/*
 * Has the base what a patch was to bring?
 *
 * By content, never by subject or author: somebody may have applied it under another
 * name, or as part of something larger. A file has it when it is what the patch made of
 * it, when the patch merged into it changes nothing, or when each function that the patch
 * changed makes the calls that the patch brought there, as often, and none of those that
 * it took away.
 */
enum landing {
	LANDING_NOT,
	LANDING_SAME,	/* the file is what the patch made of it */
	LANDING_MERGED,	/* it has the patch, and other changes */
	LANDING_CALLS,	/* it has the calls, in other lines */
};

/* Is @change, which was made on another base, in the blob @now? */
int landed_file(enum landing *, const struct base *, const struct change *, const git_oid *now);

#endif
