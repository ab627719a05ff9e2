// SPDX-License-Identifier: GPL-2.0
/* Reads the commits of a branch. */
#include "series/series.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/lib.h"
#include "series/b4.h"

#define MAX_COMMITS 5000

char *series_branch(const struct campaign *campaign, const char *wave)
{
	return wave ? xasprintf("b4/%s-%s", campaign->name, wave) :
		      xasprintf("b4/%s", campaign->name);
}

char *series_ref(const char *branch)
{
	return xasprintf("refs/heads/%s", branch);
}

void series_add(struct series *series, git_commit *commit)
{
	struct commit *entry = LIST_ADD(series);
	const char *message = git_commit_message(commit);
	const git_signature *author = git_commit_author(commit);

	entry->before = series->nr - 1;
	git_oid_cpy(&entry->id, git_commit_id(commit));
	git_oid_cpy(&entry->tree, git_commit_tree_id(commit));
	entry->subject = xstrndup(message, strcspn(message, "\n"));
	entry->message = xstrdup(message);
	entry->author = xasprintf("%s <%s>", author->name, author->email);
}

static void reverse(struct series *series)
{
	for (size_t i = 0; i < series->nr / 2; i++) {
		struct commit swap = series->v[i];

		series->v[i] = series->v[series->nr - 1 - i];
		series->v[series->nr - 1 - i] = swap;
	}
	for (size_t i = 0; i < series->nr; i++)
		series->v[i].before = i;
}

static void forget_commit(struct commit *commit)
{
	FREE_ALL(commit->subject, commit->message, commit->author, commit->merged);
}

static void forget_commits(struct series *series)
{
	FOR_EACH(commit, series)
		forget_commit(commit);
	FREE_ALL(series->v, series->cover);
	series->v = NULL;
	series->cover = NULL;
	series->nr = series->alloc = series->below = 0;
}

/* Forget the commits above @from: they are the oldest of those that were added. */
static void forget_oldest(struct series *series, size_t from)
{
	while (series->nr > from)
		forget_commit(&series->v[--series->nr]);
}

/* The branch does not reach the base; where the history of a clone is cut off, it may after all. */
static int not_standing(const char *branch, const struct base *base)
{
	if (git_repository_is_shallow(base->repo) == 1)
		return fail_no("%s does not stand on %s as far as this shallow clone goes: "
			       "run git fetch --unshallow", branch, base->rev);
	return fail_no("%s does not stand on %s", branch, base->rev);
}

/* One commit further down; the cover is met once. */
static int step_down(struct series *series, const struct base *base, git_oid *at)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	if (series->nr > MAX_COMMITS || git_commit_lookup(&commit, base->repo, at) < 0 ||
	    git_commit_parentcount(commit) != 1)
		return not_standing(series->branch, base);
	if (!series->cover)
		git_oid_cpy(&series->start, at);
	git_oid_cpy(at, git_commit_parent_id(commit, 0));
	if (!series->cover && b4_is_cover(git_commit_message(commit))) {
		series->cover = xstrdup(git_commit_message(commit));
		git_oid_cpy(&series->base, at);
	} else {
		series_add(series, commit);
	}
	return 0;
}

/* The commits from the tip down to the base of the campaign, or, when the branch does not
 * stand there, down to the cover. 1 when it stands there, otherwise 0; -1: no series. */
static int walk(struct series *series, const struct base *base, bool stacked)
{
	git_oid at = series->tip;
	size_t own = 0;

	while (!git_oid_equal(&at, &base->commit)) {
		bool lower = stacked || !series->cover;

		if (lower && step_down(series, base, &at) == 0) {
			own = series->cover ? own : series->nr;
			continue;
		}
		if (!series->cover)
			return -1;
		fail_clear();
		forget_oldest(series, own);
		reverse(series);
		return 0;
	}
	if (!series->cover) {
		git_oid_cpy(&series->base, &at);
		git_oid_cpy(&series->start, &at);
	} else {
		series->below = series->nr - own;
	}
	reverse(series);
	return 1;
}

int series_find(struct series *series, const struct base *base, const char *branch, bool stacked)
{
	char *ref CLEANUP(free_text) = series_ref(branch);

	series->branch = xstrdup(branch);
	if (git_reference_name_to_id(&series->tip, base->repo, ref) < 0)
		return 0;
	if (walk(series, base, stacked) < 0) {
		fail_clear();
		forget_commits(series);
	}
	return 1;
}

int series_load(struct series *series, const struct base *base, const char *branch, bool stacked)
{
	char *ref CLEANUP(free_text) = series_ref(branch);

	series->branch = xstrdup(branch);
	if (git_reference_name_to_id(&series->tip, base->repo, ref) < 0)
		return fail_usage("there is no branch %s: run treewide generate first", branch);
	switch (walk(series, base, stacked)) {
	case 1:
		return 0;
	case 0:
		return not_standing(branch, base);
	default:
		return -1;
	}
}

int series_read(struct series *series, const struct base *base, const git_oid *from,
		const git_oid *tip)
{
	git_oid at = *tip;

	git_oid_cpy(&series->tip, tip);
	git_oid_cpy(&series->base, from);
	git_oid_cpy(&series->start, from);
	while (!git_oid_equal(&at, from)) {
		git_commit *commit CLEANUP(free_commit) = NULL;

		if (series->nr > MAX_COMMITS ||
		    git_commit_lookup(&commit, base->repo, &at) < 0 ||
		    git_commit_parentcount(commit) != 1)
			return fail_no("%s is not a series of patches", git_oid_tostr_s(tip));
		series_add(series, commit);
		git_oid_cpy(&at, git_commit_parent_id(commit, 0));
	}
	reverse(series);
	return 0;
}

char *series_range(const struct series *series)
{
	char from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];

	git_oid_tostr(from, sizeof(from), &series->start);
	git_oid_tostr(to, sizeof(to), &series->tip);
	return xasprintf("%s..%s", from, to);
}

const git_oid *series_tree(const struct series *series, const struct base *base, size_t nr)
{
	if (!nr)
		return &base->tree;
	return nr <= series->nr ? &series->v[nr - 1].tree :
				  &series->outside.v[nr - series->nr - 1].tree;
}

int series_tree_before(const struct series *series, const struct base *base, size_t nr,
		       git_oid *tree)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	const git_oid *start = series->below ? &base->commit : &series->start;

	if (nr) {
		git_oid_cpy(tree, &series->v[nr - 1].tree);
		return 0;
	}
	if (git_commit_lookup(&commit, base->repo, start) < 0)
		return fail_git("cannot read what %s stands on",
				series->branch ? series->branch : "the series");
	git_oid_cpy(tree, git_commit_tree_id(commit));
	return 0;
}

void series_release(struct series *series)
{
	forget_commits(series);
	FREE_ALL(series->outside.v, series->branch);
	*series = (struct series){ 0 };
}
