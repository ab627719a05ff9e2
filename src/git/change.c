// SPDX-License-Identifier: GPL-2.0
/* Lists of changes. */
#include "git/change.h"

#include "git/base.h"
#include "git/treediff.h"
#include "lib/lib.h"

struct change *changes_add(struct changes *changes, const char *path, unsigned mode,
			   const git_oid *before)
{
	struct change *change = LIST_ADD(changes);

	change->path = xstrdup(path);
	change->mode = change->mode_before = mode;
	git_oid_cpy(&change->before, before);
	git_oid_cpy(&change->after, before);
	change->words = xcalloc(1, sizeof(*change->words));
	return change;
}

int changes_between(struct changes *changes, const struct base *base, const git_oid *from,
		    const git_oid *to)
{
	struct treediff diff CLEANUP(treediff_release) = { 0 };

	if (treediff_load(&diff, base->repo, from, to) < 0)
		return -1;
	FOR_EACH(delta, &diff) {
		struct change *change =
			changes_add(changes, delta->path,
				    delta->mode_after ? delta->mode_after : delta->mode_before,
				    &delta->before);

		change->mode_before = delta->mode_before ? delta->mode_before : change->mode;
		git_oid_cpy(&change->after, &delta->after);
	}
	return 0;
}

bool change_is_empty(const struct change *change)
{
	return git_oid_equal(&change->before, &change->after) &&
	       change->mode == change->mode_before;
}

void changes_release(struct changes *changes)
{
	FOR_EACH(change, changes) {
		FREE_ALL(change->path, change->trouble, change->understood);
		strlist_release(&change->unparsed);
		cuses_release(&change->residue);
		strlist_release(change->words);
		free(change->words);
	}
	LIST_RELEASE(changes);
}
