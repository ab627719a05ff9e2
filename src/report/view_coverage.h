/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_coverage.h - which target compiles which file, as a document and as a table
 */
#ifndef VIEW_COVERAGE_H
#define VIEW_COVERAGE_H

#include <jansson.h>
#include <stdio.h>

struct coverage;

/* [{"commit": nr, "file", "target", "state"}], a new reference. */
json_t *view_coverage(const struct coverage *);
/* The same, "coverage" of a document, as a table: a column for each target. */
void view_print_coverage(FILE *, const json_t *document);

#endif
