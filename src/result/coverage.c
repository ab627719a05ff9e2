// SPDX-License-Identifier: GPL-2.0
/* Which target compiles which file of which commit. */
#include "result/coverage.h"

#include "lib/list.h"

#include <stdlib.h>
#include <string.h>

void coverage_add(struct coverage *coverage, size_t commit, const char *file, const char *target,
		  enum coverage_state state)
{
	struct coverage_row *row = LIST_ADD(coverage);

	*row = (struct coverage_row){ commit, xstrdup(file), xstrdup(target), state };
}

enum coverage_state coverage_best(const struct coverage *coverage, size_t commit, const char *file)
{
	enum coverage_state best = COVERAGE_UNBUILT;

	FOR_EACH(row, coverage)
		if (row->commit == commit && row->state < best && !strcmp(row->file, file))
			best = row->state;
	return best;
}

const char *coverage_name(enum coverage_state state)
{
	static const char *const names[] = { "compiled", "failed", "unbuilt" };

	return names[state];
}

void coverage_release(struct coverage *coverage)
{
	FOR_EACH(row, coverage) {
		free(row->file);
		free(row->target);
	}
	free(coverage->v);
	*coverage = (struct coverage){ 0 };
}
