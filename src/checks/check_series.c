// SPDX-License-Identifier: GPL-2.0
/*
 * The cheap strong checks on a series as a whole
 *
 * residue: no word that a rule removes stands in a converted file; tree: the tip
 * is the base with all changes, nothing lost and nothing invented; silent: the
 * rules, run again on the tip, change nothing.
 */
#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/convert.h"
#include "cocci/spatch.h"
#include "git/base.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

static const struct remaining_use *find_left(const struct plan *plan, const char *path)
{
	FOR_EACH(left, &plan->left)
		if (left->wanted && !strcmp(left->path, path))
			return left;
	return NULL;
}

static void judge_residue(struct series_result *proof, size_t nr)
{
	const struct patch *patch = result_planned(proof, nr);
	struct verdicts *verdicts = &proof->v[nr].verdicts;
	bool failed = false;
	size_t settled = 0;

	if (!patch || !patch->step->rule)
		return;
	FOR_EACH(change, &patch->changes) {
		const struct remaining_use *left = find_left(proof->plan, (*change)->path);

		settled += (*change)->settled;
		if (!(*change)->residue.nr || (*change)->settled)
			continue;
		failed = true;
		verdicts_add(verdicts, "residue", NULL, VERDICT_FAIL, "checked",
			     xasprintf("%s: %s", (*change)->path, left ? left->why : ""));
	}
	if (failed)
		return;
	char *others CLEANUP(free_text) =
		settled ? xasprintf(", but for members of that name of other structs in %zu",
				    settled) : xstrdup("");
	verdicts_add(verdicts, "residue", NULL, VERDICT_PASS, "checked",
		     xasprintf("no use of what the rule removes is left in %zu file%s%s",
			       patch->changes.nr, patch->changes.nr == 1 ? "" : "s", others));
}

int examine_residue(struct examination *examination)
{
	for (size_t i = 0; i < examination->proof->nr; i++)
		judge_residue(examination->proof, i);
	return 0;
}

int examine_tree(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	const struct series *series = proof->series;
	git_oid whole;

	if (plan_whole_tree(proof->plan, &whole) < 0)
		return -1;
	bool same = git_oid_equal(&whole, &series->v[series->nr - 1].tree);
	verdicts_add(&proof->v[series->nr - 1].verdicts, "tree", NULL,
		     same ? VERDICT_PASS : VERDICT_FAIL, "identical",
		     xasprintf("the tip %s the base with all changes of the campaign",
			       same ? "is" : "is not"));
	return 0;
}

/* The files that a step changed, as they stand in the tip. */
static void final_files(const struct plan *plan, const struct step *step, const struct view *tip,
			struct files *files)
{
	FOR_EACH(patch, &plan->patches) {
		if (patch->step != step)
			continue;
		FOR_EACH(change, &patch->changes) {
			const struct file *file = view_find(tip, (*change)->path);

			if (!file || !campaign_covers(plan->campaign, &step->scope, file->path))
				continue;
			struct file *copy = LIST_ADD(files);
			*copy = *file;
			copy->path = xstrdup(file->path);
		}
	}
}

static int run_again(struct series_result *proof, struct state *state, struct spatch *spatch,
		     const struct view *tip, struct strlist *loud)
{
	const struct plan *plan = proof->plan;

	FOR_EACH(step, &plan->campaign->steps) {
		const struct overlay overlay = { .state = state, .base = proof->base,
					       .campaign = plan->campaign, .all = &plan->all,
					       .over = (struct files *)&tip->changed };
		struct changes again CLEANUP(changes_release) = { 0 };
		struct files files CLEANUP(files_release) = { 0 };
		struct rule rule CLEANUP(rule_release) = { 0 };

		if (!step->rule)
			continue;
		final_files(plan, step, tip, &files);
		if (convert_load(&rule, spatch, step) < 0 ||
		    convert_rule(&again, &overlay, spatch, &rule, &files) < 0)
			return -1;
		FOR_EACH(change, &again)
			if (!change_is_empty(change) || change->trouble)
				strlist_add_once(loud, change->path);
	}
	return 0;
}

int examine_silent(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	struct state *state = examination->state;
	const struct series *series = proof->series;
	struct spatch spatch CLEANUP(spatch_release) = { 0 };
	struct view tip CLEANUP(view_release) = { 0 };
	struct strlist loud CLEANUP(strlist_release) = { 0 };

	if (spatch_open(&spatch, state, proof->base, &proof->plan->all) < 0 ||
	    view_load(&tip, proof->base, &proof->plan->all, &proof->base->tree,
		      &series->v[series->nr - 1].tree) < 0 ||
	    run_again(proof, state, &spatch, &tip, &loud) < 0)
		return -1;
	verdicts_add(&proof->v[series->nr - 1].verdicts, "silent", NULL,
		     loud.nr ? VERDICT_FAIL : VERDICT_PASS, "checked",
		     loud.nr ? xasprintf("the rules would change %s again", loud.v[0]) :
			       xstrdup("the rules, run again on the tip, change nothing"));
	return 0;
}
