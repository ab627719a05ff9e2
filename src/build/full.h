/* SPDX-License-Identifier: GPL-2.0 */
/*
 * full.h - a make of the whole configuration, tree after tree
 *
 * All that Kbuild's own goal "all" makes: vmlinux, modules, modpost. The O= folder,
 * <state>/full/<target>, stays warm, so make does again only what a tree changes, and
 * -k makes everything that one fault does not hide. What a tree comes to is a fact: all
 * that is wrong in it, also what was said when a tree before it was made. So the folder
 * is only gone on with from a tree whose fact is known; what a run that was killed had
 * made is removed first, for nobody knows what was said of it. So is the object of a source
 * that is gone, and one that is older than its source: where the configuration does not
 * build them any more make would leave them there.
 */
#ifndef FULL_H
#define FULL_H

#include "kbuild/kbuild.h"
#include "kbuild/makelog.h"
#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>

struct base;
struct stand;

/* What a make of one tree came to. */
struct whole {
	bool met;
	struct makelog wrong;		/* what is wrong; a target stands there once */
	struct strlist made;		/* of the objects that were asked about, those there */
	size_t modules;			/* .ko files */
	bool reused;
	double seconds;
	char *log;			/* of the make; NULL when nothing is wrong */
};

struct maker {
	struct kbuild kbuild;
	const struct base *base;	/* borrowed */
	struct strlist asked;		/* objects of changed sources, sorted: are they made? */
};

/* Get ready to make the target @name. */
int maker_open(struct maker *, struct state *, const struct base *, const char *name);
/* Does the ledger know the tree of @stand? 1, 0 or -1. */
int whole_recall(struct whole *, const struct maker *, const struct stand *);
/* Make it. A make that fails and names nothing is a failure of the system. */
int whole_make(struct whole *, struct maker *, const struct stand *);
/* What is said of @target; NULL: nothing is wrong with it. */
const struct said *whole_said(const struct whole *, const char *target);
void whole_release(struct whole *);
void maker_release(struct maker *);

static inline __attribute__((unused)) void free_maker(struct maker *maker)
{
	maker_release(maker);
}

#endif
