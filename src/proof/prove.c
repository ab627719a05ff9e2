// SPDX-License-Identifier: GPL-2.0
/* Runs all checks over a series. */
#include "proof/prove.h"

#include "build/target_build.h"
#include "campaign/campaign.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "proof/check_build.h"
#include "proof/check_complete.h"
#include "proof/check_coverage.h"
#include "proof/check_full.h"
#include "proof/check_narrow.h"
#include "proof/check_program.h"
#include "proof/check_series.h"
#include "proof/check_standalone.h"
#include "proof/check_style.h"
#include "proof/check_message.h"
#include "proof/explain.h"
#include "proof/targets.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

#include <stdlib.h>

#define USUAL_BUDGET "300" /* seconds for the readers of the headers of a commit */

/* The first check of what is not examined, since something has failed. */
static void leave_out(struct series_result *proof, const char *check, const char *target)
{
	FOR_EACH(proven, proof)
		verdicts_add(&proven->verdicts, check, target, VERDICT_SKIPPED, "",
			     xasprintf("not examined, nor what comes after it: something has "
				       "failed (--fail-fast)"));
}

static int prove_narrow(struct series_result *proof, struct state *state, const char *name,
			double budget, const struct prove_how *how)
{
	const struct narrow_how narrowly = { .budget = budget, .whatever = how->full,
					     .first_fail = how->fail_fast };

	return check_narrow(proof, state, name, &narrowly);
}

static int prove_target(struct series_result *proof, struct state *state, const struct check *check,
			const char *name, const struct prove_how *how)
{
	struct target_build build CLEANUP(free_target_build) = { 0 };
	const char *budget = how->budget ? how->budget :
			     check && check->budget ? check->budget : USUAL_BUDGET;
	int narrow;

	if (how->fail_fast && result_count(proof, VERDICT_FAIL)) {
		leave_out(proof, "objects", name);
		return 0;
	}
	narrow = narrow_is_target(name);
	if (narrow < 0)
		return -1;
	if (narrow)
		return prove_narrow(proof, state, name, strtod(budget, NULL), how);
	build.fail_fast = how->fail_fast;
	build.budget = strtod(budget, NULL);
	if (target_build_open(&build, proof, state, name) < 0 || check_build(&build) < 0)
		return -1;
	if (how->fail_fast && result_count(proof, VERDICT_FAIL))
		leave_out(proof, "independent", name);
	else if (check_standalone(&build) < 0)
		return -1;
	for (size_t i = 0; i < proof->nr; i++)
		if (proof->v[i].reasons)
			explain_commit(proof->v[i].reasons, &build, i);
	if (how->full && how->fail_fast && result_count(proof, VERDICT_FAIL))
		leave_out(proof, "build", name);
	else if (how->full)
		return check_full(&build, how->fail_fast);
	return 0;
}

/* What is asked of the commits themselves. */
static int prove_commits(struct series_result *proof, struct state *state, bool fail_fast)
{
	if (check_words(proof) < 0)
		return -1;
	if (fail_fast && result_count(proof, VERDICT_FAIL)) {
		leave_out(proof, "checkpatch", NULL);
		return 0;
	}
	return check_style(proof, state) < 0 ? -1 : check_complete(proof, state);
}

/* The check that asks for a target; NULL: the user alone does. */
static const struct check *check_of(const struct campaign *campaign, const char *target)
{
	FOR_EACH(check, &campaign->checks)
		if (strlist_has(&check->targets, target))
			return check;
	return NULL;
}

static int prove_targets(struct series_result *proof, struct state *state,
			 const struct strlist *chosen, const struct prove_how *how)
{
	const struct campaign *campaign = proof->plan->campaign;

	FOR_EACH(target, chosen)
		if (prove_target(proof, state, check_of(campaign, *target), *target, how) < 0)
			return -1;
	targets_tell(proof, chosen);
	if (check_coverage(proof, state, chosen) < 0)
		return -1;
	FOR_EACH(check, &campaign->checks) {
		if (check->run && how->fail_fast && result_count(proof, VERDICT_FAIL))
			leave_out(proof, check->name, NULL);
		else if (check->run && check_program(proof, state, check) < 0)
			return -1;
	}
	return 0;
}

int prove_series(struct series_result *proof, struct state *state, const struct plan *plan,
		 const struct series *series, const struct prove_how *how)
{
	struct strlist chosen = { 0 };
	size_t nr;
	int result;

	if (!series->nr)
		return fail_no("%s holds no patch on %s", series->branch, plan->base->rev);
	result_init(proof, plan, series);
	if (check_series(proof, state) < 0)
		return -1;
	if (how->explain) {
		if (result_find(proof, how->explain, &nr) < 0)
			return -1;
		proof->v[nr].reasons = json_array();
	}
	if (prove_commits(proof, state, how->fail_fast) < 0)
		return -1;
	result = targets_choose(&chosen, plan->campaign, how->targets);
	if (result == 0)
		result = prove_targets(proof, state, &chosen, how);
	strlist_release(&chosen);
	return result;
}
