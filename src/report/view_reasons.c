// SPDX-License-Identifier: GPL-2.0
/* Text of the reasons for verdicts. */
#include "report/view_reasons.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "report/view.h"

static void print_texts(FILE *out, const json_t *array)
{
	FOR_EACH_JSON(text, array)
		fprintf(out, "             %s\n", json_string_value(text));
}

static void print_source(FILE *out, const json_t *row)
{
	bool met = json_flag(row, "met");
	bool ok = json_flag(row, "ok");
	const char *made = json_field(row, "made");
	int inputs = json_number(row, "inputs");

	fprintf(out, "           %s of %s %s: %s", json_field(row, "object"),
		json_field(row, "target"), json_field(row, "where"),
		!met ? "not examined" :
		ok   ? "an object" :
		       "no object");
	if (!met) {
		fputc('\n', out);
		return;
	}
	fprintf(out, ", %s%s%s in %.1f s; ",
		json_flag(row, "reused") ? "known; made" : "made now",
		*made ? " " : "", made, json_number_value(json_object_get(row, "seconds")));
	if (inputs)
		fprintf(out, "%d source%s read", inputs, plural((size_t)inputs, "s"));
	else
		fputs("holds for this tree alone", out);
	fprintf(out, ", key %.12s\n", json_field(row, "key"));
	print_texts(out, json_object_get(row, "errors"));
	print_texts(out, json_object_get(row, "warnings"));
	if (*json_field(row, "log"))
		fprintf(out, "             log: %s\n", json_field(row, "log"));
}

/* A program of the campaign, and what of the series decides its answer. */
static void print_program(FILE *out, const json_t *row)
{
	fprintf(out, "           %s, %s in %.1f s; key %.12s\n", json_field(row, "object"),
		json_flag(row, "reused") ? "known; ran" : "ran now",
		json_number_value(json_object_get(row, "seconds")), json_field(row, "key"));
	fputs(json_array_size(json_object_get(row, "files")) ?
		      "             the series changes, of what decides:\n" :
		      "             the series changes nothing that decides\n", out);
	print_texts(out, json_object_get(row, "files"));
	if (*json_field(row, "log"))
		fprintf(out, "             log: %s\n", json_field(row, "log"));
}

/* An object before and after a commit. */
static void print_same(FILE *out, const json_t *row)
{
	const char *missing = json_field(row, "missing");

	fprintf(out, "           %s: %s%s\n", json_field(row, "object"),
		*missing ? "not compared: " : json_flag(row, "same") ? "the same code" : "differs",
		missing);
	print_texts(out, json_object_get(row, "differences"));
}

/* What was asked about the readers of a header. */
static void print_premises(FILE *out, const json_t *row)
{
	fprintf(out, "           readers of %s of %s, asked by text:\n", json_field(row, "object"),
		json_field(row, "target"));
	print_texts(out, json_object_get(row, "premises"));
}

static void print_reason(FILE *out, const json_t *row)
{
	if (json_object_get(row, "premises"))
		print_premises(out, row);
	else if (json_object_get(row, "source"))
		print_source(out, row);
	else if (json_object_get(row, "differences"))
		print_same(out, row);
	else if (json_object_get(row, "files"))
		print_program(out, row);
	else
		fprintf(out, "           make %s of %s\n", json_field(row, "object"),
			json_field(row, "target"));
	if (*json_field(row, "command"))
		fprintf(out, "             by hand: %s\n", json_field(row, "command"));
}

/* symbols are judged by the objects of objects. */
static bool rests_on(const json_t *check, const json_t *row)
{
	return !strcmp(json_field(check, "check"), json_field(row, "check")) &&
	       !strcmp(json_field(check, "target"), json_field(row, "target"));
}

static void print_commit(FILE *out, const json_t *commit)
{
	fprintf(out, "%4d  %.12s  %s\n", json_number(commit, "nr"), json_field(commit, "commit"),
		json_field(commit, "subject"));
	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		view_print_check(out, check);
		FOR_EACH_JSON(row, json_object_get(commit, "reasons"))
			if (rests_on(check, row))
				print_reason(out, row);
	}
}

void view_print_reasons(FILE *out, const json_t *document)
{
	FOR_EACH_JSON(commit, json_object_get(document, "commits"))
		if (json_object_get(commit, "reasons"))
			print_commit(out, commit);
}
