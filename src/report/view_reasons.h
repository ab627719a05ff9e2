/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_reasons.h - why the verdicts on a commit are what they are, as text
 */
#ifndef VIEW_REASONS_H
#define VIEW_REASONS_H

#include <jansson.h>
#include <stdio.h>

/* Of the document of a proof, the commits that have reasons: check by check, and below
 * each one the objects it rests on, with the line that makes them by hand. */
void view_print_reasons(FILE *out, const json_t *document);

#endif
