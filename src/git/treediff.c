// SPDX-License-Identifier: GPL-2.0
/* Walks two trees side by side. */
#include "git/treediff.h"

#include "lib/lib.h"

struct tree_walk {
	struct treediff *diff;
	git_repository *repo;
};

static bool is_tree(const git_tree_entry *entry)
{
	return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

static bool is_same_entry(const git_tree_entry *a, const git_tree_entry *b)
{
	return git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b)) &&
	       git_tree_entry_filemode_raw(a) == git_tree_entry_filemode_raw(b);
}

/* A file on one side or on both; NULL: not there. */
static void add_delta(const struct tree_walk *walk, const char *folder,
		      const git_tree_entry *before, const git_tree_entry *after)
{
	struct treedelta *delta = LIST_ADD(walk->diff);

	delta->path = xasprintf("%s%s", folder, git_tree_entry_name(before ? before : after));
	if (before) {
		git_oid_cpy(&delta->before, git_tree_entry_id(before));
		delta->mode_before = git_tree_entry_filemode_raw(before);
	}
	if (after) {
		git_oid_cpy(&delta->after, git_tree_entry_id(after));
		delta->mode_after = git_tree_entry_filemode_raw(after);
	}
}

static int compare_trees(const struct tree_walk *walk, const char *folder, const git_oid *from,
			 const git_oid *to);

/* What stands under one name; NULL: nothing. */
static int compare_entries(const struct tree_walk *walk, const char *folder,
			   const git_tree_entry *before, const git_tree_entry *after)
{
	const git_tree_entry *tree = is_tree(before) ? before : after;

	if (before && after && is_same_entry(before, after))
		return 0;
	if ((before && !is_tree(before)) || (after && !is_tree(after)))
		add_delta(walk, folder, is_tree(before) ? NULL : before,
			  is_tree(after) ? NULL : after);
	if (!is_tree(before) && !is_tree(after))
		return 0;
	char *below CLEANUP(free_text) = xasprintf("%s%s/", folder, git_tree_entry_name(tree));
	return compare_trees(walk, below, is_tree(before) ? git_tree_entry_id(before) : NULL,
			     is_tree(after) ? git_tree_entry_id(after) : NULL);
}

static int open_tree(const struct tree_walk *walk, git_tree **tree, const git_oid *oid)
{
	if (oid && git_tree_lookup(tree, walk->repo, oid) < 0)
		return fail_git("cannot read the tree %s", git_oid_tostr_s(oid));
	return 0;
}

/* What @tree (or NULL) has under the name of @entry. */
static const git_tree_entry *find_deltas(const git_tree *tree, const git_tree_entry *entry)
{
	return tree ? git_tree_entry_byname(tree, git_tree_entry_name(entry)) : NULL;
}

/* NULL for a folder that is not there. */
static int compare_trees(const struct tree_walk *walk, const char *folder, const git_oid *from,
			 const git_oid *to)
{
	git_tree *old CLEANUP(free_tree) = NULL;
	git_tree *new CLEANUP(free_tree) = NULL;

	if (open_tree(walk, &old, from) < 0 || open_tree(walk, &new, to) < 0)
		return -1;
	size_t nr_old = old ? git_tree_entrycount(old) : 0;
	size_t nr_new = new ? git_tree_entrycount(new) : 0;
	for (size_t i = 0; i < nr_old; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(old, i);

		if (compare_entries(walk, folder, entry, find_deltas(new, entry)) < 0)
			return -1;
	}
	for (size_t i = 0; i < nr_new; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(new, i);

		if (!find_deltas(old, entry) && compare_entries(walk, folder, NULL, entry) < 0)
			return -1;
	}
	return 0;
}

static int deltas_by_path(const void *a, const void *b)
{
	return strcmp(((const struct treedelta *)a)->path, ((const struct treedelta *)b)->path);
}

int treediff_load(struct treediff *diff, git_repository *repo, const git_oid *from,
		  const git_oid *to)
{
	const struct tree_walk walk = { diff, repo };

	if (compare_trees(&walk, "", from, to) < 0)
		return -1;
	LIST_SORT(diff, deltas_by_path);
	return 0;
}

const struct treedelta *treediff_find(const struct treediff *diff, const char *path)
{
	const struct treedelta wanted = { .path = (char *)path };

	return diff->nr ? bsearch(&wanted, diff->v, diff->nr, sizeof(*diff->v), deltas_by_path) :
			  NULL;
}

void treediff_release(struct treediff *diff)
{
	FOR_EACH(delta, diff)
		free(delta->path);
	LIST_RELEASE(diff);
}
