// SPDX-License-Identifier: GPL-2.0
/* Works out the series: runs the steps, splits, names and addresses the patches. */
#include "series/plan.h"

#include "audit/opinion.h"
#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/convert.h"
#include "cocci/spatch.h"
#include "git/history.h"
#include "kbuild/kbuild.h"
#include "lib/cleanup.h"
#include "lib/confline.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/state.h"
#include "series/compose.h"
#include "series/split.h"
#include "series/previous.h"
#include "series/wave.h"
#include "series/newname.h"
#include "recipients/policy.h"
#include "series/reapply.h"
#include "series/untidy.h"

#include <string.h>

struct planner {
	struct plan *plan;
	struct state *state;
	struct previous_series *previous;	/* or NULL */
	struct overlay overlay;
	struct files over;
	struct spatch spatch;
	struct strlist removed;	/* words that the rules take away everywhere */
	struct kbuild kbuild;	/* open once a [convert] needs to know modules */
	char *maintainers;	/* the text of MAINTAINERS; NULL: the base has none */
	struct prefix_sources sources;
};

/* What nobody knows of a file: owned by the caller. */
static char *unparsed_text(const struct change *change)
{
	char *text = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	fprintf(out, "spatch cannot parse it round line%s", change->unparsed.nr > 1 ? "s" : "");
	FOR_EACH(line, &change->unparsed)
		fprintf(out, "%s %s", line > change->unparsed.v ? "," : "", *line);
	fputs(": whether the rule would change something there is not known", out);
	fclose(out);
	return text;
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
			remaining_uses_add(&planner->plan->left, change->path, 0,
				  xstrdup(change->trouble))->wanted = true;
		} else if (change->residue.nr) {
			char *why = spatch_explain(&planner->spatch, change);

			if (!why)
				return -1;
			remaining_uses_add(&planner->plan->left, change->path, 0, why)->wanted =
				true;
		} else if (change->unparsed.nr) {
			remaining_uses_add(&planner->plan->left, change->path, 0,
					   unparsed_text(change));
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

/* Has somebody else made the patch already: does its scope hold all that it provides? */
static int has_landed(struct planner *planner, const struct step *step)
{
	FOR_EACH(word, &step->provides) {
		struct strlist one = { word, 1, 1 };
		struct files files CLEANUP(files_release) = { 0 };

		if (overlay_candidates(&files, &planner->overlay, step, &one) < 0)
			return -1;
		if (!files.nr)
			return 0;
	}
	return step->provides.nr > 0;
}

static void note(struct plan *plan, char *text)
{
	strlist_add_once(&plan->notes, text);
	free(text);
}

/* Where calls are selected others may stay as they are. */
static void take_removed(struct planner *planner, const struct step *step,
			 const struct rule *rule)
{
	if (!step->select.nr)
		rule_residue(rule, &planner->removed);
	strlist_sort(&planner->removed);
}

/* Is the rule run over all of the scope, for it has no word to look for? */
static bool is_everywhere(const struct step *step, const struct rule *rule)
{
	return rule->everywhere && !step->words.nr && !step->select.nr;
}

/* What a person should know of a rule before the result is believed. */
static void note_rule(struct plan *plan, const struct step *step, const struct rule *rule,
		      size_t files)
{
	if (!rule->described)
		note(plan, xasprintf("%s: no line \"/// what it does\", or none with "
				     "\"// Confidence:\"", rule->path));
	if (step->words.nr && !step->select.nr)
		note(plan, xasprintf("%s: run over the %zu file%s a word of words =",
				     rule->path, files,
				     files == 1 ? " that holds" : "s that hold"));
	if (is_everywhere(step, rule))
		note(plan, xasprintf("%s: spatch finds no word to look for: run over all %zu .c "
				     "and .h files of the scope; words = in campaign.conf would "
				     "narrow that", rule->path, files));
}

/* Of a mail only the diff is taken, if git finds it. */
static int apply_diff(struct planner *planner, const struct step *step, struct changes *changes,
		      bool *merged)
{
	char *text CLEANUP(free_text) = io_read(step->diff, NULL);

	if (!text)
		return -1;
	if (mailpatch_is_mail(text))
		note(planner->plan,
		     xasprintf("%s is a mail, of which diff = takes nothing but the diff: "
			       "patch = would keep its author and its message", step->diff));
	return convert_diff(changes, merged, &planner->overlay, step);
}

/* Where campaign.conf names the mail. */
static int fail_mail(const struct plan *plan, const struct step *step)
{
	const char *conf = plan->campaign->path;

	return fail_context("%s:%u: patch", conf,
			    confline_find(conf, "patch", step->id, "patch"));
}

/* All mails, before anything is made that takes long. */
static int read_mails(struct planner *planner)
{
	struct plan *plan = planner->plan;
	const struct campaign *campaign = plan->campaign;

	/* patches borrow them: the list must not move */
	plan->mails.v = xcalloc(campaign->steps.nr, sizeof(*plan->mails.v));
	plan->mails.nr = plan->mails.alloc = campaign->steps.nr;
	FOR_EACH(step, &campaign->steps)
		if (step->mail && mailpatch_read(&plan->mails.v[step - campaign->steps.v],
						 planner->state, plan->base, step->mail) < 0)
			return fail_mail(plan, step);
	return 0;
}

/* The mail of a step; NULL: it has none. */
static const struct mailpatch *mail_of_step(const struct plan *plan, const struct step *step)
{
	return step->mail ? &plan->mails.v[step - plan->campaign->steps.v] : NULL;
}

static int apply_mail(struct planner *planner, const struct step *step, struct changes *changes,
		      bool *merged)
{
	struct plan *plan = planner->plan;

	if (convert_mail(changes, merged, &planner->overlay, mail_of_step(plan, step)) == 0)
		return 0;
	fail_context("%s does not apply to %s", step->mail, plan->base->rev);
	return fail_mail(plan, step);
}

static int apply_rule_of(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };

	if (convert_load(&rule, &planner->spatch, step) < 0 ||
	    convert_candidates(&files, &planner->overlay, step, &rule) < 0)
		return -1;
	note_rule(plan, step, &rule, files.nr);
	take_removed(planner, step, &rule);
	if (convert_rule(changes, &planner->overlay, &planner->spatch, &rule, &files) < 0 ||
	    sift(planner, changes) < 0)
		return -1;
	/* what it takes away is spoken of no more */
	return step->retires.nr ? convert_remarks(changes, plan->base, plan->campaign) : 0;
}

/* A diff that has landed does not apply any more, or a merge finds it there: no change. */
static int make_changes(struct planner *planner, const struct step *step, struct changes *changes,
			bool *merged)
{
	if (step->rule)
		return apply_rule_of(planner, step, changes);
	if ((step->mail ? apply_mail(planner, step, changes, merged) :
			  apply_diff(planner, step, changes, merged)) == 0)
		return 0;
	if (fail_exit_code() != FAIL_USAGE || has_landed(planner, step) <= 0)
		return -1;
	fail_clear();
	return 0;
}

static int run_patch(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct patch *patch;
	bool merged = false;

	if (make_changes(planner, step, changes, &merged) < 0)
		return -1;
	if (!count_full(changes)) {
		int landed = merged ? 1 : has_landed(planner, step);

		if (landed > 0)
			strlist_add(&plan->landed, step->id);
		return landed ? landed < 0 ? -1 : 0 :
				fail_no("%s changes nothing in %s",
					step->rule ? step->rule :
					step->diff ? step->diff : step->mail, plan->base->rev);
	}
	if (merged)
		note(plan, xasprintf("%s was made for other lines than those of %s: a three-way "
				     "merge applied it, look at the result",
				     step->mail ? step->mail : step->diff, plan->base->rev));
	patch = LIST_ADD(&plan->patches);
	patch->step = step;
	patch->mail = mail_of_step(plan, step);
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
	if (audit_make(&plan->audit, planner->state, &planner->kbuild, plan->base, &plan->all,
		       &plan->all, &plan->base->tree, plan->campaign) < 0)
		return -1;
	return opinions_check(plan->campaign, &plan->audit.sites, &plan->all);
}

/* The files that hold a selected site, as the steps before left them. */
static int select_files(struct planner *planner, const struct step *step, struct files *selected)
{
	struct plan *plan = planner->plan;

	if (audit_once(planner) < 0)
		return -1;
	FOR_EACH(site, &plan->audit.sites) {
		const struct file *file = files_find(planner->overlay.over, site->path);
		struct file *copy;

		if (!file)
			file = files_find(&plan->all, site->path);
		if (!step_selects(plan->campaign, step, site) || !file ||
		    git_oid_is_zero(&file->oid) ||
		    (selected->nr && !strcmp(selected->v[selected->nr - 1].path, site->path)))
			continue;
		copy = LIST_ADD(selected);
		*copy = *file;
		copy->path = xstrdup(file->path);
	}
	return 0;
}

/* Are there calls of the takers that the step converts, of whatever class? */
static bool has_calls(const struct plan *plan, const struct step *step)
{
	FOR_EACH(site, &plan->audit.sites)
		if ((!step->takers.nr || strlist_has(&step->takers, site->call)) &&
		    campaign_covers(plan->campaign, &step->scope, site->path))
			return true;
	return false;
}

/* The files that the rule of a step is run over. */
static int find_files(struct planner *planner, const struct step *step, struct rule *rule,
		      struct files *files)
{
	if (convert_load(rule, &planner->spatch, step) < 0)
		return -1;
	return step->select.nr ? select_files(planner, step, files) :
				 convert_candidates(files, &planner->overlay, step, rule);
}

static int guess_for(struct planner *planner, const struct step *step)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	struct strlist paths = { 0 }, prefixes = { 0 };
	int result = find_files(planner, step, &rule, &files);

	FOR_EACH(file, &files)
		strlist_add(&paths, file->path);
	if (result == 0 && !is_everywhere(step, &rule))
		result = split_prefixes(&prefixes, &planner->sources, &paths);
	STRLIST_RELEASE_ALL(&paths, &prefixes);
	return result;
}

/* Which prefixes nobody knows can be told before anything is converted. A step that selects
 * no calls has far more files than it changes: it is left out where history would be asked, or
 * where the rule is run over all of the scope. */
static int guess_early(struct planner *planner)
{
	struct plan *plan = planner->plan;

	if (!plan->tell_guesses)
		return 0;
	FOR_EACH(step, &plan->campaign->steps)
		if (step->kind == STEP_CONVERT && !split_is_by_file(step) &&
		    (step->select.nr || !history_is_there(plan->base)) &&
		    guess_for(planner, step) < 0)
			return -1;
	if (plan->guesses.nr)
		plan->tell_guesses(&plan->guesses);
	/* again, for what is really converted */
	guesses_release(&plan->guesses);
	return 0;
}

static void mark_guessed(struct plan *plan, size_t first)
{
	for (size_t i = first; i < plan->patches.nr; i++)
		FOR_EACH(change, &plan->patches.v[i].changes)
			if (guesses_has(&plan->guesses, (*change)->path))
				plan->patches.v[i].guessed = true;
}

static int run_convert(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct files selected CLEANUP(files_release) = { 0 };
	struct strlist keys CLEANUP(strlist_release) = { 0 };
	size_t first = plan->patches.nr;
	int result;

	result = find_files(planner, step, &rule, &selected);
	note_rule(plan, step, &rule, selected.nr);
	take_removed(planner, step, &rule);
	/* converted already, as on a base that has the waves before, or nobody ever relied on it */
	if (result == 0 && !selected.nr && step->select.nr && has_calls(plan, step))
		return 0;
	if (result < 0 ||
	    convert_rule(changes, &planner->overlay, &planner->spatch, &rule, &selected) < 0 ||
	    sift(planner, changes) < 0 ||
	    convert_remarks(changes, plan->base, plan->campaign) < 0)
		return -1;
	if (!count_full(changes))
		return fail_no("%s changes nothing in %s", step->rule, plan->base->rev);
	if (split_keys(&keys, &planner->sources, step, changes) == 0)
		split_changes(&plan->patches, changes, keys.v, step->id);
	else
		result = -1;
	for (size_t i = first; i < plan->patches.nr; i++)
		plan->patches.v[i].step = step;
	mark_guessed(plan, first);
	return result;
}

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
		int result = step->kind == STEP_CONVERT ? run_convert(planner, step, changes) :
							  run_patch(planner, step, changes);

		if (result < 0 || wave_set_trees(&plan->patches, first, &planner->overlay) < 0)
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

/* What uses the API after the last patch was left, whatever the reason. */
static int find_left(struct planner *planner)
{
	struct plan *plan = planner->plan;

	if (users_find(&plan->left, &planner->overlay, &plan->steps, &planner->removed) < 0 ||
	    users_of_macros(&plan->left, &planner->overlay) < 0)
		return -1;
	if (!plan->audit.target && plan->campaign->remark_words.nr)
		note(plan, xstrdup("remark in [family] is not heard: no [convert] selects calls, "
				   "and comments are looked for beside these"));
	if (!plan->audit.target && plan->campaign->opinions.nr)
		note(plan, xstrdup("[judge] is not heard: no [convert] selects calls"));
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
	if (read_mails(planner) < 0 || guess_early(planner) < 0 || run_steps(planner) < 0 ||
	    (!wave && amend(planner) < 0) || find_left(planner) < 0)
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
		note(plan, crowd);
	if (untidy_find(&plan->notes, plan->base, &plan->patches) < 0)
		return -1;
	return newnames_find(&plan->new_names, state, plan->base, &plan->all, &plan->patches);
}

static int open_sources(struct planner *planner)
{
	struct plan *plan = planner->plan;
	const struct file *maintainers = files_find(&plan->all, "MAINTAINERS");

	if (maintainers)
		planner->maintainers = base_read(plan->base, &maintainers->oid, NULL);
	planner->sources = (struct prefix_sources){
		.state = planner->state, .base = plan->base, .campaign = plan->campaign,
		.previous = planner->previous, .maintainers = planner->maintainers,
		.guesses = &plan->guesses,
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
		note(plan, xasprintf("%s is the commit that the branch calls %s, and that name "
				     "stays in its texts; generate --force writes the new one",
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

int plan_nothing(struct plan *plan, const struct base *base, const struct campaign *campaign)
{
	plan->base = base;
	plan->campaign = campaign;
	name_base(plan, NULL);
	git_oid_cpy(&plan->tree, &base->tree);
	return files_load(&plan->all, base, &base->tree);
}

const char *plan_wave(const struct plan *plan)
{
	return plan->wave ? plan->wave->name : NULL;
}

size_t plan_count(const struct plan *plan)
{
	return plan->patches.nr - plan->below;
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

	/* the last patch that touches a path says what becomes of it */
	for (size_t i = plan->patches.nr; i-- > 0;) {
		FOR_EACH(change, &plan->patches.v[i].changes) {
			bool known = false;

			FOR_EACH(later, &last)
				known = known || !strcmp(later->path, (*change)->path);
			if (!known)
				*LIST_ADD(&last) = **change;
		}
	}
	result = tree_with(plan->base, &plan->base->tree, &last, tree);
	free(last.v); /* the elements are borrowed */
	return result;
}

void plan_release(struct plan *plan)
{
	patches_release(&plan->patches);
	patches_release(&plan->rest);
	waves_release(&plan->waves);
	recipients_release(&plan->cover);
	FOR_EACH(changes, &plan->steps)
		changes_release(changes);
	free(plan->steps.v);
	FOR_EACH(mail, &plan->mails)
		mailpatch_release(mail);
	free(plan->mails.v);
	FOR_EACH(changes, &plan->amended)
		changes_release(changes);
	free(plan->amended.v);
	remaining_uses_release(&plan->left);
	free(plan->base_name);
	STRLIST_RELEASE_ALL(&plan->notes, &plan->landed);
	audit_release(&plan->audit);
	audit_release(&plan->after);
	files_release(&plan->all);
	guesses_release(&plan->guesses);
	strlist_release(&plan->new_names);
	*plan = (struct plan){ 0 };
}
