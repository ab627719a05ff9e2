/* SPDX-License-Identifier: GPL-2.0 */
/*
 * matrix.h - commits by checks as a table, and how each check knows what it says
 *
 * All documents are those of proofs, see view.h of src/report.
 */
#ifndef MATRIX_H
#define MATRIX_H

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

/* The attributes by which the script of the page finds and filters what is about a commit. */
void matrix_print_attributes(FILE *out, const json_t *commit);
/* A row for each commit, a cell for each column: the sign of the worst verdict and its evidence,
 * which leads to #cNR; and what the signs mean. */
void matrix_print(FILE *out, const json_t *commits, const struct columns *);
/* How many verdicts of each kind, and of each kind of evidence, a check gave. */
void matrix_print_evidence(FILE *out, const json_t *commits, const struct columns *);
/* What each target makes of each file. */
void matrix_print_coverage(FILE *out, const json_t *coverage);

#endif
