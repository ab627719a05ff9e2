// SPDX-License-Identifier: GPL-2.0
/* treewide try: what a rule would do, without a campaign. */
#include "campaign/trial.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/lib.h"
#include "report/view_try.h"
#include "series/planner.h"

/* The campaign is the rule. */
static int open_trial(struct session *session, const struct options *options)
{
	if (!options->name)
		return fail_usage("try needs a semantic patch: treewide try FILE.cocci [PATH...]");
	if (trial_campaign(&session->campaign, options->name, options->split,
			   &options->paths) < 0 ||
	    session_open(session, options, output_progress()) < 0)
		return -1;
	return trial_check(&session->campaign, &session->base);
}

int cmd_try(const struct options *options)
{
	struct session session CLEANUP(session_release) = { .state.lock = -1 };
	struct plan plan CLEANUP(plan_release) = { 0 };

	if (open_trial(&session, options) < 0)
		return output_failure();
	if (plan_make(&plan, &session.state, &session.base, &session.campaign, NULL, NULL) < 0)
		return output_plan_failure(&plan);
	json_t *document CLEANUP(free_json) = view_try(&plan);
	if (!document)
		return output_failure();
	output_notes(&plan.notes);
	output_paged(options->json, document, view_print_try);
	return plan_residue(&plan) ? 1 : 0;
}
