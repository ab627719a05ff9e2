// SPDX-License-Identifier: GPL-2.0
/* A list of reviewers with their sources. */
#include "profile/reviewer.h"

#include "lib/list.h"

#include <string.h>

void reviewers_add(struct reviewers *reviewers, const char *who, const char *source,
		   const char *note)
{
	FOR_EACH(row, reviewers)
		if (!strcmp(row->who, who) && !strcmp(row->source, source) &&
		    !strcmp(row->note, note))
			return;
	*LIST_ADD(reviewers) =
		(struct reviewer){ xstrdup(who), xstrdup(source), xstrdup(note) };
}

size_t reviewers_count(const struct reviewers *reviewers)
{
	size_t count = 0;

	FOR_EACH(row, reviewers)
		count += *row->who != '\0';
	return count;
}

void reviewers_release(struct reviewers *reviewers)
{
	FOR_EACH(row, reviewers)
		FREE_ALL(row->who, row->source, row->note);
	LIST_RELEASE(reviewers);
}
