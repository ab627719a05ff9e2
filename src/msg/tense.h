/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tense.h - does what a message says of other patches fit its place in the series?
 *
 * Pure functions over words, not a parser of English. Two things are looked for, sentence
 * by sentence:
 *
 * 1. Other patches: "first", "second" ... "tenth", "last", "final", "previous",
 *    "preceding", "prior", "next", "following", "subsequent", "earlier", "later" before
 *    "patch" or "patches" (for some also "commit"), "patch 3", "patch 3/37", "the series
 *    ends with". Wrong are: one that does not exist; one that comes later and is spoken
 *    of as done ("the last patch removed", "was removed by the next patch", "since the
 *    last patch", "already", "now", "no longer"); one that came earlier and is spoken
 *    of as to come ("the first patch will"). With "after", "once", "with", "until" and
 *    with the present tense ("the last patch takes away") a later patch is no claim.
 * 2. What a later patch is about, see struct later: a sentence that holds one of its names
 *    together with the mark of a completed change ("no longer", "any more", "has been
 *    removed", "used to", "stopped", "from now on" ...) says what is not true yet, unless
 *    the sentence speaks of a later patch as above, or "will", "would", "if", "once",
 *    "until" or "unless" stands before.
 *
 * What it cannot see: a claim without one of these words, one that takes two sentences,
 * and what a "not" does to them.
 */
#ifndef TENSE_H
#define TENSE_H

#include "lib/list.h"

#include <stdbool.h>

struct faults;

/* What a patch is about: "pcim_enable_device()" and "pcim_enable_device" are the same. */
struct later {
	unsigned nr;
	struct strlist names;
};

struct laters {
	struct later *v;
	size_t nr, alloc;
};

struct position {
	unsigned nr;			/* from 1; 0: the cover, where only numbers count */
	unsigned total;
	bool shared;			/* other patches have the same text: "previous" fits none */
	const struct laters *laters;	/* those with a smaller number than nr do not count */
};

/* Add to @names the identifiers of a subject that "()" stands behind. */
void tense_names(struct strlist *names, const char *subject);
/* Faults of the kind "tense"; @body as prose_body() makes it. */
void tense_find(struct faults *, const char *body, const struct position *);
void laters_release(struct laters *);

#endif
