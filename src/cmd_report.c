// SPDX-License-Identifier: GPL-2.0
/* treewide report: show the last proof of this campaign on this base again. */
#include "cleanup.h"
#include "command.h"
#include "document.h"
#include "fail.h"
#include "output.h"
#include "session.h"
#include "view.h"

#include <string.h>

/* The answer is no when the proof said so. */
static int exit_code(const json_t *document)
{
	const json_t *summary = json_object_get(document, "summary");

	return json_integer_value(json_object_get(summary, "fail")) ||
	       json_integer_value(json_object_get(summary, "uncovered")) ? 1 : 0;
}

int cmd_report(const struct options *options)
{
	struct session session CLEANUP(free_session) = { 0 };
	json_t *document CLEANUP(free_json) = NULL;
	bool json = options->json || (options->format && !strcmp(options->format, "json"));
	int known;

	if (options->format && !json && strcmp(options->format, "text")) {
		fail_usage("--format %s: known are text and json", options->format);
		return output_failure();
	}
	if (session_open(&session, options, output_progress()) < 0)
		return output_failure();
	known = document_load(&session, "proof", &document);
	if (known < 0)
		return output_failure();
	if (!known) {
		fail_usage("there is no proof of %s on %s yet: run treewide prove",
			   session.campaign.name, session.base.rev);
		return output_failure();
	}
	if (json)
		output_json(document);
	else
		view_print_proof(stdout, document);
	return exit_code(document);
}
