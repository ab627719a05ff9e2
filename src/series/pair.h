/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pair.h - which commit of an edited branch is which of those that were written
 *
 * By subject; else by "fixup! " before one; else the one that is left and changes the
 * same files; else the one that is left and shares a file.
 */
#ifndef PAIR_H
#define PAIR_H

#include <stdbool.h>
#include <stddef.h>

struct base;
struct series;

/* One commit of the branch. */
struct commit_match {
	long place;	/* of the commit that was written; -1: it is none of these */
	bool more;	/* another commit of the branch is that one already: a fix-up */
};

struct commit_matches {
	struct commit_match *v;		/* for each commit of the branch */
	size_t nr, alloc;
};

/* @old is the base of both, or of @branch alone: trees are compared within a series. */
int commit_matches_make(struct commit_matches *, const struct base *old,
			const struct series *branch, const struct series *wrote);
/* The first commit of the branch that was written as @place; -1: none is. */
long commit_matches_find(const struct commit_matches *, size_t place);
void commit_matches_release(struct commit_matches *);

static inline __attribute__((unused)) void free_commit_matches(struct commit_matches *pairs)
{
	commit_matches_release(pairs);
}

#endif
