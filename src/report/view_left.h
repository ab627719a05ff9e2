/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_left.h - who still uses the names that a campaign converts, as a document
 */
#ifndef VIEW_LEFT_H
#define VIEW_LEFT_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

struct base;
struct campaign;
struct left_uses;
struct store;
struct strlist;

/* The document; its numbers are remembered with those of other bases. A new reference, or NULL. */
json_t *view_left(const struct left_uses *, const struct base *, const struct campaign *,
		  const struct strlist *words, const struct store *);
/* Add to the document which files use the names more often @now than @then, in @before. How
 * many files. */
size_t view_left_since(json_t *document, const struct left_uses *now,
		       const struct left_uses *then, const struct base *before);
void view_print_users_left(FILE *out, const json_t *document);

#endif
