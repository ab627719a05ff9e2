/* SPDX-License-Identifier: GPL-2.0 */
/*
 * symbols.h - is what an object newly needs offered by what its commit builds?
 *
 * A symbol that an object refers to is satisfied when a changed object exports or
 * (in the same module) defines it, or when the base's text exports it from a file
 * that the series does not touch, or defines it in one of the same module (siblings.h),
 * or when the base's own object of that source needed it as well. Everything else is
 * missing.
 */
#ifndef SYMBOLS_H
#define SYMBOLS_H

#include "build/object.h"

struct modules;
struct module_symbols;
struct revisions;
struct treescan;

/* The obligations of the whole series, and how to look further. */
struct symbol_search {
	struct objects *objects;
	struct revisions *revisions;
	const struct modules *modules;
	struct treescan *scan;
	struct module_symbols *siblings;
};

/* Is this object the one that stand @nr has of its source? That is the latest of those
 * that were made on the way there. */
bool symbols_current(const struct symbol_search *, const struct object *object, size_t nr);
/* Are two sources linked together before modules are: in one module, or both built in? */
bool symbols_together(const struct modules *, const char *a, const char *b);
/* The symbols of obligation @nr that neither its commit nor the base's text
 * offers: if the base's object needs them too, they are old. */
int symbols_doubtful(const struct symbol_search *, size_t nr, struct strlist *doubtful);
/* Of @doubtful, those that the base's object (obligation @base) does not need. */
void symbols_new(const struct objects *, size_t base, const struct strlist *doubtful,
		 struct strlist *missing);

#endif
