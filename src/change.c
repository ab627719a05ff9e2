// SPDX-License-Identifier: GPL-2.0
/* Lists of changes. */
#include "change.h"

#include "base.h"
#include "cleanup.h"
#include "fail.h"
#include "list.h"

#include <stdlib.h>

struct change *changes_add(struct changes *changes, const char *path, unsigned mode,
			   const git_oid *before)
{
	struct change *change = LIST_ADD(changes);

	change->path = xstrdup(path);
	change->mode = mode;
	git_oid_cpy(&change->before, before);
	git_oid_cpy(&change->after, before);
	change->words = xcalloc(1, sizeof(*change->words));
	return change;
}

int changes_between(struct changes *changes, const struct base *base, const git_oid *from,
		    const git_oid *to)
{
	git_tree *old CLEANUP(free_tree) = NULL;
	git_tree *new CLEANUP(free_tree) = NULL;
	git_diff *diff CLEANUP(free_diff) = NULL;

	if (git_tree_lookup(&old, base->repo, from) < 0 ||
	    git_tree_lookup(&new, base->repo, to) < 0 ||
	    git_diff_tree_to_tree(&diff, base->repo, old, new, NULL) < 0)
		return fail_git("cannot compare the trees %s", git_oid_tostr_s(to));
	for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);
		bool removed = delta->status == GIT_DELTA_DELETED;
		const git_diff_file *file = removed ? &delta->old_file : &delta->new_file;
		struct change *change = changes_add(changes, file->path, file->mode,
						    &delta->old_file.id);

		git_oid_cpy(&change->after, &delta->new_file.id);
	}
	return 0;
}

bool change_is_empty(const struct change *change)
{
	return git_oid_equal(&change->before, &change->after);
}

void changes_release(struct changes *changes)
{
	FOR_EACH(change, changes) {
		free(change->path);
		free(change->trouble);
		cuses_release(&change->residue);
		strlist_release(change->words);
		free(change->words);
	}
	free(changes->v);
	*changes = (struct changes){ 0 };
}
