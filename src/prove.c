// SPDX-License-Identifier: GPL-2.0
/* Runs all checks over a series. */
#include "prove.h"

#include "bench.h"
#include "campaign.h"
#include "cleanup.h"
#include "fail.h"
#include "plan.h"
#include "proof.h"
#include "proof_build.h"
#include "proof_complete.h"
#include "proof_coverage.h"
#include "proof_independent.h"
#include "proof_series.h"
#include "proof_style.h"
#include "proof_words.h"
#include "series.h"
#include "targets.h"

static int prove_target(struct proof *proof, struct state *state, const char *name)
{
	struct bench bench CLEANUP(free_bench) = { 0 };

	if (bench_open(&bench, proof, state, name) < 0 || proof_build(&bench) < 0)
		return -1;
	return proof_independent(&bench);
}

static int prove_targets(struct proof *proof, struct state *state, const struct strlist *chosen)
{
	FOR_EACH(target, chosen)
		if (prove_target(proof, state, *target) < 0)
			return -1;
	targets_tell(proof, chosen);
	return proof_coverage(proof, state, chosen);
}

int prove_series(struct proof *proof, struct state *state, const struct plan *plan,
		 const struct series *series, const struct prove_how *how)
{
	struct strlist chosen = { 0 };
	int result;

	if (!series->nr)
		return fail_no("%s holds no patch on %s", series->branch, plan->base->rev);
	proof_init(proof, plan, series);
	if (proof_series(proof, state) < 0 || proof_words(proof) < 0 ||
	    proof_style(proof, state) < 0 || proof_complete(proof, state) < 0)
		return -1;
	result = targets_choose(&chosen, plan->campaign, how->targets);
	if (result == 0)
		result = prove_targets(proof, state, &chosen);
	strlist_release(&chosen);
	return result;
}
