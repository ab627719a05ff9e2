/* SPDX-License-Identifier: GPL-2.0 */
/*
 * html.h - pieces of a page: its frame, headings, rows of tables, any JSON value
 */
#ifndef HTML_H
#define HTML_H

#include <jansson.h>
#include <stdio.h>

void html_begin(FILE *out, const char *title);
void html_end(FILE *out);
void html_heading(FILE *out, const char *text);
/* One cell: <tag class="class">text</tag>; @class NULL: none. */
void html_cell(FILE *out, const char *tag, const char *class, const char *text);
/* One row of head cells; the list ends with NULL. */
void html_head_row(FILE *out, const char *const *texts);
/* A value as people read it: a list of objects or an object as a table, others as text. */
void html_value(FILE *out, const json_t *value);

#endif
