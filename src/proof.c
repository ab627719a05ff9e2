// SPDX-License-Identifier: GPL-2.0
/* What is known of every commit of a series. */
#include "proof.h"

#include "list.h"
#include "plan.h"
#include "series.h"

#include <stdlib.h>
#include <string.h>

void proof_init(struct proof *proof, const struct plan *plan, const struct series *series)
{
	proof->base = plan->base;
	proof->plan = plan;
	proof->series = series;
	FOR_EACH(commit, series) {
		struct proven *proven = LIST_ADD(proof);

		git_oid_cpy(&proven->commit, &commit->id);
		proven->subject = xstrdup(commit->subject);
		proven->patch = "";
	}
}

const struct patch *proof_patch(const struct proof *proof, size_t nr)
{
	const struct patches *patches = &proof->plan->patches;

	if (nr < patches->nr &&
	    git_oid_equal(&patches->v[nr].tree, &proof->series->v[nr].tree))
		return &patches->v[nr];
	FOR_EACH(patch, patches)
		if (!strcmp(patch->subject, proof->v[nr].subject))
			return patch;
	return NULL;
}

size_t proof_count(const struct proof *proof, enum verdict_kind kind)
{
	size_t count = 0;

	FOR_EACH(proven, proof)
		FOR_EACH(verdict, &proven->verdicts)
			count += verdict->kind == kind;
	return count;
}

void proof_release(struct proof *proof)
{
	FOR_EACH(proven, proof) {
		free(proven->subject);
		verdicts_release(&proven->verdicts);
	}
	free(proof->v);
	coverage_release(&proof->coverage);
	*proof = (struct proof){ 0 };
}
