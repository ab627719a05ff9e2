/* SPDX-License-Identifier: GPL-2.0 */
/*
 * document.h - keep what a command found, for report
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <jansson.h>

struct session;

/* Keep @document as the latest one of its @kind for this campaign and base. */
int document_keep(struct session *, const char *kind, json_t *document);
/* The latest one: 1 and a new reference; none: 0; -1. */
int document_load(struct session *, const char *kind, json_t **document);
/* The same for a document of the campaign that holds for all bases. */
int document_keep_all(struct session *, const char *kind, json_t *document);
int document_load_all(struct session *, const char *kind, json_t **document);

#endif
