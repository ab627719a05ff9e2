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
#include <stdio.h>

/* @bases: what status knows of each base ("bases" of its document); NULL: nothing. */
void view_print_html(FILE *out, const json_t *proof, const json_t *bases);

#endif
