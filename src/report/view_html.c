// SPDX-License-Identifier: GPL-2.0
/* Prints a proof as an HTML page. */
#include "report/view_html.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "report/drift.h"
#include "report/html.h"

/* Prints the commits and checks of a proof as tables of an HTML page. */

/* The verdicts in the order in which they are told, worst last, with the mark of each. */
static const struct {
	const char *verdict, *mark, *meaning;
} words[] = {
	{ "pass", "\u2713", "the check found what it must find" },
	{ "skipped", "\u2013", "the check was not made" },
	{ "void", "\u2205", "the base fails in the same place: nothing can be said" },
	{ "uncovered", "?", "nothing that was done can tell" },
	{ "fail", "\u2717", "the commit is to blame" },
};

_Static_assert(sizeof(words) / sizeof(*words) == GRID_RANKS, "a rank for each verdict");

size_t grid_rank(const json_t *check)
{
	for (size_t i = 0; i < GRID_RANKS; i++)
		if (!strcmp(json_field(check, "verdict"), words[i].verdict))
			return i;
	return GRID_RANKS - 1;
}

const char *grid_verdict(size_t rank)
{
	return words[rank].verdict;
}

/* The number of a commit. */
static int grid_nr(const json_t *commit)
{
	return json_number(commit, "nr");
}

void columns_release(struct columns *columns)
{
	free(columns->v);
}

static bool revisions_in(const struct column *column, const json_t *check)
{
	return !strcmp(column->check, json_field(check, "check")) &&
	       !strcmp(column->target, json_field(check, "target"));
}

void columns_find(struct columns *columns, const json_t *commits)
{
	FOR_EACH_JSON(commit, commits)
		FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
			bool known = false;

			FOR_EACH(column, columns)
				known |= revisions_in(column, check);
			if (!known)
				*LIST_ADD(columns) = (struct column){ json_field(check, "check"),
								      json_field(check, "target") };
		}
}

/* "3 fail"; grey where there is none. */
static void grid_badge(FILE *out, const char *verdict, int count)
{
	fputs("<span class=\"badge ", out);
	markup_text(out, count ? verdict : "none");
	fputs("\">", out);
	markup_print(out, "%d %s", count, verdict);
	fputs("</span>", out);
}

static void print_mark(FILE *out, const json_t *commit, const struct column *column)
{
	const json_t *worst = NULL;
	size_t i;
	json_t *check;

	json_array_foreach(json_object_get(commit, "checks"), i, check)
		if (revisions_in(column, check) && (!worst || grid_rank(check) > grid_rank(worst)))
			worst = check;
	if (!worst) {
		fputs("<td></td>", out);
		return;
	}
	fprintf(out, "<td class=\"mark %s\"><a href=\"#c%d\" title=\"",
		words[grid_rank(worst)].verdict, grid_nr(commit));
	markup_print(out, "%s %s%s%s: %s", column->check, json_field(worst, "verdict"),
		     *json_field(worst, "evidence") ? ", " : "", json_field(worst, "evidence"),
		     json_field(worst, "detail"));
	fprintf(out, "\">%s", words[grid_rank(worst)].mark);
	if (*json_field(worst, "evidence")) {
		fputs("<br><span>", out);
		markup_text(out, json_field(worst, "evidence"));
		fputs("</span>", out);
	}
	fputs("</a></td>", out);
}

/* Commits by checks, with a mark for each verdict that leads to #cNR, and what the marks mean. */
static void grid_print(FILE *out, const json_t *commits, const struct columns *columns)
{
	size_t i;
	json_t *commit;

	html_heading(out, "Commits and checks");
	fputs("<div class=\"wide\"><table>\n<tr><th class=\"up\">nr</th>"
	      "<th class=\"up\">commit</th><th class=\"up\">subject</th>", out);
	FOR_EACH(column, columns) {
		fputs("<th class=\"up\">", out);
		markup_text(out, column->check);
		fputs("<br><span>", out);
		markup_text(out, column->target);
		fputs("</span></th>", out);
	}
	fputs("</tr>\n", out);
	json_array_foreach(commits, i, commit) {
		fprintf(out, "<tr><td class=\"nr\">%d</td><td><code>", grid_nr(commit));
		markup_print(out, "%.12s", json_field(commit, "commit"));
		fputs("</code></td>", out);
		html_cell(out, "td", "subject", json_field(commit, "subject"));
		FOR_EACH(column, columns)
			print_mark(out, commit, column);
		fputs("</tr>\n", out);
	}
	fputs("</table></div>\n<p class=\"dim\">", out);
	for (i = 0; i < GRID_RANKS; i++)
		fprintf(out, "%s<span class=\"badge %s\">%s %s</span>%s", i ? "; " : "",
			words[i].verdict, words[i].mark, words[i].verdict, words[i].meaning);
	fputs("</p>\n", out);
}

/* How many verdicts of each kind and evidence a check gave. */
static void print_known(FILE *out, const json_t *commits, const struct column *column)
{
	json_t *kinds CLEANUP(free_json) = json_object();
	json_t *evidence CLEANUP(free_json) = json_object();
	const char *key;
	size_t k;
	json_t *check, *count;

	FOR_EACH_JSON(commit, commits)
		json_array_foreach(json_object_get(commit, "checks"), k, check) {
			if (!revisions_in(column, check))
				continue;
			for (int n = 0; n < 2; n++) {
				json_t *all = n ? evidence : kinds;
				const char *word = json_field(check, n ? "evidence" : "verdict");
				json_int_t had = json_integer_value(json_object_get(all, word));

				if (*word)
					json_object_set_new(all, word, json_integer(had + 1));
			}
		}
	fputs("<tr>", out);
	html_cell(out, "td", NULL, column->check);
	html_cell(out, "td", NULL, column->target);
	fputs("<td>", out);
	json_object_foreach(kinds, key, count)
		grid_badge(out, key, (int)json_integer_value(count));
	fputs("</td><td>", out);
	json_object_foreach(evidence, key, count)
		markup_print(out, "%d %s ", (int)json_integer_value(count), key);
	fputs("</td></tr>\n", out);
}

/* How many verdicts of each kind, and of each kind of evidence, a check gave. */
static void grid_print_evidence(FILE *out, const json_t *commits, const struct columns *columns)
{
	static const char *const head[] = { "check", "target", "verdicts", "evidence", NULL };

	html_heading(out, "How it is known");
	fputs("<table>\n", out);
	html_head_row(out, head);
	FOR_EACH(column, columns)
		print_known(out, commits, column);
	fputs("</table>\n<p class=\"dim\">A verdict says no more than its evidence: what each word "
	      "means stands in treewide-checks(7).</p>\n", out);
}

static void print_top(FILE *out, const json_t *proof)
{
	const json_t *summary = json_object_get(proof, "summary");

	fputs("<h1>", out);
	markup_print(out, "%s", json_field(proof, "branch"));
	fputs("</h1>\n<p class=\"dim\">", out);
	markup_print(out, "%zu commit%s on %s", json_array_size(json_object_get(proof, "commits")),
		     plural(json_array_size(json_object_get(proof, "commits")), "s"),
		     json_field(proof, "rev"));
	fputs(" <code>", out);
	markup_print(out, "%.12s", json_field(proof, "base"));
	fputs("</code></p>\n<p>", out);
	for (size_t i = 0; i < GRID_RANKS; i++)
		grid_badge(out, grid_verdict(i),
			   (int)json_integer_value(json_object_get(summary, grid_verdict(i))));
	fputs("</p>\n", out);
}

static void print_check_row(FILE *out, const json_t *commit, const json_t *check)
{
	const char *log = json_field(check, "log");

	fputs("<tr>", out);
	html_cell(out, "td", grid_verdict(grid_rank(check)), json_field(check, "verdict"));
	if (commit) {
		fprintf(out, "<td class=\"nr\"><a href=\"#c%d\">%d</a></td>", grid_nr(commit),
			grid_nr(commit));
		html_cell(out, "td", "subject", json_field(commit, "subject"));
	}
	html_cell(out, "td", "key", json_field(check, "check"));
	html_cell(out, "td", "key", json_field(check, "target"));
	html_cell(out, "td", NULL, json_field(check, "evidence"));
	fputs("<td class=\"detail\">", out);
	markup_text(out, json_field(check, "detail"));
	if (*log) {
		fputs("<br><code class=\"dim\">", out);
		markup_print(out, "log: %s", log);
		fputs("</code>", out);
	}
	fputs("</td>", out);
	if (!commit && json_flag(check, "reused")) {
		fputs("<td class=\"dim\">known</td>", out);
	} else if (!commit) {
		fputs("<td class=\"dim\">", out);
		markup_print(out, "%.1f s", json_number_value(json_object_get(check, "seconds")));
		fputs("</td>", out);
	}
	fputs("</tr>\n", out);
}

/* What is not pass, the worst first. */
static void print_reasons(FILE *out, const json_t *commits)
{
	static const char *const head[] = { "verdict", "nr", "commit", "check", "target",
					    "evidence", "why", NULL };
	bool any = false;

	for (size_t word = GRID_RANKS; word-- > 1;)
		FOR_EACH_JSON(commit, commits)
			FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
				if (grid_rank(check) != word)
					continue;
				if (!any) {
					html_heading(out, "What does not pass");
					fputs("<table>\n", out);
					html_head_row(out, head);
				}
				any = true;
				print_check_row(out, commit, check);
			}
	fputs(any ? "</table>\n" : "<p>Every verdict is pass.</p>\n", out);
}

static void print_drift(FILE *out, const json_t *drift)
{
	size_t i;
	json_t *row;

	if (!drift)
		return;
	fputs("<h2>", out);
	markup_print(out, "What has changed since the proof on %.12s", json_field(drift, "base"));
	fputs("</h2>\n<table>\n", out);
	for (const struct drift_title *title = view_drift_titles(); title->list; title++)
		json_array_foreach(json_object_get(drift, title->list), i, row) {
			fputs("<tr>", out);
			html_cell(out, "th", NULL, i ? "" : title->title);
			html_cell(out, "td", "subject", json_field(row, "subject"));
			html_cell(out, "td", "key", json_field(row, "check"));
			html_cell(out, "td", "key", json_field(row, "target"));
			fputs("<td>", out);
			if (*json_field(row, "check"))
				markup_print(out, "%s \u2192 %s",
					     *json_field(row, "was") ? json_field(row, "was") :
								       "not made",
					     *json_field(row, "verdict") ?
						     json_field(row, "verdict") :
						     "not made");
			fputs("</td>", out);
			html_cell(out, "td", "detail", json_field(row, "detail"));
			fputs("</tr>\n", out);
		}
	fputs("</table>\n", out);
}

static void print_bases(FILE *out, const json_t *bases)
{
	static const char *const head[] = { "base", "commit", "patches", "landed", "blocked",
					    "calls in each class of the audit", NULL };
	static const char *const counts[] = { "patches", "landed", "blocked" };
	const char *class;
	json_t *count;

	if (!json_array_size(bases))
		return;
	html_heading(out, "Where the campaign stands, base by base");
	fputs("<table>\n", out);
	html_head_row(out, head);
	FOR_EACH_JSON(row, bases) {
		fputs("<tr>", out);
		html_cell(out, "td", NULL, json_field(row, "rev"));
		fputs("<td><code>", out);
		markup_print(out, "%.12s", json_field(row, "base"));
		fputs("</code></td>", out);
		for (size_t k = 0; k < sizeof(counts) / sizeof(*counts); k++)
			fprintf(out, "<td class=\"nr\">%d</td>",
				(int)json_integer_value(json_object_get(row, counts[k])));
		fputs("<td>", out);
		json_object_foreach(json_object_get(row, "sites"), class, count)
			markup_print(out, "%d %s  ", (int)json_integer_value(count), class);
		fputs("</td></tr>\n", out);
	}
	fputs("</table>\n", out);
}

static void print_people(FILE *out, const json_t *commit, const char *key)
{
	FOR_EACH_JSON(row, json_object_get(commit, key)) {
		fputs("<br>", out);
		markup_print(out, "%s %s%s<%s>  %s", strcmp(key, "to") ? "Cc:" : "To:",
			     json_field(row, "name"), *json_field(row, "name") ? " " : "",
			     json_field(row, "email"), json_field(row, "why"));
	}
}

static void print_details(FILE *out, const json_t *commits)
{
	html_heading(out, "Every verdict");
	FOR_EACH_JSON(commit, commits) {
		fprintf(out, "<details><summary>%d ", grid_nr(commit));
		markup_text(out, json_field(commit, "subject"));
		/* a browser opens what is around the target of a link */
		fprintf(out, "</summary>\n<table id=\"c%d\">\n", grid_nr(commit));
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			print_check_row(out, NULL, check);
		fputs("</table>\n<p class=\"dim mono\">", out);
		markup_print(out, "commit %s, patch %s", json_field(commit, "commit"),
			     *json_field(commit, "patch") ? json_field(commit, "patch") :
							    "of nobody");
		print_people(out, commit, "to");
		print_people(out, commit, "cc");
		fputs("</p></details>\n", out);
	}
}

static void print_others(FILE *out, const json_t *proof)
{
	static const char *const shown[] = { "base", "rev", "branch", "commits", "summary",
					     "basis", "against", NULL };
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)proof, key, value) {
		if (is_one_of(key, shown))
			continue;
		html_heading(out, key);
		html_value(out, value);
	}
}

void view_print_html(FILE *out, const json_t *proof, const json_t *bases)
{
	const json_t *commits = json_object_get(proof, "commits");
	struct columns columns CLEANUP(columns_release) = { 0 };
	char *title CLEANUP(free_text) = xasprintf("%s on %.12s", json_field(proof, "branch"),
						   json_field(proof, "base"));

	columns_find(&columns, commits);
	html_begin(out, title);
	print_top(out, proof);
	print_reasons(out, commits);
	print_drift(out, json_object_get(proof, "against"));
	grid_print(out, commits, &columns);
	grid_print_evidence(out, commits, &columns);
	print_others(out, proof);
	print_bases(out, bases);
	print_details(out, commits);
	html_end(out);
}
