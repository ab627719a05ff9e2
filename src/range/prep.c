// SPDX-License-Identifier: GPL-2.0
/* Reads the patches of a branch that b4 prep made. */
#include "range/prep.h"

#include "git/base.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "series/b4.h"
#include "series/series.h"

/* How far below the tip a cover is looked for; b4 itself takes no longer series. */
#define MAX_PATCHES 1000

enum strategy { STRATEGY_NONE, STRATEGY_COMMIT, STRATEGY_TIP, STRATEGY_DESCRIPTION };

/* A member of the section of the branch in git's configuration; owned by the caller; or NULL. */
static char *branch_setting(git_repository *repo, const char *name, const char *member)
{
	char *key CLEANUP(free_text) = xasprintf("branch.%s.%s", name, member);
	struct base base = { .repo = repo };

	return base_config(&base, key);
}

static int find_tip(git_repository *repo, const char *name, git_oid *tip)
{
	char *ref CLEANUP(free_text) = series_ref(name);

	return git_reference_name_to_id(tip, repo, ref);
}

/* The cover nearest to the tip, along first parents; its @parent. NULL: none. */
static char *find_cover(git_repository *repo, git_oid at, git_oid *parent)
{
	for (int i = 0; i < MAX_PATCHES; i++) {
		git_commit *commit CLEANUP(free_commit) = NULL;

		if (git_commit_lookup(&commit, repo, &at) < 0 || !git_commit_parentcount(commit))
			return NULL;
		git_oid_cpy(parent, git_commit_parent_id(commit, 0));
		if (b4_is_cover(git_commit_message(commit)))
			return xstrdup(git_commit_message(commit));
		at = *parent;
	}
	return NULL;
}

/* How b4 keeps the cover of the branch. What is not said is a commit, where one is there. */
static enum strategy find_strategy(git_repository *repo, const char *name)
{
	char *said CLEANUP(free_text) = branch_setting(repo, name, "b4-prep-cover-strategy");
	char *notes CLEANUP(free_text) = branch_setting(repo, name, "b4-tracking");
	git_oid tip, parent;

	if (find_tip(repo, name, &tip) < 0)
		return STRATEGY_NONE;
	if (said && !strcmp(said, "branch-description"))
		return notes ? STRATEGY_DESCRIPTION : STRATEGY_NONE;
	char *cover CLEANUP(free_text) = find_cover(repo, tip, &parent);
	if (!cover)
		return STRATEGY_NONE;
	return said && !strcmp(said, "tip-commit") ? STRATEGY_TIP : STRATEGY_COMMIT;
}

bool prep_is_branch(git_repository *repo, const char *name)
{
	return find_strategy(repo, name) != STRATEGY_NONE;
}

char *prep_current(git_repository *repo)
{
	git_reference *head CLEANUP(free_reference) = NULL;

	if (git_repository_head(&head, repo) < 0 || !git_reference_is_branch(head))
		return NULL;
	const char *name = git_reference_shorthand(head);
	return prep_is_branch(repo, name) ? xstrdup(name) : NULL;
}

/* The branch that b4's notes, JSON or NULL, name as base; owned by the caller; NULL: none. */
static char *base_branch(const char *notes)
{
	json_t *root CLEANUP(free_json) =
		notes ? json_loads(notes, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
	const char *name = json_field(json_object_get(root, "series"), "base-branch");

	return *name ? xstrdup(name) : NULL;
}

/* Where the branch left the one that b4's notes name. */
static int find_fork(const struct base *base, const char *name, const char *notes,
		     const git_oid *tip, git_oid *fork)
{
	char *from CLEANUP(free_text) = base_branch(notes);
	git_object *object CLEANUP(free_object) = NULL;
	git_object *commit CLEANUP(free_object) = NULL;

	if (!from)
		return fail_usage("%s: b4's notes name no base-branch: say BASE..%s", name, name);
	if (git_revparse_single(&object, base->repo, from) < 0 ||
	    git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0 ||
	    git_merge_base(fork, base->repo, git_object_id(commit), tip) < 0)
		return fail_usage("%s: its base-branch by b4, %s, is not here or has nothing in "
				  "common with it: say BASE..%s", name, from, name);
	return 0;
}

/* The commit that the series up to @tip stands on. */
static int find_base(const struct base *base, const char *name, const git_oid *tip,
		     git_oid *start)
{
	char *notes CLEANUP(free_text) = branch_setting(base->repo, name, "b4-tracking");
	char *cover CLEANUP(free_text) = find_cover(base->repo, *tip, start);

	switch (find_strategy(base->repo, name)) {
	case STRATEGY_COMMIT:
		return 0;
	case STRATEGY_TIP:
		return find_fork(base, name, b4_notes(cover), tip, start);
	case STRATEGY_DESCRIPTION:
		return find_fork(base, name, notes, tip, start);
	default:
		return fail_usage("%s is not a branch that b4 prep made", name);
	}
}

/* Leave out a cover: it changes nothing. */
static int pass_cover(const struct series *series, git_commit *cover)
{
	git_commit *parent CLEANUP(free_commit) = NULL;

	if (git_commit_parent(&parent, cover, 0) < 0)
		return fail_git("cannot read a commit of %s", series->branch);
	if (!git_oid_equal(git_commit_tree_id(parent), git_commit_tree_id(cover)))
		return fail_usage("the cover letter of %s, %.12s, changes files: make that a patch "
				  "of its own", series->branch,
				  git_oid_tostr_s(git_commit_id(cover)));
	return 0;
}

/* List the patches from the tip down to @start, the newest one first; covers are none. */
static int list_patches(git_commit ***list, size_t *nr, const struct series *series,
			const struct base *base, const git_oid *start)
{
	git_oid at = series->tip;
	size_t room = 0;

	while (!git_oid_equal(&at, start)) {
		git_commit *commit CLEANUP(free_commit) = NULL;

		if (*nr == MAX_PATCHES || git_commit_lookup(&commit, base->repo, &at) < 0)
			return fail_no("%s does not stand on %s", series->branch,
				       git_oid_tostr_s(start));
		if (git_commit_parentcount(commit) != 1)
			return fail_usage("%s holds the merge %.12s, which b4 would not send: say "
					  "BASE..%s", series->branch, git_oid_tostr_s(&at),
					  series->branch);
		git_oid_cpy(&at, git_commit_parent_id(commit, 0));
		if (b4_is_cover(git_commit_message(commit))) {
			if (pass_cover(series, commit) < 0)
				return -1;
			continue;
		}
		if (*nr == room)
			*list = xrealloc(*list, (room += 64) * sizeof(**list));
		(*list)[(*nr)++] = TAKE(commit);
	}
	return 0;
}

int prep_load(struct series *series, struct base *base, const char *name)
{
	git_commit **patches = NULL;
	char id[GIT_OID_HEXSZ + 1];
	size_t nr = 0;
	git_oid start;

	series->branch = xstrdup(name);
	series->is_range = true;
	if (find_tip(base->repo, name, &series->tip) < 0)
		return fail_usage("there is no branch %s", name);
	if (find_base(base, name, &series->tip, &start) < 0)
		return -1;
	git_oid_tostr(id, sizeof(id), &start);
	if (base_choose(base, id, id) < 0)
		return -1;
	git_oid_cpy(&series->base, &start);
	git_oid_cpy(&series->start, &start);
	int result = list_patches(&patches, &nr, series, base, &start);
	for (size_t i = nr; i; i--) {
		if (result == 0)
			series_add(series, patches[i - 1]);
		git_commit_free(patches[i - 1]);
	}
	free(patches);
	if (result == 0 && !nr)
		return fail_no("%s holds no patch yet", name);
	return result;
}
