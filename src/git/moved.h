/* SPDX-License-Identifier: GPL-2.0 */
/*
 * moved.h - files that have another name on another base
 *
 * Only for the files that are asked about. A file that is gone has moved to one that is
 * new when both hold the same, or half of their lines, as git has it; new files of the
 * same name, and those in the same folder, the one above, or below these, are looked at.
 */
#ifndef MOVED_H
#define MOVED_H

#include <stddef.h>

struct base;
struct files;
struct strlist;

struct move {
	char *from, *to;
};

struct moves {
	struct move *v;
	size_t nr, alloc;
};

/* Where are the @paths of @old, which has the files @before, in a tree with the files
 * @after? */
int moves_find(struct moves *, const struct base *, const struct files *before,
	       const struct files *after, const struct strlist *paths);
/* The name that @path has now: the same where it has not moved. */
const char *moves_to(const struct moves *, const char *path);
/* The name that it had. */
const char *moves_from(const struct moves *, const char *path);
void moves_release(struct moves *);

static inline __attribute__((unused)) void free_moves(struct moves *moves)
{
	moves_release(moves);
}

#endif
