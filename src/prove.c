// SPDX-License-Identifier: GPL-2.0
/* Runs all checks over a series. */
#include "prove.h"

#include "bench.h"
#include "campaign.h"
#include "cleanup.h"
#include "explain.h"
#include "fail.h"
#include "plan.h"
#include "proof.h"
#include "proof_build.h"
#include "proof_complete.h"
#include "proof_full.h"
#include "proof_independent.h"
#include "proof_run.h"
#include "proof_series.h"
#include "proof_style.h"
#include "proof_words.h"
#include "series.h"

#include <stdlib.h>

#define USUAL_BUDGET "300" /* seconds for the readers of the headers of a commit */

static int prove_target(struct proof *proof, struct state *state, const struct check *check,
			const char *name, const struct prove_how *how)
{
	struct bench bench CLEANUP(free_bench) = { 0 };
	const char *budget = how->budget ? how->budget :
			     check->budget ? check->budget : USUAL_BUDGET;

	bench.budget = strtod(budget, NULL);
	if (bench_open(&bench, proof, state, name) < 0 || proof_build(&bench) < 0 ||
	    proof_independent(&bench) < 0)
		return -1;
	for (size_t i = 0; i < proof->nr; i++)
		if (proof->v[i].reasons)
			explain_commit(proof->v[i].reasons, &bench, i);
	return how->full ? proof_full(&bench, how->fail_fast) : 0;
}

int prove_series(struct proof *proof, struct state *state, const struct plan *plan,
		 const struct series *series, const struct prove_how *how)
{
	size_t nr;

	if (!series->nr)
		return fail_no("%s holds no patch on %s", series->branch, plan->base->rev);
	proof_init(proof, plan, series);
	if (proof_series(proof, state) < 0)
		return -1;
	if (how->explain) {
		if (proof_find(proof, how->explain, &nr) < 0)
			return -1;
		proof->v[nr].reasons = json_array();
	}
	if (proof_words(proof) < 0 ||
	    proof_style(proof, state) < 0 || proof_complete(proof, state) < 0)
		return -1;
	FOR_EACH(check, &plan->campaign->checks) {
		FOR_EACH(target, &check->targets)
			if (prove_target(proof, state, check, *target, how) < 0)
				return -1;
		if (check->run && proof_run(proof, state, check) < 0)
			return -1;
	}
	return 0;
}
