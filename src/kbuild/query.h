/* SPDX-License-Identifier: GPL-2.0 */
/*
 * query.h - asks Kbuild's own Makefiles what folders build
 *
 * One make for each folder (src/query.mk), in a tree that is configured. It gets the part of
 * auto.conf that the Makefile names (autoconf.h); all of it where that cannot be told.
 */
#ifndef QUERY_H
#define QUERY_H

#include <stddef.h>

struct kbuild;
struct strlist;

#define QUERY_TOP "." /* asks for the folders below the top */

/* One object and what it is linked into. */
struct member {
	char *object;		/* drivers/gpu/drm/xe/xe_irq.o */
	char *goal;		/* the same, as its Makefile reaches it: may hold "../" */
	char *module;		/* drivers/gpu/drm/xe/xe.o; the object itself when it is alone */
	char kind;		/* y: built in, m: module, n: not configured */
};

/* Sorted by object, then module. */
struct modules {
	struct member *v;
	size_t nr, alloc;
};

/* Where query.mk is; NULL with a reason when it is not installed. Owned by the caller. */
char *query_makefile(void);
/* Ask for @dirs (sorted; with all folders above them) in the tree that stands there and is
 * configured, and sort the answers. */
int query_run(struct modules *, struct kbuild *, const char *makefile, const struct strlist *dirs);
/* The same for every folder that the configuration descends into, from the top on. */
int query_run_all(struct modules *, struct kbuild *, const char *makefile);
/* Add one object; takes @goal and @module over. */
void query_add(struct modules *, char *goal, char *module, char kind);
void query_sort(struct modules *);

#endif
