// SPDX-License-Identifier: GPL-2.0
/* Reads what a new plan takes over from the branch. */
#include "series/previous.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <string.h>

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
			  "for the record is not in this repository: treewide generate --force "
			  "makes the branch anew, without what was changed by hand", branch);
}

int previous_open(struct previous_series *previous, const struct base *base,
		  const struct campaign *campaign, const char *wave, enum edits_from from)
{
	struct series found CLEANUP(free_series) = { 0 };
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
	struct files before CLEANUP(free_files) = { 0 };
	struct strlist paths = { 0 };
	int result;

	if (!previous->there || git_oid_equal(&previous->old.tree, &base->tree))
		return 0;
	if (files_load(&before, base, &previous->old.tree) < 0)
		return -1;
	add_paths(previous, &paths);
	result = renames_find(&previous->renames, base, &before, all, &paths);
	strlist_release(&paths);
	if (result == 0)
		move_edits(previous);
	return result;
}

const char *previous_prefix(const struct previous_series *previous, const char *path)
{
	const char *from = renames_from(&previous->renames, path);

	for (size_t i = 0; i < previous->record.wrote.nr; i++)
		FOR_EACH(change, &previous->changed[i])
			if (!strcmp(change->path, from) && *previous->record.prefixes.v[i])
				return previous->record.prefixes.v[i];
	return NULL;
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
