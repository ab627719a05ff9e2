/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_standalone.h - may the driver patches be applied in any order?
 *
 * Check: independent. Each driver patch (one of a [convert]) alone, on what stands
 * before the first of them: its changed sources compile, the readers of its headers
 * do, and what its objects need is offered. Where an earlier patch changes the same
 * file, it cannot be applied without that one: it is judged on top of what it needs,
 * and the verdict says so. Objects that read the same as in the series are facts.
 * The verdicts are added by examine_independent(), see checks.h.
 */
#ifndef CHECK_STANDALONE_H
#define CHECK_STANDALONE_H

#include "lib/list.h"

/*
 * Which patches must be applied before a patch, as far as files tell
 *
 * A patch needs every earlier one that changes a file of it, and whatever that one
 * needs in turn. So the last content of a file that any of them changes is the one
 * that the series has at the last of them. Pure.
 */
/* One patch that another one needs. */
struct patch_dep {
	size_t patch;
	const char *path;	/* that both change; borrowed; NULL: needed by one that is needed */
};

/* In the order of the patches. */
struct patch_deps {
	struct patch_dep *v;
	size_t nr, alloc;
};

/* What patch @nr needs. @paths: the sorted files of each patch. What stands before patch
 * @first is there anyway. A file and a folder of the same name count as one file. */
void patch_deps_find(struct patch_deps *, const struct strlist *paths, size_t first, size_t nr);
/* The last of @needs that was not found by way of another; NULL when there is none. */
const struct patch_dep *patch_deps_last(const struct patch_deps *);
/* Is patch @nr one of them? */
bool patch_deps_have(const struct patch_deps *, size_t nr);

#endif
