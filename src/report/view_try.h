/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_try.h - what a rule would do, as a document
 */
#ifndef VIEW_TRY_H
#define VIEW_TRY_H

#include <jansson.h>
#include <stdio.h>

struct plan;

/* The plan of a campaign of one rule (trial.h): its patches with places and diffs, and what is
 * left. A new reference; NULL with a reason. */
json_t *view_try(const struct plan *);
/* The same as text: patch by patch, what is left, the sum, and then all diffs. */
void view_print_try(FILE *out, const json_t *);

#endif
