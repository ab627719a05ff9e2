/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_regenerate.h - the document of a regeneration, and its text
 */
#ifndef VIEW_REGENERATE_H
#define VIEW_REGENERATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct clashes;
struct regeneration;

/* The document, see treewide-regenerate(1); a new reference. */
json_t *view_regeneration(const struct regeneration *, bool written);
/* Edits by hand that do not fit, as rows. */
json_t *view_clashes(const struct clashes *);
void view_print_regeneration(FILE *out, const json_t *);
void view_print_clashes(FILE *out, const json_t *rows);

#endif
