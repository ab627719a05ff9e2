/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inputs.h - what a thing that Kbuild makes is made from, and the key of that
 *
 * A thing is named by its path below the build folder: an object, or a preprocessed
 * source. Which files it reads is known only from Kbuild's record of an earlier time;
 * so the lists that were seen are remembered, and each gives a key that may be known.
 */
#ifndef INPUTS_H
#define INPUTS_H

#include <git2.h>
#include <jansson.h>

struct stand;
struct stands;
struct strlist;

/* The key of @thing in a tree, when it reads @sources there. It also covers which headers
 * of the same names stand elsewhere: an #include could find a new one first. */
git_oid inputs_key(const struct stands *, const struct stand *, const char *thing,
		   const struct strlist *sources);
/* The lists that were seen, newest first; NULL when there are none. */
int inputs_lists(struct stands *, const char *thing, json_t **lists);
/* Add the files of list @nr. */
void inputs_take(const json_t *lists, size_t nr, struct strlist *sources);
int inputs_remember(struct stands *, const char *thing, const struct strlist *sources);

#endif
