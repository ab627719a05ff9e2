// SPDX-License-Identifier: GPL-2.0
/* treewide audit: who owns what the API hands out, call by call. */
#include "audit/audit.h"
#include "audit/opinion.h"
#include "campaign/campaign.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cocci/reportrule.h"
#include "kbuild/kbuild.h"
#include "lib/lib.h"
#include "report/store.h"
#include "report/view_audit.h"

/* One base and what the audit finds there. */
struct examined {
	struct files files;
	struct kbuild kbuild;
	struct audit audit;
	struct rule_findings findings;	/* of the [audit] rules */
};

static void free_examined(struct examined *examined)
{
	files_release(&examined->files);
	kbuild_release(&examined->kbuild);
	audit_release(&examined->audit);
	rule_findings_release(&examined->findings);
}

/* A campaign of report rules alone has no calls to judge, and needs no configured tree. */
static bool judges_calls(const struct campaign *campaign)
{
	return campaign->family.takers.nr || !campaign->audits.nr;
}

static int examine_base(struct examined *examined, struct session *session, const struct base *base)
{
	if (files_load(&examined->files, base, &base->tree) < 0 ||
	    report_rules_run(&examined->findings, &session->state, base, &examined->files,
			     &session->campaign) < 0)
		return -1;
	if (!judges_calls(&session->campaign))
		return 0;
	if (kbuild_open(&examined->kbuild, &session->state,
			campaign_target(&session->campaign)) < 0)
		return -1;
	return audit_make(&examined->audit, &session->state, &examined->kbuild, base,
			  &examined->files, &examined->files, &base->tree, &session->campaign);
}

/* Only what is new since another commit; 1 when there is any. */
static int since(struct session *session, const struct examined *now, const char *rev,
		 json_t **document)
{
	struct base base CLEANUP(base_release) = { 0 };
	struct examined before CLEANUP(free_examined) = { 0 };
	struct site_list list = { 0 };

	if (base_open(&base, git_repository_path(session->base.repo), rev) < 0 ||
	    examine_base(&before, session, &base) < 0)
		return -1;
	regress_find(&list, &before.audit, &before.files, &now->audit, &now->files, NULL);
	*document = view_regress(&now->audit, &session->base, &base, &list);
	int result = list.nr > 0;
	free(list.v);
	return result;
}

int cmd_audit(const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct examined now CLEANUP(free_examined) = { 0 };
	json_t *document CLEANUP(free_json) = NULL;
	int result = 0;

	if (session_open(&session, options, output_progress()) < 0 ||
	    examine_base(&now, &session, &session.base) < 0 ||
	    opinions_check(&session.campaign, &now.audit.sites, &now.files) < 0)
		return output_failure();
	if (options->since)
		result = since(&session, &now, options->since, &document);
	else
		document = view_audit(&now.audit, &session.base);
	const struct store store = session_store(&session);
	if (result < 0 || (!options->since && store_keep(&store, "audit", document) < 0))
		return output_failure();
	view_add_findings(document, &now.findings, &session.campaign);
	output_paged(options->json, document, view_print_audit);
	return result;
}
