// SPDX-License-Identifier: GPL-2.0
/* Recognises the commits of an edited branch. */
#include "series/pair.h"

#include "git/base.h"
#include "git/change.h"
#include "lib/list.h"
#include "series/series.h"

#include <stdlib.h>
#include <string.h>

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
		struct changes changes = { 0 };
		git_oid before;
		int result = series_tree_before(series, base, i, &before);

		if (result == 0)
			result = changes_between(&changes, base, &before, &series->v[i].tree);
		FOR_EACH(change, &changes)
			strlist_add(list, change->path);
		changes_release(&changes);
		if (result < 0)
			return -1;
	}
	return 0;
}

static void free_paths(struct paths *paths)
{
	FOR_EACH(list, paths)
		strlist_release(list);
	free(paths->v);
}

static bool is_equal(const struct strlist *a, const struct strlist *b)
{
	if (a->nr != b->nr)
		return false;
	for (size_t i = 0; i < a->nr; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return a->nr > 0;
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

	while (!strncmp(at ? at : subject, FIXUP, strlen(FIXUP)))
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
	struct paths ours = { 0 }, theirs = { 0 };
	int result;

	FOR_EACH(commit, branch)
		LIST_ADD(pairs)->place = -1;
	pair_by_subject(pairs, branch, wrote);
	pair_fixups(pairs, branch, wrote);
	result = read_paths(&ours, old, branch);
	if (result == 0)
		result = read_paths(&theirs, old, wrote);
	if (result == 0) {
		pair_by_files(pairs, &ours, &theirs, is_equal);
		pair_by_files(pairs, &ours, &theirs, shares_file);
	}
	free_paths(&ours);
	free_paths(&theirs);
	return result;
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
	free(pairs->v);
	*pairs = (struct commit_matches){ 0 };
}
