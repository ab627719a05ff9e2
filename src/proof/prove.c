// SPDX-License-Identifier: GPL-2.0
/* Makes the checks of the table over a series, row by row, and target by target. */
#include "proof/prove.h"

#include "build/compile.h"
#include "build/symdiff.h"
#include "build/target_build.h"
#include "impact/ways.h"
#include "campaign/campaign.h"
#include "lib/lib.h"
#include "checks/check_bisect.h"
#include "checks/check_kbuild.h"
#include "checks/check_narrow.h"
#include "checks/check_program.h"
#include "checks/check_rust.h"
#include "checks/checks.h"
#include "profile/profile.h"
#include "proof/explain.h"
#include "proof/targets.h"
#include "readers/sampling.h"
#include "readers/unlisted.h"
#include "result/result.h"
#include "series/patch.h"
#include "series/plan.h"
#include "series/series.h"

#define USUAL_BUDGET "300" /* seconds for the readers of the headers of a commit */

static bool has_failed(const struct examination *examination)
{
	return examination->fail_fast && result_count(examination->proof, VERDICT_FAIL);
}

/* The first check of what is not examined, since something has failed. */
static void leave_out(struct series_result *proof, const char *check, const char *target)
{
	FOR_EACH(proven, proof)
		verdicts_add(&proven->verdicts, check, target, VERDICT_SKIPPED, "",
			     xasprintf("not examined, nor what comes after it: something has "
				       "failed (--fail-fast)"));
}

static const char *target_of(const struct examination *examination)
{
	return examination->build ? examination->build->kbuild.target.name : NULL;
}

/* Make the checks that examine this, in the order of the table. */
static int run_rows(struct examination *examination, enum check_scope scope)
{
	bool is_range = examination->proof->series->is_range;
	const struct check_row *row;

	for (size_t i = 0; (row = checks_row(i)); i++) {
		if (row->examines != scope || (row->of == OF_CAMPAIGN && is_range))
			continue;
		if (row->needs == NEEDS_PROGRAMS && has_failed(examination)) {
			leave_out(examination->proof, row->name, target_of(examination));
			return 0;
		}
		if (row->run(examination) < 0)
			return -1;
	}
	return 0;
}

static const char *first_name(enum check_scope scope)
{
	const struct check_row *row;

	for (size_t i = 0; (row = checks_row(i)); i++)
		if (row->examines == scope)
			return row->name;
	return "";
}

/* Ask for all that the checks of a target look at, and compile it. */
static int open_target(struct target_build *build, const struct examination *examination,
		       const char *name)
{
	if (target_build_open(build, examination->proof, examination->state, name) < 0 ||
	    ways_find(build) < 0 || check_kbuild_ask(build) < 0 || symdiff_want(build) < 0 ||
	    sampling_choose(build) < 0 || unlisted_compile(build) < 0)
		return -1;
	return compile_compared(build, 0);
}

/* The check that asks for a target; NULL: the user alone does. */
static const struct check *check_of(const struct campaign *campaign, const char *target)
{
	FOR_EACH(check, &campaign->checks)
		if (strlist_has(&check->targets, target))
			return check;
	return NULL;
}

double prove_budget(const struct campaign *campaign, const char *target,
		    const struct prove_how *how)
{
	const struct check *check = check_of(campaign, target);

	return strtod(how->budget ? how->budget :
		      check && check->budget ? check->budget : USUAL_BUDGET, NULL);
}

static int prove_target(struct examination *examination, const char *name,
			const struct prove_how *how)
{
	struct series_result *proof = examination->proof;
	struct target_build build CLEANUP(target_build_release) = {
		.fail_fast = how->fail_fast,
		.budget = prove_budget(proof->plan->campaign, name, how),
	};
	struct examination here = *examination;

	if (has_failed(examination)) {
		leave_out(proof, first_name(EXAMINES_OBJECTS), name);
		return 0;
	}
	int narrow = narrow_is_target(examination->state, name);
	if (narrow < 0)
		return -1;
	if (narrow)
		return check_narrow(proof, examination->state, name,
				    &(struct narrow_how){ .budget = build.budget,
							  .whatever = how->full,
							  .first_fail = how->fail_fast });
	int rust = rust_is_target(examination->state, name);
	here.rust = rust > 0 ? name : NULL;
	if (rust)
		return rust < 0 ? -1 : run_rows(&here, EXAMINES_RUST);
	here.build = &build;
	if (open_target(&build, examination, name) < 0 ||
	    run_rows(&here, EXAMINES_OBJECTS) < 0 || (how->bisect && check_bisect(&build) < 0))
		return -1;
	for (size_t i = 0; i < proof->nr; i++)
		if (proof->v[i].reasons)
			explain_commit(proof->v[i].reasons, &build, i);
	return how->full ? run_rows(&here, EXAMINES_WHOLE) : 0;
}

static int run_programs(struct examination *examination)
{
	struct series_result *proof = examination->proof;

	FOR_EACH(check, &proof->plan->campaign->checks) {
		if (check->run && has_failed(examination))
			leave_out(proof, check->name, NULL);
		else if (check->run && check_program(proof, examination->state, check) < 0)
			return -1;
	}
	return 0;
}

/* What is known of the commits without a check: which patch they are, and what they claim; of the
 * one to be explained also that its reasons are wanted. */
static int name_commits(struct series_result *proof, const struct prove_how *how)
{
	size_t nr;

	for (size_t i = 0; i < proof->nr; i++) {
		const struct patch *patch = result_planned(proof, i);

		proof->v[i].patch = patch ? patch->id : "";
		patch = result_patch(proof, i);
		proof->v[i].same_code = how->same_code || (patch && patch->step->same_code);
	}
	if (!how->explain)
		return 0;
	if (result_find(proof, how->explain, &nr) < 0)
		return -1;
	proof->v[nr].reasons = json_array();
	return 0;
}

/* Where the profile of the tree compiles file by file there is no target. */
static int choose_targets(struct strlist *chosen, const struct plan *plan,
			  const struct prove_how *how)
{
	const struct profile *profile = profile_of(&plan->all);

	if (!profile->compile)
		return targets_choose(chosen, plan->campaign, how->targets);
	if (how->targets->nr)
		return fail_usage("--target %s: a tree of %s has no targets", how->targets->v[0],
				  profile->name);
	if (how->bisect)
		return fail_usage("--bisect: a tree of %s has no targets, and only these can tell",
				  profile->name);
	return 0;
}

/* A target file that is wrong is told before any work. */
static int read_targets(const struct state *state, const struct strlist *names)
{
	FOR_EACH(name, names)
		if (narrow_is_target(state, *name) < 0)
			return -1;
	return 0;
}

int prove_series(struct series_result *proof, struct state *state, const struct plan *plan,
		 const struct series *series, const struct prove_how *how)
{
	struct strlist chosen CLEANUP(strlist_release) = { 0 };
	struct examination examination = { .proof = proof, .state = state, .targets = &chosen,
					   .fail_fast = how->fail_fast, .full = how->full };

	if (!series->nr)
		return fail_no("%s holds no patch on %s", series->branch, plan->base->rev);
	if (choose_targets(&chosen, plan, how) < 0 || read_targets(state, &chosen) < 0)
		return -1;
	result_init(proof, plan, series);
	if (name_commits(proof, how) < 0 ||
	    (!how->bisect && run_rows(&examination, EXAMINES_COMMITS) < 0))
		return -1;
	FOR_EACH(target, &chosen)
		if (prove_target(&examination, *target, how) < 0)
			return -1;
	return run_rows(&examination, EXAMINES_TARGETS) < 0 ? -1 : run_programs(&examination);
}
