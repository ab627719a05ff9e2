// SPDX-License-Identifier: GPL-2.0
/* Takes one wave out of the patches of a campaign and gives it trees of its own. */
#include "series/narrow.h"

#include "campaign/campaign.h"
#include "cocci/convert.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/fail.h"
#include "series/maintainers.h"
#include "series/patch.h"
#include "series/wave.h"

#include <stdlib.h>
#include <string.h>

/* Does the ground hold what the change starts from? */
static bool fits(const struct overlay *overlay, const struct change *change)
{
	const struct file *file = files_find(overlay->over, change->path);

	if (!file)
		file = files_find(overlay->all, change->path);
	return file ? git_oid_equal(&file->oid, &change->before) :
		      git_oid_is_zero(&change->before);
}

static int changes_by_path(const void *a, const void *b)
{
	return strcmp((*(const struct change *const *)a)->path,
		      (*(const struct change *const *)b)->path);
}

int wave_set_trees(struct patches *patches, size_t first, struct overlay *overlay)
{
	for (size_t i = first; i < patches->nr; i++) {
		struct patch *patch = &patches->v[i];
		struct changes part = { 0 };
		int result = 0;

		qsort(patch->changes.v, patch->changes.nr, sizeof(*patch->changes.v),
		      changes_by_path);
		FOR_EACH(change, &patch->changes) {
			if (!fits(overlay, *change))
				result = fail_usage("patch %s changes %s as another patch leaves "
						    "it, which is in a later wave", patch->id,
						    (*change)->path);
			*LIST_ADD(&part) = **change;
		}
		if (result == 0)
			result = overlay_apply(overlay, &part);
		free(part.v); /* the elements are borrowed */
		if (result < 0)
			return -1;
		git_oid_cpy(&patch->tree, &overlay->tree);
	}
	return 0;
}

static bool splits_by_tree(const struct campaign *campaign)
{
	FOR_EACH(section, &campaign->waves)
		if (section->split)
			return true;
	return false;
}

/* The tree that each patch goes through: that of its first file. */
static int find_trees(const struct overlay *overlay, const struct patches *patches,
		      struct strlist *trees)
{
	const struct maintainers asked = { overlay->state, overlay->base, overlay->all,
					   .trees = true };
	struct strlist paths = { 0 };
	int result;

	FOR_EACH(patch, patches)
		strlist_add_once(&paths, patch->changes.v[0]->path);
	result = maintainers_ask(&asked, &paths);
	strlist_release(&paths);
	FOR_EACH(patch, patches) {
		char *tree = NULL;

		if (result == 0)
			tree = maintainers_tree(&asked, patch->changes.v[0]->path);
		if (!tree)
			return -1;
		*LIST_ADD(trees) = tree;
	}
	return 0;
}

int waves_cut_series(struct waves *waves, const struct overlay *overlay,
		     const struct patches *patches)
{
	struct strlist trees = { 0 };
	int result = 0;

	if (splits_by_tree(overlay->campaign))
		result = find_trees(overlay, patches, &trees);
	else
		FOR_EACH(patch, patches)
			strlist_add(&trees, "");
	if (result == 0)
		result = waves_cut(waves, overlay->campaign, patches, trees.v);
	strlist_release(&trees);
	return result;
}

static void move(struct patches *to, struct patch *patch, unsigned nr, bool *taken)
{
	patch->nr = nr;
	*LIST_ADD(to) = *patch;
	*taken = true;
}

int wave_select(struct patches *patches, struct patches *rest, size_t *below,
		struct overlay *overlay, const struct wave *wave)
{
	struct patches whole = *patches;
	bool *taken = xcalloc(whole.nr + 1, sizeof(*taken));
	unsigned nr = 0;

	*patches = (struct patches){ 0 };
	FOR_EACH(place, &wave->below)
		move(patches, &whole.v[*place], 0, &taken[*place]);
	FOR_EACH(place, &wave->patches)
		move(patches, &whole.v[*place], ++nr, &taken[*place]);
	for (size_t i = 0; i < whole.nr; i++)
		if (!taken[i])
			move(rest, &whole.v[i], 0, &taken[i]);
	free(taken);
	free(whole.v); /* the patches have moved */
	*below = wave->below.nr;
	return wave_set_trees(patches, 0, overlay);
}
