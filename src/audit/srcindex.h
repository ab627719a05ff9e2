/* SPDX-License-Identifier: GPL-2.0 */
/*
 * srcindex.h - the outlines of many sources, and where in them a word stands
 *
 * Sources that are linked together see each other's global functions; a header is
 * seen by the sources below the folder that its own stands in. What a module exports is
 * seen by all.
 */
#ifndef SRCINDEX_H
#define SRCINDEX_H

#include "csrc/outline.h"
#include "lib/list.h"

struct base;
struct files;
struct modules;
struct state;

struct source {
	char *path;
	bool header;
	char kind;		/* y, m, n: see module.h; 0: no Makefile names it */
	struct strlist modules;	/* that it is linked into; itself when Kbuild knows none */
	struct outline outline;
	size_t first;		/* the number of its first function among all */
};

/* One mark of one source. */
struct ref {
	unsigned source, mark;
};

struct refs {
	struct ref *v;
	size_t nr, alloc;
};

struct srcindex {
	struct source *v;	/* sorted by path once srcindex_index() was called */
	size_t nr, alloc;
	size_t functions;
	size_t examined, reused;	/* outlines made, and found in the ledger */
	struct word_table *words, *fields, *types;
};

/* Add a source with the textual form of its outline, which is taken over; its modules
 * are the caller's to fill in (sorted). NULL when the form is none. */
struct source *srcindex_put(struct srcindex *, const char *path, char *form);
/* Add the files @paths (those that are in @all and not in the code) with their
 * outlines, which are remembered by blob and @wanted. */
int srcindex_add(struct srcindex *, struct state *, const struct base *, const struct files *all,
		 const struct modules *, const struct strlist *paths, const struct strlist *wanted);
/* To be called after the last srcindex_add(), before what follows. */
void srcindex_index(struct srcindex *);
/* All marks with this word; borrowed. */
struct refs srcindex_refs(const struct srcindex *, const char *word);
/* All stores into the field @name. */
struct refs srcindex_stores(const struct srcindex *, const char *name);
/* All stores into tables of struct @type. */
struct refs srcindex_tables(const struct srcindex *, const char *type);
/* Does an EXPORT_SYMBOL of the same source or its modules name this function? */
bool srcindex_exports(const struct srcindex *, const struct source *, const char *name);
/* Are the two linked together, or is one the other's header? */
bool srcindex_together(const struct source *, const struct source *);
void srcindex_release(struct srcindex *);

#endif
