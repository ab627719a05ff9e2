/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_words.h - faults on text and a sample of the messages, as documents and as text
 */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include <jansson.h>
#include <stdio.h>

struct faults;
struct patch;
struct plan;
struct strlist;

/* The faults: an array for "words"; those of one @patch alone, or all (NULL). */
json_t *view_words(const struct faults *, const struct patch *);
/* New functions with their links: an array for "new". */
json_t *view_new_names(const struct strlist *);
/* The patch whose message stands for the others: the first one of the [convert] that makes
 * most of them; without any, the first patch. NULL: there is no patch. */
const struct patch *view_sample_patch(const struct plan *);
/* One patch as it is going to be mailed by @identity; an object for "sample". */
json_t *view_sample(const struct plan *, const struct patch *, const char *identity);

/* Write "words" and "new" of a document, if there is something in them. */
void view_print_words(FILE *out, const json_t *document);
void view_print_new_names(FILE *out, const json_t *document);
/* Write "sample" and "words" of a document. */
void view_print_sample(FILE *out, const json_t *document);

#endif
