// SPDX-License-Identifier: GPL-2.0
/* Prints each commit with all that is known of it. */
#include "page/commits.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "page/content.h"
#include "page/marks.h"
#include "page/matrix.h"
#include "report/html.h"

#define MOST_DETAIL 2000 /* bytes of one verdict's line; the document has the rest */

/* The place of the log that the document calls @path among the logs of the page; 0: none. */
static size_t find_log(const struct page_content *page, const char *path)
{
	size_t nr = 0;
	const char *key;
	json_t *log;

	json_object_foreach(json_object_get(page->material, "logs"), key, log) {
		nr++;
		if (!strcmp(key, path))
			return nr;
	}
	return 0;
}

/* In the middle of a character of more bytes than one? */
static bool splits(const char *at)
{
	return ((unsigned char)*at & 0xc0) == 0x80;
}

static void print_detail(FILE *out, const char *detail)
{
	size_t len = strlen(detail);

	if (len > MOST_DETAIL)
		for (len = MOST_DETAIL; splits(detail + len);)
			len--;
	char *text CLEANUP(free_text) = xstrndup(detail, len);
	markup_text(out, text);
	if (detail[len])
		markup_print(out, " \u2026 (%zu more bytes in the document)", strlen(detail + len));
}

static void print_log_link(FILE *out, const struct page_content *page, const char *path)
{
	size_t nr = page ? find_log(page, path) : 0;

	if (!*path)
		return;
	fputs("<br>", out);
	if (nr)
		fprintf(out, "<a href=\"#log%zu\">log</a>: ", nr);
	else
		fputs("<span class=\"dim\">log: </span>", out);
	fputs("<code class=\"dim\">", out);
	markup_text(out, path);
	fputs("</code>", out);
}

static void print_verdict(FILE *out, const json_t *check)
{
	size_t rank = verdict_rank(check);

	fprintf(out, "<td class=\"key %s\"><span aria-hidden=\"true\">%s</span> ",
		verdict_word(rank), verdict_sign(rank));
	markup_text(out, json_field(check, "verdict"));
	fputs("</td>", out);
}

/* Verdict, check and evidence; with @commit, which one it is about, and under which target. */
static void print_bad_row(FILE *out, const json_t *commit, const json_t *check)
{
	fputs("<tr", out);
	matrix_print_attributes(out, commit);
	fputs(">", out);
	print_verdict(out, check);
	fprintf(out, "<td class=\"nr\"><a href=\"#c%d\">%d</a></td>", json_number(commit, "nr"),
		json_number(commit, "nr"));
	html_cell(out, "td", "subject", json_field(commit, "subject"));
	html_cell(out, "td", "key", json_field(check, "check"));
	html_cell(out, "td", "key", json_field(check, "target"));
	fputs("<td class=\"key\">", out);
	evidence_print(out, json_field(check, "evidence"));
	fputs("</td><td class=\"detail\">", out);
	print_detail(out, json_field(check, "detail"));
	fputs("</td></tr>\n", out);
}

void commits_print_bad(FILE *out, const json_t *commits)
{
	static const char *const head[] = { "verdict", "nr", "commit", "check", "target",
					    "evidence", "why", NULL };
	bool any = false;

	for (size_t rank = VERDICT_RANKS; rank-- > 1;)
		FOR_EACH_JSON(commit, commits)
			FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
				if (verdict_rank(check) != rank)
					continue;
				if (!any) {
					html_heading(out, "What does not pass");
					html_wide_begin(out, "What does not pass");
					fputs("<table class=\"verdicts bad\">\n", out);
					html_head_row(out, head);
				}
				any = true;
				print_bad_row(out, commit, check);
			}
	if (any)
		fputs("</table></div>\n", out);
}

static void print_seconds(FILE *out, const json_t *check)
{
	if (json_flag(check, "reused"))
		fputs("<td class=\"dim key\">known</td>", out);
	else
		fprintf(out, "<td class=\"dim key\">%.1f s</td>",
			json_number_value(json_object_get(check, "seconds")));
}

static void print_check(FILE *out, const struct page_content *page, const json_t *check)
{
	fputs("<tr>", out);
	print_verdict(out, check);
	html_cell(out, "td", "key", json_field(check, "check"));
	fputs("<td class=\"key\">", out);
	evidence_print(out, json_field(check, "evidence"));
	fputs("</td><td class=\"detail\">", out);
	print_detail(out, json_field(check, "detail"));
	print_log_link(out, page, json_field(check, "log"));
	fputs("</td>", out);
	print_seconds(out, check);
	fputs("</tr>\n", out);
}

/* What the verdicts rest on, where prove --explain was asked: lines to make the objects by hand. */
static void print_commands(FILE *out, const json_t *commit, const char *target)
{
	FOR_EACH_JSON(row, json_object_get(commit, "reasons")) {
		if (strcmp(json_field(row, "target"), target) != 0 || !*json_field(row, "command"))
			continue;
		fputs("<br>by hand, ", out);
		markup_text(out, json_field(row, "object"));
		fputs(": <code>", out);
		markup_text(out, json_field(row, "command"));
		fputs("</code>", out);
	}
}

/* The verdicts under one target, and the command that makes them again. */
static void print_target(FILE *out, const struct page_content *page, const json_t *commit,
			 const char *target)
{
	fputs("<tbody><tr class=\"target\"><th colspan=\"5\" scope=\"rowgroup\">", out);
	markup_text(out, *target ? target : "under no target");
	if (page->prove) {
		fputs("<span class=\"again\"> again: <code>", out);
		markup_print(out, "%s%s%s --explain %d", page->prove, *target ? " --target " : "",
			     target, json_number(commit, "nr"));
		fputs("</code>", out);
		print_commands(out, commit, target);
		fputs("</span>", out);
	}
	fputs("</th></tr>\n", out);
	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		if (!strcmp(json_field(check, "target"), target))
			print_check(out, page, check);
	fputs("</tbody>\n", out);
}

static void print_verdicts(FILE *out, const struct page_content *page, const json_t *commit)
{
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	char *label CLEANUP(free_text) = xasprintf("Verdicts on commit %d",
						   json_number(commit, "nr"));

	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		strlist_add_once(&targets, json_field(check, "target"));
	html_wide_begin(out, label);
	fputs("<table class=\"verdicts\">\n", out);
	FOR_EACH(target, &targets)
		print_target(out, page, commit, *target);
	fputs("</table></div>\n", out);
}

static void print_people(FILE *out, const json_t *commit, const char *key, const char *label)
{
	FOR_EACH_JSON(row, json_object_get(commit, key)) {
		fputs("<li>", out);
		markup_print(out, "%s: %s%s<%s>", label, json_field(row, "name"),
			     *json_field(row, "name") ? " " : "", json_field(row, "email"));
		fputs(" <span class=\"dim\">", out);
		markup_text(out, json_field(row, "why"));
		fputs("</span></li>\n", out);
	}
}

static void print_recipients(FILE *out, const json_t *commit)
{
	size_t nr = json_array_size(json_object_get(commit, "to")) +
		    json_array_size(json_object_get(commit, "cc"));

	if (!nr)
		return;
	fprintf(out, "<h3>%zu recipient%s</h3>\n<ul class=\"people\">\n", nr, plural(nr, "s"));
	print_people(out, commit, "to", "To");
	print_people(out, commit, "cc", "Cc");
	fputs("</ul>\n", out);
}

/* Where a line of a diff goes: "ins", "del", "b" for the place of a hunk, or nowhere. */
static const char *element_of(const char *line)
{
	if (!strncmp(line, "+++", 3) || !strncmp(line, "---", 3))
		return NULL;
	return *line == '+' ? "ins" : *line == '-' ? "del" : !strncmp(line, "@@", 2) ? "b" : NULL;
}

/* Neighbouring lines of one kind are one element; lines before the first "diff --git" are text. */
static void print_diff(FILE *out, const char *text)
{
	const char *open = NULL;
	bool body = false;

	while (*text) {
		size_t len = strcspn(text, "\n") + (text[strcspn(text, "\n")] == '\n');
		char *line CLEANUP(free_text) = xstrndup(text, len);

		body = body || !strncmp(line, "diff --git ", 11);
		const char *element = body ? element_of(line) : NULL;
		if (open && open != element)
			fprintf(out, "</%s>", open);
		if (element && open != element)
			fprintf(out, "<%s>", element);
		open = element;
		markup_text(out, line);
		text += len;
	}
	if (open)
		fprintf(out, "</%s>", open);
}

static void print_left_out(FILE *out, const json_t *text, const char *where)
{
	int left = json_number(text, "left");

	if (!left)
		return;
	fputs("<p class=\"dim\">", out);
	markup_print(out, "%d of %d lines are left out: ", left, json_number(text, "lines"));
	fputs("<code>", out);
	markup_text(out, where);
	fputs("</code></p>\n", out);
}

static void print_patch(FILE *out, const struct page_content *page, const json_t *commit)
{
	char *nr CLEANUP(free_text) = xasprintf("%d", json_number(commit, "nr"));
	char *where CLEANUP(free_text) = xasprintf("git show %s", json_field(commit, "commit"));
	const json_t *patches = json_object_get(page->material, "patches");
	const json_t *patch = json_object_get(patches, nr);

	if (!patch) {
		fputs("<p class=\"dim\">The commit is not in the repository that this page was "
		      "made in.</p>\n", out);
		return;
	}
	fprintf(out, "<details class=\"patch\"><summary>The patch, %d line%s</summary>\n",
		json_number(patch, "lines"), plural((size_t)json_number(patch, "lines"), "s"));
	fprintf(out, "<pre role=\"region\" tabindex=\"0\" aria-label=\"Patch %s\">", nr);
	print_diff(out, json_field(patch, "text"));
	fputs("</pre>\n", out);
	print_left_out(out, patch, where);
	fputs("</details>\n", out);
}

static int worst_count(const json_t *commit, size_t *worst)
{
	int count = 0;

	*worst = 0;
	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		if (verdict_rank(check) > *worst)
			*worst = verdict_rank(check);
	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		count += verdict_rank(check) == *worst;
	return count;
}

static void print_commit(FILE *out, const struct page_content *page, const json_t *commit)
{
	size_t worst;
	int count = worst_count(commit, &worst);

	fprintf(out, "<details class=\"commit\" id=\"c%d\"", json_number(commit, "nr"));
	matrix_print_attributes(out, commit);
	fputs("><summary>", out);
	markup_print(out, "%d ", json_number(commit, "nr"));
	markup_text(out, json_field(commit, "subject"));
	fputc(' ', out);
	verdict_print_count(out, verdict_word(worst), count);
	fputs("</summary>\n<p class=\"dim mono\">", out);
	markup_print(out, "commit %s, patch %s", json_field(commit, "commit"),
		     *json_field(commit, "patch") ? json_field(commit, "patch") : "of nobody");
	fputs("</p>\n", out);
	print_verdicts(out, page, commit);
	print_recipients(out, commit);
	print_patch(out, page, commit);
	fputs("</details>\n", out);
}

void commits_print(FILE *out, const struct page_content *page)
{
	html_heading(out, "Commit by commit");
	FOR_EACH_JSON(commit, json_object_get(page->proof, "commits"))
		print_commit(out, page, commit);
}

void commits_print_logs(FILE *out, const struct page_content *page)
{
	size_t nr = 0;
	const char *path;
	json_t *log;

	json_object_foreach(json_object_get(page->material, "logs"), path, log) {
		if (!nr++)
			html_heading(out, "Logs");
		fprintf(out, "<details class=\"log\" id=\"log%zu\"><summary><code>", nr);
		markup_text(out, path);
		fprintf(out, "</code>, %d line%s</summary>\n", json_number(log, "lines"),
			plural((size_t)json_number(log, "lines"), "s"));
		print_left_out(out, log, path);
		fprintf(out, "<pre role=\"region\" tabindex=\"0\" aria-label=\"Log %zu\">", nr);
		markup_text(out, json_field(log, "text"));
		fputs("</pre></details>\n", out);
	}
}
