// SPDX-License-Identifier: GPL-2.0
/* Prints a proof as JUnit XML. */
#include "report/view_junit.h"

#include "lib/jtext.h"
#include "report/markup.h"

#include <stdbool.h>
#include <string.h>

struct tally {
	size_t tests, failures, errors, skipped;
	double seconds;
};

static bool is(const json_t *check, const char *verdict)
{
	return !strcmp(jfield(check, "verdict"), verdict);
}

static double seconds(const json_t *check)
{
	return json_number_value(json_object_get(check, "seconds"));
}

static void count(struct tally *tally, const json_t *commit)
{
	size_t i;
	json_t *check;

	json_array_foreach(json_object_get(commit, "checks"), i, check) {
		tally->tests++;
		tally->failures += is(check, "fail");
		tally->errors += is(check, "uncovered");
		tally->skipped += is(check, "void") || is(check, "skipped");
		tally->seconds += seconds(check);
	}
}

static void print_tally(FILE *out, const struct tally *tally)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"", tally->tests,
		tally->failures, tally->errors, tally->seconds);
}

static void print_result(FILE *out, const json_t *check, const char *element)
{
	const char *verdict = jfield(check, "verdict"), *log = jfield(check, "log");

	fprintf(out, "      <%s", element);
	if (strcmp(element, "skipped"))
		fprintf(out, " type=\"%s\"", verdict);
	fputs(" message=\"", out);
	markup_print(out, "%s: %s", verdict, jfield(check, "detail"));
	fputs("\">", out);
	markup_print(out, "%s%s%s", jfield(check, "detail"), *log ? "\nlog: " : "", log);
	fprintf(out, "</%s>\n", element);
}

static void print_case(FILE *out, const json_t *proof, const json_t *commit, const json_t *check)
{
	const char *id = jfield(commit, *jfield(commit, "patch") ? "patch" : "subject");

	fputs("    <testcase classname=\"", out);
	markup_print(out, "%s %s", jfield(proof, "branch"), id);
	fputs("\" name=\"", out);
	markup_print(out, "%s%s%s", jfield(check, "check"), *jfield(check, "target") ? " " : "",
		     jfield(check, "target"));
	fprintf(out, "\" time=\"%.3f\">\n", seconds(check));
	if (is(check, "fail")) {
		print_result(out, check, "failure");
	} else if (is(check, "uncovered")) {
		print_result(out, check, "error");
	} else if (!is(check, "pass")) {
		print_result(out, check, "skipped");
	} else {
		fputs("      <system-out>", out);
		markup_print(out, "%s%s%s", jfield(check, "evidence"),
			     *jfield(check, "evidence") ? ": " : "", jfield(check, "detail"));
		fputs("</system-out>\n", out);
	}
	fputs("    </testcase>\n", out);
}

static void print_suite(FILE *out, const json_t *proof, const json_t *commit)
{
	struct tally tally = { 0 };
	size_t i;
	json_t *check;

	count(&tally, commit);
	fputs("  <testsuite name=\"", out);
	markup_print(out, "%d %s", (int)json_integer_value(json_object_get(commit, "nr")),
		     jfield(commit, "subject"));
	fputc('"', out);
	print_tally(out, &tally);
	fprintf(out, " skipped=\"%zu\">\n", tally.skipped);
	json_array_foreach(json_object_get(commit, "checks"), i, check)
		print_case(out, proof, commit, check);
	fputs("  </testsuite>\n", out);
}

void view_print_junit(FILE *out, const json_t *proof)
{
	const json_t *commits = json_object_get(proof, "commits");
	struct tally tally = { 0 };
	size_t i;
	json_t *commit;

	json_array_foreach(commits, i, commit)
		count(&tally, commit);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"", out);
	markup_print(out, "%s on %.12s", jfield(proof, "branch"), jfield(proof, "base"));
	fputc('"', out);
	print_tally(out, &tally);
	fputs(">\n", out);
	json_array_foreach(commits, i, commit)
		print_suite(out, proof, commit);
	fputs("</testsuites>\n", out);
}
