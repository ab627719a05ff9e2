/* SPDX-License-Identifier: GPL-2.0 */
/*
 * treegrep.h - which sources of a tree hold certain names
 *
 * One pass over the sources of a tree for all names of a question (3 s for Linux),
 * remembered by tree and names. Text only says where to look.
 */
#ifndef TREEGREP_H
#define TREEGREP_H

#include <jansson.h>
#include <stdbool.h>

struct strlist;
struct treescan;
struct view;

/* {name: {"any": [path], "outer": [path]}}, a new reference; NULL on failure. "outer":
 * where a line that is not indented, and no declaration with extern, holds the name. */
json_t *treegrep_find(const struct treescan *, const struct view *, const struct strlist *names);
/* Does a text hold the word? Pure. */
bool treegrep_holds(const char *text, const char *word, bool outer);

#endif
