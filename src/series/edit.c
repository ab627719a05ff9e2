// SPDX-License-Identifier: GPL-2.0
/* Finds what people changed in patches that treewide wrote. */
#include "series/edit.h"

#include "git/base.h"
#include "git/change.h"
#include "git/threeway.h"
#include "lib/lib.h"
#include "msg/trailer.h"
#include "series/record.h"
#include "series/series.h"

/* Recognises the commits of an edited branch. */

#define FIXUP "fixup! "

/* The paths that each commit of a series changes. */
struct paths {
	struct strlist *v;
	size_t nr, alloc;
};

static int read_paths(struct paths *paths, const struct base *base, const struct series *series)
{
	for (size_t i = 0; i < series->nr; i++) {
		struct strlist *list = LIST_ADD(paths);
		struct changes changes CLEANUP(changes_release) = { 0 };
		git_oid before;

		if (series_tree_before(series, base, i, &before) < 0 ||
		    changes_between(&changes, base, &before, &series->v[i].tree) < 0)
			return -1;
		FOR_EACH(change, &changes)
			strlist_add(list, change->path);
	}
	return 0;
}

static void free_paths(struct paths *paths)
{
	FOR_EACH(list, paths)
		strlist_release(list);
	free(paths->v);
}

static bool same_files(const struct strlist *a, const struct strlist *b)
{
	return a->nr && strlist_equal(a, b);
}

static bool shares_file(const struct strlist *a, const struct strlist *b)
{
	FOR_EACH(path, a)
		if (strlist_has(b, *path))
			return true;
	return false;
}

/* The subject behind "fixup! " of git commit --fixup; NULL: it is none. */
static const char *fixed_subject(const char *subject)
{
	const char *at = NULL;

	while (starts_with(at ? at : subject, FIXUP))
		at = (at ? at : subject) + strlen(FIXUP);
	return at;
}

static bool is_taken(const struct commit_matches *pairs, size_t place)
{
	return commit_matches_find(pairs, place) >= 0;
}

static void pair_by_subject(struct commit_matches *pairs, const struct series *branch,
			    const struct series *wrote)
{
	for (size_t i = 0; i < branch->nr; i++)
		for (size_t k = 0; k < wrote->nr; k++)
			if (pairs->v[i].place < 0 && !is_taken(pairs, k) &&
			    !strcmp(branch->v[i].subject, wrote->v[k].subject))
				pairs->v[i].place = (long)k;
}

static void pair_fixups(struct commit_matches *pairs, const struct series *branch,
			const struct series *wrote)
{
	for (size_t i = 0; i < branch->nr; i++) {
		const char *subject = fixed_subject(branch->v[i].subject);

		for (size_t k = 0; subject && k < wrote->nr; k++)
			if (pairs->v[i].place < 0 && !strcmp(subject, wrote->v[k].subject))
				pairs->v[i] = (struct commit_match){ (long)k, is_taken(pairs, k) };
	}
}

static void pair_by_files(struct commit_matches *pairs, const struct paths *branch,
			  const struct paths *wrote,
			  bool (*alike)(const struct strlist *, const struct strlist *))
{
	for (size_t i = 0; i < branch->nr; i++)
		for (size_t k = 0; k < wrote->nr; k++)
			if (pairs->v[i].place < 0 && !is_taken(pairs, k) &&
			    alike(&branch->v[i], &wrote->v[k]))
				pairs->v[i].place = (long)k;
}

int commit_matches_make(struct commit_matches *pairs, const struct base *old,
			const struct series *branch, const struct series *wrote)
{
	struct paths ours CLEANUP(free_paths) = { 0 }, theirs CLEANUP(free_paths) = { 0 };

	FOR_EACH(commit, branch)
		LIST_ADD(pairs)->place = -1;
	pair_by_subject(pairs, branch, wrote);
	pair_fixups(pairs, branch, wrote);
	if (read_paths(&ours, old, branch) < 0 || read_paths(&theirs, old, wrote) < 0)
		return -1;
	pair_by_files(pairs, &ours, &theirs, same_files);
	pair_by_files(pairs, &ours, &theirs, shares_file);
	return 0;
}

long commit_matches_find(const struct commit_matches *pairs, size_t place)
{
	for (size_t i = 0; i < pairs->nr; i++)
		if (pairs->v[i].place == (long)place && !pairs->v[i].more)
			return (long)i;
	return -1;
}

void commit_matches_release(struct commit_matches *pairs)
{
	LIST_RELEASE(pairs);
}

struct edit_search {
	struct edits *edits;
	struct clashes *clashes;
	const struct base *old;
	const struct record *record;
	const struct series *branch;
	struct commit_matches pairs;
};

void clashes_add(struct clashes *clashes, const char *id, const char *path, const char *what,
		 char *text)
{
	*LIST_ADD(clashes) = (struct clash){ .id = xstrdup(id), .path = xstrdup(path),
					     .what = xstrdup(what),
					     .text = text ? text : xstrdup("") };
}

/* The blob of @path in a tree; zero: there is none. */
static int blob_at(git_oid *blob, unsigned *mode, const struct base *base, const git_oid *oid,
		   const char *path)
{
	git_tree *tree CLEANUP(free_tree) = NULL;
	git_tree_entry *entry = NULL;

	memset(blob, 0, sizeof(*blob));
	if (git_tree_lookup(&tree, base->repo, oid) < 0)
		return fail_git("cannot read the tree %s", git_oid_tostr_s(oid));
	if (git_tree_entry_bypath(&entry, tree, path) < 0)
		return 0;
	git_oid_cpy(blob, git_tree_entry_id(entry));
	*mode = git_tree_entry_filemode_raw(entry);
	git_tree_entry_free(entry);
	return 0;
}

static void add_edit(struct edit_search *search, size_t place, const char *path,
		     const unsigned modes[2], const git_oid *was, const git_oid *is)
{
	struct edit *edit = LIST_ADD(search->edits);

	edit->id = xstrdup(search->record->ids.v[place]);
	edit->path = xstrdup(path);
	edit->mode_was = modes[0];
	edit->mode = modes[1];
	git_oid_cpy(&edit->was, was);
	git_oid_cpy(&edit->is, is);
}

/* The trees before and after the commit of the branch, and before and after that which
 * was written. */
struct trees {
	git_oid by_hand[2], wrote[2];
};

/* One file: would the commit leave it so without another edit than those before it? */
static int look_at_file(struct edit_search *search, size_t place, const struct trees *trees,
			const char *path)
{
	const struct base *old = search->old;
	git_oid wrote[2], by_hand[2], expected;
	/* before, as written, before by hand, by hand; where there is no file, that of before */
	unsigned mode[4] = { GIT_FILEMODE_BLOB };

	for (int i = 0; i < 2; i++) {
		mode[i] = mode[0];
		if (blob_at(&wrote[i], &mode[i], old, &trees->wrote[i], path) < 0)
			return -1;
	}
	for (int i = 0; i < 2; i++) {
		mode[i + 2] = i ? mode[2] : mode[0];
		if (blob_at(&by_hand[i], &mode[i + 2], old, &trees->by_hand[i], path) < 0)
			return -1;
	}
	switch (threeway_blobs(&expected, old, &wrote[0], &wrote[1], &by_hand[0])) {
	case 0:
		git_oid_cpy(&expected, &wrote[1]);
		break;
	case 1:
		break;
	default:
		return -1;
	}
	/* what treewide did to the mode, else what a commit before it left */
	const unsigned modes[] = { mode[1] != mode[0] ? mode[1] : mode[2], mode[3] };
	bool other_mode = modes[0] != modes[1] && !git_oid_is_zero(&by_hand[1]);
	if (!git_oid_equal(&expected, &by_hand[1]) || other_mode)
		add_edit(search, place, path, modes, &expected, &by_hand[1]);
	return 0;
}

static int add_paths(struct strlist *paths, const struct base *old, const git_oid trees[2])
{
	struct changes changes CLEANUP(changes_release) = { 0 };

	if (changes_between(&changes, old, &trees[0], &trees[1]) < 0)
		return -1;
	FOR_EACH(change, &changes)
		strlist_add(paths, change->path);
	return 0;
}

static int look_at_files(struct edit_search *search, size_t place, const struct trees *trees)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	if (add_paths(&paths, search->old, trees->by_hand) < 0 ||
	    add_paths(&paths, search->old, trees->wrote) < 0)
		return -1;
	strlist_sort(&paths);
	FOR_EACH(path, &paths)
		if (look_at_file(search, place, trees, *path) < 0)
			return -1;
	return 0;
}

/* A fix-up on top of a patch changes what it finds there. */
static int look_at_fixup(struct edit_search *search, size_t place, const struct trees *trees)
{
	struct changes changes CLEANUP(changes_release) = { 0 };

	if (changes_between(&changes, search->old, &trees->by_hand[0], &trees->by_hand[1]) < 0)
		return -1;
	FOR_EACH(change, &changes) {
		const unsigned modes[] = { change->mode_before, change->mode };

		add_edit(search, place, change->path, modes, &change->before, &change->after);
	}
	return 0;
}

static void look_at_message(struct edit_search *search, size_t place, const char *message)
{
	const char *id = search->record->ids.v[place];
	struct commit_message by_hand CLEANUP(commit_message_release) = { 0 };
	struct commit_message wrote CLEANUP(commit_message_release) = { 0 };

	commit_message_split(&by_hand, message);
	commit_message_split(&wrote, search->record->wrote.v[place].message);
	if (strcmp(by_hand.text, wrote.text)) {
		struct edit *edit = LIST_ADD(search->edits);

		edit->id = xstrdup(id);
		edit->old = TAKE(wrote.text);
		edit->new = TAKE(by_hand.text);
	}
	FOR_EACH(trailer, &wrote.trailers)
		if (!trailers_have(&by_hand.trailers, *trailer))
			clashes_add(search->clashes, id, "",
				    "a trailer was taken out by hand: take it out of the campaign",
				    xasprintf("%s\n", *trailer));
	if (strcmp(by_hand.below, wrote.below))
		clashes_add(search->clashes, id, "",
			    "the recipients below --- were changed by hand: [recipients] and "
			    "[address] of the campaign say who gets it",
			    xasprintf("%s\n", by_hand.below));
}

/* Owned by the caller. */
static int read_author(git_signature **out, const struct base *base, const git_oid *id)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	if (git_commit_lookup(&commit, base->repo, id) < 0 ||
	    git_signature_dup(out, git_commit_author(commit)) < 0)
		return fail_git("cannot read the author of %s", git_oid_tostr_s(id));
	return 0;
}

/* Another time alone is no edit: git rebase can set it. */
static int look_at_author(struct edit_search *search, size_t place, const struct commit *commit)
{
	const struct commit *wrote = &search->record->wrote.v[place];
	struct edit *edit;

	if (!strcmp(commit->author, wrote->author) || !strcmp(wrote->author, RECORD_NOBODY))
		return 0;
	edit = LIST_ADD(search->edits);
	edit->id = xstrdup(search->record->ids.v[place]);
	return read_author(&edit->wrote, search->old, &wrote->id) < 0 ||
		       read_author(&edit->author, search->old, &commit->id) < 0 ? -1 : 0;
}

static int look_at_commit(struct edit_search *search, size_t nr)
{
	const struct commit_match *pair = &search->pairs.v[nr];
	const struct commit *commit = &search->branch->v[nr];
	const struct series *wrote = &search->record->wrote;
	size_t place = (size_t)pair->place;
	struct trees trees;

	if (pair->place < 0) {
		clashes_add(search->clashes, "", "",
			    "a commit by hand, which is no patch of the campaign: make it a fix-up "
			    "of one (git commit --fixup), or take it out",
			    xasprintf("%s\n", commit->subject));
		return 0;
	}
	git_oid_cpy(&trees.by_hand[1], &commit->tree);
	git_oid_cpy(&trees.wrote[1], &wrote->v[place].tree);
	if (series_tree_before(search->branch, search->old, nr, &trees.by_hand[0]) < 0 ||
	    series_tree_before(wrote, search->old, place, &trees.wrote[0]) < 0)
		return -1;
	if (pair->more)
		return look_at_fixup(search, place, &trees);
	look_at_message(search, place, commit->message);
	if (look_at_author(search, place, commit) < 0)
		return -1;
	return look_at_files(search, place, &trees);
}

int edits_find(struct edits *edits, struct clashes *clashes, const struct base *old,
	       const struct record *record, const struct series *branch)
{
	struct edit_search search = { edits, clashes, old, record, branch, { 0 } };
	int result = commit_matches_make(&search.pairs, old, branch, &record->wrote);

	for (size_t i = 0; i < branch->nr && result == 0; i++)
		result = look_at_commit(&search, i);
	for (size_t i = 0; i < record->ids.nr && result == 0; i++)
		if (commit_matches_find(&search.pairs, i) < 0)
			clashes_add(clashes, record->ids.v[i], "",
				    "the patch was taken out by hand: exclude its files in the "
				    "campaign", NULL);
	commit_matches_release(&search.pairs);
	return result;
}

void edits_release(struct edits *edits)
{
	FOR_EACH(edit, edits) {
		FREE_ALL(edit->id, edit->path, edit->old, edit->new);
		git_signature_free(edit->wrote);
		git_signature_free(edit->author);
	}
	LIST_RELEASE(edits);
}

void clashes_release(struct clashes *clashes)
{
	FOR_EACH(clash, clashes)
		FREE_ALL(clash->id, clash->path, clash->what, clash->text);
	LIST_RELEASE(clashes);
}
