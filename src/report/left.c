// SPDX-License-Identifier: GPL-2.0
/* Finds who still uses the names that a campaign converts. */
#include "report/left.h"

#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/convert.h"
#include "cocci/spatch.h"
#include "git/base.h"
#include "lib/lib.h"
#include "recipients/maintainers.h"
#include "series/remaining.h"
#include "series/removal.h"
#include "series/series.h"

int left_words(struct strlist *words, struct state *state, const struct base *base,
	       const struct campaign *campaign)
{
	struct files files CLEANUP(files_release) = { 0 };
	struct spatch spatch CLEANUP(spatch_release) = { 0 };

	if (files_load(&files, base, &base->tree) < 0 ||
	    spatch_open(&spatch, state, base, &files) < 0)
		return -1;
	FOR_EACH(step, &campaign->steps) {
		struct rule rule CLEANUP(rule_release) = { 0 };

		strlist_add_all_once(words, &step->removes);
		strlist_add_all_once(words, &step->residue);
		if (!step->rule)
			continue;
		if (convert_load(&rule, &spatch, step) < 0)
			return -1;
		rule_residue(&rule, words);
	}
	strlist_sort(words);
	return words->nr ? 0 : fail_no("no rule of %s takes a name away, and no section says "
				       "residue or removes", campaign->path);
}

static int search_tree(struct left_uses *uses, const struct removal_search *search,
		       const struct strlist *words)
{
	FOR_EACH(word, words) {
		struct remaining_uses found CLEANUP(remaining_uses_release) = { 0 };
		struct strlist one = { word, 1, 1 };

		if (removal_users(&found, search, &one) < 0)
			return -1;
		FOR_EACH(use, &found)
			*LIST_ADD(uses) = (struct left_use){ .path = xstrdup(use->path),
							     .line = use->line, .word = *word };
	}
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct left_use *left = a, *right = b;
	int order = strcmp(left->path, right->path);

	return order ? order : left->line < right->line ? -1 : left->line > right->line;
}

int left_search(struct left_uses *uses, struct state *state, const struct base *base,
		const struct campaign *campaign, const struct strlist *words)
{
	struct files files CLEANUP(files_release) = { 0 };
	const struct removal_search search = { state, base, campaign, &files, &base->tree };

	if (files_load(&files, base, &base->tree) < 0 || search_tree(uses, &search, words) < 0)
		return -1;
	LIST_SORT(uses, by_place);
	return 0;
}

static int find_trees(struct left_uses *uses, struct state *state, const struct base *base)
{
	struct files files CLEANUP(files_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	const struct maintainers asked = { state, base, &files, .trees = true };

	if (files_load(&files, base, &base->tree) < 0)
		return -1;
	FOR_EACH(use, uses)
		strlist_add(&paths, use->path);
	strlist_sort(&paths);
	if (paths.nr && maintainers_ask(&asked, &paths) < 0)
		return -1;
	FOR_EACH(use, uses) {
		char *tree CLEANUP(free_text) = maintainers_tree(&asked, use->path);

		if (!tree)
			return -1;
		use->tree = *tree ? maintainers_tree_name(tree) : xstrdup("");
	}
	return 0;
}

static bool stands_in(const struct left_uses *uses, const struct left_use *use)
{
	FOR_EACH(other, uses)
		if (!strcmp(other->path, use->path) && !strcmp(other->word, use->word))
			return true;
	return false;
}

/* What is gone at the tip of the branch is in flight there. */
static int follow_branch(struct left_uses *uses, struct state *state, const struct base *base,
			 const struct campaign *campaign, const struct strlist *words,
			 const char *branch)
{
	struct series series CLEANUP(series_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	struct left_uses then CLEANUP(left_release) = { 0 };
	git_commit *tip CLEANUP(free_commit) = NULL;

	if (series_find(&series, base, branch, true) <= 0)
		return fail_exit_code() == FAIL_SYSTEM ? -1 : 0;
	if (git_commit_lookup(&tip, base->repo, &series.tip) < 0)
		return fail_git("cannot read the tip of %s", branch);
	const struct removal_search search = { state, base, campaign, &files,
					       git_commit_tree_id(tip) };
	if (files_load(&files, base, search.tree) < 0 || search_tree(&then, &search, words) < 0)
		return -1;
	FOR_EACH(use, uses)
		if (!use->branch && !stands_in(&then, use))
			use->branch = xstrdup(branch);
	return 0;
}

/* The branch of the campaign, and those of its waves. */
static int list_branches(struct strlist *branches, const struct base *base,
			 const struct campaign *campaign)
{
	char *whole CLEANUP(free_text) = series_branch(campaign, NULL);
	char *wave CLEANUP(free_text) = xasprintf("%s-", whole);
	git_strarray all = { 0 };

	if (git_reference_list(&all, base->repo) < 0)
		return fail_git("cannot list the branches");
	for (size_t i = 0; i < all.count; i++) {
		const char *name = all.strings[i] + strlen("refs/heads/");

		if (starts_with(all.strings[i], "refs/heads/") &&
		    (!strcmp(name, whole) || (campaign->waves.nr && starts_with(name, wave))))
			strlist_add(branches, name);
	}
	git_strarray_dispose(&all);
	strlist_sort(branches);
	return 0;
}

int left_find(struct left_uses *uses, struct state *state, const struct base *base,
	      const struct campaign *campaign, const struct strlist *words)
{
	struct strlist branches CLEANUP(strlist_release) = { 0 };

	if (left_search(uses, state, base, campaign, words) < 0 ||
	    find_trees(uses, state, base) < 0 || list_branches(&branches, base, campaign) < 0)
		return -1;
	FOR_EACH(branch, &branches)
		if (follow_branch(uses, state, base, campaign, words, *branch) < 0)
			return -1;
	return 0;
}

void left_release(struct left_uses *uses)
{
	FOR_EACH(use, uses)
		FREE_ALL(use->path, use->tree, use->branch);
	LIST_RELEASE(uses);
}
