/* SPDX-License-Identifier: GPL-2.0 */
/*
 * siblings.h - what the other sources of a module define, by their text
 *
 * An object that is linked with others gets from them what it needs. Where the series
 * leaves such a source alone, its text shows that, unless a conditional or a macro makes the
 * definition (definitions.h): then the object of the base has to tell.
 */
#ifndef SIBLINGS_H
#define SIBLINGS_H

#include "lib/list.h"

struct base;
struct modules;
struct view;

struct source_symbols {
	char *path;
	struct strlist names;	/* that it defines; sorted */
};

/* Each text is read once; zeroed: nothing read yet. */
struct module_symbols {
	struct source_symbols *v;
	size_t nr, alloc;
};

/* Take out of @symbols what a source defines that is built into a module of @source, and
 * that the tree @view has as @base has it. -1 when a source cannot be read. */
int module_symbols_settle(struct module_symbols *, const struct base *, const struct view *,
			  const struct modules *, const char *source, struct strlist *symbols);
void module_symbols_release(struct module_symbols *);

#endif
