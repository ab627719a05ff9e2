// SPDX-License-Identifier: GPL-2.0
/*
 * The check complete: does anybody rely on what a patch retires?
 *
 * The tree of every commit that a [patch] with "retires" made is audited. A call of a
 * retired class fails the commit; when none is left, a call that is unclear and may be of
 * such a class leaves it uncovered. Files that the campaign accepts do not count.
 *
 * In the tree of every commit that removes a name (series/removal.h) nothing may use it.
 */
#include "audit/audit.h"
#include "audit/opinion.h"
#include "campaign/campaign.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "lib/lib.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/remaining.h"
#include "series/removal.h"
#include "series/series.h"

#define PLACES 5 /* that are named */

/* "N calls ...: file:line function() (class), ..."; NULL when there is none. */
static char *list_sites(const struct audit *audit, const struct campaign *campaign,
			const struct strlist *classes, bool unclear, const char *what)
{
	char *text = NULL, *whole;
	size_t count = 0;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(site, &audit->sites) {
		const struct judgement *judgement = &site->judgement;
		bool open = judgement->owner == OWNER_UNCLEAR && judgement->maybe_managed;

		if (unclear ? !open : !strlist_has(classes, owner_name(judgement->owner)))
			continue;
		if (campaign_accepts(campaign, site->path))
			continue;
		fprintf(out, "%s%s:%u %s() (%s)", count++ ? ", " : "", site->path, site->line,
			site->call, owner_name(judgement->owner));
	}
	fclose(out);
	whole = count ? xasprintf("%zu call%s %s: %s", count, count == 1 ? "" : "s", what, text) :
			NULL;
	free(text);
	return whole;
}

static char *pass_text(const struct audit *audit)
{
	size_t count = opinions_count(&audit->sites);
	char *judged CLEANUP(free_text) =
		count ? xasprintf("; %zu of them judged by a person", count) : xstrdup("");

	return xasprintf("%zu call%s audited, none relies on what it removes%s", audit->sites.nr,
			 plural(audit->sites.nr, "s"), judged);
}

static int judge_use(struct series_result *proof, struct state *state, struct kbuild *kbuild,
		     size_t nr, const struct step *step)
{
	const struct plan *plan = proof->plan;
	const git_oid *tree = &proof->series->v[nr].tree;
	struct audit audit CLEANUP(audit_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	enum verdict_kind kind = VERDICT_FAIL;

	if (files_load(&files, proof->base, tree) < 0 ||
	    audit_make(&audit, state, kbuild, proof->base, &plan->all, &files, tree,
		       plan->campaign) < 0)
		return -1;
	char *detail = list_sites(&audit, plan->campaign, &step->retires, false,
				  "rely on what it removes");
	if (!detail) {
		kind = VERDICT_UNCOVERED;
		detail = list_sites(&audit, plan->campaign, &step->retires, true,
				    "may rely on what it removes");
	}
	if (!detail) {
		kind = VERDICT_PASS;
		detail = pass_text(&audit);
	}
	verdicts_add(&proof->v[nr].verdicts, "complete", kbuild->target.name, kind, "checked",
		     detail);
	return 0;
}

/* The first places, and how many there are; owned by the caller. */
static char *list_uses(const struct remaining_uses *uses, const struct strlist *words, bool *bad)
{
	char *names CLEANUP(free_text) = strlist_join(words, ", ");
	char *places CLEANUP(free_text) = NULL;
	size_t count = 0;
	FILE *out = xmemstream(&places, NULL);

	FOR_EACH(use, uses)
		if (use->relies && count++ < PLACES)
			fprintf(out, "%s%s:%u", count > 1 ? ", " : "", use->path, use->line);
	fclose(out);
	*bad = count > 0;
	if (!count)
		return xasprintf("nothing uses %s any more", names);
	return xasprintf("%zu use%s of what it removes (%s): %s%s", count, plural(count, "s"),
			 names, places, count > PLACES ? ", ..." : "");
}

/* Names that the patch removes: nothing in its tree may use them. */
static int judge_removed(struct series_result *proof, struct state *state, size_t nr,
			 const struct strlist *words)
{
	const git_oid *tree = &proof->series->v[nr].tree;
	struct files files CLEANUP(files_release) = { 0 };
	struct remaining_uses uses CLEANUP(remaining_uses_release) = { 0 };
	const struct removal_search search = { state, proof->base, proof->plan->campaign, &files,
					       tree };
	bool bad;

	if (files_load(&files, proof->base, tree) < 0 ||
	    removal_users(&uses, &search, words) < 0)
		return -1;
	char *detail = list_uses(&uses, words, &bad);
	verdicts_add(&proof->v[nr].verdicts, "complete", NULL, bad ? VERDICT_FAIL : VERDICT_PASS,
		     "checked", detail);
	return 0;
}

int examine_complete(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	struct state *state = examination->state;
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };

	for (size_t i = 0; i < proof->nr; i++) {
		const struct patch *patch = result_patch(proof, i);

		if (patch && patch->removes.nr &&
		    judge_removed(proof, state, i, &patch->removes) < 0)
			return -1;
		if (!patch || !patch->step->retires.nr)
			continue;
		if (!kbuild.state &&
		    kbuild_open(&kbuild, state, campaign_target(proof->plan->campaign)) < 0)
			return -1;
		if (judge_use(proof, state, &kbuild, i, patch->step) < 0)
			return -1;
	}
	return 0;
}
