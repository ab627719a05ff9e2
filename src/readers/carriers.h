/* SPDX-License-Identifier: GPL-2.0 */
/*
 * carriers.h - which files of a tree bring a meaning of their own to some names
 *
 * One pass over the text of a tree for all names of a question, remembered by tree and names.
 */
#ifndef CARRIERS_H
#define CARRIERS_H

#include <jansson.h>
#include <stddef.h>

struct strlist;
struct treescan;
struct view;

/*
 * {"macros": {name: [path]}, "words": {word: [path]}, "pragmas": [path], "packs": [path]}, a new
 * reference; NULL on failure: who defines or undefines one of @names (sorted), who holds one of
 * @words, and who tells the compiler by a pragma to judge, or to lay out, what follows otherwise.
 */
json_t *carriers_find(const struct treescan *, const struct view *, const struct strlist *names,
		      const struct strlist *words);
/* The same for one text; to @found, an object with these four members. Pure. */
void carriers_read(json_t *found, const char *path, const char *text, const struct strlist *names,
		   const struct strlist *words);
/* An object in which nothing was found yet. */
json_t *carriers_none(void);

#endif
