// SPDX-License-Identifier: GPL-2.0
/* Prints the commits and checks of a proof as tables of an HTML page. */
#include "report/grid.h"

#include "lib/cleanup.h"
#include "lib/json.h"
#include "lib/list.h"
#include "report/html.h"
#include "report/markup.h"

#include <stdbool.h>
#include <string.h>

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

int grid_nr(const json_t *commit)
{
	return (int)json_integer_value(json_object_get(commit, "nr"));
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
	size_t i, k;
	json_t *commit, *check;

	json_array_foreach(commits, i, commit)
		json_array_foreach(json_object_get(commit, "checks"), k, check) {
			bool known = false;

			FOR_EACH(column, columns)
				known |= revisions_in(column, check);
			if (!known)
				*LIST_ADD(columns) = (struct column){ json_field(check, "check"),
								      json_field(check, "target") };
		}
}

/* "3 fail"; grey where there is none. */
void grid_badge(FILE *out, const char *verdict, int count)
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
	fprintf(out, "\">%s</a></td>", words[grid_rank(worst)].mark);
}

void grid_print(FILE *out, const json_t *commits, const struct columns *columns)
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
	size_t i, k;
	json_t *commit, *check, *count;

	json_array_foreach(commits, i, commit)
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

void grid_print_evidence(FILE *out, const json_t *commits, const struct columns *columns)
{
	static const char *const head[] = { "check", "target", "verdicts", "evidence", NULL };

	html_heading(out, "How it is known");
	fputs("<table>\n", out);
	html_head_row(out, head);
	FOR_EACH(column, columns)
		print_known(out, commits, column);
	fputs("</table>\n<p class=\"dim\">A verdict says no more than its evidence: what each word "
	      "means stands in treewide(1), under CHECKS.</p>\n", out);
}
