// SPDX-License-Identifier: GPL-2.0
/* Finds the subject prefixes of files. */
#include "series/grouping.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/change.h"
#include "git/history.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "series/previous.h"
#include "series/split.h"

#include <string.h>

struct grouping {
	struct state *state;
	const struct base *base;
	const struct campaign *campaign;
	const struct previous_series *previous;
};

/* Owned by the caller; NULL without a reason when nobody knows. */
static char *prefix_of(const struct grouping *grouping, const char *path)
{
	struct strlist subjects = { 0 };
	const char *given = campaign_prefix(grouping->campaign, path);
	char *prefix = NULL;

	if (!given && grouping->previous)
		given = previous_prefix(grouping->previous, path);
	if (history_subjects(&subjects, grouping->state, grouping->base, path) == 0)
		prefix = split_prefix(&subjects);
	strlist_release(&subjects);
	return prefix || !given ? prefix : xstrdup(given);
}

static int need_prefix(const struct grouping *grouping, const struct strlist *missing)
{
	if (!missing->nr)
		return 0;
	return fail_usage("%s: neither history nor campaign tells the subject prefix of %zu "
			  "file%s; add a section such as\n"
			  "[prefix \"%s\"]\n\tsubject = subsystem: driver",
			  grouping->campaign->path, missing->nr, missing->nr == 1 ? "" : "s",
			  missing->v[0]);
}

int split_keys(struct strlist *keys, struct state *state, const struct base *base,
	       const struct campaign *campaign, const struct previous_series *previous,
	       const struct step *step, const struct changes *changes)
{
	const struct grouping grouping = { state, base, campaign, previous };
	struct strlist paths = { 0 }, missing = { 0 };
	bool by_file = step->split && !strcmp(step->split, "file");
	int result;

	FOR_EACH(change, changes)
		if (!change_is_empty(change) && !by_file)
			strlist_add(&paths, change->path);
	result = history_ask(state, base, &paths);
	FOR_EACH(change, changes) {
		char *prefix CLEANUP(free_text) = by_file ? xstrdup(change->path) :
							    prefix_of(&grouping, change->path);

		if (!prefix && !change_is_empty(change))
			strlist_add(&missing, change->path);
		strlist_add(keys, prefix ? prefix : "");
	}
	if (result == 0)
		result = need_prefix(&grouping, &missing);
	strlist_release(&paths);
	strlist_release(&missing);
	return result;
}
