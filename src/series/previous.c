// SPDX-License-Identifier: GPL-2.0
/* Reads what a new plan takes over from the branch. */
#include "series/previous.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <string.h>

/* The base that the record stands on: another commit of the same repository. */
static int open_old(struct heritage *heritage, const struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	heritage->old = *base;
	heritage->old.rev = heritage->record.rev;
	git_oid_cpy(&heritage->old.commit, &heritage->record.base);
	if (git_commit_lookup(&commit, base->repo, &heritage->record.base) < 0)
		return fail_git("cannot read the base that the branch stands on");
	git_oid_cpy(&heritage->old.tree, git_commit_tree_id(commit));
	return 0;
}

static int read_changes(struct heritage *heritage)
{
	const struct series *wrote = &heritage->record.wrote;

	heritage->changed = xcalloc(wrote->nr + 1, sizeof(*heritage->changed));
	for (size_t i = 0; i < wrote->nr; i++) {
		git_oid before;

		if (series_tree_before(wrote, &heritage->old, i, &before) < 0 ||
		    changes_between(&heritage->changed[i], &heritage->old, &before,
				    &wrote->v[i].tree) < 0)
			return -1;
	}
	return 0;
}

/* An edit may touch a file that the patch did not. */
static void add_paths(const struct heritage *heritage, struct strlist *paths)
{
	for (size_t i = 0; i < heritage->record.wrote.nr; i++)
		FOR_EACH(change, &heritage->changed[i])
			strlist_add(paths, change->path);
	FOR_EACH(edit, &heritage->edits)
		if (edit->path)
			strlist_add(paths, edit->path);
	strlist_sort(paths);
}

static int find_edits(struct heritage *heritage, enum edits_from from)
{
	const struct record *record = &heritage->record;

	if (from == EDITS_ALL)
		return edits_find(&heritage->edits, &heritage->clashes, &heritage->old, record,
				  &heritage->branch);
	if (git_oid_equal(&record->wrote.tip, &record->stood.tip))
		return 0;
	return edits_find(&heritage->edits, &heritage->clashes, &heritage->old, record,
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

int heritage_open(struct heritage *heritage, const struct base *base,
		  const struct campaign *campaign, const char *wave, enum edits_from from)
{
	struct series found CLEANUP(free_series) = { 0 };
	char *branch CLEANUP(free_text) = series_branch(campaign, wave);
	bool exists = series_find(&found, base, branch, wave);
	int known = found.cover ? record_of(&heritage->record, base, found.cover) : 0;

	heritage->all = from == EDITS_ALL;
	if (known < 0)
		return -1;
	heritage->lost = !known && found.cover && record_is_named(found.cover);
	if (!known)
		return from == EDITS_ALL ? need_record(branch, exists) : 0;
	heritage->there = true;
	if (open_old(heritage, base) < 0 || read_changes(heritage) < 0)
		return -1;
	if (series_load(&heritage->branch, &heritage->old, branch, wave) < 0) {
		if (from == EDITS_ALL)
			return -1;
		fail_clear();
	}
	return find_edits(heritage, from);
}

void heritage_forget_edits(struct heritage *heritage)
{
	edits_release(&heritage->edits);
	clashes_release(&heritage->clashes);
}

/* The edits go where the files went. */
static void move_edits(struct heritage *heritage)
{
	FOR_EACH(edit, &heritage->edits) {
		char *path =
			edit->path ? xstrdup(renames_to(&heritage->renames, edit->path)) : NULL;

		free(edit->path);
		edit->path = path;
	}
}

int heritage_follow(struct heritage *heritage, const struct base *base, const struct files *all)
{
	struct files before CLEANUP(free_files) = { 0 };
	struct strlist paths = { 0 };
	int result;

	if (!heritage->there || git_oid_equal(&heritage->old.tree, &base->tree))
		return 0;
	if (files_load(&before, base, &heritage->old.tree) < 0)
		return -1;
	add_paths(heritage, &paths);
	result = renames_find(&heritage->renames, base, &before, all, &paths);
	strlist_release(&paths);
	if (result == 0)
		move_edits(heritage);
	return result;
}

const char *heritage_prefix(const struct heritage *heritage, const char *path)
{
	const char *from = renames_from(&heritage->renames, path);

	for (size_t i = 0; i < heritage->record.wrote.nr; i++)
		FOR_EACH(change, &heritage->changed[i])
			if (!strcmp(change->path, from) && *heritage->record.prefixes.v[i])
				return heritage->record.prefixes.v[i];
	return NULL;
}

void heritage_release(struct heritage *heritage)
{
	if (heritage->changed)
		for (size_t i = 0; i < heritage->record.wrote.nr; i++)
			changes_release(&heritage->changed[i]);
	free(heritage->changed);
	renames_release(&heritage->renames);
	edits_release(&heritage->edits);
	clashes_release(&heritage->clashes);
	series_release(&heritage->branch);
	record_release(&heritage->record);
	*heritage = (struct heritage){ 0 };
}
