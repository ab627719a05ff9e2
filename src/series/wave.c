// SPDX-License-Identifier: GPL-2.0
/* Decides which patches of a campaign travel together. */
#include "series/wave.h"

#include "campaign/campaign.h"
#include "cocci/convert.h"
#include "git/base.h"
#include "git/change.h"
#include "lib/confline.h"
#include "lib/lib.h"
#include "lib/nearest.h"
#include "lib/slug.h"
#include "recipients/maintainers.h"
#include "series/patch.h"

#define MAX_LIMIT 1000

static int refuse_wave(const struct campaign *campaign, const struct wave_section *section,
		       const char *key, const char *what)
{
	return fail_usage("%s:%u: [wave \"%s\"]: %s", campaign->path,
			  confline_find(campaign->path, "wave", section->name, key),
			  section->name, what);
}

/* 0 when it is no number in range. */
static size_t limit_of(const struct wave_section *section)
{
	unsigned long limit = WAVE_LIMIT;

	return section->limit && !whole_number(section->limit, 1, MAX_LIMIT, &limit) ? 0 : limit;
}

static const struct wave_section *find_section(const struct campaign *campaign, const char *name)
{
	FOR_EACH(section, &campaign->waves)
		if (!strcmp(section->name, name))
			return section;
	return NULL;
}

/* Only sections that stand before: so there is no circle. */
static int check_after(const struct campaign *campaign, const struct wave_section *section)
{
	FOR_EACH(name, &section->after) {
		const struct wave_section *other = find_section(campaign, *name);
		char *what CLEANUP(free_text) = NULL;

		if (other && other < section)
			continue;
		what = xasprintf("after = %s: no earlier [wave] has that name", *name);
		return refuse_wave(campaign, section, "after", what);
	}
	return 0;
}

static int check_patches(const struct campaign *campaign, const struct wave_section *section)
{
	FOR_EACH(name, &section->patches) {
		size_t len = strcspn(*name, "/");
		char *what CLEANUP(free_text) = NULL;
		bool known = false;

		FOR_EACH(step, &campaign->steps)
			known = known ||
				(strlen(step->id) == len && !strncmp(step->id, *name, len));
		if (known)
			continue;
		what = xasprintf("patch = %s: no [patch] or [convert] of that name", *name);
		return refuse_wave(campaign, section, "patch", what);
	}
	return 0;
}

int waves_check(const struct campaign *campaign)
{
	FOR_EACH(section, &campaign->waves) {
		char *slug CLEANUP(free_text) = slug_make(section->name);

		if (strcmp(slug, section->name))
			return refuse_wave(campaign, section, NULL,
					   "the name becomes part of a branch: small letters, "
					   "digits, - and _ only");
		if (!section->title)
			return refuse_wave(campaign, section, NULL, "a title is missing");
		if (section->split && strcmp(section->split, "tree"))
			return refuse_wave(campaign, section, "split", "split: the only value is "
								       "tree");
		if (!limit_of(section))
			return refuse_wave(campaign, section, "limit",
					   "limit: not a number from 1 to 1000");
		if (check_after(campaign, section) < 0 || check_patches(campaign, section) < 0)
			return -1;
	}
	return 0;
}

int waves_may_have(const struct campaign *campaign, const char *name)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	FOR_EACH(section, &campaign->waves) {
		size_t len = strlen(section->name);

		if (!strncmp(section->name, name, len) &&
		    (!name[len] || (section->split && name[len] == '-')))
			return 0;
		strlist_add(&names, section->name);
	}
	if (!names.nr)
		return fail_usage("%s has no waves: leave out --wave %s", campaign->path, name);
	char *list CLEANUP(free_text) = strlist_join(&names, ", ");
	char *hint CLEANUP(free_text) = nearest_hint(&names, name);
	return fail_usage("%s has no wave %s; there are: %s%s", campaign->path, name, list, hint);
}

static bool names_patch(const struct wave_section *section, const struct patch *patch)
{
	bool below = section->paths.nr > 0;

	if (strlist_has(&section->patches, patch->id) ||
	    strlist_has(&section->patches, patch->step->id))
		return true;
	if (patch->step->kind != STEP_CONVERT)
		return false;
	FOR_EACH(change, &patch->changes) {
		bool found = false;

		FOR_EACH(path, &section->paths)
			found = found || path_is_below((*change)->path, *path);
		below = below && found;
	}
	return below || (!section->paths.nr && !section->patches.nr);
}

/* The wave that takes one more patch with this key: a new one where the last is full. */
static struct wave *wave_for(struct waves *waves, const struct wave_section *section,
			     const char *tree)
{
	char *key CLEANUP(free_text) = section->split ? maintainers_tree_name(tree) : NULL;
	char *stem CLEANUP(free_text) = key ? xasprintf("%s-%s", section->name, key) :
					      xstrdup(section->name);
	char *name CLEANUP(free_text) = xstrdup(stem);
	struct wave *wave;

	for (unsigned nr = 2;; nr++) {
		const struct wave *known = waves_find(waves, name);

		if (known && (!section->split || known->patches.nr < limit_of(section)))
			return (struct wave *)known;
		if (!known)
			break;
		free(name);
		name = xasprintf("%s-%u", stem, nr);
	}
	wave = LIST_ADD(waves);
	wave->name = TAKE(name);
	wave->section = section;
	return wave;
}

static int too_long(const struct campaign *campaign, const struct wave *wave)
{
	const char *name = wave->section->name;

	return fail_usage("%s:%u: wave %s holds %zu patches, at most %zu are allowed: give it "
			  "split = tree, or a limit", campaign->path,
			  confline_find(campaign->path, "wave", name, NULL), wave->name,
			  wave->patches.nr, limit_of(wave->section));
}

static int assign(struct waves *waves, const struct campaign *campaign,
		  const struct patches *patches, char *const *trees)
{
	for (size_t i = 0; i < patches->nr; i++) {
		const struct patch *patch = &patches->v[i];
		const struct wave_section *mine = NULL;

		FOR_EACH(section, &campaign->waves)
			if (!mine && names_patch(section, patch))
				mine = section;
		if (!mine)
			return fail_usage("%s: no [wave] takes the patch %s", campaign->path,
					  patch->id);
		*LIST_ADD(&wave_for(waves, mine, trees[i])->patches) = i;
	}
	FOR_EACH(wave, waves)
		if (wave->patches.nr > limit_of(wave->section))
			return too_long(campaign, wave);
	return 0;
}

/* The order of the sections in campaign.conf; within one, that of the patches. */
static int by_place(const void *a, const void *b)
{
	const struct wave *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return (x->patches.v[0] > y->patches.v[0]) - (x->patches.v[0] < y->patches.v[0]);
}

/* The patch before @nr that made what @change starts from; (size_t)-1: the base did. */
static size_t maker_of(const struct patches *patches, size_t nr, const struct change *change)
{
	while (nr-- > 0)
		FOR_EACH(other, &patches->v[nr].changes)
			if (!strcmp((*other)->path, change->path))
				return nr;
	return (size_t)-1;
}

/* Mark what @nr stands on, and what that stands on. */
static void mark(const struct patches *patches, size_t nr, bool *below)
{
	below[nr] = true;
	FOR_EACH(change, &patches->v[nr].changes) {
		size_t maker = maker_of(patches, nr, *change);

		if (maker != (size_t)-1 && !below[maker])
			mark(patches, maker, below);
	}
}

static void mark_section(const struct waves *waves, const struct campaign *campaign,
			 const struct patches *patches, const char *name, bool *below)
{
	FOR_EACH(wave, waves) {
		if (strcmp(wave->section->name, name))
			continue;
		FOR_EACH(nr, &wave->patches)
			mark(patches, *nr, below);
	}
	FOR_EACH(other, &find_section(campaign, name)->after)
		mark_section(waves, campaign, patches, *other, below);
}

static void find_below(const struct waves *waves, const struct campaign *campaign,
		       const struct patches *patches, struct wave *wave)
{
	bool *below = xcalloc(patches->nr + 1, sizeof(*below));

	FOR_EACH(nr, &wave->patches)
		mark(patches, *nr, below);
	FOR_EACH(name, &wave->section->after)
		mark_section(waves, campaign, patches, *name, below);
	FOR_EACH(nr, &wave->patches)
		below[*nr] = false;
	for (size_t i = 0; i < patches->nr; i++)
		if (below[i])
			*LIST_ADD(&wave->below) = i;
	free(below);
}

int waves_split(struct waves *waves, const struct campaign *campaign,
		const struct patches *patches, char *const *trees)
{
	if (assign(waves, campaign, patches, trees) < 0)
		return -1;
	LIST_SORT(waves, by_place);
	FOR_EACH(wave, waves)
		find_below(waves, campaign, patches, wave);
	return 0;
}

const struct wave *waves_find(const struct waves *waves, const char *name)
{
	FOR_EACH(wave, waves)
		if (!strcmp(wave->name, name))
			return wave;
	return NULL;
}

char *waves_names(const struct waves *waves)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(wave, waves)
		fprintf(out, "%s%s", wave == waves->v ? "" : ", ", wave->name);
	fclose(out);
	return text;
}

void waves_release(struct waves *waves)
{
	FOR_EACH(wave, waves)
		FREE_ALL(wave->name, wave->patches.v, wave->below.v);
	LIST_RELEASE(waves);
}

/* Takes one wave out of the patches of a campaign and gives it trees of its own. */

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
		result = result < 0 ? -1 : overlay_apply(overlay, &part);
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
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	FOR_EACH(patch, patches)
		strlist_add_once(&paths, patch->changes.v[0]->path);
	if (maintainers_ask(&asked, &paths) < 0)
		return -1;
	FOR_EACH(patch, patches) {
		char *tree = maintainers_tree(&asked, patch->changes.v[0]->path);

		if (!tree)
			return -1;
		*LIST_ADD(trees) = tree;
	}
	return 0;
}

int waves_split_series(struct waves *waves, const struct overlay *overlay,
		       const struct patches *patches)
{
	struct strlist trees CLEANUP(strlist_release) = { 0 };

	if (!splits_by_tree(overlay->campaign))
		FOR_EACH(patch, patches)
			strlist_add(&trees, "");
	else if (find_trees(overlay, patches, &trees) < 0)
		return -1;
	return waves_split(waves, overlay->campaign, patches, trees.v);
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
