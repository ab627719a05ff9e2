// SPDX-License-Identifier: GPL-2.0
/* Works out the series: runs the steps, splits, names and addresses the patches. */
#include "plan.h"

#include "campaign.h"
#include "cleanup.h"
#include "compose.h"
#include "convert.h"
#include "fail.h"
#include "history.h"
#include "kbuild.h"
#include "newname.h"
#include "rule.h"
#include "scope.h"
#include "spatch.h"
#include "split.h"
#include "stale.h"
#include "state.h"

#include <string.h>

struct planner {
	struct plan *plan;
	struct state *state;
	struct ground ground;
	struct files over;
	struct spatch spatch;
	struct kbuild kbuild;	/* open once a [convert] needs to know modules */
};

static struct left *add_left(struct plan *plan, const char *path, unsigned line, char *why)
{
	struct left *left = LIST_ADD(&plan->left);

	*left = (struct left){ .path = xstrdup(path), .line = line, .why = why };
	return left;
}

/* A change whose result cannot be trusted stays out and is named; one with
 * residue stays in and is named. */
static int sift(struct planner *planner, struct changes *changes)
{
	FOR_EACH(change, changes) {
		planner->plan->converted++;
		planner->plan->reused += change->reused;
		if (change->trouble) {
			git_oid_cpy(&change->after, &change->before);
			add_left(planner->plan, change->path, 0, xstrdup(change->trouble))->wanted =
				true;
		} else if (change->residue.nr) {
			char *why = spatch_explain(&planner->spatch, change);

			if (!why)
				return -1;
			add_left(planner->plan, change->path, 0, why)->wanted = true;
		}
	}
	return 0;
}

static size_t count_full(const struct changes *changes)
{
	size_t count = 0;

	FOR_EACH(change, changes)
		count += !change_is_empty(change);
	return count;
}

static int by_change_path(const void *a, const void *b)
{
	return strcmp((*(const struct change *const *)a)->path,
		      (*(const struct change *const *)b)->path);
}

static int run_patch(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct patch *patch;

	if (step->diff) {
		if (convert_diff(changes, &planner->ground, step) < 0)
			return -1;
	} else {
		struct rule rule CLEANUP(free_rule) = { 0 };
		struct files files CLEANUP(free_files) = { 0 };

		if (rule_load(&rule, step->rule) < 0 ||
		    spatch_tokens(&planner->spatch, &rule) < 0 ||
		    ground_candidates(&files, &planner->ground, step, &rule.tokens) < 0 ||
		    convert_rule(changes, &planner->ground, &planner->spatch, step, &files) < 0 ||
		    sift(planner, changes) < 0)
			return -1;
	}
	if (!count_full(changes))
		return fail_no("%s changes nothing in %s", step->rule ? step->rule : step->diff,
			       plan->base->rev);
	patch = LIST_ADD(&plan->patches);
	patch->step = step;
	patch->id = xstrdup(step->id);
	patch->prefix = xstrdup("");
	FOR_EACH(change, changes)
		if (!change_is_empty(change))
			*LIST_ADD(&patch->changes) = change;
	return 0;
}

static int audit_once(struct planner *planner)
{
	struct plan *plan = planner->plan;

	if (plan->audit.target)
		return 0;
	if (kbuild_open(&planner->kbuild, planner->state, campaign_target(plan->campaign)) < 0)
		return -1;
	return audit_make(&plan->audit, planner->state, &planner->kbuild, plan->base, &plan->all,
			  &plan->all, &plan->base->tree, plan->campaign);
}

/* Does the step convert this site? */
static bool is_selected(const struct plan *plan, const struct step *step, const struct site *site)
{
	return strlist_has(&step->select, owner_name(site->judgement.owner)) &&
	       (!step->takers.nr || strlist_has(&step->takers, site->call)) &&
	       campaign_covers(plan->campaign, &step->scope, site->path);
}

/* The files that hold a selected site, as the steps before left them. */
static int select_files(struct planner *planner, const struct step *step, struct files *selected)
{
	struct plan *plan = planner->plan;

	if (audit_once(planner) < 0)
		return -1;
	FOR_EACH(site, &plan->audit.sites) {
		const struct file *file = files_find(planner->ground.over, site->path);
		struct file *copy;

		if (!file)
			file = files_find(&plan->all, site->path);
		if (!is_selected(plan, step, site) || !file || git_oid_is_zero(&file->oid) ||
		    (selected->nr && !strcmp(selected->v[selected->nr - 1].path, site->path)))
			continue;
		copy = LIST_ADD(selected);
		*copy = *file;
		copy->path = xstrdup(file->path);
	}
	return 0;
}

/* The prefix that the history of a file tells; where it cannot, the campaign's.
 * Owned by the caller; NULL without a reason when nobody knows. */
static char *prefix_of(struct planner *planner, const char *path)
{
	struct strlist subjects = { 0 };
	const char *given = campaign_prefix(planner->plan->campaign, path);
	char *prefix = NULL;

	if (history_subjects(&subjects, planner->state, planner->plan->base, path) == 0)
		prefix = split_prefix(&subjects);
	strlist_release(&subjects);
	return prefix || !given ? prefix : xstrdup(given);
}

static int need_prefix(const struct plan *plan, const struct strlist *missing)
{
	if (!missing->nr)
		return 0;
	return fail_usage("%s: neither history nor campaign tells the subject prefix of %zu "
			  "file%s; add a section such as\n"
			  "[prefix \"%s\"]\n\tsubject = subsystem: driver",
			  plan->campaign->path, missing->nr, missing->nr == 1 ? "" : "s",
			  missing->v[0]);
}

/* The keys by which changes share patches. */
static int find_keys(struct planner *planner, const struct step *step,
		     const struct changes *changes, struct strlist *keys)
{
	struct strlist paths = { 0 }, missing = { 0 };
	bool by_file = step->split && !strcmp(step->split, "file");
	int result;

	FOR_EACH(change, changes)
		if (!change_is_empty(change) && !by_file)
			strlist_add(&paths, change->path);
	result = history_ask(planner->state, planner->plan->base, &paths);
	FOR_EACH(change, changes) {
		char *prefix CLEANUP(free_text) = by_file ? xstrdup(change->path) :
							    prefix_of(planner, change->path);

		if (!prefix && !change_is_empty(change))
			strlist_add(&missing, change->path);
		strlist_add(keys, prefix ? prefix : "");
	}
	if (result == 0)
		result = need_prefix(planner->plan, &missing);
	strlist_release(&paths);
	strlist_release(&missing);
	return result;
}

static int run_convert(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct rule rule CLEANUP(free_rule) = { 0 };
	struct files selected CLEANUP(free_files) = { 0 };
	struct strlist keys = { 0 };
	size_t first = plan->patches.nr;
	int result;

	if (rule_load(&rule, step->rule) < 0 || spatch_tokens(&planner->spatch, &rule) < 0)
		return -1;
	result = step->select.nr ? select_files(planner, step, &selected) :
				   ground_candidates(&selected, &planner->ground, step,
						     &rule.tokens);
	if (result < 0 ||
	    convert_rule(changes, &planner->ground, &planner->spatch, step, &selected) < 0 ||
	    sift(planner, changes) < 0 ||
	    convert_remarks(changes, plan->base, plan->campaign) < 0)
		return -1;
	if (!count_full(changes))
		return fail_no("%s changes nothing in %s", step->rule, plan->base->rev);
	if (find_keys(planner, step, changes, &keys) == 0)
		split_changes(&plan->patches, changes, keys.v, step->id);
	else
		result = -1;
	strlist_release(&keys);
	for (size_t i = first; i < plan->patches.nr; i++)
		plan->patches.v[i].step = step;
	return result;
}

/* One tree for each patch of a step, one on top of the other. */
static int grow_trees(struct planner *planner, size_t first)
{
	struct plan *plan = planner->plan;

	for (size_t i = first; i < plan->patches.nr; i++) {
		struct patch *patch = &plan->patches.v[i];
		struct changes part = { 0 };
		int result;

		qsort(patch->changes.v, patch->changes.nr, sizeof(*patch->changes.v),
		      by_change_path);
		FOR_EACH(change, &patch->changes)
			*LIST_ADD(&part) = **change;
		result = ground_apply(&planner->ground, &part);
		free(part.v); /* the elements are borrowed */
		if (result < 0)
			return -1;
		patch->nr = (unsigned)i + 1;
		git_oid_cpy(&patch->tree, &planner->ground.tree);
	}
	git_oid_cpy(&plan->tree, &planner->ground.tree);
	return 0;
}

static int run_steps(struct planner *planner)
{
	struct plan *plan = planner->plan;

	/* patches borrow changes: the lists must not move */
	plan->steps.v = xcalloc(plan->campaign->steps.nr, sizeof(*plan->steps.v));
	plan->steps.alloc = plan->campaign->steps.nr;
	FOR_EACH(step, &plan->campaign->steps) {
		struct changes *changes = &plan->steps.v[plan->steps.nr++];
		size_t first = plan->patches.nr;
		int result = step->kind == STEP_CONVERT ? run_convert(planner, step, changes) :
							  run_patch(planner, step, changes);

		if (result < 0 || grow_trees(planner, first) < 0)
			return -1;
	}
	return 0;
}

static void leave(struct plan *plan, const struct site *site)
{
	const char *reason = campaign_accepts(plan->campaign, site->path);
	const char *class = owner_name(site->judgement.owner);
	struct left *left;
	bool is_open = site->judgement.owner == OWNER_UNCLEAR && site->judgement.maybe_managed;

	/* what a rule stumbled over has been named, with its lines */
	FOR_EACH(known, &plan->left)
		if (known->wanted && !known->line && !strcmp(known->path, site->path))
			return;
	left = add_left(plan, site->path, site->line,
			xasprintf("%s() is %s: %s", site->call, class, site->judgement.why));
	FOR_EACH(step, &plan->campaign->steps) {
		left->wanted = left->wanted || is_selected(plan, step, site);
		left->relies = left->relies || strlist_has(&step->retires, class);
	}
	if (reason && (left->wanted || left->relies || is_open)) {
		free(left->why);
		left->why = xasprintf("%s() is %s, accepted: %s", site->call, class, reason);
		left->wanted = left->relies = false;
	}
}

/* Comments in the function of a converted site that may have become wrong. */
static int leave_comments(struct plan *plan, const struct site *site)
{
	const struct changes *changes;
	const struct change *last = NULL;
	struct remark_places places CLEANUP(free_remark_places) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;

	for (size_t i = 0; i < plan->steps.nr; i++) {
		changes = &plan->steps.v[i];
		FOR_EACH(change, changes)
			if (!strcmp(change->path, site->path) && !change_is_empty(change))
				last = change;
	}
	if (!last || !*site->function || !plan->campaign->remark_words.nr)
		return 0;
	text = base_read(plan->base, &last->after, &len);
	if (!text)
		return -1;
	stale_find(&places, text, len, site->function, &plan->campaign->remark_words);
	FOR_EACH(place, &places) {
		bool known = false;

		FOR_EACH(left, &plan->left)
			known = known || (left->comment && left->line == place->line &&
					  !strcmp(left->path, site->path));
		if (!known)
			add_left(plan, site->path, place->line,
				 xasprintf("a comment that may be wrong now: %s", place->text))
				->comment = true;
	}
	return 0;
}

/* What uses the API after the last patch was left, whatever the reason. */
static int find_left(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct files files CLEANUP(free_files) = { 0 };

	if (!plan->audit.target)
		return 0;
	ground_files(&files, &planner->ground);
	if (audit_make(&plan->after, planner->state, &planner->kbuild, plan->base, &plan->all,
		       &files, &plan->tree, plan->campaign) < 0)
		return -1;
	FOR_EACH(site, &plan->after.sites)
		leave(plan, site);
	FOR_EACH(site, &plan->audit.sites)
		if (leave_comments(plan, site) < 0)
			return -1;
	return 0;
}

int plan_make(struct plan *plan, struct state *state, const struct base *base,
	      const struct campaign *campaign)
{
	struct planner planner = { .plan = plan, .state = state };
	const struct file *style;
	int result;

	plan->base = base;
	plan->campaign = campaign;
	if (files_load(&plan->all, base, &base->tree) < 0)
		return -1;
	planner.ground = (struct ground){ state, base, campaign, &plan->all, &planner.over,
					  base->tree };
	style = files_find(&plan->all, ".clang-format");
	result = spatch_open(&planner.spatch, state, base, style ? &style->oid : NULL);
	if (result == 0)
		result = run_steps(&planner);
	if (result == 0)
		result = find_left(&planner);
	if (result == 0)
		result = compose_recipients(&plan->patches, state, base, &plan->all, campaign);
	if (result == 0)
		result = compose_messages(&plan->patches, base, campaign, &plan->audit.sites);
	if (result == 0)
		result = newnames_find(&plan->new_names, state, base, &plan->all, &plan->patches);
	spatch_release(&planner.spatch);
	kbuild_release(&planner.kbuild);
	files_release(&planner.over);
	return result;
}

size_t plan_residue(const struct plan *plan)
{
	size_t count = 0;

	FOR_EACH(left, &plan->left)
		count += left->wanted;
	return count;
}

int plan_whole_tree(const struct plan *plan, git_oid *tree)
{
	struct changes last = { 0 };
	int result;

	/* the last step that touches a path says what becomes of it */
	for (size_t i = plan->steps.nr; i-- > 0;) {
		FOR_EACH(change, &plan->steps.v[i]) {
			bool known = change_is_empty(change);

			FOR_EACH(later, &last)
				known = known || !strcmp(later->path, change->path);
			if (!known)
				*LIST_ADD(&last) = *change;
		}
	}
	result = tree_with(plan->base, &plan->base->tree, &last, tree);
	free(last.v); /* the elements are borrowed */
	return result;
}

void plan_release(struct plan *plan)
{
	patches_release(&plan->patches);
	FOR_EACH(changes, &plan->steps)
		changes_release(changes);
	free(plan->steps.v);
	FOR_EACH(left, &plan->left) {
		free(left->path);
		free(left->why);
	}
	free(plan->left.v);
	audit_release(&plan->audit);
	audit_release(&plan->after);
	files_release(&plan->all);
	strlist_release(&plan->new_names);
	*plan = (struct plan){ 0 };
}
