/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ledger.h - every dear answer, remembered
 *
 * A fact is (stage, key) -> value: the key is a digest of everything that the
 * answer depends on, the value is JSON text. Facts are never changed into
 * something else; they may be added again with the same meaning. One SQLite
 * file in WAL mode, so a killed run leaves what it had learned. SQL stands only
 * in ledger.c.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "lib/cleanup.h"

#include <git2.h>
#include <jansson.h>

struct ledger;

/* Open or create @path; ":memory:" for tests. A file that was written by a newer
 * treewide is refused. */
int ledger_open(struct ledger **out, const char *path);
/* The value, a new reference in @value: 1; not known: 0; failed: -1. A value
 * that does not parse counts as not known. */
int ledger_get(struct ledger *, const char *stage, const git_oid *key, json_t **value);
/* Remember; @value is borrowed. Durable when it returns (the process may die). */
int ledger_put(struct ledger *, const char *stage, const git_oid *key, json_t *value);
/* The same with the text of a value, as ledger_put() would write it or another ledger holds it. */
int ledger_put_text(struct ledger *, const char *stage, const git_oid *key, const char *text,
		    size_t len);
/* Is it known, and its text this one? 1; otherwise: 0; failed: -1. */
int ledger_has_text(struct ledger *, const char *stage, const git_oid *key, const char *text,
		    size_t len);
void ledger_free(struct ledger *);

/* From now on note which facts are asked for and known, or remembered. */
int ledger_watch(struct ledger *);
/* Those that were noted and are of this stage, in the order of their keys; @value is their text,
 * borrowed. Below 0 ends it, and is what it returns. */
int ledger_each_seen(struct ledger *, const char *stage,
		     int (*take)(const git_oid *key, const char *value, void *ctx), void *ctx);
/* From here to the end all that is remembered is one transaction: many facts in little time. Where
 * the end is never reached, or it is undone, nothing of it is remembered. */
int ledger_join(struct ledger *);
int ledger_join_end(struct ledger *);
void ledger_join_undo(struct ledger *);

/* A fact that is looked up, and kept once it was found. */
struct fact {
	struct ledger *ledger;
	const char *stage;
	git_oid key;
	json_t *value;		/* once it is known */
};

/* Known, and @value says it: 1; not known: 0; failed: -1. */
int fact_recall(struct fact *);
/* Remember @value, which is the fact's from now on. */
int fact_keep(struct fact *, json_t *value);
void fact_release(struct fact *);

DEFINE_CLEANUP(free_ledger, struct ledger *, ledger_free)

#endif
