// SPDX-License-Identifier: GPL-2.0
/* Prints a proof as JUnit XML. */
#include "report/view_junit.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "report/html.h"

struct junit_tally {
	size_t tests, failures, errors, skipped;
	double seconds;
};

static bool is(const json_t *check, const char *verdict)
{
	return !strcmp(json_field(check, "verdict"), verdict);
}

static double seconds(const json_t *check)
{
	return json_number_value(json_object_get(check, "seconds"));
}

static void count_verdicts(struct junit_tally *tally, const json_t *commit)
{
	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		tally->tests++;
		tally->failures += is(check, "fail");
		tally->errors += is(check, "uncovered");
		tally->skipped += is(check, "void") || is(check, "skipped");
		tally->seconds += seconds(check);
	}
}

static void print_tally(FILE *out, const struct junit_tally *tally)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"", tally->tests,
		tally->failures, tally->errors, tally->seconds);
}

static void print_result(FILE *out, const json_t *check, const char *element)
{
	const char *verdict = json_field(check, "verdict"), *log = json_field(check, "log");

	fprintf(out, "      <%s", element);
	if (strcmp(element, "skipped"))
		fprintf(out, " type=\"%s\"", verdict);
	fputs(" message=\"", out);
	markup_print(out, "%s: %s", verdict, json_field(check, "detail"));
	fputs("\">", out);
	markup_print(out, "%s%s%s", json_field(check, "detail"), *log ? "\nlog: " : "", log);
	fprintf(out, "</%s>\n", element);
}

static void print_case(FILE *out, const json_t *proof, const json_t *commit, const json_t *check)
{
	const char *id = json_field(commit, *json_field(commit, "patch") ? "patch" : "subject");

	fputs("    <testcase classname=\"", out);
	markup_print(out, "%s %s", json_field(proof, "branch"), id);
	fputs("\" name=\"", out);
	markup_print(out, "%s%s%s", json_field(check, "check"),
		     *json_field(check, "target") ? " " : "", json_field(check, "target"));
	fprintf(out, "\" time=\"%.3f\">\n", seconds(check));
	if (is(check, "fail")) {
		print_result(out, check, "failure");
	} else if (is(check, "uncovered")) {
		print_result(out, check, "error");
	} else if (!is(check, "pass")) {
		print_result(out, check, "skipped");
	} else {
		fputs("      <system-out>", out);
		markup_print(out, "%s%s%s", json_field(check, "evidence"),
			     *json_field(check, "evidence") ? ": " : "",
			     json_field(check, "detail"));
		fputs("</system-out>\n", out);
	}
	fputs("    </testcase>\n", out);
}

static void print_suite(FILE *out, const json_t *proof, const json_t *commit)
{
	struct junit_tally tally = { 0 };

	count_verdicts(&tally, commit);
	fputs("  <testsuite name=\"", out);
	markup_print(out, "%d %s", json_number(commit, "nr"),
		     json_field(commit, "subject"));
	fputc('"', out);
	print_tally(out, &tally);
	fprintf(out, " skipped=\"%zu\">\n", tally.skipped);
	FOR_EACH_JSON(check, json_object_get(commit, "checks"))
		print_case(out, proof, commit, check);
	fputs("  </testsuite>\n", out);
}

void view_print_junit(FILE *out, const json_t *proof)
{
	const json_t *commits = json_object_get(proof, "commits");
	struct junit_tally tally = { 0 };

	FOR_EACH_JSON(commit, commits)
		count_verdicts(&tally, commit);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"", out);
	markup_print(out, "%s on %.12s", json_field(proof, "branch"), json_field(proof, "base"));
	fputc('"', out);
	print_tally(out, &tally);
	fputs(">\n", out);
	FOR_EACH_JSON(commit, commits)
		print_suite(out, proof, commit);
	fputs("</testsuites>\n", out);
}
