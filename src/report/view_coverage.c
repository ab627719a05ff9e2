// SPDX-License-Identifier: GPL-2.0
/* Shows which target compiles which file. */
#include "report/view_coverage.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "result/result.h"

json_t *view_coverage(const struct coverage *coverage)
{
	json_t *array = json_array();

	FOR_EACH(row, coverage)
		json_array_append_new(array, json_pack("{s:I, s:o, s:o, s:s}",
						       "commit", (json_int_t)row->commit + 1,
						       "file", json_text(row->file),
						       "target", json_text(row->target),
						       "state", coverage_name(row->state)));
	return array;
}

/* '+' compiled, '!' failed, '-' left out; over all commits that touch the file. */
static char sign_of(const json_t *rows, const char *file, const char *target)
{
	char sign = '-';

	FOR_EACH_JSON(row, rows) {
		if (strcmp(json_field(row, "file"), file) ||
		    strcmp(json_field(row, "target"), target))
			continue;
		if (!strcmp(json_field(row, "state"), "failed"))
			return '!';
		if (!strcmp(json_field(row, "state"), "compiled"))
			sign = '+';
	}
	return sign;
}

static void print_signs(FILE *out, const json_t *rows, const struct strlist *files,
			const struct strlist *targets)
{
	size_t *counts CLEANUP(free_memory) = xcalloc(targets->nr, sizeof(*counts)), covered = 0;
	size_t *failures CLEANUP(free_memory) = xcalloc(targets->nr, sizeof(*failures));

	FOR_EACH(file, files) {
		bool any = false;

		fprintf(out, "  ");
		for (size_t i = 0; i < targets->nr; i++) {
			char sign = sign_of(rows, *file, targets->v[i]);

			fprintf(out, "%3c", sign);
			counts[i] += sign == '+';
			failures[i] += sign == '!';
			any = any || sign == '+';
		}
		covered += any;
		fprintf(out, "  %s\n", *file);
	}
	for (size_t i = 0; i < targets->nr; i++) {
		fprintf(out, "  %2zu: %s compiles %zu of %zu", i + 1, targets->v[i], counts[i],
			files->nr);
		if (failures[i])
			fprintf(out, ", %zu failed", failures[i]);
		fputc('\n', out);
	}
	fprintf(out, "  under at least one target: %zu of %zu\n", covered, files->nr);
}

void view_print_coverage(FILE *out, const json_t *document)
{
	const json_t *rows = json_object_get(document, "coverage");
	struct strlist files CLEANUP(strlist_release) = { 0 };
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	size_t i;
	json_t *row;

	json_array_foreach(rows, i, row) {
		strlist_add(&files, json_field(row, "file"));
		strlist_add_once(&targets, json_field(row, "target"));
	}
	strlist_sort(&files);
	if (files.nr) {
		fputs("\nCoverage: + compiled, ! failed, - left out by the configuration\n  ", out);
		for (i = 0; i < targets.nr; i++)
			fprintf(out, "%3zu", i + 1);
		fputc('\n', out);
		print_signs(out, rows, &files, &targets);
	}
}
