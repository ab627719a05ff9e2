/* SPDX-License-Identifier: GPL-2.0 */
/*
 * store.h - keep what a command found, for report
 */
#ifndef STORE_H
#define STORE_H

#include <git2.h>
#include <jansson.h>

struct ledger;
struct plan;

/* Where the documents of a campaign (or of one of its waves) on a base stand. All borrowed. */
struct store {
	struct ledger *ledger;
	const char *campaign;	/* its name */
	const char *wave;	/* NULL: the whole campaign */
	const git_oid *base;
};

/* Keep @document as the latest one of its @kind. */
int store_keep(const struct store *, const char *kind, json_t *document);
/* The latest one: 1 and a new reference; none: 0; -1. */
int store_load(const struct store *, const char *kind, json_t **document);
/* The same for a document of the campaign that holds for all bases and waves. */
int store_keep_common(const struct store *, const char *kind, json_t *document);
int store_load_common(const struct store *, const char *kind, json_t **document);
/* The text of the cover letter as it is to be written now: it quotes the latest proof when
 * that speaks for the plan (quote.h; @basis comes from there). Owned by the caller; NULL
 * with a reason. */
char *store_cover(const struct store *, const struct plan *, const json_t *basis);

#endif
