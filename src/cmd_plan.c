// SPDX-License-Identifier: GPL-2.0
/* treewide plan: what would be made, without a branch. */
#include "cleanup.h"
#include "command.h"
#include "output.h"
#include "plan.h"
#include "session.h"
#include "view.h"

int cmd_plan(const struct options *options)
{
	struct session session CLEANUP(free_session) = { 0 };
	struct plan plan CLEANUP(free_plan) = { 0 };
	json_t *document CLEANUP(free_json) = NULL;

	if (session_open(&session, options, output_progress()) < 0 ||
	    plan_make(&plan, &session.state, &session.base, &session.campaign,
		      options->wave) < 0)
		return output_failure();
	document = view_plan(&plan);
	output_clear();
	if (options->json)
		output_json(document);
	else
		view_print_plan(stdout, document);
	return plan_residue(&plan) ? 1 : 0;
}
