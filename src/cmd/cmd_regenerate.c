// SPDX-License-Identifier: GPL-2.0
/* treewide regenerate: the series on another base, with all that people gave to it. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/lib.h"
#include "publish/quote.h"
#include "publish/regenerate.h"
#include "report/burndown.h"
#include "report/status.h"
#include "report/store.h"
#include "report/view_regenerate.h"

static int make(struct regeneration *regeneration, struct session *session,
		const struct options *options)
{
	const struct store store = session_store(session);
	json_t *basis CLEANUP(free_json) = quote_basis(&session->campaign);

	if (!basis || regenerate_plan(regeneration, &session->state, &session->base,
				      &session->campaign, options->wave) < 0)
		return -1;
	char *cover CLEANUP(free_text) = store_cover(&store, &regeneration->plan, basis);
	if (!cover)
		return -1;
	return regenerate_write(regeneration, &session->state, cover, options->force);
}

/* For status: what is left on this base. It tells of the whole campaign. */
static int remember_status(struct session *session, const struct plan *plan)
{
	const struct store store = session_store(session);
	struct status status CLEANUP(status_release) = { 0 };
	json_t *records CLEANUP(free_json) = plan->wave ? NULL :
							  burndown_keep(&status, &store, plan);

	return plan->wave || records ? 0 : -1;
}

int cmd_regenerate(const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct regeneration regeneration CLEANUP(regeneration_release) = { 0 };
	struct options fetching = *options;

	fetching.fetch = true;
	if (session_open(&session, &fetching, output_progress()) < 0)
		return output_failure();
	int written = make(&regeneration, &session, options);
	if (written < 0 || remember_status(&session, &regeneration.plan) < 0)
		return output_plan_failure(&regeneration.plan);
	json_t *document CLEANUP(free_json) = view_regeneration(&regeneration, written);
	output_clear();
	output_notes(&regeneration.plan.notes);
	output_document(options->json, document, view_print_regeneration);
	return written && !plan_residue(&regeneration.plan) ? 0 : 1;
}
