/* SPDX-License-Identifier: GPL-2.0 */
/*
 * document.h - keep what a command found, for report
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <jansson.h>

struct plan;
struct session;

/* Keep @document as the latest one of its @kind for this campaign (or wave)
 * and base. */
int document_keep(struct session *, const char *kind, json_t *document);
/* The latest one: 1 and a new reference; none: 0; -1. */
int document_load(struct session *, const char *kind, json_t **document);
/* The same for a document of the campaign that holds for all bases. */
int document_keep_all(struct session *, const char *kind, json_t *document);
int document_load_all(struct session *, const char *kind, json_t **document);
/* The text of the cover letter as it is to be written now: it quotes the latest proof when
 * that speaks for the plan (tested.h; @basis comes from there). Owned by the caller; NULL
 * with a reason. */
char *document_cover(struct session *, const struct plan *, const json_t *basis);

#endif
