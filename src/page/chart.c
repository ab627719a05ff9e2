// SPDX-License-Identifier: GPL-2.0
/* Draws the pictures of the page. */
#include "page/chart.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "report/html.h"

#define BAR_WIDTH 240 /* what the longest one has, in pixels */
#define MOST_KINDS 6
#define LEAST_SECONDS 0.05 /* what takes less is shown as 0.0 s, and not worth a row */

/* Parts of a bar, in their order; what is behind the last kind counts as the last one. */
struct bar {
	double parts[MOST_KINDS];
	double whole;		/* what BAR_WIDTH stands for */
};

void chart_print_patterns(FILE *out)
{
	static const char *const drawn[MOST_KINDS] = {
		"", "<path d=\"M0 6L6 0\"/>", "<circle cx=\"3\" cy=\"3\" r=\"1.3\"/>",
		"<path d=\"M0 3H6\"/>", "<path d=\"M0 0L6 6M0 6L6 0\"/>", "<path d=\"M3 0V6\"/>",
	};

	fputs("<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"patterns\">\n<defs>\n",
	      out);
	for (size_t i = 0; i < MOST_KINDS; i++)
		fprintf(out, "<pattern id=\"k%zu\" class=\"k%zu\" width=\"6\" height=\"6\" "
			"patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\"/>%s"
			"</pattern>\n", i, i, drawn[i]);
	fputs("</defs></svg>\n", out);
}

static void print_bar(FILE *out, const struct bar *bar)
{
	double at = 0;

	fprintf(out, "<svg class=\"bar\" width=\"%d\" height=\"14\" viewBox=\"0 0 %d 14\" "
		"aria-hidden=\"true\">", BAR_WIDTH, BAR_WIDTH);
	for (size_t i = 0; i < MOST_KINDS; i++) {
		double width = bar->whole > 0 ? bar->parts[i] / bar->whole * BAR_WIDTH : 0;

		if (width > 0)
			fprintf(out, "<rect x=\"%.1f\" width=\"%.1f\" height=\"14\" "
				"fill=\"url(#k%zu)\"/>", at, width, i);
		at += width;
	}
	fputs("</svg>", out);
}

static void print_swatch(FILE *out, size_t kind)
{
	fprintf(out, "<svg class=\"swatch\" width=\"14\" height=\"14\" aria-hidden=\"true\">"
		     "<rect width=\"14\" height=\"14\" fill=\"url(#k%zu)\"/></svg> ",
		kind < MOST_KINDS ? kind : MOST_KINDS - 1);
}

/* The head of a table of kinds: @first, each kind with its pattern, the bar. */
static void print_kinds_head(FILE *out, const char *first, const struct strlist *kinds)
{
	fputs("<table class=\"chart\">\n<tr>", out);
	html_cell(out, "th", NULL, first);
	for (size_t i = 0; i < kinds->nr; i++) {
		fputs("<th scope=\"col\">", out);
		print_swatch(out, i);
		markup_text(out, kinds->v[i]);
		fputs("</th>", out);
	}
	fputs("<td></td></tr>\n", out);
}

static double count_kinds(const json_t *counts, const struct strlist *kinds)
{
	double sum = 0;

	FOR_EACH(kind, kinds)
		sum += json_number(counts, *kind);
	return sum;
}

/* The cells of one row: numbers, and the bar of them. */
static void print_kinds(FILE *out, const json_t *counts, const struct strlist *kinds, double whole)
{
	struct bar bar = { .whole = whole };

	for (size_t i = 0; i < kinds->nr; i++) {
		int count = json_number(counts, kinds->v[i]);

		bar.parts[i < MOST_KINDS ? i : MOST_KINDS - 1] += count;
		fprintf(out, count ? "<td class=\"nr\">%d</td>" : "<td class=\"nr zero\">%d</td>",
			count);
	}
	fputs("<td>", out);
	print_bar(out, &bar);
	fputs("</td></tr>\n", out);
}

/* "drivers/net" of "drivers/net/ethernet/x.c": what people think of as a subsystem. */
static char *folder_of(const char *path)
{
	size_t len = strcspn(path, "/");

	if (path[len])
		len += 1 + strcspn(path + len + 1, "/");
	if (!path[len])
		len = strrchr(path, '/') ? (size_t)(strrchr(path, '/') - path) : len;
	return xstrndup(path, len);
}

static void count_call(json_t *folders, const json_t *site)
{
	char *name CLEANUP(free_text) = folder_of(json_field(site, "file"));
	const char *class = json_field(site, "class");
	json_t *counts = json_object_get(folders, name);

	if (!counts) {
		counts = json_object();
		json_object_set_new(folders, name, counts);
	}
	json_object_set_new(counts, class, json_integer(json_number(counts, class) + 1));
}

static void find_kinds(struct strlist *kinds, const json_t *summary)
{
	const char *key;
	json_t *count;

	json_object_foreach((json_t *)summary, key, count)
		strlist_add_once(kinds, key);
}

void chart_print_audit(FILE *out, const json_t *audit)
{
	json_t *folders CLEANUP(free_json) = json_object();
	struct strlist kinds CLEANUP(strlist_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	double most = 0;
	const char *key;
	json_t *counts;

	if (!json_array_size(json_object_get(audit, "sites")))
		return;
	find_kinds(&kinds, json_object_get(audit, "summary"));
	FOR_EACH_JSON(site, json_object_get(audit, "sites"))
		count_call(folders, site);
	json_object_foreach(folders, key, counts) {
		strlist_add(&names, key);
		most = count_kinds(counts, &kinds) > most ? count_kinds(counts, &kinds) : most;
	}
	strlist_sort(&names);
	fputs("<h2>", out);
	markup_print(out, "The audit of %s, folder by folder", json_field(audit, "rev"));
	fputs("</h2>\n", out);
	html_wide_begin(out, "The audit, folder by folder");
	print_kinds_head(out, "calls in", &kinds);
	FOR_EACH(name, &names) {
		fputs("<tr>", out);
		html_cell(out, "td", "mono", *name);
		print_kinds(out, json_object_get(folders, *name), &kinds, most);
	}
	fputs("</table></div>\n", out);
}

/* Patches that have landed, that wait for others, and all others. */
static json_t *count_patches(const json_t *base)
{
	int landed = json_number(base, "landed"), blocked = json_number(base, "blocked");

	return json_pack("{s:i, s:i, s:i}", "landed", landed, "to do",
			 json_number(base, "patches") - blocked, "blocked", blocked);
}

/* One table of bases; the counts of a base are found by @counts_of. */
static void print_burndown(FILE *out, const json_t *bases, const char *title,
			   json_t *(*counts_of)(const json_t *base))
{
	struct strlist kinds CLEANUP(strlist_release) = { 0 };
	double most = 0;

	FOR_EACH_JSON(base, bases) {
		json_t *counts CLEANUP(free_json) = counts_of(base);

		find_kinds(&kinds, counts);
		most = count_kinds(counts, &kinds) > most ? count_kinds(counts, &kinds) : most;
	}
	if (most <= 0)
		return;
	html_wide_begin(out, title);
	print_kinds_head(out, title, &kinds);
	FOR_EACH_JSON(base, bases) {
		json_t *counts CLEANUP(free_json) = counts_of(base);

		fputs("<tr><td>", out);
		markup_print(out, "%s ", json_field(base, "rev"));
		fputs("<code class=\"dim\">", out);
		markup_print(out, "%.12s", json_field(base, "base"));
		fputs("</code></td>", out);
		print_kinds(out, counts, &kinds, most);
	}
	fputs("</table></div>\n", out);
}

static json_t *count_calls(const json_t *base)
{
	return json_copy(json_object_get(base, "sites"));
}

void chart_print_bases(FILE *out, const json_t *bases)
{
	if (!json_array_size(bases))
		return;
	html_heading(out, "Where the campaign stands, base by base");
	print_burndown(out, bases, "patches on", count_patches);
	print_burndown(out, bases, "calls on", count_calls);
}

static void print_time(FILE *out, const char *what, double seconds, double most)
{
	const struct bar bar = { .parts = { seconds }, .whole = most };

	fputs("<tr>", out);
	html_cell(out, "td", NULL, what);
	fprintf(out, "<td class=\"nr\">%.1f s</td><td>", seconds);
	print_bar(out, &bar);
	fputs("</td></tr>\n", out);
}

/* An object: name -> seconds, in their order. */
static void print_times(FILE *out, const char *what, const json_t *times)
{
	double most = 0;
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)times, key, value)
		if (json_number_value(value) > most)
			most = json_number_value(value);
	if (most < LEAST_SECONDS)
		return;
	html_wide_begin(out, what);
	fputs("<table class=\"chart\">\n<tr>", out);
	html_cell(out, "th", NULL, what);
	fputs("<th scope=\"col\">time</th><td></td></tr>\n", out);
	json_object_foreach((json_t *)times, key, value) {
		if (json_number_value(value) >= LEAST_SECONDS)
			print_time(out, key, json_number_value(value), most);
	}
	fputs("</table></div>\n", out);
}

static void add_time(json_t *times, const char *name, double seconds)
{
	double had = json_number_value(json_object_get(times, name));

	json_object_set_new(times, name, json_real(had + seconds));
}

void chart_print_times(FILE *out, const json_t *phases, const json_t *commits)
{
	json_t *spent CLEANUP(free_json) = json_object(), *cost CLEANUP(free_json) = json_object();

	FOR_EACH_JSON(row, phases)
		add_time(spent, json_field(row, "phase"),
			 json_number_value(json_object_get(row, "seconds")));
	FOR_EACH_JSON(commit, commits)
		FOR_EACH_JSON(check, json_object_get(commit, "checks"))
			add_time(cost, json_field(check, "check"),
				 json_number_value(json_object_get(check, "seconds")));
	html_heading(out, "Where the time went");
	print_times(out, "phase of the last run", spent);
	print_times(out, "check, when it was made", cost);
}
