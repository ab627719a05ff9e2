/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mintree.h - a few files of the base in a folder of their own
 *
 * Scripts of the base run in such a pocket kernel instead of a whole work tree. It
 * holds what it is told, and no configuration of the user.
 */
#ifndef MINTREE_H
#define MINTREE_H

#include <git2.h>

struct ask_run;
struct base;
struct files;
struct state;

struct mini_tree {
	const struct base *base;	/* borrowed */
	char *dir;			/* NULL before mintree_open() */
};

/* An empty folder in the temporary folder of the state. */
int mintree_open(struct mini_tree *, const struct state *, const struct base *);
/* Put a blob at @path, with the folders above it. A path that would leave the pocket is
 * refused. */
int mintree_put(const struct mini_tree *, const char *path, const git_oid *blob);
/* Put all regular files below @prefix that the base has. */
int mintree_put_below(const struct mini_tree *, const struct files *all, const char *prefix);
/* What a script that ran there said of a @thing, such as "patch": owned by the caller; NULL with a
 * reason when that is no answer. One that has something to say leaves with the exit code @found,
 * and else with 0. */
char *mintree_said(const struct ask_run *, const char *script, const char *thing, int found);
/* Remove the folder. */
int mintree_close(struct mini_tree *);

#endif
