/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_html.h - a proof as one page for a browser
 *
 * The page stands alone: its style is inside, it has no script, and it asks nobody for
 * anything. What is not pass stands on top, then what has changed ("against", see
 * drift.h), a table of commits and checks, how each check knows what it says, where the
 * campaign stands over its bases, and every verdict. Fields of the document that are not
 * known here are shown as tables of their own.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* @bases: what status knows of each base ("bases" of its document); NULL: nothing. */
void view_print_html(FILE *out, const json_t *proof, const json_t *bases);

/*
 * The commits and checks of a proof as tables of an HTML page
 *
 * All documents are those of proofs, see view.h.
 */
/* One check under one target. The strings are borrowed from the document. */
struct column {
	const char *check, *target;
};

struct columns {
	struct column *v;
	size_t nr, alloc;
};

/* All columns that @commits need, in the order in which they appear. */
void columns_find(struct columns *, const json_t *commits);
void columns_release(struct columns *);

/* Verdicts by how bad they are: 0 is pass, the last one fail; unknown words are fail, too. */
#define GRID_RANKS 5
size_t grid_rank(const json_t *check);
const char *grid_verdict(size_t rank);

#endif
