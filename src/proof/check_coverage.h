/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_coverage.h - is each file of each commit compiled under any of the targets?
 *
 * Check: coverage. What no chosen target compiles is uncovered, which is no pass; the
 * verdict names a target or the options that would compile it.
 */
#ifndef CHECK_COVERAGE_H
#define CHECK_COVERAGE_H

#include "lib/list.h"

struct base;
struct files;
struct series_result;
struct state;
struct strlist;

/* Judge the rows that the targets have left in the proof. @chosen: these targets. */
int check_coverage(struct series_result *, struct state *, const struct strlist *chosen);

/*
 * What would compile a file that no chosen target compiles
 *
 * Asks make under the other targets of configs/ whose tools are installed, in the order of
 * their names until each file has one, and reads which options the Makefiles and Kconfig of
 * the base name for it.
 */
struct coverage_hint {
	char *file;
	struct strlist targets;		/* the first of configs/, not chosen, that builds it */
	char *needs;			/* "CONFIG_FOO (which needs BAR)"; "" when not found */
};

struct coverage_hints {
	struct coverage_hint *v;
	size_t nr, alloc;
};

void coverage_hints_release(struct coverage_hints *);

#endif
