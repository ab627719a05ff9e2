// SPDX-License-Identifier: GPL-2.0
/* Hands the ids of patches on, by the files that they change. */
#include "series/lineage.h"

#include "campaign/campaign.h"
#include "git/change.h"
#include "lib/digest.h"
#include "series/patch.h"
#include "series/previous.h"

#include <string.h>

struct changed_line {
	struct patches *patches;
	const struct previous_series *previous;
	bool *taken;		/* places of the record */
	bool *done;		/* patches */
};

/* "convert/net-alpha" is of the section "convert". */
static bool is_of_step(const char *id, const char *step)
{
	size_t len = strlen(step);

	return !strncmp(id, step, len) && (!id[len] || id[len] == '/');
}

/* Twice the number of files that both change; one more when the ids are the same. */
static size_t kinship(const struct changed_line *line, const struct patch *patch, size_t place)
{
	const struct previous_series *previous = line->previous;
	const char *id = previous->record.ids.v[place];
	size_t shared = 0;

	if (!is_of_step(id, patch->step->id))
		return 0;
	FOR_EACH(old, &previous->changed[place])
		FOR_EACH(change, &patch->changes)
			shared +=
				!strcmp(renames_to(&previous->renames, old->path), (*change)->path);
	return 2 * shared + !strcmp(id, patch->id);
}

static void set_id(struct patch *patch, const char *id)
{
	char *copy = xstrdup(id);

	free(patch->id);
	patch->id = copy;
}

/* Most patches: the id is the same, and so is a file. */
static void keep_ids(struct changed_line *line)
{
	for (size_t i = 0; i < line->patches->nr; i++) {
		long place = record_find(&line->previous->record, line->patches->v[i].id);

		if (place >= 0 && !line->taken[place] &&
		    kinship(line, &line->patches->v[i], (size_t)place) > 1)
			line->done[i] = line->taken[place] = true;
	}
}

/* Hand on the id of the closest pair that is left; false: none is. */
static bool hand_on(struct changed_line *line)
{
	size_t best = 0, best_patch = 0, best_place = 0;

	for (size_t i = 0; i < line->patches->nr; i++) {
		for (size_t k = 0; k < line->previous->record.ids.nr && !line->done[i]; k++) {
			size_t close = line->taken[k] ? 0 :
							kinship(line, &line->patches->v[i], k);

			if (close > best) {
				best = close;
				best_patch = i;
				best_place = k;
			}
		}
	}
	if (!best)
		return false;
	line->done[best_patch] = line->taken[best_place] = true;
	set_id(&line->patches->v[best_patch], line->previous->record.ids.v[best_place]);
	return true;
}

static bool is_used(const struct patches *patches, const struct patch *self)
{
	FOR_EACH(patch, patches)
		if (patch != self && !strcmp(patch->id, self->id))
			return true;
	return false;
}

/* A new patch whose id another one has inherited. */
static void make_unique(struct patches *patches, struct patch *patch)
{
	git_oid digest = digest_of(patch->prefix);
	char *id = xasprintf("%s-%.7s", patch->id, git_oid_tostr_s(&digest));

	if (is_used(patches, patch))
		set_id(patch, id);
	free(id);
}

void previous_assign_ids(struct patches *patches, const struct previous_series *previous)
{
	struct changed_line line = { patches, previous, NULL, NULL };

	if (!previous->there)
		return;
	line.taken = xcalloc(previous->record.ids.nr + 1, sizeof(*line.taken));
	line.done = xcalloc(patches->nr + 1, sizeof(*line.done));
	keep_ids(&line);
	while (hand_on(&line))
		;
	for (size_t i = 0; i < patches->nr; i++)
		if (!line.done[i])
			make_unique(patches, &patches->v[i]);
	free(line.taken);
	free(line.done);
}
