/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rebuild.h - what a change of Makefiles, of Kconfig, or of the list of sources makes anew
 *
 * Kbuild is asked in both trees: it configures them, and its own Makefiles tell which
 * objects they build (module.h). From that:
 *	added	objects that are built after the commit only
 *	removed	those that are built before it only; others may need their symbols
 *	again	those whose flags may differ (a Makefile of their folder changes), that go
 *		into another module, or that can read an option that got another value
 *	moved	of these, what goes into another module: with what that links is not judged
 * What every object depends on (the Makefile at the top, scripts/, the architecture's own)
 * makes all of them again. A change of Kconfig does nothing but what it does to the
 * values of options. One that takes away what the target asks for is told as such:
 * that target says nothing of what hangs on the option any more.
 */
#ifndef REBUILD_H
#define REBUILD_H

#include <stddef.h>

struct modules;
struct revisions;
struct changed_files;
struct treescan;

/* Find out what commit @nr makes anew. @modules: what is known of the tree before it; gets
 * what the tree after it builds besides. @most: how many objects can be made again at
 * all; where it would be more than that, that is why the rest is undecided. */
int rebuild_find(struct changed_files *, struct revisions *, struct treescan *, struct modules *,
		 size_t nr, size_t most);

#endif
