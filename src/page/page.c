// SPDX-License-Identifier: GPL-2.0
/* Puts the page together. */
#include "page/page.h"

#include "lib/digest.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "page/assets.h"
#include "page/chart.h"
#include "page/commits.h"
#include "page/marks.h"
#include "page/matrix.h"
#include "page/summary.h"
#include "report/drift.h"
#include "report/html.h"

/* What no text on the page can hold, for it is a digest of all of them. */
static git_oid nonce_of(const struct page_content *page)
{
	const json_t *const documents[] = { page->proof, page->bases, page->audit, page->material };
	struct digest digest = { 0 };

	for (size_t i = 0; i < sizeof(documents) / sizeof(*documents); i++) {
		char *text CLEANUP(free_text) = documents[i] ? json_dumps(documents[i], 0) : NULL;

		digest_text(&digest, text);
	}
	return digest_end(&digest);
}

static void print_frame(FILE *out, const struct page_content *page, const char *nonce)
{
	fprintf(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		     "<meta name=\"color-scheme\" content=\"light dark\">\n"
		     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		     "style-src 'nonce-%s'; script-src 'nonce-%s'; base-uri 'none'; "
		     "form-action 'none'\">\n<title>",
		nonce, nonce);
	markup_print(out, "%s on %.12s", json_field(page->proof, "branch"),
		     json_field(page->proof, "base"));
	fprintf(out, "</title>\n<style nonce=\"%s\">\n%s</style>\n</head>\n<body>\n", nonce,
		page_style);
}

/* The numbers of all verdicts, and what speaks against the series first. */
static void print_top(FILE *out, const json_t *proof)
{
	const json_t *summary = json_object_get(proof, "summary");
	const json_t *bad = json_object_get(proof, "first_bad");
	char *sentence CLEANUP(free_text) = summary_sentence(proof);

	fputs("<header>\n<h1>", out);
	markup_text(out, json_field(proof, "branch"));
	fputs("</h1>\n<p class=\"sentence\">", out);
	markup_text(out, sentence);
	fputs("</p>\n<p>", out);
	for (size_t i = 0; i < VERDICT_RANKS; i++)
		verdict_print_count(out, verdict_word(i), json_number(summary, verdict_word(i)));
	fputs("</p>\n<p class=\"dim\">base <code>", out);
	markup_text(out, json_field(proof, "base"));
	fputs("</code>", out);
	if (json_is_object(bad)) {
		fprintf(out, "; first bad commit: <a href=\"#c%d\">", json_number(bad, "nr"));
		markup_print(out, "%d %s", json_number(bad, "nr"), json_field(bad, "subject"));
		fputs("</a>", out);
	}
	fputs("</p>\n</header>\n", out);
}

/* Words of one kind to choose from. */
static void print_choice(FILE *out, const char *id, const char *label, const char *any)
{
	fprintf(out, "<label for=\"%s\">%s</label> <select id=\"%s\">\n<option value=\"\">%s"
		     "</option>",
		id, label, id, any);
}

/* It does something where the script runs, and shows up there only. */
static void print_filter(FILE *out)
{
	const struct evidence_mark *row;

	fputs("<form id=\"filter\" role=\"search\" aria-label=\"Filter the commits\" hidden>\n"
	      "<label for=\"query\">Find</label> <input id=\"query\" type=\"search\" "
	      "placeholder=\"subject, file, person, id\" autocomplete=\"off\">\n", out);
	print_choice(out, "verdict", "with", "any verdict");
	fputs("<option value=\"bad\">what does not pass</option>", out);
	for (size_t i = 0; i < VERDICT_RANKS; i++)
		fprintf(out, "<option>%s</option>", verdict_word(i));
	fputs("</select>\n", out);
	print_choice(out, "evidence", "known by", "any evidence");
	for (size_t i = 0; (row = evidence_row(i)); i++)
		fprintf(out, "<option>%s</option>", row->word);
	fputs("</select>\n<button type=\"button\" id=\"open\">Open all</button>\n"
	      "<output id=\"found\" for=\"query verdict evidence\"></output>\n</form>\n", out);
}

static const char *known_word(const char *verdict)
{
	return *verdict ? verdict : "not made";
}

static void print_drift_row(FILE *out, const json_t *row, const char *title)
{
	fputs("<tr>", out);
	html_cell(out, "th", NULL, title);
	html_cell(out, "td", "subject", json_field(row, "subject"));
	html_cell(out, "td", "key", json_field(row, "check"));
	html_cell(out, "td", "key", json_field(row, "target"));
	fputs("<td>", out);
	if (*json_field(row, "check"))
		markup_print(out, "%s \u2192 %s", known_word(json_field(row, "was")),
			     known_word(json_field(row, "verdict")));
	fputs("</td>", out);
	html_cell(out, "td", "detail", json_field(row, "detail"));
	fputs("</tr>\n", out);
}

static void print_drift(FILE *out, const json_t *drift)
{
	if (!drift)
		return;
	fputs("<h2>", out);
	markup_print(out, "What has changed since the proof on %.12s", json_field(drift, "base"));
	fputs("</h2>\n", out);
	html_wide_begin(out, "What has changed");
	fputs("<table>\n", out);
	for (const struct drift_title *title = view_drift_titles(); title->list; title++) {
		const char *once = title->title;

		FOR_EACH_JSON(row, json_object_get(drift, title->list)) {
			print_drift_row(out, row, once);
			once = "";
		}
	}
	fputs("</table></div>\n", out);
}

static void print_others(FILE *out, const json_t *proof)
{
	static const char *const shown[] = { "base", "rev", "branch", "commits", "summary", "basis",
					     "against", "coverage", "first_bad", "phases", NULL };
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)proof, key, value) {
		if (is_one_of(key, shown))
			continue;
		html_heading(out, key);
		html_wide_begin(out, key);
		html_value(out, value);
		fputs("</div>\n", out);
	}
}

void page_print(FILE *out, const struct page_content *page)
{
	const json_t *commits = json_object_get(page->proof, "commits");
	struct columns columns CLEANUP(columns_release) = { 0 };
	const git_oid digest = nonce_of(page);
	char nonce[GIT_OID_HEXSZ + 1];

	columns_find(&columns, commits);
	git_oid_tostr(nonce, sizeof(nonce), &digest);
	print_frame(out, page, nonce);
	print_top(out, page->proof);
	print_filter(out);
	fputs("<main>\n", out);
	chart_print_patterns(out);
	commits_print_bad(out, commits);
	print_drift(out, json_object_get(page->proof, "against"));
	matrix_print(out, commits, &columns);
	matrix_print_evidence(out, commits, &columns);
	matrix_print_coverage(out, json_object_get(page->proof, "coverage"));
	chart_print_audit(out, page->audit);
	chart_print_bases(out, page->bases);
	chart_print_times(out, json_object_get(page->proof, "phases"), commits);
	print_others(out, page->proof);
	commits_print(out, page);
	commits_print_logs(out, page);
	fprintf(out, "</main>\n<script nonce=\"%s\">\n%s</script>\n</body>\n</html>\n", nonce,
		page_script);
}
