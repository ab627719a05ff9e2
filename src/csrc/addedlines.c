// SPDX-License-Identifier: GPL-2.0
/* Compares two texts line by line. */
#include "csrc/addedlines.h"

#include "lib/lib.h"

int added_lines_find(struct added_lines *added, const char *before, const char *after)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch CLEANUP(free_patch) = NULL;

	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (git_patch_from_buffers(&patch, before, strlen(before), NULL, after, strlen(after),
				   NULL, &options) < 0)
		return fail_git("cannot compare two texts");
	for (size_t i = 0; i < git_patch_num_hunks(patch); i++) {
		const git_diff_hunk *hunk;

		if (git_patch_get_hunk(&hunk, NULL, patch, i) < 0)
			return fail_git("cannot compare two texts");
		added->gone += (size_t)hunk->old_lines;
		if (!hunk->new_lines)
			continue;
		unsigned first = (unsigned)hunk->new_start;
		*LIST_ADD(added) =
			(struct added_run){ first, first + (unsigned)hunk->new_lines - 1 };
	}
	return 0;
}

void added_lines_release(struct added_lines *added)
{
	free(added->v);
	*added = (struct added_lines){ 0 };
}
