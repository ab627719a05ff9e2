/* SPDX-License-Identifier: GPL-2.0 */
/*
 * threeway.h - put a person's change of a text onto another version of it
 *
 * The rules of git merge: what only one side changed is taken, what both changed alike is
 * taken once, what they changed differently is a clash, and never decided here.
 */
#ifndef THREEWAY_H
#define THREEWAY_H

#include <git2.h>

struct base;

/* Merge two blobs that were made of @ancestor; a zero id: there is no file. 1 with @out
 * stored; 0: a clash; -1. */
int threeway_blobs(git_oid *out, const struct base *, const git_oid *ancestor,
		   const git_oid *ours, const git_oid *theirs);
/* The same for texts: 1 with @out, owned by the caller; 0: a clash; -1. */
int threeway_texts(char **out, const char *ancestor, const char *ours, const char *theirs);
/* The lines that clash, between git's markers: treewide's, what stood there before, and
 * those by hand. Owned by the caller; NULL with a reason. */
char *threeway_show_blobs(const struct base *, const git_oid *ancestor, const git_oid *ours,
			  const git_oid *theirs);
char *threeway_show_texts(const char *ancestor, const char *ours, const char *theirs);

#endif
