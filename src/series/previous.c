// SPDX-License-Identifier: GPL-2.0
/* Reads what a new plan takes over from the branch. */
#include "series/previous.h"

#include "campaign/campaign.h"
#include "git/change.h"
#include "lib/digest.h"
#include "lib/lib.h"
#include "series/patch.h"

/* The base that the record stands on: another commit of the same repository. */
static int open_old(struct previous_series *previous, const struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	previous->old = *base;
	previous->old.rev = previous->record.rev;
	git_oid_cpy(&previous->old.commit, &previous->record.base);
	if (git_commit_lookup(&commit, base->repo, &previous->record.base) < 0)
		return fail_git("cannot read the base that the branch stands on");
	git_oid_cpy(&previous->old.tree, git_commit_tree_id(commit));
	return 0;
}

static int read_changes(struct previous_series *previous)
{
	const struct series *wrote = &previous->record.wrote;

	previous->changed = xcalloc(wrote->nr + 1, sizeof(*previous->changed));
	for (size_t i = 0; i < wrote->nr; i++) {
		git_oid before;

		if (series_tree_before(wrote, &previous->old, i, &before) < 0 ||
		    changes_between(&previous->changed[i], &previous->old, &before,
				    &wrote->v[i].tree) < 0)
			return -1;
	}
	return 0;
}

/* An edit may touch a file that the patch did not. */
static void add_paths(const struct previous_series *previous, struct strlist *paths)
{
	for (size_t i = 0; i < previous->record.wrote.nr; i++)
		FOR_EACH(change, &previous->changed[i])
			strlist_add(paths, change->path);
	FOR_EACH(edit, &previous->edits)
		if (edit->path)
			strlist_add(paths, edit->path);
	strlist_sort(paths);
}

static int find_edits(struct previous_series *previous, enum edits_from from)
{
	const struct record *record = &previous->record;

	if (from == EDITS_ALL)
		return edits_find(&previous->edits, &previous->clashes, &previous->old, record,
				  &previous->branch);
	if (git_oid_equal(&record->wrote.tip, &record->stood.tip))
		return 0;
	return edits_find(&previous->edits, &previous->clashes, &previous->old, record,
			  &record->stood);
}

static int need_record(const char *branch, bool exists)
{
	if (!exists)
		return fail_usage("there is no branch %s: run treewide generate first", branch);
	return fail_usage("nothing tells what treewide wrote on %s and what was changed by hand, "
			  "as the record of it is not in this repository: treewide generate "
			  "--force makes the branch anew, without what was changed by "
			  "hand", branch);
}

int previous_open(struct previous_series *previous, const struct base *base,
		  const struct campaign *campaign, const char *wave, enum edits_from from)
{
	struct series found CLEANUP(series_release) = { 0 };
	char *branch CLEANUP(free_text) = series_branch(campaign, wave);
	bool exists = series_find(&found, base, branch, wave);
	int known = found.cover ? record_of(&previous->record, base, found.cover) : 0;

	previous->all = from == EDITS_ALL;
	if (known < 0)
		return -1;
	previous->lost = !known && found.cover && record_is_named(found.cover);
	if (!known)
		return from == EDITS_ALL ? need_record(branch, exists) : 0;
	previous->there = true;
	if (open_old(previous, base) < 0 || read_changes(previous) < 0)
		return -1;
	if (series_load(&previous->branch, &previous->old, branch, wave) < 0) {
		if (from == EDITS_ALL)
			return -1;
		fail_clear();
	}
	return find_edits(previous, from);
}

void previous_forget_edits(struct previous_series *previous)
{
	edits_release(&previous->edits);
	clashes_release(&previous->clashes);
	previous->anew = true;
}

const char *previous_base_name(const struct previous_series *previous, const struct base *base)
{
	bool same = previous && previous->there && !previous->anew &&
		    git_oid_equal(&previous->record.base, &base->commit);

	return same && *previous->record.rev ? previous->record.rev : base->rev;
}

/* The edits go where the files went. */
static void move_edits(struct previous_series *previous)
{
	FOR_EACH(edit, &previous->edits) {
		char *path =
			edit->path ? xstrdup(renames_to(&previous->renames, edit->path)) : NULL;

		free(edit->path);
		edit->path = path;
	}
}

int previous_follow(struct previous_series *previous, const struct base *base,
		    const struct files *all)
{
	struct files before CLEANUP(files_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	if (!previous->there || git_oid_equal(&previous->old.tree, &base->tree))
		return 0;
	if (files_load(&before, base, &previous->old.tree) < 0)
		return -1;
	add_paths(previous, &paths);
	if (renames_find(&previous->renames, base, &before, all, &paths) < 0)
		return -1;
	move_edits(previous);
	return 0;
}

/* The place of the patch that had the file; -1: none had. */
static long place_of(const struct previous_series *previous, const char *path)
{
	const char *from = renames_from(&previous->renames, path);

	for (size_t i = 0; i < previous->record.wrote.nr; i++)
		FOR_EACH(change, &previous->changed[i])
			if (!strcmp(change->path, from) && *previous->record.prefixes.v[i])
				return (long)i;
	return -1;
}

const char *previous_prefix(const struct previous_series *previous, const char *path)
{
	long place = place_of(previous, path);

	return place < 0 ? NULL : previous->record.prefixes.v[place];
}

bool previous_guessed(const struct previous_series *previous, const char *path)
{
	long place = place_of(previous, path);

	return place >= 0 && strlist_has(&previous->record.guesses, previous->record.ids.v[place]);
}

void previous_release(struct previous_series *previous)
{
	if (previous->changed)
		for (size_t i = 0; i < previous->record.wrote.nr; i++)
			changes_release(&previous->changed[i]);
	free(previous->changed);
	renames_release(&previous->renames);
	edits_release(&previous->edits);
	clashes_release(&previous->clashes);
	series_release(&previous->branch);
	record_release(&previous->record);
	*previous = (struct previous_series){ 0 };
}

/* Hands the ids of patches on, by the files that they change. */

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
	git_oid digest = digest_of(patch->key ? patch->key : patch->prefix);
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
	FREE_ALL(line.taken, line.done);
}
