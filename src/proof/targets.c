// SPDX-License-Identifier: GPL-2.0
/* Chooses the targets of a proof, and says which were left out. */
#include "proof/targets.h"

#include "campaign/campaign.h"
#include "lib/lib.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"

int targets_choose(struct strlist *chosen, const struct campaign *campaign,
		   const struct strlist *asked)
{
	FOR_EACH(target, asked) {
		if (strlist_has(chosen, *target))
			return fail_usage("--target %s: the target is given twice", *target);
		strlist_add(chosen, *target);
	}
	FOR_EACH(check, &campaign->checks)
		FOR_EACH(target, &check->targets)
			if (!asked->nr)
				strlist_add(chosen, *target);
	return 0;
}

int examine_targets(struct examination *examination)
{
	struct series_result *proof = examination->proof;
	const struct strlist *chosen = examination->targets;
	const char *comma = "not proved under ";
	char *detail = NULL;
	size_t left = 0;
	FILE *out = xmemstream(&detail, NULL);

	FOR_EACH(check, &proof->plan->campaign->checks) {
		FOR_EACH(target, &check->targets) {
			if (strlist_has(chosen, *target))
				continue;
			fprintf(out, "%s%s", comma, *target);
			comma = ", ";
			left++;
		}
	}
	fprintf(out, ": not asked for");
	fclose(out);
	if (left && proof->nr)
		verdicts_add(&proof->v[proof->nr - 1].verdicts, "targets", NULL, VERDICT_SKIPPED,
			     "", TAKE(detail));
	free(detail);
	return 0;
}
