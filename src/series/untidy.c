// SPDX-License-Identifier: GPL-2.0
/* Looks through the changed lines of a series. */
#include "series/untidy.h"

#include "csrc/layout.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/lib.h"
#include "series/patch.h"

#define MOST 10 /* that are told one by one */

static void free_faults(struct layout_faults *faults)
{
	LIST_RELEASE(faults);
}

static char *read_side(const struct base *base, const git_oid *blob)
{
	return git_oid_is_zero(blob) ? xstrdup("") : base_read(base, blob, NULL);
}

static int look_at(struct strlist *notes, size_t *count, const struct base *base,
		   const struct change *change)
{
	struct layout_faults faults CLEANUP(free_faults) = { 0 };

	if (git_oid_is_zero(&change->after) ||
	    !(has_extension(change->path, ".c") || has_extension(change->path, ".h")))
		return 0;
	char *before CLEANUP(free_text) = read_side(base, &change->before);
	char *after CLEANUP(free_text) = read_side(base, &change->after);
	if (!before || !after)
		return -1;
	layout_faults(&faults, before, after);
	FOR_EACH(fault, &faults) {
		char *text CLEANUP(free_text) =
			xasprintf("%s:%u: %s", change->path, fault->line, fault->what);

		if (++*count <= MOST)
			strlist_add_once(notes, text);
	}
	return 0;
}

static void note_understood(struct strlist *notes, const struct change *change)
{
	if (!change->understood)
		return;
	char *text CLEANUP(free_text) =
		xasprintf("%s: spatch understands %s", change->path, change->understood);
	strlist_add_once(notes, text);
}

int untidy_find(struct strlist *notes, const struct base *base, const struct patches *patches)
{
	size_t count = 0;

	FOR_EACH(patch, patches)
		FOR_EACH(change, &patch->changes)
			note_understood(notes, *change);
	FOR_EACH(patch, patches)
		FOR_EACH(change, &patch->changes)
			if (look_at(notes, &count, base, *change) < 0)
				return -1;
	if (count <= MOST)
		return 0;
	char *more CLEANUP(free_text) =
		xasprintf("%zu more line%s not laid out as %s should be", count - MOST,
			  count - MOST == 1 ? " is" : "s are", count - MOST == 1 ? "it" : "they");
	strlist_add(notes, more);
	return 0;
}
