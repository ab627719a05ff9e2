/* SPDX-License-Identifier: GPL-2.0 */
/*
 * coverage.h - which target compiles which file of which commit
 *
 * A header counts as compiled when a source that reads it is. One target that compiles
 * a file is enough; a file that none compiles is uncovered.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include <stddef.h>

enum coverage_state {
	COVERAGE_COMPILED,
	COVERAGE_FAILED,	/* its object, or all that were tried, did not appear */
	COVERAGE_UNBUILT,	/* the configuration of this target leaves it out */
};

struct coverage_row {
	size_t commit;
	char *file, *target;
	enum coverage_state state;
};

/* By target, then commit, then file. */
struct coverage {
	struct coverage_row *v;
	size_t nr, alloc;
};

void coverage_add(struct coverage *, size_t commit, const char *file, const char *target,
		  enum coverage_state);
/* The best that any target makes of a file. */
enum coverage_state coverage_best(const struct coverage *, size_t commit, const char *file);
const char *coverage_name(enum coverage_state);
void coverage_release(struct coverage *);

#endif
