/* SPDX-License-Identifier: GPL-2.0 */
/*
 * object.h - the smallest thing a proof must show: one object in one tree
 *
 * An object's fate depends on its inputs only: source and headers (as Kbuild
 * recorded them when it was compiled before), generated headers, configuration,
 * flags and toolchain. So what is known for one commit holds for every commit in
 * which all of these are the same. The key also covers which headers of the same
 * name exist elsewhere: a new one could be found first by an #include.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct modules;
struct revisions;

/* What came of compiling an object. */
struct compile_result {
	bool ok;			/* the object appeared */
	struct strlist errors, warnings;	/* identities, see buildlog.h */
	struct strlist undefined, defined, weak, exported;	/* symbols, see elfsyms.h */
	struct strlist terms, licences, imports, discarded;
	char *log;			/* kept output of the compiler; NULL when silent */
	double seconds;			/* share of the wall clock of its make */
};

struct object {
	char *source, *object;
	char *goal;			/* what make is told, see modules_goal() */
	size_t revision;			/* which tree */
	/* A reader of a header: only these symbols can be new to it (sorted, borrowed).
	 * NULL: all of them can. */
	const struct strlist *words;
	bool unlisted;			/* made by a rule of its own, see unlisted.h */
	bool fresh;			/* the tree before does not build it: no other excuses it */
	bool done;			/* @result is known */
	bool left_out;			/* not to be built: something else has failed already */
	bool compiled;			/* by this run */
	bool reused;			/* answered by the ledger alone */
	git_oid key;			/* of the fact that answered */
	git_oid made;			/* the tree in which it was compiled; zero: not known */
	size_t inputs;			/* sources that the key covers; 0: it is about the tree */
	struct compile_result result;
};

/* All that was asked for, in that order. An object stays where it is until the end. */
struct objects {
	struct object **v;
	size_t nr, alloc;
};

/* Some of them; borrowed. */
struct object_refs {
	struct object **v;
	size_t nr, alloc;
};

/* Ask for the object of @source in tree @revision; the same one when it was asked for
 * before. */
struct object *object_want(struct objects *, const struct modules *, const char *source,
			   size_t revision);
bool object_refs_have(const struct object_refs *, const struct object *);
/* Add it, unless it is there. */
void object_refs_add(struct object_refs *, struct object *);
/* Does the ledger know? 1 and the result filled in, 0, or -1. */
int object_recall(struct object *, struct revisions *);
/* Remember a result that was found in tree @revision. @sources: what the compiler
 * read; NULL when it recorded nothing, then the fact holds for that tree alone. @key: of the
 * fact. */
int object_remember(const struct object *, struct revisions *, size_t revision,
		    const struct compile_result *, const struct strlist *sources, git_oid *key);
void compile_result_release(struct compile_result *);
void objects_release(struct objects *);

#endif
