/* SPDX-License-Identifier: GPL-2.0 */
/*
 * grid.h - the commits and checks of a proof as tables of an HTML page
 *
 * All documents are those of proofs, see view.h.
 */
#ifndef GRID_H
#define GRID_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

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
/* The number of a commit. */
int grid_nr(const json_t *commit);

/* "3 fail", coloured; grey where there is none. */
void grid_badge(FILE *out, const char *verdict, int count);
/* Commits by checks, with a mark for each verdict that leads to #cNR, and what the marks mean. */
void grid_print(FILE *out, const json_t *commits, const struct columns *);
/* How many verdicts of each kind, and of each kind of evidence, a check gave. */
void grid_print_evidence(FILE *out, const json_t *commits, const struct columns *);

#endif
