// SPDX-License-Identifier: GPL-2.0
/* Carries out the steps of a campaign: rules, diffs and mails become patches. */
#include "series/steps.h"

#include "audit/opinion.h"
#include "campaign/campaign.h"
#include "campaign/rule.h"
#include "cocci/script.h"
#include "git/history.h"
#include "lib/confline.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "placement/portion.h"
#include "series/split.h"

/* What nobody knows of a file: owned by the caller. */
static char *unparsed_text(const struct change *change)
{
	char *text = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	fprintf(out, "spatch cannot parse it around line%s", change->unparsed.nr > 1 ? "s" : "");
	FOR_EACH(line, &change->unparsed)
		fprintf(out, "%s %s", line > change->unparsed.v ? "," : "", *line);
	fputs(": whether the rule would change something there is not known", out);
	fclose(out);
	return text;
}

/* A change whose result cannot be trusted stays out and is named; one with
 * residue stays in and is named. */
static int sift(struct planner *planner, const struct rule *rule, struct changes *changes)
{
	FOR_EACH(change, changes) {
		planner->plan->converted++;
		planner->plan->reused += change->reused;
		if (change->trouble) {
			git_oid_cpy(&change->after, &change->before);
			remaining_uses_add(&planner->plan->left, change->path, 0,
				  xstrdup(change->trouble))->wanted = true;
		} else if (change->residue.nr) {
			char *why = spatch_explain(&planner->spatch, rule, change,
						   &change->settled);

			if (!why)
				return -1;
			remaining_uses_add(&planner->plan->left, change->path, 0, why)->wanted =
				!change->settled;
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
		plan_note(plan, xasprintf("%s: no line \"/// what it does\": the rule does not say "
					  "what it is for", rule->path));
	else if (!rule->confident)
		plan_note(plan, xasprintf("%s: no line \"// Confidence: High\" (or Moderate, or "
					  "Low) below the lines ///", rule->path));
	if (step->words.nr && !step->select.nr)
		plan_note(plan, xasprintf("%s: run over the %zu file%s a word of words =",
					  rule->path, files,
					  files == 1 ? " that holds" : "s that hold"));
	if (is_everywhere(step, rule))
		plan_note(plan, xasprintf("%s: spatch finds no word to look for: run over all %zu "
					  ".c and .h files of the scope; words = in "
					  "campaign.conf would narrow that", rule->path, files));
}

/* Of a mail only the diff is taken, if git finds it. */
static int apply_diff(struct planner *planner, const struct step *step, struct changes *changes,
		      bool *merged)
{
	char *text CLEANUP(free_text) = io_read(step->diff, NULL);

	if (!text)
		return -1;
	if (mailpatch_is_mail(text))
		plan_note(planner->plan,
		     xasprintf("%s is a mail, and diff = takes only its diff: patch = would also "
			       "take its author and its message", step->diff));
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
int planner_read_mails(struct planner *planner)
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

static unsigned times_of(const struct step *step)
{
	return step->repeat ? (unsigned)atoi(step->repeat) : 1;
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
	if (convert_rule_often(changes, &planner->overlay, &planner->spatch, &rule, &files,
			       times_of(step)) < 0 ||
	    sift(planner, &rule, changes) < 0)
		return -1;
	/* what it takes away is spoken of no more */
	return step->retires.nr ? convert_remarks(changes, plan->base, plan->campaign) : 0;
}

/* Words that the campaign wants gone, as they stand in what a program made. */
static char *words_left(const struct change *change)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(use, &change->residue)
		fprintf(out, "%s%s stays in line %u%s%s%s", use > change->residue.v ? "; " : "",
			use->word, use->line, *use->function ? ", " : "", use->function,
			*use->function ? "()" : "");
	fclose(out);
	return text;
}

/* The files as the program leaves them; nothing of it is spatch's. */
static int run_script(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct files files CLEANUP(files_release) = { 0 };

	if (script_files(&files, &planner->overlay, step) < 0)
		return -1;
	strlist_add_all_once(&planner->removed, &step->residue);
	strlist_sort(&planner->removed);
	/* that it has landed is for others to see */
	if (!files.nr)
		return step->provides.nr ? 0 : fail_no("%s: no file of its scope holds one of its "
						       "words", step->script);
	if (script_run(changes, &planner->overlay, step, &files) < 0)
		return -1;
	FOR_EACH(change, changes) {
		plan->converted++;
		plan->reused += change->reused;
		if (change->residue.nr)
			remaining_uses_add(&plan->left, change->path, 0,
					   words_left(change))->wanted = true;
	}
	return 0;
}

/* A diff that has landed does not apply any more, or a merge finds it there: no change. */
static int make_changes(struct planner *planner, const struct step *step, struct changes *changes,
			bool *merged)
{
	if (step->rule)
		return apply_rule_of(planner, step, changes);
	if (step->script)
		return run_script(planner, step, changes);
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
					step->rule   ? step->rule :
					step->script ? step->script :
					step->diff ? step->diff : step->mail, plan->base->rev);
	}
	if (merged)
		plan_note(plan, xasprintf("%s was made for other lines than those of %s: a "
					  "three-way merge applied it, look at the result",
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

static int open_kbuild(struct planner *planner)
{
	if (planner->knows_modules)
		return 0;
	planner->knows_modules = true;
	return kbuild_open(&planner->kbuild, planner->state,
			   campaign_target(planner->plan->campaign));
}

static int audit_once(struct planner *planner)
{
	struct plan *plan = planner->plan;

	if (plan->audit.target)
		return 0;
	if (open_kbuild(planner) < 0)
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
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	struct strlist prefixes CLEANUP(strlist_release) = { 0 };

	if (find_files(planner, step, &rule, &files) < 0)
		return -1;
	if (is_everywhere(step, &rule))
		return 0;
	FOR_EACH(file, &files)
		strlist_add(&paths, file->path);
	return subject_prefixes(&prefixes, NULL, &planner->sources, &paths);
}

/* Which prefixes nobody knows can be told before anything is converted. A step that selects
 * no calls has far more files than it changes: it is left out where history would be asked, or
 * where the rule is run over all of the scope. */
int planner_guess_early(struct planner *planner)
{
	struct plan *plan = planner->plan;

	if (!plan->tell_guesses)
		return 0;
	FOR_EACH(step, &plan->campaign->steps)
		if (step->kind == STEP_CONVERT && step->rule &&
		    step->splitting.by == SPLIT_PREFIX &&
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

static int lend_kbuild(void *ctx, struct kbuild **kbuild)
{
	struct planner *planner = ctx;

	*kbuild = &planner->kbuild;
	return open_kbuild(planner);
}

/* The changes of a [convert] become patches. */
static int split_step(struct planner *planner, const struct step *step,
		      const struct changes *changes)
{
	struct plan *plan = planner->plan;
	const struct placing placing = { &planner->sources, &plan->all, lend_kbuild, planner };
	struct placements places CLEANUP(placements_release) = { 0 };
	size_t first = plan->patches.nr;

	if (placements_find(&places, &placing, step, changes) < 0)
		return -1;
	portions_cut(&places, &step->splitting, step->rest ? step->rest : "treewide");
	placed_add(&plan->placed, step, changes, &places);
	split_changes(&plan->patches, changes, &places, step->id);
	for (size_t i = first; i < plan->patches.nr; i++)
		plan->patches.v[i].step = step;
	mark_guessed(plan, first);
	return 0;
}

/* Run the rule over its files: 1; there is nothing to convert: 0; or -1. */
static int run_rule(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct files selected CLEANUP(files_release) = { 0 };
	int result = find_files(planner, step, &rule, &selected);
	note_rule(plan, step, &rule, selected.nr);
	take_removed(planner, step, &rule);
	/* converted already, as on a base that has the waves before, or nobody ever relied on it */
	if (result == 0 && !selected.nr && step->select.nr && has_calls(plan, step))
		return 0;
	if (result < 0 ||
	    convert_rule_often(changes, &planner->overlay, &planner->spatch, &rule, &selected,
			       times_of(step)) < 0 ||
	    sift(planner, &rule, changes) < 0)
		return -1;
	return 1;
}

/* A path of the scope that has no file on the base; NULL: each has one. */
static const char *empty_scope(const struct plan *plan, const struct step *step)
{
	FOR_EACH(path, step->scope.nr ? &step->scope : &plan->campaign->scope) {
		bool any = false;

		FOR_EACH(file, &plan->all)
			any = any || path_is_below(file->path, *path);
		if (!any)
			return *path;
	}
	return NULL;
}

/* Was there anything to look at? */
static int fail_unchanged(const struct plan *plan, const struct step *step, size_t looked_at)
{
	const char *what = step->rule ? step->rule : step->script, *rev = plan->base->rev;
	const char *empty = empty_scope(plan, step);

	if (empty)
		return fail_no("%s changes nothing in %s: the scope %s has no file there", what,
			       rev, empty);
	if (!looked_at)
		return fail_no("%s changes nothing in %s: no file of the scope holds a %s", what,
			       rev, step->select.nr ? "call that select names" :
			       "word that it looks for");
	return fail_no("%s changes nothing in %s: it was run over %zu file%s, and matches no code "
		       "there", what, rev, looked_at, looked_at == 1 ? "" : "s");
}

static int run_convert(struct planner *planner, const struct step *step, struct changes *changes)
{
	struct plan *plan = planner->plan;
	int result = step->script ? run_script(planner, step, changes) :
				    run_rule(planner, step, changes);

	if (result < 0 || (!result && !step->script))
		return result;
	if (convert_remarks(changes, plan->base, plan->campaign) < 0)
		return -1;
	if (!count_full(changes))
		return fail_unchanged(plan, step, changes->nr);
	return split_step(planner, step, changes);
}

int planner_run_step(struct planner *planner, const struct step *step, struct changes *changes)
{
	return step->kind == STEP_CONVERT ? run_convert(planner, step, changes) :
					    run_patch(planner, step, changes);
}
