/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ownrule.h - readers of changed headers that no list of Kbuild builds
 *
 * Boot code, the vDSO, programs of the host: sources that a rule of their own Makefile makes, by
 * its text (makerule.h), in a folder that make comes to: something is built there, or a Makefile
 * above names it.
 */
#ifndef OWNRULE_H
#define OWNRULE_H

#include <stddef.h>

struct changed_files;
struct modules;
struct revisions;
struct view;

/* Find them in the tree @nr among those that can reach what its commit changes: @unmade of its
 * includers. */
int ownrule_find(struct changed_files *, struct revisions *, const struct modules *, size_t nr);
/* The same among what the commit changes or takes away itself: @ruled. */
int ownrule_find_changed(struct changed_files *, struct revisions *, const struct modules *,
			 size_t nr);
/* What Kbuild's general rules make of such a source: "a/x.o", of a program "a/x", of a linker
 * script "a/x.lds". Owned by the caller; NULL on failure. */
char *ownrule_product(const struct revisions *, const struct view *, const char *path);

#endif
