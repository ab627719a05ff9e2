/* SPDX-License-Identifier: GPL-2.0 */
/*
 * preprocess.h - what the compiler reads of sources in two trees, compared
 *
 * By "make x.i" in both trees; the texts are compared (pretext.h) and dropped. A fact
 * is the class, keyed by all that both texts were made from.
 */
#ifndef PREPROCESS_H
#define PREPROCESS_H

#include "csrc/pretext.h"

#include <stdbool.h>
#include <stddef.h>

struct modules;
struct revisions;

struct reading {
	char *source;
	char *goal;			/* drivers/x/y.i */
	bool done;			/* @pretext is known */
	struct pretext pretext;
};

/* Sources that are there in both of two trees. */
struct readings {
	struct reading *v;
	size_t nr, alloc;
	size_t before, after;		/* revisions */
	double seconds;			/* what making them took */
};

/* Does Kbuild preprocess such a source at all? Assembler it does not. */
bool readings_can(const char *source);
void readings_add(struct readings *, const struct modules *, const char *source);
/* Meet what the ledger knows; @open: how many it does not know. */
int readings_recall(struct readings *, struct revisions *, size_t *open);
/* Meet all, a few hundred in each make call. */
int readings_make(struct readings *, struct revisions *);
void readings_release(struct readings *);

#endif
