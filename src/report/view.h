/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view.h - one document, shown twice
 *
 * The JSON that --json prints is the document; the text that people read is
 * drawn from it, so the two cannot disagree. The fields are described in
 * treewide-report(5).
 */
#ifndef VIEW_H
#define VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct plan;
struct series_result;

/* The plan as a document; a new reference. */
json_t *view_plan(const struct plan *);
/* The proof as a document; a new reference. */
json_t *view_proof(const struct series_result *);
/* Write the document of a plan, of a proof, as text. */
void view_print_plan(FILE *out, const json_t *);
/* Of the document of a patch: who gets it, and why. */
void view_print_recipients(FILE *out, const json_t *patch);
/* Of the document of a plan: what it leaves as it is. */
void view_print_left_rows(FILE *out, const json_t *left);
/* What a plan leaves as it is, also where it could not be made whole. */
void view_print_left(FILE *out, const struct plan *);
/* One check of a commit of a proof, as a line. */
void view_print_check(FILE *out, const json_t *check);
void view_print_proof(FILE *out, const json_t *, bool recipients);

#endif
