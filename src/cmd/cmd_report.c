// SPDX-License-Identifier: GPL-2.0
/* treewide report: show the last proof of this campaign on this base again, or the cover. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "git/gitcmd.h"
#include "kbuild/repro.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/nearest.h"
#include "page/material.h"
#include "page/page.h"
#include "publish/notes.h"
#include "publish/pull.h"
#include "publish/sent.h"
#include "publish/vouch.h"
#include "report/drift.h"
#include "report/store.h"
#include "report/view.h"
#include "report/view_junit.h"
#include "exchange/report_patch.h"
#include "exchange/view_kcidb.h"
#include "exchange/view_sarif.h"
#include "series/b4.h"
#include "series/previous.h"
#include "series/series.h"

#include <libgen.h>

/* Those from FORMAT_COVER on are not of a proof. */
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML, FORMAT_JUNIT, FORMAT_KCIDB, FORMAT_SARIF,
	      FORMAT_GITHUB, FORMAT_TRAILERS, FORMAT_COVER, FORMAT_RANGE_DIFF, FORMAT_PULL };

static const char *const formats[] = { "text", "json", "html", "junit", "kcidb", "sarif",
				       "github", "trailers", "cover", "range-diff",
				       "pull-request" };

#define FORMATS ((int)(sizeof(formats) / sizeof(*formats)))

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
	struct previous_series previous CLEANUP(previous_release) = { 0 };

	if (previous_open(&previous, &session->base, &session->campaign, wave, EDITS_ADOPTED) < 0)
		return -1;
	char *text CLEANUP(free_text) = rangediff_text(&session->state, &session->base, &previous);
	if (!text)
		return -1;
	output_clear();
	puts(text);
	return 0;
}

/* The cover of the branch, as b4 will mail it. */
static int print_cover(struct session *session, const char *wave)
{
	struct series series CLEANUP(series_release) = { 0 };
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
		mail = b4_cover_mail(series.cover, series.nr - series.below, base, shortlog,
				     diffstat);
	if (!mail)
		return -1;
	output_clear();
	if (series.nr - series.below == 1)
		output_say("b4 sends no mail of its own for the cover of one patch: the text "
			   "goes below the line --- of the patch");
	fputs(mail, stdout);
	return 0;
}

/* Where a maintainer would pull from; owned by the caller. */
static char *choose_url(const struct session *session, const struct options *options)
{
	return options->url ? xstrdup(options->url) :
			      base_config(&session->base, "treewide.pullUrl");
}

/* Does a proof speak for every commit of the series as it stands? */
static bool is_proved(const struct series *series, const json_t *proof)
{
	FOR_EACH(commit, series) {
		const json_t *found = NULL;

		FOR_EACH_JSON(row, json_object_get(proof, "commits"))
			if (!strcmp(json_field(row, "commit"), git_oid_tostr_s(&commit->id)))
				found = row;
		if (!found)
			return false;
		FOR_EACH_JSON(check, json_object_get(found, "checks"))
			if (is_one_of(json_field(check, "verdict"), TEXTS("fail", "uncovered")))
				return false;
	}
	return true;
}

static int print_pull(struct session *session, const struct options *options)
{
	const struct store store = session_store(session);
	struct series series CLEANUP(series_release) = { 0 };
	struct pull pull CLEANUP(pull_release) = { 0 };
	char *branch CLEANUP(free_text) = series_branch(&session->campaign, options->wave);
	char *url CLEANUP(free_text) = choose_url(session, options);
	json_t *proof CLEANUP(free_json) = NULL;

	if (!url)
		return fail_usage("a pull request names where to pull from: --url URL, or "
				  "treewide.pullUrl in git's configuration");
	if (series_load(&series, &session->base, branch, options->wave) < 0 ||
	    store_load(&store, "proof", &proof) < 0 ||
	    pull_write(&pull, &session->base, &series) < 0 ||
	    pull_request(&pull, &session->state, &session->base, &series, url) < 0)
		return -1;
	bool proved = is_proved(&series, proof);
	output_clear();
	if (!proved)
		output_say("%s as it stands is not proved, or a verdict speaks against it: "
			   "treewide prove", branch);
	printf("%s\n%s\n\n%s", pull.head, pull.letter, pull.request);
	return !proved;
}

/* Put what has changed since the earlier report in the file @path into @document. */
static int compare_reports(json_t *document, const char *path)
{
	json_error_t error = { 0 };
	json_t *before CLEANUP(free_json) = json_load_file(path, 0, &error);

	if (!json_is_array(json_object_get(before, "commits")))
		return fail_usage("%s: not what treewide report --format json prints: %s", path,
				  before ? "it has no commits" : error.text);
	if (strcmp(json_field(before, "branch"), json_field(document, "branch")))
		return fail_usage("%s: a report of %s, not of %s", path,
				  json_field(before, "branch"), json_field(document, "branch"));
	json_object_set_new(document, "against", drift_make(before, document));
	return 0;
}

static void print_text(FILE *out, const json_t *document)
{
	const json_t *drift = json_object_get(document, "against");

	view_print_proof(out, document, true);
	if (drift) {
		fputc('\n', out);
		view_print_drift(out, drift);
	}
}

/* The words of the shell that prove this again. */
static char *prove_words(const struct session *session, const struct options *options)
{
	bool range = session_wants_range(options);
	char *conf CLEANUP(free_text) = range ? NULL : xstrdup(session->campaign.path);
	const struct {
		const char *option, *value;
	} given[] = {
		{ " --repo", options->repo },
		{ " --base", range ? options->base : session->base.rev },
		{ " --campaign", conf ? dirname(conf) : NULL },
		{ " --wave", options->wave },
		{ " --mbox", options->mbox },
		{ "", options->range },
	};
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fputs("treewide prove", out);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		if (given[i].value) {
			fputs(given[i].option, out);
			repro_word(out, given[i].value);
		}
	fputs(options->index ? " --index" : "", out);
	fputs(options->first_parent ? " --first-parent" : "", out);
	fclose(out);
	return text;
}

static int print_page(struct session *session, const struct options *options,
		      const json_t *document)
{
	const struct store store = session_store(session);
	struct store whole = store;
	json_t *bases CLEANUP(free_json) = NULL, *audit CLEANUP(free_json) = NULL;

	/* what a wave is part of was audited */
	whole.wave = NULL;
	if (store_load_common(&store, "status", &bases) < 0 ||
	    store_load(&whole, "audit", &audit) < 0)
		return -1;
	json_t *material CLEANUP(free_json) = material_gather(&session->base, document);
	char *prove CLEANUP(free_text) = prove_words(session, options);
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);
	page_print(out, &(struct page_content){ document, bases, audit, material, prove });
	fclose(out);
	output_clear();
	output_text(text);
	return 0;
}

static int print_kcidb(struct session *session, const json_t *document)
{
	const struct base *base = &session->base;
	char *origin CLEANUP(free_text) = base_config(base, "treewide.kcidbOrigin");
	char *tree CLEANUP(free_text) = base_config(base, "treewide.kcidbTree");
	char *repository CLEANUP(free_text) = base_config(base, "treewide.kcidbRepository");
	const struct kcidb_names names = { origin ? origin : "treewide", tree, repository };

	if (kcidb_check_names(&names) < 0)
		return -1;
	json_t *report CLEANUP(free_json) = view_kcidb(document, &names);
	output_clear();
	output_json(report);
	return 0;
}

static void print_sarif(const json_t *document)
{
	json_t *log CLEANUP(free_json) = view_sarif(document);

	output_json(log);
}

/* The lines that a cover letter may have. */
static void print_trailers(const json_t *document)
{
	char *text CLEANUP(free_text) = vouch_text(document);

	if (!*text)
		output_say("no trailer: under each target something does not pass, or nothing was "
			   "compiled");
	fputs(text, stdout);
}

static int print(struct session *session, const struct options *options, json_t *document,
		 enum format format)
{
	if (format == FORMAT_HTML)
		return print_page(session, options, document);
	if (format == FORMAT_KCIDB)
		return print_kcidb(session, document);
	output_clear();
	if (format == FORMAT_JSON)
		output_gather(options->gathered, document);
	else if (format == FORMAT_JUNIT)
		view_print_junit(stdout, document);
	else if (format == FORMAT_SARIF)
		print_sarif(document);
	else if (format == FORMAT_GITHUB)
		view_print_github(stdout, document);
	else if (format == FORMAT_TRAILERS)
		print_trailers(document);
	else
		output_paged(false, document, print_text);
	return 0;
}

/* Put the verdicts into the repository, as notes of git. */
static int write_notes(const struct session *session, const json_t *document)
{
	size_t written;

	if (notes_write(&session->base, document, &written) < 0)
		return -1;
	output_clear();
	output_say("%zu new note%s in " NOTES_REF ": git log --notes=treewide shows them", written,
		   plural(written, "s"));
	return 0;
}

/* What is known of the patch in a mail. */
static int print_patch(struct session *session, const struct series *series, const char *path)
{
	const struct store store = session_store(session);
	json_t *document CLEANUP(free_json) = NULL;
	bool bad;

	if (store_load(&store, "proof", &document) < 0)
		return output_failure();
	char *text CLEANUP(free_text) = report_patch(&session->state, &session->base, series,
						     document, path, &bad);
	if (!text)
		return output_failure();
	output_clear();
	fputs(text, stdout);
	return bad;
}

static int print_proof(struct session *session, const struct options *options, enum format format)
{
	const struct store store = session_store(session);
	json_t *document CLEANUP(free_json) = NULL;
	int known = store_load(&store, "proof", &document);

	if (known < 0)
		return output_failure();
	if (!known) {
		fail_usage("there is no proof of %s on %s yet: run treewide prove",
			   session->campaign.name, session->base.rev);
		return output_failure();
	}
	if ((options->against && compare_reports(document, options->against) < 0) ||
	    (options->notes && write_notes(session, document) < 0) ||
	    print(session, options, document, format) < 0)
		return output_failure();
	return exit_code(document);
}

/* What --format and --json ask for; -1 with a reason. */
static int find_format(const struct options *options)
{
	const char *name = options->format;

	if (!name)
		return options->json ? FORMAT_JSON : FORMAT_TEXT;
	for (int i = 0; i < FORMATS; i++) {
		if (strcmp(name, formats[i]))
			continue;
		if (options->json && i != FORMAT_JSON && i != FORMAT_TEXT)
			return fail_usage("--format %s: --json does not go with it", name);
		return options->json ? FORMAT_JSON : i;
	}
	struct strlist known CLEANUP(strlist_release) = { 0 };
	for (int i = 0; i < FORMATS; i++)
		strlist_add(&known, formats[i]);
	char *hint CLEANUP(free_text) = nearest_hint(&known, name);
	return fail_usage("--format %s: known are text, json, html, junit, kcidb, sarif, github, "
			  "trailers, cover, range-diff and pull-request%s", name, hint);
}

/* The last proof of commits without a campaign. */
static int report_range(const struct options *options, int format)
{
	struct session session CLEANUP(session_release) = { 0 };
	struct series series CLEANUP(series_release) = { 0 };

	if (format >= FORMAT_COVER) {
		fail_usage("--format %s: a range has no cover letter and no earlier version",
			   options->format);
		return output_failure();
	}
	if (session_open_range(&session, &series, options, output_progress()) < 0)
		return output_failure();
	return options->patch ? print_patch(&session, &series, options->patch) :
				print_proof(&session, options, (enum format)format);
}

/* The patch in a mail, of a campaign. */
static int report_campaign_patch(struct session *session, const struct options *options)
{
	struct series series CLEANUP(series_release) = { 0 };
	char *branch CLEANUP(free_text) = series_branch(&session->campaign, options->wave);

	if (series_load(&series, &session->base, branch, options->wave) < 0)
		return output_failure();
	return print_patch(session, &series, options->patch);
}

/* Options that contradict each other. */
static int check_words(const struct options *options, int format)
{
	if (options->url && format != FORMAT_PULL)
		return fail_usage("--url: it goes with --format pull-request alone");
	if (format >= FORMAT_COVER && (options->against || options->notes))
		return fail_usage("--format %s: --%s does not go with it", options->format,
				  options->against ? "against" : "notes");
	if (options->patch && (options->format || options->json || options->against ||
			       options->notes))
		return fail_usage("--patch: it has a form of its own, and goes with none of "
				  "--format, --json, --against and --notes");
	if (options->notes && (options->mbox || options->index))
		return fail_usage("--notes: the commits of %s are not in the repository",
				  options->mbox ? "a mailbox" : "the index");
	return 0;
}

int cmd_report(const struct options *options)
{
	struct session session CLEANUP(session_release) = { 0 };
	int format = find_format(options);

	if (format < 0)
		return output_failure();
	if (check_words(options, format) < 0)
		return output_failure();
	if (session_wants_range(options))
		return report_range(options, format);
	if (session_open(&session, options, output_progress()) < 0)
		return output_failure();
	if (options->patch)
		return report_campaign_patch(&session, options);
	if (format == FORMAT_RANGE_DIFF)
		return print_range_diff(&session, options->wave) < 0 ? output_failure() : 0;
	if (format == FORMAT_PULL) {
		int answer = print_pull(&session, options);

		return answer < 0 ? output_failure() : answer;
	}
	if (format != FORMAT_COVER)
		return print_proof(&session, options, (enum format)format);
	return print_cover(&session, options->wave) < 0 ? output_failure() : 0;
}
