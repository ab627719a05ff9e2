/* SPDX-License-Identifier: GPL-2.0 */
/*
 * revision.h - one tree of a series under one target
 *
 * The base, the tree after one of the patches, or a tree that is made for a
 * question of its own. Besides its own sources an
 * object depends on what "make prepare" generates; which files decide about that
 * is told by Kbuild's own records (.cmd files), so most patches need no new
 * preparation.
 */
#ifndef REVISION_H
#define REVISION_H

#include "git/base.h"
#include "lib/list.h"

#include <stdbool.h>

struct kbuild;

struct revision {
	struct view view;
	size_t before;		/* the revision that this one is a change of; the base: itself */
	size_t in_series;	/* where the same patch stands in the series; 0: here */
	git_oid kconfig;	/* what decides flags and configuration */
	git_oid common;		/* of that, what Kbuild reads for every object */
	git_oid makefiles;	/* of that, all but Kconfig */
	git_oid inputs;		/* what decides the generated files */
	git_oid generated;	/* the generated files */
	bool known;		/* the two above are known */
	bool broken;		/* it cannot be configured, or "make prepare" fails here */
	char *log;		/* of that failure */
	char *why;		/* what make said of it last */
	char *stopped;		/* why a make of it was ended early: nobody knows what it says */
};

/* Does a Makefile look further than its text (makefile.h)? */
struct makefile_inputs {
	git_oid oid;
	bool hidden;
};

/* All trees of a series, the base first; then others. Each stands behind those that it
 * is a change of. */
struct revisions {
	struct kbuild *kbuild;		/* borrowed */
	const struct base *base;	/* borrowed */
	const struct files *all;	/* of the base; borrowed */
	struct revision *v;
	size_t nr, alloc;
	struct strlist headers;		/* of the base, sorted by their last part */
	git_oid kconfig, common, makefiles, tables;	/* of the base, see struct revision */
	git_oid prepared;		/* the inputs of what the build folder holds now */
	struct strlist prepare_inputs;	/* sources that "make prepare" has compiled from; sorted */
	/* Makefiles and Kconfigs that configuring and preparing the base reads; sorted, empty: not
	 * known */
	struct strlist reads;
	struct {
		struct makefile_inputs *v;
		size_t nr, alloc;
	} makefile_inputs;			/* of Makefiles that have been read */
};

/* Add a tree that is a change of revision @before; the first one must be the base's. */
int revisions_add(struct revisions *, const git_oid *tree, size_t before);
/* Is revision @nr the revision @of, or made by changes from it? */
bool revisions_follows(const struct revisions *, size_t nr, size_t of);
/* The first of @headers whose last part is @leaf, or where it would stand. */
size_t revisions_first_namesake(const struct revisions *, const char *leaf);
/* Find out the digests of @nr; prepares its tree when the ledger cannot tell. */
int revisions_know(struct revisions *, size_t nr);
/* The configuration of @nr (auto.conf), owned by the caller; NULL in @text: the tree is
 * broken, for it cannot be configured. */
int revisions_config(struct revisions *, size_t nr, char **text);
/* Add what Kconfig warned of while it configured @nr, which is not broken, without numbers of
 * lines; sorted. */
int revisions_config_warnings(struct revisions *, size_t nr, struct strlist *warnings);
/* Make work tree and build folder hold @nr, configured and prepared. A tree that
 * cannot be prepared is marked as broken; that is no failure. */
int revisions_visit(struct revisions *, size_t nr);
/* The last make, in the tree @nr, was stopped (kbuild.h): that tree is broken. */
void revisions_stop(struct revisions *, size_t nr);
void revisions_release(struct revisions *);

#endif
