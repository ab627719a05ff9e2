// SPDX-License-Identifier: GPL-2.0
/* What has changed between two proofs, and how hostile text stands in XML and HTML. */
#include "world.h"

#include "lib/json.h"
#include "report/drift.h"
#include "report/html.h"

#define CHECK(check, verdict) \
	"{\"check\": \"" check "\", \"target\": \"t\", \"verdict\": \"" verdict "\"," \
	" \"detail\": \"" check " " verdict "\", \"log\": null}"
#define COMMIT(patch, checks) \
	"{\"nr\": 1, \"patch\": \"" patch "\", \"subject\": \"S " patch "\", \"checks\": [" checks \
	"]}"

#define COVERED(file, target, state) \
	"{\"commit\": 1, \"file\": \"" file "\", \"target\": \"" target "\"," \
	" \"state\": \"" state "\"}"
#define UNCOVERED "{\"check\": \"coverage\", \"target\": \"\", \"verdict\": \"uncovered\"}"

/* What of the coverage of one patch is in list @name, as "file target was>verdict ..." */
static void assert_covered(const char *before, const char *now, const char *name,
			   const char *wanted)
{
	static const char form[] = "{\"commits\": [" COMMIT("a", UNCOVERED) "],"
									    " \"coverage\": [%s]}";
	char *first CLEANUP(free_text) = xasprintf(form, before);
	char *second CLEANUP(free_text) = xasprintf(form, now);
	json_t *one CLEANUP(free_json) = json_loads(first, 0, NULL);
	json_t *two CLEANUP(free_json) = json_loads(second, 0, NULL);
	json_t *drift CLEANUP(free_json) = drift_make(one, two), *row;
	char *text = NULL;
	size_t size, i;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(one);
	assert_non_null(two);
	json_array_foreach(json_object_get(drift, name), i, row)
		fprintf(out, "%s%s %s %s>%s", i ? " " : "", json_field(row, "file"),
			json_field(row, "target"), json_field(row, "was"),
			json_field(row, "verdict"));
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

static void coverage_is_compared_file_by_file(void **state)
{
	static const char before[] =
		COVERED("one.c", "x", "compiled") "," COVERED("one.c", "y", "unbuilt") ","
		COVERED("two.c", "x", "unbuilt") "," COVERED("three.c", "x", "compiled");
	static const char now[] =
		COVERED("one.c", "x", "unbuilt") "," COVERED("one.c", "y", "unbuilt") ","
		COVERED("two.c", "x", "compiled") "," COVERED("three.c", "x", "failed") ","
		COVERED("four.c", "x", "unbuilt");

	/* one patch, uncovered before and now: the files tell more; a failure is another check's */
	assert_covered(before, now, "worse", "one.c x pass>uncovered");
	assert_covered(before, now, "better", "two.c x uncovered>pass");
	assert_covered(before, now, "still", "");
	assert_covered(before, before, "worse", "");
	assert_covered(before, before, "still", "  uncovered>uncovered");
}

/* The list @name of the drift as "patch:check:was>verdict ..." */
static void assert_drift(const char *before, const char *now, const char *name, const char *wanted)
{
	char *first CLEANUP(free_text) = xasprintf("{\"base\": \"b\", \"commits\": [%s]}", before);
	char *second CLEANUP(free_text) = xasprintf("{\"commits\": [%s]}", now);
	json_t *one CLEANUP(free_json) = json_loads(first, 0, NULL);
	json_t *two CLEANUP(free_json) = json_loads(second, 0, NULL);
	json_t *drift CLEANUP(free_json) = NULL;
	char *text = NULL;
	size_t size, i;
	FILE *out = open_memstream(&text, &size);
	json_t *row;

	assert_non_null(one);
	assert_non_null(two);
	drift = drift_make(one, two);
	json_array_foreach(json_object_get(drift, name), i, row)
		fprintf(out, "%s%s:%s:%s>%s", i ? " " : "", json_field(row, "patch"),
			json_field(row, "check"), json_field(row, "was"),
			json_field(row, "verdict"));
	fclose(out);
	assert_string_equal(text, wanted);
	assert_string_equal(json_field(drift, "base"), "b");
	free(text);
}

static void nothing_has_changed(void **state)
{
	const char *same = COMMIT("a", CHECK("objects", "pass") "," CHECK("symbols", "skipped"));

	for (const char *const *list =
		     (const char *[]){ "worse", "better", "still", "lost", "added", "gone", NULL };
	     *list; list++)
		assert_drift(same, same, *list, "");
}

static void a_verdict_becomes_bad(void **state)
{
	const char *before = COMMIT("a", CHECK("objects", "pass") "," CHECK("style", "pass")
				    "," CHECK("symbols", "skipped"));

	assert_drift(before, COMMIT("a", CHECK("objects", "fail") "," CHECK("style", "uncovered")
				    "," CHECK("symbols", "void")), "worse",
		     "a:objects:pass>fail a:style:pass>uncovered a:symbols:skipped>void");
	assert_drift("", COMMIT("n", CHECK("objects", "fail")), "worse", "n:objects:>fail");
	assert_drift(before, COMMIT("a", CHECK("objects", "pass") "," CHECK("new", "fail")),
		     "worse", "a:new:>fail");
}

static void a_verdict_becomes_good_or_stays_bad(void **state)
{
	const char *before = COMMIT("a", CHECK("objects", "fail") "," CHECK("style", "void"));

	assert_drift(before, COMMIT("a", CHECK("objects", "pass") "," CHECK("style", "pass")),
		     "better", "a:objects:fail>pass a:style:void>pass");
	assert_drift(before, COMMIT("a", CHECK("objects", "uncovered") "," CHECK("style", "void")),
		     "still", "a:objects:fail>uncovered a:style:void>void");
	assert_drift(before, COMMIT("a", CHECK("objects", "uncovered") "," CHECK("style", "void")),
		     "worse", "");
}

static void a_check_is_not_made_any_more(void **state)
{
	const char *before = COMMIT("a", CHECK("objects", "pass") "," CHECK("style", "fail"));

	assert_drift(before, COMMIT("a", CHECK("objects", "skipped")), "lost",
		     "a:objects:pass>skipped a:style:fail>");
	assert_drift(before, COMMIT("a", CHECK("objects", "skipped")), "better", "");
	assert_drift(before, "", "lost", "");
}

static void the_worst_of_several_counts(void **state)
{
	const char *two = COMMIT("a", CHECK("objects", "pass") "," CHECK("objects", "fail")
				 "," CHECK("objects", "pass"));
	const char *good = COMMIT("a", CHECK("objects", "pass") "," CHECK("objects", "pass"));

	assert_drift(good, two, "worse", "a:objects:pass>fail");
	assert_drift(two, good, "better", "a:objects:fail>pass");
	assert_drift(two, two, "still", "a:objects:fail>fail");
}

static void patches_come_and_go(void **state)
{
	assert_drift(COMMIT("a", "") "," COMMIT("b", ""), COMMIT("b", "") "," COMMIT("c", ""),
		     "added", "c::>");
	assert_drift(COMMIT("a", "") "," COMMIT("b", ""), COMMIT("b", "") "," COMMIT("c", ""),
		     "gone", "a::>");
	/* a commit of somebody else is known by its subject */
	assert_drift(
		"{\"subject\": \"x\", \"patch\": \"\", \"checks\": []}",
		"{\"subject\": \"x\", \"patch\": \"\", \"checks\": [" CHECK("objects", "fail") "]}",
		"worse", ":objects:>fail");
	assert_drift("{\"subject\": \"x\", \"patch\": \"\", \"checks\": []}",
		     "{\"subject\": \"x\", \"patch\": \"\"}", "added", "");
}

static void documents_that_make_no_sense(void **state)
{
	assert_drift("1, {\"patch\": 7}, [[]]", "null, {\"checks\": 3}", "worse", "");
}

static void assert_markup(const char *text, const char *wanted)
{
	char *made = NULL;
	size_t size;
	FILE *out = open_memstream(&made, &size);

	markup_print(out, "%s", text);
	fclose(out);
	assert_string_equal(made, wanted);
	free(made);
}

static void text_stands_for_itself(void **state)
{
	assert_markup("<script>alert('\"')</script> & ü\n", "&lt;script&gt;alert(&#39;&quot;&#39;)"
							    "&lt;/script&gt; &amp; ü\n");
	assert_markup(
		"]]> \x1b[31m \x01\x7f \xef\xbf\xbf\xef\xbf\xbd\xef\xbf\xbe",
		"]]&gt; \xef\xbf\xbd[31m \xef\xbf\xbd\x7f \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_markup("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coverage_is_compared_file_by_file),
		cmocka_unit_test(nothing_has_changed),
		cmocka_unit_test(a_verdict_becomes_bad),
		cmocka_unit_test(a_verdict_becomes_good_or_stays_bad),
		cmocka_unit_test(a_check_is_not_made_any_more),
		cmocka_unit_test(the_worst_of_several_counts),
		cmocka_unit_test(patches_come_and_go),
		cmocka_unit_test(documents_that_make_no_sense),
		cmocka_unit_test(text_stands_for_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
