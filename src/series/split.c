// SPDX-License-Identifier: GPL-2.0
/* Groups changes into patches and reads subject prefixes from history. */
#include "series/split.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/change.h"
#include "git/history.h"
#include "lib/digest.h"
#include "lib/lib.h"
#include "lib/slug.h"
#include "series/guess.h"
#include "series/patch.h"
#include "series/previous.h"

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
	for (size_t i = from; i < patches->nr; i++)
		if (!strcmp(patches->v[i].prefix, key))
			return &patches->v[i];
	char *id = new_id(patches, step, key);
	struct patch *patch = LIST_ADD(patches);
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

/* What a person or history says; owned by the caller; NULL: nobody does. */
static char *known_prefix(const struct prefix_sources *sources, const char *path)
{
	struct strlist subjects CLEANUP(strlist_release) = { 0 };
	const char *given = campaign_prefix(sources->campaign, path);
	char *prefix = NULL;

	if (history_subjects(&subjects, sources->state, sources->base, path) == 0)
		prefix = split_prefix(&subjects);
	return prefix || !given ? prefix : xstrdup(given);
}

static char *prefix_of(const struct prefix_sources *sources, const char *path)
{
	char *known = known_prefix(sources, path);
	const char *before = NULL;

	if (known)
		return known;
	if (sources->previous)
		before = previous_prefix(sources->previous, path);
	if (before && !previous_guessed(sources->previous, path))
		return xstrdup(before);
	return xstrdup((before ? guess_again(sources->guesses, path, before) :
				 guess_prefix(sources->guesses, &sources->campaign->prefixes,
					      sources->maintainers, path))->subject);
}

int split_prefixes(struct strlist *prefixes, const struct prefix_sources *sources,
		   const struct strlist *paths)
{
	if (history_ask(sources->state, sources->base, paths) < 0)
		return -1;
	FOR_EACH(path, paths)
		*LIST_ADD(prefixes) = prefix_of(sources, *path);
	return 0;
}

bool split_is_by_file(const struct step *step)
{
	return step->split && !strcmp(step->split, "file");
}

int split_keys(struct strlist *keys, const struct prefix_sources *sources,
	       const struct step *step, const struct changes *changes)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	struct strlist prefixes CLEANUP(strlist_release) = { 0 };
	bool by_file = split_is_by_file(step);
	size_t nr = 0;

	FOR_EACH(change, changes)
		if (!change_is_empty(change))
			strlist_add(&paths, change->path);
	if (!by_file && split_prefixes(&prefixes, sources, &paths) < 0)
		return -1;
	/* the key of a change that is empty is not looked at */
	FOR_EACH(change, changes)
		strlist_add(keys, change_is_empty(change) ? "" :
				  by_file ? change->path : prefixes.v[nr++]);
	return 0;
}
