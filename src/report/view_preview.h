/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_preview.h - diffs: of a few files, or of all patches of a plan
 */
#ifndef VIEW_PREVIEW_H
#define VIEW_PREVIEW_H

#include <jansson.h>
#include <stdio.h>

struct base;
struct campaign;
struct plan;
struct preview;

/* The document of a preview; NULL with a reason. Its text is the diffs alone. */
json_t *view_preview(const struct preview *, const struct base *, const struct campaign *);
void view_print_preview(FILE *out, const json_t *document);

/* Give each patch in the @document of @plan its diffs, "diff". */
int view_add_diffs(json_t *document, const struct plan *plan);
/* Print these; nothing where there are none. */
void view_print_diffs(FILE *out, const json_t *document);

#endif
