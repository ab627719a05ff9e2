// SPDX-License-Identifier: GPL-2.0
/* treewide report: show the last proof of this campaign on this base again, or the cover. */
#include "b4.h"
#include "cleanup.h"
#include "command.h"
#include "document.h"
#include "fail.h"
#include "gitcmd.h"
#include "heritage.h"
#include "output.h"
#include "rangediff.h"
#include "series.h"
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

/* What is new in the patches. */
static int print_range_diff(struct session *session, const char *wave)
{
	struct heritage heritage CLEANUP(free_heritage) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	if (heritage_open(&heritage, &session->base, &session->campaign, wave, EDITS_ADOPTED) < 0)
		return -1;
	text = rangediff_text(&session->state, &session->base, &heritage);
	if (!text)
		return -1;
	output_clear();
	puts(text);
	return 0;
}

/* The cover of the branch, as b4 will mail it. */
static int print_cover(struct session *session, const char *wave)
{
	struct series series CLEANUP(free_series) = { 0 };
	char *branch CLEANUP(free_text) = series_branch(&session->campaign, wave);
	char *shortlog CLEANUP(free_text) = NULL;
	char *diffstat CLEANUP(free_text) = NULL;
	char *mail CLEANUP(free_text) = NULL;
	char base[GIT_OID_HEXSZ + 1], start[GIT_OID_HEXSZ + 1], tip[GIT_OID_HEXSZ + 1];

	if (series_load(&series, &session->base, branch, wave) < 0)
		return -1;
	if (!series.cover)
		return fail_usage("%s has no cover letter: run treewide generate", branch);
	git_oid_tostr(base, sizeof(base), &series.base);
	git_oid_tostr(start, sizeof(start), &series.start);
	git_oid_tostr(tip, sizeof(tip), &series.tip);
	shortlog = gitcmd_shortlog(&session->state, &session->base, start, tip);
	diffstat = shortlog ? gitcmd_diffstat(&session->state, &session->base, start, tip) : NULL;
	if (diffstat)
		mail = b4_mail(series.cover, series.nr - series.below, base, shortlog, diffstat);
	if (!mail)
		return -1;
	output_clear();
	if (series.nr - series.below == 1)
		output_say("b4 sends no mail of its own for the cover of one patch: the text "
			   "goes below the line --- of the patch");
	fputs(mail, stdout);
	return 0;
}

static int print_proof(struct session *session, bool json)
{
	json_t *document CLEANUP(free_json) = NULL;
	int known = document_load(session, "proof", &document);

	if (known < 0)
		return output_failure();
	if (!known) {
		fail_usage("there is no proof of %s on %s yet: run treewide prove",
			   session->campaign.name, session->base.rev);
		return output_failure();
	}
	if (json)
		output_json(document);
	else
		view_print_proof(stdout, document, true);
	return exit_code(document);
}

static bool is_format(const struct options *options, const char *name)
{
	return options->format && !strcmp(options->format, name);
}

int cmd_report(const struct options *options)
{
	struct session session CLEANUP(free_session) = { 0 };
	bool cover = is_format(options, "cover");
	bool ranges = is_format(options, "range-diff");
	bool json = is_format(options, "json");

	if (options->format && !cover && !json && !ranges &&
	    !is_format(options, "text")) {
		fail_usage("--format %s: known are text, json, cover and range-diff",
			   options->format);
		return output_failure();
	}
	if (cover && options->json) {
		fail_usage("--format cover is a mail: --json does not go with it");
		return output_failure();
	}
	if (session_open(&session, options, output_progress()) < 0)
		return output_failure();
	if (ranges)
		return print_range_diff(&session, options->wave) < 0 ? output_failure() : 0;
	if (!cover)
		return print_proof(&session, options->json || json);
	return print_cover(&session, options->wave) < 0 ? output_failure() : 0;
}
