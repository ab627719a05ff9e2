/* SPDX-License-Identifier: GPL-2.0 */
/*
 * coverage_hint.h - what would compile a file that no chosen target compiles
 *
 * Asks make under the other targets of configs/ whose tools are installed, in the order of
 * their names until each file has one, and reads which options the Makefiles and Kconfig of
 * the base name for it.
 */
#ifndef COVERAGE_HINT_H
#define COVERAGE_HINT_H

#include "lib/list.h"

struct base;
struct files;
struct state;

struct coverage_hint {
	char *file;
	struct strlist targets;		/* the first of configs/, not chosen, that builds it */
	char *needs;			/* "CONFIG_FOO (which needs BAR)"; "" when not found */
};

struct coverage_hints {
	struct coverage_hint *v;
	size_t nr, alloc;
};

/* One remedy for each of @files, in their order. @chosen: what was tried. */
int coverage_hints_find(struct coverage_hints *, struct state *, const struct base *,
			const struct files *all, const struct strlist *chosen,
			const struct strlist *files);
/* The same in words, for people; owned by the caller. */
char *coverage_hint_words(const struct coverage_hint *);
void coverage_hints_release(struct coverage_hints *);

#endif
