// SPDX-License-Identifier: GPL-2.0
/* Groups changes into patches. */
#include "series/split.h"

#include "git/change.h"
#include "lib/digest.h"
#include "lib/lib.h"
#include "lib/slug.h"
#include "series/patch.h"
#include "placement/placement.h"

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
				const struct placement *place)
{
	for (size_t i = from; i < patches->nr; i++)
		if (!strcmp(patches->v[i].key, place->key))
			return &patches->v[i];
	char *id = new_id(patches, step, place->key);
	struct patch *patch = LIST_ADD(patches);
	patch->key = xstrdup(place->key);
	patch->prefix = xstrdup(place->prefix);
	patch->part = place->part;
	patch->parts = place->parts;
	patch->id = id;
	return patch;
}

void split_changes(struct patches *patches, const struct changes *changes,
		   const struct placements *places, const char *step)
{
	size_t from = patches->nr;

	for (int last = 0; last < 2; last++) {
		FOR_EACH(change, changes) {
			const struct placement *place = &places->v[change - changes->v];

			if (!change_is_empty(change) && place->last == last)
				*LIST_ADD(&find_patch(patches, from, step, place)->changes) =
					change;
		}
	}
}
