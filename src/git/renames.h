/* SPDX-License-Identifier: GPL-2.0 */
/*
 * renames.h - files that have another name on another base
 *
 * Only for the files that are asked about. A file that is gone has moved to one that is
 * new when both hold the same, or half of their lines, as git has it; new files of the
 * same name, and those in the same folder, the one above, or below these, are looked at.
 */
#ifndef RENAMES_H
#define RENAMES_H

#include <stddef.h>

struct base;
struct files;
struct strlist;

struct rename {
	char *from, *to;
};

struct renames {
	struct rename *v;
	size_t nr, alloc;
};

/* Where are the @paths of @old, which has the files @before, in a tree with the files
 * @after? */
int renames_find(struct renames *, const struct base *, const struct files *before,
		 const struct files *after, const struct strlist *paths);
/* The name that @path has now: the same where it has not moved. */
const char *renames_to(const struct renames *, const char *path);
/* The name that it had. */
const char *renames_from(const struct renames *, const char *path);
void renames_release(struct renames *);

#endif
