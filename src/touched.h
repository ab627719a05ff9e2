/* SPDX-License-Identifier: GPL-2.0 */
/*
 * touched.h - what each commit of a series asks of a target
 */
#ifndef TOUCHED_H
#define TOUCHED_H

#include "list.h"
#include "obligation.h"

struct modules;
struct stands;

/* Indexes into a list of obligations. */
struct indexes {
	size_t *v;
	size_t nr, alloc;
};

/* The files that one commit changes, by what they ask for. */
struct touched {
	struct strlist paths;		/* all of them, sorted */
	struct strlist sources;		/* .c and .S that exist after the commit */
	struct strlist headers;
	struct strlist others;		/* Makefiles, Kconfig: cannot be judged yet */
	struct strlist silent;		/* documentation and the like: no object reads it */
	struct indexes objects;		/* obligations of @sources */
	struct strlist uncovered;	/* sources that the configuration does not build */
	struct strlist reach;		/* the sources that can reach the headers, sorted */
	struct strlist drawn;		/* a sample of these */
	struct indexes readers;		/* obligations of the sample */
};

struct touched_list {
	struct touched *v;
	size_t nr, alloc;
};

/* Compare each tree of a series with the one before it: element i belongs to tree i + 1. */
void touched_load(struct touched_list *, const struct stands *);
/* Ask for the objects of each commit; sources that no object of the configuration
 * is made from become uncovered. */
void touched_want(struct touched_list *, const struct modules *, struct obligations *);
/* "a.h, b.h or 3 more", for people; owned by the caller. */
char *touched_name(const struct strlist *paths);
void touched_release(struct touched_list *);

#endif
