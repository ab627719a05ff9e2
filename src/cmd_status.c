// SPDX-License-Identifier: GPL-2.0
/* treewide status: where the campaign stands, over all bases that were asked about. */
#include "cleanup.h"
#include "command.h"
#include "document.h"
#include "jtext.h"
#include "output.h"
#include "plan.h"
#include "session.h"
#include "status.h"
#include "view_status.h"

#include <string.h>

/* The records without that of @base. */
static json_t *others(const json_t *records, const char *base)
{
	json_t *kept = json_array(), *row;
	size_t i;

	json_array_foreach(records, i, row)
		if (strcmp(jfield(row, "base"), base))
			json_array_append(kept, row);
	return kept;
}

static json_t *make(struct session *session, const struct plan *plan)
{
	struct status status CLEANUP(free_status) = { 0 };
	json_t *known CLEANUP(free_json) = NULL;
	json_t *records CLEANUP(free_json) = NULL;

	if (document_load_all(session, "status", &known) < 0)
		return NULL;
	records = others(known, git_oid_tostr_s(&plan->base->commit));
	if (status_make(&status, plan, records) < 0)
		return NULL;
	json_array_append_new(records, status_record(&status, plan));
	if (document_keep_all(session, "status", records) < 0)
		return NULL;
	return view_status(&status, plan->campaign, records);
}

int cmd_status(const struct options *options)
{
	struct session session CLEANUP(free_session) = { 0 };
	struct plan plan CLEANUP(free_plan) = { 0 };
	json_t *document CLEANUP(free_json) = NULL;

	if (session_open(&session, options, output_progress()) < 0 ||
	    plan_make(&plan, &session.state, &session.base, &session.campaign, NULL,
		      NULL) < 0)
		return output_failure();
	document = make(&session, &plan);
	if (!document)
		return output_failure();
	output_clear();
	if (options->json)
		output_json(document);
	else
		view_print_status(stdout, document);
	return 0;
}
