// SPDX-License-Identifier: GPL-2.0
/* Groups changes into patches and reads subject prefixes from history. */
#include "series/split.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/change.h"
#include "git/history.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "lib/slug.h"
#include "series/patch.h"
#include "series/previous.h"

#include <stdlib.h>
#include <string.h>

/* A longer piece between colons is a sentence, no prefix. */
#define PREFIX_WORDS 3

/* Two keys may make one slug ("net: x", "net/x"): the later one gets a digest. */
static char *new_id(const struct patches *patches, const char *step, const char *key)
{
	char *slug = slug_make(key), *id = xasprintf("%s/%s", step, slug);
	bool taken = false;

	free(slug);
	FOR_EACH(patch, patches)
		taken = taken || !strcmp(patch->id, id);
	if (taken) {
		git_oid digest = digest_of(key);
		char *plain = id;

		id = xasprintf("%s-%.7s", plain, git_oid_tostr_s(&digest));
		free(plain);
	}
	return id;
}

static struct patch *find_patch(struct patches *patches, size_t from, const char *step,
				const char *key)
{
	struct patch *patch;
	char *id;

	for (size_t i = from; i < patches->nr; i++)
		if (!strcmp(patches->v[i].prefix, key))
			return &patches->v[i];
	id = new_id(patches, step, key);
	patch = LIST_ADD(patches);
	patch->prefix = xstrdup(key);
	patch->id = id;
	return patch;
}

void split_changes(struct patches *patches, const struct changes *changes, char *const *keys,
		   const char *step)
{
	size_t from = patches->nr;

	for (size_t i = 0; i < changes->nr; i++) {
		const struct change *change = &changes->v[i];

		if (!change_is_empty(change))
			*LIST_ADD(&find_patch(patches, from, step, keys[i])->changes) = change;
	}
}

static size_t words(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
	return count;
}

size_t split_prefix_len(const char *subject)
{
	const char *from = subject, *colon;
	size_t len = 0;

	if (!strncmp(subject, "Revert ", 7) || !strncmp(subject, "Merge ", 6))
		return 0;
	while ((colon = strstr(from, ": "))) {
		size_t count = words(from, (size_t)(colon - from));

		if (!count || count > PREFIX_WORDS)
			break;
		len = (size_t)(colon - subject);
		from = colon + 2;
	}
	return len;
}

char *split_prefix(const struct strlist *subjects)
{
	size_t best = 0, best_len = 0;
	const char *best_text = NULL;

	FOR_EACH(subject, subjects) {
		size_t len = split_prefix_len(*subject), count = 0;

		if (!len)
			continue;
		FOR_EACH(other, subjects)
			count += split_prefix_len(*other) == len && !strncmp(*subject, *other, len);
		if (count > best) {
			best = count;
			best_len = len;
			best_text = *subject;
		}
	}
	return best ? xstrndup(best_text, best_len) : NULL;
}

/* Finds the subject prefixes of files. */

struct grouping {
	struct state *state;
	const struct base *base;
	const struct campaign *campaign;
	const struct previous_series *previous;
};

/* Owned by the caller; NULL without a reason when nobody knows. */
static char *prefix_of(const struct grouping *grouping, const char *path)
{
	struct strlist subjects CLEANUP(strlist_release) = { 0 };
	const char *given = campaign_prefix(grouping->campaign, path);
	char *prefix = NULL;

	if (!given && grouping->previous)
		given = previous_prefix(grouping->previous, path);
	if (history_subjects(&subjects, grouping->state, grouping->base, path) == 0)
		prefix = split_prefix(&subjects);
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
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	struct strlist missing CLEANUP(strlist_release) = { 0 };
	bool by_file = step->split && !strcmp(step->split, "file");

	FOR_EACH(change, changes)
		if (!change_is_empty(change) && !by_file)
			strlist_add(&paths, change->path);
	if (history_ask(state, base, &paths) < 0)
		return -1;
	FOR_EACH(change, changes) {
		char *prefix CLEANUP(free_text) = by_file ? xstrdup(change->path) :
							    prefix_of(&grouping, change->path);

		if (!prefix && !change_is_empty(change))
			strlist_add(&missing, change->path);
		strlist_add(keys, prefix ? prefix : "");
	}
	return need_prefix(&grouping, &missing);
}
