/* SPDX-License-Identifier: GPL-2.0 */
/*
 * dry.h - what make itself says of a folder whose Makefile a commit changes
 *
 * make -n reads the Makefiles of the folder and of those below it as Kbuild does, and names
 * what no rule makes: an object without source, a folder that is not there, a file of always-y,
 * a prerequisite. Nothing is compiled.
 */
#ifndef DRY_H
#define DRY_H

#include <stdbool.h>
#include <stddef.h>

struct revisions;
struct strlist;

/* Add what make says against @folder ("drivers/pci/") in the tree @revision. @ended: it came to
 * an end within @seconds. */
int dry_run(struct revisions *, size_t revision, const char *folder, unsigned seconds,
	    struct strlist *errors, bool *ended);

#endif
