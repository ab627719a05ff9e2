/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pocket.h - a few files of the base in a folder of their own
 *
 * Scripts of the base run in such a pocket kernel instead of a whole work tree. It
 * holds what it is told, and no configuration of the user.
 */
#ifndef POCKET_H
#define POCKET_H

#include <git2.h>

struct base;
struct files;
struct state;

struct pocket {
	const struct base *base;	/* borrowed */
	char *dir;			/* NULL before pocket_open() */
};

/* An empty folder in the temporary folder of the state. */
int pocket_open(struct pocket *, const struct state *, const struct base *);
/* Put a blob at @path, with the folders above it. A path that would leave the pocket is
 * refused. */
int pocket_put(const struct pocket *, const char *path, const git_oid *blob);
/* Put all regular files below @prefix that the base has. */
int pocket_put_below(const struct pocket *, const struct files *all, const char *prefix);
/* Remove the folder. */
int pocket_close(struct pocket *);

#endif
