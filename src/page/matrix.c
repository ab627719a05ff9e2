// SPDX-License-Identifier: GPL-2.0
/* Prints the commits and checks of a proof as tables. */
#include "page/matrix.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "page/marks.h"
#include "report/html.h"

void columns_release(struct columns *columns)
{
	LIST_RELEASE(columns);
}

static bool is_in_column(const struct column *column, const json_t *check)
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
				known |= is_in_column(column, check);
			if (!known)
				*LIST_ADD(columns) = (struct column){ json_field(check, "check"),
								      json_field(check, "target") };
		}
}

/* The words of one kind that the verdicts of a commit have, a bar before, between and behind. */
static void print_words_of(FILE *out, const json_t *commit, const char *key)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		strlist_add_once(&words, json_field(check, key));
	FOR_EACH(word, &words)
		if (**word)
			markup_print(out, "%s|", *word);
}

void matrix_print_attributes(FILE *out, const json_t *commit)
{
	fprintf(out, " data-nr=\"%d\" data-verdicts=\"|", json_number(commit, "nr"));
	print_words_of(out, commit, "verdict");
	fputs("\" data-evidence=\"|", out);
	print_words_of(out, commit, "evidence");
	fputc('"', out);
}

static void print_cell(FILE *out, const json_t *commit, const struct column *column)
{
	const json_t *worst = NULL;

	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		if (is_in_column(column, check) &&
		    (!worst || verdict_rank(check) > verdict_rank(worst)))
			worst = check;
	if (!worst) {
		fputs("<td></td>", out);
		return;
	}
	size_t rank = verdict_rank(worst);
	fprintf(out, "<td class=\"mark %s\"><a href=\"#c%d\" title=\"", verdict_word(rank),
		json_number(commit, "nr"));
	markup_print(out, "%s %s: %s", column->check, column->target, json_field(worst, "verdict"));
	fprintf(out, "\"><span aria-hidden=\"true\">%s</span><span class=\"unseen\">%s</span>",
		verdict_sign(rank), verdict_word(rank));
	evidence_print(out, json_field(worst, "evidence"));
	fputs("</a></td>", out);
}

static void print_head(FILE *out, const struct columns *columns)
{
	fputs("<thead><tr><th scope=\"col\">nr</th><th scope=\"col\">subject</th>", out);
	FOR_EACH(column, columns) {
		fputs("<th scope=\"col\">", out);
		markup_text(out, column->check);
		fputs("<br><span>", out);
		markup_text(out, column->target);
		fputs("</span></th>", out);
	}
	fputs("</tr></thead>\n", out);
}

/* What the signs mean. */
static void print_legend(FILE *out)
{
	const struct evidence_mark *row;

	fputs("<details><summary>What the signs mean</summary>\n<ul class=\"legend\">\n", out);
	for (size_t i = 0; i < VERDICT_RANKS; i++) {
		fprintf(out, "<li><span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> "
			"%s</span> ", verdict_word(i), verdict_sign(i), verdict_word(i));
		markup_text(out, verdict_meaning(i));
		fputs("</li>\n", out);
	}
	for (size_t i = 0; (row = evidence_row(i)); i++) {
		fputs("<li>", out);
		evidence_print(out, row->word);
		markup_print(out, " %s", row->meaning);
		fputs("</li>\n", out);
	}
	fputs("</ul>\n<p class=\"dim\">A verdict says no more than its evidence, see "
	      "treewide-checks(7).</p></details>\n", out);
}

void matrix_print(FILE *out, const json_t *commits, const struct columns *columns)
{
	html_heading(out, "Commits and checks");
	html_wide_begin(out, "Commits and checks");
	fputs("<table class=\"matrix\">\n", out);
	print_head(out, columns);
	fputs("<tbody>\n", out);
	FOR_EACH_JSON(commit, commits) {
		fputs("<tr", out);
		matrix_print_attributes(out, commit);
		fprintf(out, "><td class=\"nr\">%d</td><th scope=\"row\" class=\"subject\">"
			"<a href=\"#c%d\">", json_number(commit, "nr"), json_number(commit, "nr"));
		markup_text(out, json_field(commit, "subject"));
		fputs("</a></th>", out);
		FOR_EACH(column, columns)
			print_cell(out, commit, column);
		fputs("</tr>\n", out);
	}
	fputs("</tbody></table></div>\n", out);
	print_legend(out);
}

static void count_one(json_t *counts, const char *word)
{
	json_int_t had = json_integer_value(json_object_get(counts, word));

	if (*word)
		json_object_set_new(counts, word, json_integer(had + 1));
}

static void print_known(FILE *out, const json_t *commits, const struct column *column)
{
	json_t *kinds CLEANUP(free_json) = json_object(), *known CLEANUP(free_json) = json_object();
	const char *key;
	json_t *count;

	FOR_EACH_JSON(commit, commits)
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			if (is_in_column(column, check)) {
				count_one(kinds, json_field(check, "verdict"));
				count_one(known, json_field(check, "evidence"));
			}
	fputs("<tr>", out);
	html_cell(out, "td", NULL, column->check);
	html_cell(out, "td", NULL, column->target);
	fputs("<td>", out);
	json_object_foreach(kinds, key, count)
		verdict_print_count(out, key, (int)json_integer_value(count));
	fputs("</td><td>", out);
	json_object_foreach(known, key, count) {
		fprintf(out, "%d ", (int)json_integer_value(count));
		evidence_print(out, key);
		fputc(' ', out);
	}
	fputs("</td></tr>\n", out);
}

void matrix_print_evidence(FILE *out, const json_t *commits, const struct columns *columns)
{
	static const char *const head[] = { "check", "target", "verdicts", "evidence", NULL };

	html_heading(out, "How it is known");
	html_wide_begin(out, "How it is known");
	fputs("<table>\n", out);
	html_head_row(out, head);
	FOR_EACH(column, columns)
		print_known(out, commits, column);
	fputs("</table></div>\n", out);
}

/* The states of a file in the document, from the best to the worst, and what a cell shows. */
static const struct {
	const char *state, *class, *text;
} states[] = {
	{ "unbuilt", "skipped", "\u2013 left out" },
	{ "compiled", "pass", "\u2713 compiled" },
	{ "failed", "fail", "\u2717 failed" },
};

/* What a target makes of a file: the rows are looked up by "FILE\nTARGET". */
static void print_state(FILE *out, const json_t *places, const char *file, const char *target)
{
	char *key CLEANUP(free_text) = xasprintf("%s\n%s", file, target);
	const json_t *place = json_object_get(places, key);
	size_t nr = (size_t)json_integer_value(place);

	if (place)
		html_cell(out, "td", states[nr].class, states[nr].text);
	else
		fputs("<td></td>", out);
}

/* Over all commits that touch the file: failed counts most, then compiled. */
static void place_states(json_t *places, struct strlist *files, struct strlist *targets,
			 const json_t *coverage)
{
	FOR_EACH_JSON(row, coverage) {
		const char *file = json_field(row, "file"), *target = json_field(row, "target");
		char *key CLEANUP(free_text) = xasprintf("%s\n%s", file, target);
		json_int_t nr = 0;

		while (nr < 2 && strcmp(json_field(row, "state"), states[nr].state) != 0)
			nr++;
		if (nr >= json_integer_value(json_object_get(places, key)))
			json_object_set_new(places, key, json_integer(nr));
		strlist_add(files, file);
		strlist_add_once(targets, target);
	}
	strlist_sort(files);
}

void matrix_print_coverage(FILE *out, const json_t *coverage)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	json_t *places CLEANUP(free_json) = json_object();

	place_states(places, &files, &targets, coverage);
	if (!files.nr)
		return;
	html_heading(out, "Files and targets");
	fprintf(out, "<details><summary>%zu file%s under %zu target%s</summary>\n", files.nr,
		plural(files.nr, "s"), targets.nr, plural(targets.nr, "s"));
	html_wide_begin(out, "Files and targets");
	fputs("<table>\n<tr><th scope=\"col\">file</th>", out);
	FOR_EACH(target, &targets)
		html_cell(out, "th", NULL, *target);
	fputs("</tr>\n", out);
	FOR_EACH(file, &files) {
		fputs("<tr>", out);
		html_cell(out, "td", "mono", *file);
		FOR_EACH(target, &targets)
			print_state(out, places, *file, *target);
		fputs("</tr>\n", out);
	}
	fputs("</table></div></details>\n", out);
}
