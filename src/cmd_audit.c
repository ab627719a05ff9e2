// SPDX-License-Identifier: GPL-2.0
/* treewide audit: who owns what the API hands out, call by call. */
#include "audit.h"
#include "cleanup.h"
#include "command.h"
#include "kbuild.h"
#include "output.h"
#include "session.h"
#include "view_audit.h"

int cmd_audit(const struct options *options)
{
	struct session session CLEANUP(free_session) = { 0 };
	struct kbuild kbuild CLEANUP(free_kbuild) = { 0 };
	struct audit audit CLEANUP(free_audit) = { 0 };
	struct files files CLEANUP(free_files) = { 0 };
	json_t *document CLEANUP(free_json) = NULL;

	if (session_open(&session, options, output_progress()) < 0 ||
	    kbuild_open(&kbuild, &session.state, campaign_target(&session.campaign)) < 0 ||
	    files_load(&files, &session.base, &session.base.tree) < 0 ||
	    audit_make(&audit, &session.state, &kbuild, &session.base, &files, &files,
		       &session.base.tree, &session.campaign) < 0)
		return output_failure();
	document = view_audit(&audit, &session.base);
	output_clear();
	if (options->json)
		output_json(document);
	else
		view_print_audit(stdout, document);
	return 0;
}
