/* SPDX-License-Identifier: GPL-2.0 */
/*
 * html.h - pieces of a page: headings, rows of tables, any JSON value
 */
#ifndef HTML_H
#define HTML_H

#include <jansson.h>
#include <stdio.h>

void html_heading(FILE *out, const char *text);
/* One cell: <tag class="class">text</tag>; @class NULL: none. */
void html_cell(FILE *out, const char *tag, const char *class, const char *text);
/* <div>: what is in it may be wider than the screen, and is moved by keys as well; @label says
 * what it is. The caller writes </div>. */
void html_wide_begin(FILE *out, const char *label);
/* One row of head cells; the list ends with NULL. */
void html_head_row(FILE *out, const char *const *texts);
/* A value as people read it: a list of objects or an object as a table, others as text. */
void html_value(FILE *out, const json_t *value);

/*
 * Text inside XML and HTML
 */
/* Write @text, which is UTF-8, so that it stands for itself: between tags, and inside of an
 * attribute in double quotes. What XML 1.0 forbids becomes U+FFFD (section 2.2, Char). */
void markup_text(FILE *out, const char *text);
/* The same for a text made by printf(3). */
void markup_print(FILE *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
