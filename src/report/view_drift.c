// SPDX-License-Identifier: GPL-2.0
/* Prints what has changed between two proofs. */
#include "report/view_drift.h"

#include "lib/json.h"

#include <string.h>

const struct drift_title *view_drift_titles(void)
{
	static const struct drift_title titles[] = {
		{ "worse", "newly bad" },
		{ "still", "bad as before" },
		{ "lost", "not examined any more" },
		{ "better", "newly good" },
		{ "added", "new patches" },
		{ "gone", "patches that are gone" },
		{ NULL, NULL },
	};

	return titles;
}

static void print_row(FILE *out, const json_t *row)
{
	const char *verdict = json_field(row, "verdict");

	if (!*json_field(row, "check")) {
		fprintf(out, "  %s\n", json_field(row, "subject"));
		return;
	}
	fprintf(out, "  %-9s %s%s%s  %s\n", *verdict ? verdict : "not made",
		json_field(row, "check"), *json_field(row, "target") ? " " : "",
		json_field(row, "target"), json_field(row, "subject"));
	if (*json_field(row, "detail") && strcmp(verdict, "pass"))
		fprintf(out, "            %s\n", json_field(row, "detail"));
	if (*json_field(row, "log") && strcmp(verdict, "pass"))
		fprintf(out, "            log: %s\n", json_field(row, "log"));
}

void view_print_drift(FILE *out, const json_t *drift)
{
	const char *rev = json_field(drift, "rev");
	size_t i;
	json_t *row;

	fprintf(out, "Since the proof on %.12s%s%s%s:", json_field(drift, "base"),
		*rev ? " (" : "", rev, *rev ? ")" : "");
	for (const struct drift_title *title = view_drift_titles(); title->list; title++)
		fprintf(out, "%s %zu %s", title->list == view_drift_titles()->list ? "" : ",",
			json_array_size(json_object_get(drift, title->list)), title->title);
	fputc('\n', out);
	for (const struct drift_title *title = view_drift_titles(); title->list; title++) {
		json_array_foreach(json_object_get(drift, title->list), i, row) {
			if (!i)
				fprintf(out, "%s:\n", title->title);
			print_row(out, row);
		}
	}
}
