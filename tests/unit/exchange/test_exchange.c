// SPDX-License-Identifier: GPL-2.0
/* Where a verdict points to, and a proof in the words of KCIDB, SARIF and GitHub. */
#include "world.h"

#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "exchange/place.h"
#include "exchange/view_kcidb.h"
#include "exchange/view_sarif.h"

#include <stdio.h>

static void assert_place(const char *detail, const char *file, int line)
{
	struct verdict_place place CLEANUP(place_release) = { 0 };

	place_read(&place, detail);
	if (file)
		assert_string_equal(place.file, file);
	else
		assert_null(place.file);
	assert_int_equal(place.line, line);
}

static void a_place_is_read_where_there_is_one(void **state)
{
	assert_place("drivers/net/a.c:7:12: error: no", "drivers/net/a.c", 7);
	assert_place("new: arch/x86/kernel/b.S:10: Error", "arch/x86/kernel/b.S", 10);
	assert_place("one (at net/c-d.c:3), two at net/e.c:4", "net/c-d.c", 3);
	assert_place("drivers/net/a.c does not compile", NULL, 0);
	assert_place("drivers/net/a.c:0: no line", NULL, 0);
	assert_place("/usr/include/stdio.h:3: not of the tree", NULL, 0);
	assert_place("../x/stdio.h:3: nor is this", NULL, 0);
	assert_place("at 12:30 o'clock, in a/b:30", NULL, 0);
	assert_place("a/b.c:99999999999999999999", NULL, 0);
	assert_place("a/b.c:", NULL, 0);
	assert_place("", NULL, 0);
}

static void the_line_is_that_of_the_first_error(void **state)
{
	static const char log[] = "In file included from /s/net/a.c:3:\n"
				  "/s/net/a.c:5:1: warning: x\n/s/net/b.c:6: error: y\n"
				  "/s/net/a.c:7:12: error: z\n/s/net/a.c:8: error: w\n";

	assert_int_equal(place_in_log(log, "net/a.c"), 7);
	assert_int_equal(place_in_log("net/a.c:5: warning: x", "net/a.c"), 5);
	assert_int_equal(place_in_log("net/a.c: error: x\nnet/a.c:5: note: x", "net/a.c"), 0);
	assert_int_equal(place_in_log("net/a.c", "net/a.c"), 0);
	assert_int_equal(place_in_log("", "net/a.c"), 0);
}

#define ID "0123456789012345678901234567890123456789"
#define CHECK(check, target, verdict, detail) \
	"{\"check\": \"" check "\", \"target\": \"" target "\", \"verdict\": \"" verdict "\", " \
	"\"evidence\": \"compiled\", \"detail\": \"" detail "\", \"seconds\": 1.5, " \
	"\"log\": null, \"reused\": false}"

/* A proof of one commit with these checks and rows of coverage. */
static json_t *proof(const char *checks, const char *coverage)
{
	char *text CLEANUP(free_text) = xasprintf(
		"{\"base\": \"" ID "\", \"branch\": \"b4/x\", \"started\": \"2026-12-01T00:00:00Z\", "
		"\"targets\": [{\"target\": \"t\", \"arch\": \"arm64\", \"compiler\": \"gcc\"}], "
		"\"commits\": [{\"nr\": 1, \"commit\": \"" ID "\", \"patch\": \"p\", "
		"\"subject\": \"net: x\", \"checks\": [%s]}], \"coverage\": [%s], "
		"\"summary\": {\"fail\": 1}}", checks, coverage);
	json_t *document = json_loads(text, 0, NULL);

	assert_non_null(document);
	return document;
}

static const struct kcidb_names names = { "me", NULL, NULL };

/* One field of one row, as text. */
static const char *field(const json_t *report, const char *list, size_t nr, const char *key)
{
	return json_field(json_array_get(json_object_get(report, list), nr), key);
}

static void each_verdict_has_a_word_of_kcidb(void **state)
{
	assert_string_equal(kcidb_status("pass"), "PASS");
	assert_string_equal(kcidb_status("fail"), "FAIL");
	assert_string_equal(kcidb_status("void"), "ERROR");
	assert_string_equal(kcidb_status("uncovered"), "MISS");
	assert_string_equal(kcidb_status("skipped"), "SKIP");
	assert_string_equal(kcidb_status("splendid"), "ERROR");
}

static void objects_are_a_build_and_the_rest_are_tests(void **state)
{
	json_t *document CLEANUP(free_json) = proof(
		CHECK("message", "", "pass", "m") "," CHECK("objects", "t", "pass", "o") ","
		CHECK("symbols", "t", "uncovered", "s") "," CHECK("build", "t", "fail", "b") ","
		CHECK("symbols", "t", "pass", "s2") "," CHECK("my check", "t", "pass", "c"), "");
	json_t *report CLEANUP(free_json) = view_kcidb(document, &names);

	assert_int_equal(json_array_size(json_object_get(report, "checkouts")), 1);
	assert_string_equal(field(report, "checkouts", 0, "id"), "me:" ID);
	assert_int_equal(json_array_size(json_object_get(report, "builds")), 2);
	assert_string_equal(field(report, "builds", 0, "id"), "me:" ID "/none");
	assert_string_equal(field(report, "builds", 0, "status"), "SKIP");
	/* the worse verdict speaks for the build */
	assert_string_equal(field(report, "builds", 1, "status"), "FAIL");
	assert_string_equal(field(report, "builds", 1, "comment"), "b");
	assert_string_equal(field(report, "builds", 1, "architecture"), "arm64");
	assert_int_equal(json_array_size(json_object_get(report, "tests")), 4);
	assert_string_equal(field(report, "tests", 0, "build_id"), "me:" ID "/none");
	assert_string_equal(field(report, "tests", 1, "id"), "me:" ID "/t/symbols");
	assert_string_equal(field(report, "tests", 1, "status"), "MISS");
	assert_string_equal(field(report, "tests", 2, "id"), "me:" ID "/t/symbols/2");
	assert_string_equal(field(report, "tests", 3, "path"), "treewide.my_check");
}

/* The report of a check whose log is the file @path. */
static json_t *report_log(const char *path)
{
	json_t *document CLEANUP(free_json) = proof(CHECK("symbols", "t", "fail", "s"), "");
	json_t *commit = json_array_get(json_object_get(document, "commits"), 0);
	json_t *check = json_array_get(json_object_get(commit, "checks"), 0);

	json_object_set_new(check, "log", json_string(path));
	return view_kcidb(document, &names);
}

static void of_a_log_the_end_is_told(void **state)
{
	char path[] = "/tmp/kcidb.XXXXXX";
	char text[6001];
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	memset(text, '\xff', 6000);
	memcpy(text + 6000 - 5, "end.\n", 6);
	assert_int_equal(io_write(path, text, 6000), 0);
	json_t *report CLEANUP(free_json) = report_log(path);
	const char *excerpt = field(report, "tests", 0, "log_excerpt");
	assert_true(strlen(excerpt) <= 16384);
	assert_true(has_ending(excerpt, "\\xffend.\n"));
	remove(path);
	json_t *without CLEANUP(free_json) = report_log(path);
	assert_string_equal(field(without, "tests", 0, "log_excerpt"), "");
	assert_string_equal(field(without, "tests", 0, "status"), "FAIL");
}

static void names_that_kcidb_refuses(void **state)
{
	assert_int_equal(kcidb_check_names(&names), 0);
	assert_int_equal(kcidb_check_names(&(struct kcidb_names){ "Me", NULL, NULL }), -1);
	assert_int_equal(kcidb_check_names(&(struct kcidb_names){ "", NULL, NULL }), -1);
	assert_int_equal(kcidb_check_names(&(struct kcidb_names){ "me", NULL, "git://x" }), -1);
	fail_clear();
	assert_int_equal(kcidb_check_names(&(struct kcidb_names){ "me", "t", "https://x" }), 0);
}

static const json_t *sarif_result(const json_t *log, size_t nr)
{
	const json_t *run = json_array_get(json_object_get(log, "runs"), 0);

	return json_array_get(json_object_get(run, "results"), nr);
}

static void sarif_has_what_does_not_pass(void **state)
{
	json_t *document CLEANUP(free_json) = proof(
		CHECK("objects", "t", "fail", "no") "," CHECK("message", "", "pass", "m") ","
		 CHECK("symbols", "t", "void", "v") "," CHECK("coverage", "", "uncovered", "u"),
		"{\"commit\": 1, \"file\": \"net/a b.c\", \"target\": \"t\", \"state\": \"compiled\"},"
		"{\"commit\": 1, \"file\": \"net/c.c\", \"target\": \"t\", \"state\": \"unbuilt\"}");
	json_t *log CLEANUP(free_json) = view_sarif(document);
	const json_t *first = sarif_result(log, 0), *last = sarif_result(log, 2);
	const char *uri = NULL;
	int line = 0;

	assert_string_equal(json_field(first, "level"), "error");
	assert_string_equal(json_field(sarif_result(log, 1), "level"), "note");
	assert_string_equal(json_field(last, "level"), "warning");
	assert_null(sarif_result(log, 3));
	assert_int_equal(json_unpack((json_t *)last, "{s:[{s:{s:{s:s}, s:{s:i}}}]}", "locations",
				     "physicalLocation", "artifactLocation", "uri", &uri, "region",
				     "startLine", &line), 0);
	assert_string_equal(uri, "net/c.c");
	assert_int_equal(line, 1);
	assert_int_equal(json_number(last, "ruleIndex"), 2);
}

static void github_reads_each_byte_as_it_is_meant(void **state)
{
	json_t *document CLEANUP(free_json) = proof(
		CHECK("objects", "t", "fail", "net/a.c:7: 100%\\n::error::x") ","
		CHECK("symbols", "t", "skipped", "s"),
		"{\"commit\": 1, \"file\": \"net/a,b:c.c\", \"target\": \"t\", \"state\": \"unbuilt\"}");
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	view_print_github(out, document);
	fclose(out);
	assert_string_equal(text,
			    "::error title=objects,file=net/a.c,line=7::fail: net/a.c:7: 100%25%0A"
			    "::error::x (commit 012345678901 \"net: x\", t)\n"
			    "::notice title=symbols,file=net/a%2Cb%3Ac.c::skipped: s (commit "
			    "012345678901 \"net: x\", t)\n"
			    "treewide: 1 commit of b4/x: 0 pass, 1 fail, 0 void, 0 uncovered, "
			    "0 skipped\n");
	free(text);
}

RUN_TESTS(
	TEST(a_place_is_read_where_there_is_one),
	TEST(the_line_is_that_of_the_first_error),
	TEST(each_verdict_has_a_word_of_kcidb),
	TEST(objects_are_a_build_and_the_rest_are_tests),
	TEST(of_a_log_the_end_is_told),
	TEST(names_that_kcidb_refuses),
	TEST(sarif_has_what_does_not_pass),
	TEST(github_reads_each_byte_as_it_is_meant),
)
