// SPDX-License-Identifier: GPL-2.0
/* treewide status: where the campaign stands, over all bases that were asked about. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/lib.h"
#include "report/burndown.h"
#include "report/status.h"
#include "report/view_status.h"
#include "series/planner.h"

static json_t *make(struct session *session, const struct plan *plan)
{
	struct status status CLEANUP(status_release) = { 0 };
	const struct store store = session_store(session);
	json_t *records CLEANUP(free_json) = burndown_keep(&status, &store, plan);

	return records ? view_status(&status, plan->campaign, records) : NULL;
}

int cmd_status(const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct plan plan CLEANUP(plan_release) = { 0 };

	if (session_open(&session, options, output_progress()) < 0 ||
	    plan_make(&plan, &session.state, &session.base, &session.campaign, NULL,
		      NULL) < 0)
		return output_failure();
	json_t *document CLEANUP(free_json) = make(&session, &plan);
	if (!document)
		return output_failure();
	output_paged(options->json, document, view_print_status);
	return 0;
}
