// SPDX-License-Identifier: GPL-2.0
/* Works out the series: runs the steps, splits, names and addresses the patches. */
#include "series/planner.h"

#include "campaign/campaign.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "series/compose.h"
#include "series/newname.h"
#include "recipients/policy.h"
#include "series/previous.h"
#include "series/reapply.h"
#include "series/removal.h"
#include "series/steps.h"
#include "series/untidy.h"
#include "series/wave.h"
/* Back to the base, for other trees. */
static void clear_ground(struct planner *planner)
{
	files_release(&planner->over);
	git_oid_cpy(&planner->overlay.tree, &planner->plan->base->tree);
}

/* Put the edits by hand onto the patches. */
static int amend(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct previous_series *previous = planner->previous;

	if (!previous || !previous->edits.nr)
		return 0;
	plan->amended.v = xcalloc(plan->patches.nr, sizeof(*plan->amended.v));
	plan->amended.nr = plan->patches.nr;
	clear_ground(planner);
	if (reapply_files(&plan->patches, plan->amended.v, &previous->clashes, &previous->edits,
			  plan->base, &plan->all) < 0 ||
	    wave_set_trees(&plan->patches, 0, &planner->overlay) < 0)
		return -1;
	git_oid_cpy(&plan->tree, &planner->overlay.tree);
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

		if (planner_run_step(planner, step, changes) < 0 ||
		    wave_set_trees(&plan->patches, first, &planner->overlay) < 0)
			return -1;
	}
	if (!plan->patches.nr && !plan->landed.nr)
		return fail_no("no rule changes anything in %s", plan->base->rev);
	FOR_EACH(patch, &plan->patches)
		patch->nr = (unsigned)(patch - plan->patches.v) + 1;
	git_oid_cpy(&plan->tree, &planner->overlay.tree);
	if (planner->previous)
		previous_assign_ids(&plan->patches, planner->previous);
	return 0;
}

/* Comments in the function of a converted site that may have become wrong. */
static int leave_comments(struct plan *plan, const struct site *site)
{
	const struct change *last = NULL;
	size_t len;

	FOR_EACH(changes, &plan->steps)
		FOR_EACH(change, changes)
			if (!strcmp(change->path, site->path) && !change_is_empty(change))
				last = change;
	if (!last || !*site->function || !plan->campaign->remark_words.nr)
		return 0;
	char *text CLEANUP(free_text) = base_read(plan->base, &last->after, &len);
	if (!text)
		return -1;
	remaining_comments(&plan->left, plan->campaign, site, text, len);
	return 0;
}

static int audit_after(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct files files CLEANUP(files_release) = { 0 };

	overlay_files(&files, &planner->overlay);
	return audit_make(&plan->after, planner->state, &planner->kbuild, plan->base, &plan->all,
			  &files, &plan->tree, plan->campaign);
}

/* Who uses a name that a patch removes. Before other places where the name stands: these are
 * only told. */
static int find_removed(struct planner *planner)
{
	struct plan *plan = planner->plan;
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };

	if (removal_mark(&plan->patches, plan->base, &planner->removed) < 0)
		return -1;
	FOR_EACH(patch, &plan->patches)
		strlist_add_all_once(&words, &patch->removes);
	if (!words.nr)
		return 0;
	strlist_sort(&words);
	overlay_files(&files, &planner->overlay);
	const struct removal_search search = { planner->state, plan->base, plan->campaign, &files,
					       &plan->tree };
	return removal_users(&plan->left, &search, &words);
}

/* What uses the API after the last patch was left, whatever the reason. */
static int find_left(struct planner *planner)
{
	struct plan *plan = planner->plan;

	if (find_removed(planner) < 0 ||
	    users_find(&plan->left, &planner->overlay, &plan->steps, &planner->removed) < 0 ||
	    users_of_macros(&plan->left, &planner->overlay) < 0)
		return -1;
	if (!plan->audit.target && plan->campaign->remark_words.nr)
		plan_note(plan, xstrdup("remark in [family] has no effect: no [convert] selects "
					"calls, and comments are looked for beside these"));
	if (!plan->audit.target && plan->campaign->opinions.nr)
		plan_note(plan, xstrdup("[judge] has no effect: no [convert] selects calls"));
	if (!plan->audit.target)
		return 0;
	if (audit_after(planner) < 0)
		return -1;
	FOR_EACH(site, &plan->after.sites)
		remaining_site(&plan->left, plan->campaign, site);
	FOR_EACH(site, &plan->audit.sites)
		if (leave_comments(plan, site) < 0)
			return -1;
	return 0;
}

/* Make it the plan of one wave. */
static int narrow_to(struct planner *planner, const char *name)
{
	struct plan *plan = planner->plan;
	struct overlay *overlay = &planner->overlay;
	const struct wave *wave = waves_find(&plan->waves, name);

	if (!wave) {
		char *names CLEANUP(free_text) = waves_names(&plan->waves);

		return fail_usage("%s has no wave %s; there are: %s", plan->campaign->path, name,
				  *names ? names : "none");
	}
	plan->wave = wave;
	clear_ground(planner);
	if (wave_select(&plan->patches, &plan->rest, &plan->below, overlay, wave) < 0)
		return fail_context("wave %s", name);
	git_oid_cpy(&plan->tree, &overlay->tree);
	if (amend(planner) < 0)
		return -1;
	remaining_uses_narrow(&plan->left, &plan->patches, plan->below);
	if (!plan->audit.target)
		return 0;
	audit_release(&plan->after);
	return audit_after(planner);
}

/* The patches, whole, with what the campaign leaves. */
static int make_patches(struct planner *planner, const char *wave)
{
	struct plan *plan = planner->plan;

	if (planner->previous &&
	    previous_follow(planner->previous, plan->base, &plan->all) < 0)
		return -1;
	if (planner_read_mails(planner) < 0 || planner_guess_early(planner) < 0 ||
	    run_steps(planner) < 0 || (!wave && amend(planner) < 0) || find_left(planner) < 0)
		return -1;
	if (plan->campaign->waves.nr &&
	    waves_split_series(&plan->waves, &planner->overlay, &plan->patches) < 0)
		return -1;
	return wave ? narrow_to(planner, wave) : 0;
}

static int compose(struct plan *plan, struct state *state, const struct policy *policy,
		   struct previous_series *previous)
{
	if (compose_messages(&plan->patches, plan->base, plan->base_name, &plan->all,
			     plan->campaign, &plan->audit.sites) < 0)
		return -1;
	if (previous &&
	    (reapply_messages(&plan->patches, &previous->clashes, &previous->edits) < 0 ||
	     reapply_authors(&plan->patches, &previous->clashes, &previous->edits) < 0))
		return -1;
	if (compose_recipients(&plan->patches, &plan->cover, state, plan->base, &plan->all,
			       policy) < 0)
		return -1;
	char *crowd = compose_crowd(&plan->patches, &plan->cover, policy);
	if (crowd)
		plan_note(plan, crowd);
	if (untidy_find(&plan->notes, plan->base, &plan->patches) < 0)
		return -1;
	return newnames_find(&plan->new_names, state, plan->base, &plan->all, &plan->patches);
}

static const char *prefix_before(const void *branch, const char *path, bool *guessed)
{
	const struct previous_series *previous = branch;
	const char *prefix = previous ? previous_prefix(previous, path) : NULL;

	*guessed = prefix && previous_guessed(previous, path);
	return prefix;
}

static int open_sources(struct planner *planner)
{
	struct plan *plan = planner->plan;
	const struct file *maintainers = files_find(&plan->all, "MAINTAINERS");

	if (maintainers)
		planner->maintainers = base_read(plan->base, &maintainers->oid, NULL);
	planner->sources = (struct prefix_sources){
		.state = planner->state, .base = plan->base, .campaign = plan->campaign,
		.before = prefix_before, .branch = planner->previous,
		.maintainers = planner->maintainers, .guesses = &plan->guesses,
	};
	return maintainers && !planner->maintainers ? -1 : 0;
}

static void close_planner(struct planner *planner)
{
	spatch_release(&planner->spatch);
	strlist_release(&planner->removed);
	kbuild_release(&planner->kbuild);
	files_release(&planner->over);
	free(planner->maintainers);
}

/* The same commit under another name is no other base. */
static void name_base(struct plan *plan, const struct previous_series *previous)
{
	plan->base_name = xstrdup(previous_base_name(previous, plan->base));
	if (strcmp(plan->base_name, plan->base->rev))
		plan_note(plan, xasprintf("%s is the commit that the branch calls %s, and that "
					  "name stays in its texts; generate --force writes "
					  "the new one",
					  plan->base->rev, plan->base_name));
}

int plan_make(struct plan *plan, struct state *state, const struct base *base,
	      const struct campaign *campaign, const char *wave, struct previous_series *previous)
{
	struct planner planner CLEANUP(close_planner) = { .plan = plan, .state = state,
							  .previous = previous };
	struct policy policy CLEANUP(policy_release) = { 0 };

	plan->base = base;
	plan->campaign = campaign;
	name_base(plan, previous);
	if (policy_open(&policy, campaign) < 0 || files_load(&plan->all, base, &base->tree) < 0)
		return -1;
	planner.overlay = (struct overlay){ state, base, campaign, &plan->all, &planner.over,
					    base->tree };
	if (open_sources(&planner) < 0 ||
	    spatch_open(&planner.spatch, state, base, &plan->all) < 0 ||
	    make_patches(&planner, wave) < 0)
		return -1;
	return compose(plan, state, &policy, previous);
}
