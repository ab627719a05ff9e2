// SPDX-License-Identifier: GPL-2.0
/* Values of a document that the page does not know, and verdicts by how bad they are. */
#include "world.h"

#include "page/marks.h"
#include "page/material.h"
#include "page/matrix.h"
#include "page/page.h"
#include "page/summary.h"
#include "report/html.h"
#include "lib/json.h"

static void assert_value(const char *json, const char *wanted)
{
	json_t *value CLEANUP(free_json) = json_loads(json, JSON_DECODE_ANY, NULL);
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(value);
	html_value(out, value);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

#define TD "<td class=\"detail\">"

static void any_value_is_shown(void **state)
{
	assert_value("\"<b>\"", "<p>&lt;b&gt;</p>\n");
	assert_value("null", "<p></p>\n");
	assert_value("[1, [2]]", "<p>[1,[2]]</p>\n");
	assert_value("{\"a<\": 7, \"b\": {\"c\": true}}",
		     "<table>\n<tr><th>a&lt;</th>" TD "7</td></tr>\n"
		     "<tr><th>b</th>" TD "{&quot;c&quot;:true}</td></tr>\n</table>\n");
	/* the first row has the columns; what a row lacks is empty, what it has more is left out */
	assert_value("[{\"a\": 1, \"b\": \"x\"}, {\"b\": \"y\", \"c\": 3}, 4]",
		     "<table>\n<tr><th>a</th><th>b</th></tr>\n"
		     "<tr>" TD "1</td>" TD "x</td></tr>\n<tr>" TD "</td>" TD "y</td></tr>\n"
		     "<tr>" TD "</td>" TD "</td></tr>\n</table>\n");
}

static size_t rank(const char *verdict)
{
	json_t *check CLEANUP(free_json) = json_pack("{s:s}", "verdict", verdict);

	return verdict_rank(check);
}

static void a_verdict_that_is_not_known_is_bad(void **state)
{
	assert_int_equal(rank("pass"), 0);
	assert_true(rank("void") < rank("uncovered"));
	assert_int_equal(rank("fail"), VERDICT_RANKS - 1);
	assert_int_equal(rank("splendid"), VERDICT_RANKS - 1);
	assert_string_equal(verdict_word(rank("skipped")), "skipped");
}

static void each_check_and_target_is_a_column(void **state)
{
	json_t *commits CLEANUP(free_json) = json_loads(
		"[{\"checks\": [{\"check\": \"a\", \"target\": \"x\"}, {\"check\": \"a\", \"target\": \"y\"}]},"
		" {\"checks\": [{\"check\": \"b\"}, {\"check\": \"a\", \"target\": \"y\"}]}, 7]", 0,
				NULL);
	struct columns columns CLEANUP(columns_release) = { 0 };

	columns_find(&columns, commits);
	assert_int_equal(columns.nr, 3);
	assert_string_equal(columns.v[1].target, "y");
	assert_string_equal(columns.v[2].check, "b");
	assert_string_equal(columns.v[2].target, "");
}

static char *sentence(const char *commits)
{
	char *text CLEANUP(free_text) = xasprintf(
		"{\"branch\": \"b4/x\", \"rev\": \"v7.2\", \"commits\": %s}", commits);
	json_t *proof CLEANUP(free_json) = json_loads(text, 0, NULL);

	assert_non_null(proof);
	return summary_sentence(proof);
}

static void assert_sentence(const char *commits, const char *wanted)
{
	char *said CLEANUP(free_text) = sentence(commits);

	assert_string_equal(said, wanted);
}

#define PASS "{\"verdict\": \"pass\", \"evidence\": \"compiled\"}"
#define BAD "{\"verdict\": \"uncovered\", \"evidence\": \"\"}"
#define SKIPPED "{\"verdict\": \"skipped\", \"evidence\": \"\"}"
#define COMMIT(checks) "{\"checks\": [" checks "]}"

static void one_sentence_says_what_came_out(void **state)
{
	assert_sentence("[" COMMIT(PASS) "]",
			"The only commit of b4/x on v7.2 passes: of 1 verdict 1 is pass (1 compiled).");
	assert_sentence("[" COMMIT(PASS ", " SKIPPED) ", " COMMIT(PASS) "]",
			"All 2 commits of b4/x on v7.2 pass: of 3 verdicts 2 are pass (2 compiled), "
			"1 is skipped.");
	assert_sentence("[" COMMIT(PASS ", " BAD) ", " COMMIT(PASS) "]",
			"1 of 2 commits of b4/x on v7.2 passes: of 3 verdicts 2 are pass (2 compiled), "
			"1 is uncovered.");
	/* nothing that was skipped is a pass */
	assert_sentence("[" COMMIT(SKIPPED) "]",
			"The only commit of b4/x on v7.2 does not pass: of 1 verdict 0 are pass, "
			"1 is skipped.");
	assert_sentence("[]", "There is no commit of b4/x on v7.2: of 0 verdicts 0 are pass.");
}

static void short_texts_stay_whole(void **state)
{
	const size_t sizes[] = { 10, 1000, 20, 3000 };

	assert_int_equal(material_share(sizes, 4, 1030), 500);
	assert_int_equal(material_share(sizes, 4, 2030), 1000);
	assert_int_equal(material_share(sizes, 4, 10000), 3000);
	assert_int_equal(material_share(sizes, 4, 0), 0);
	assert_int_equal(material_share(sizes, 0, 7), 0);
}

static void assert_cut(const char *text, size_t limit, bool tail, const char *wanted, int left)
{
	json_t *cut CLEANUP(free_json) = material_cut(text, limit, tail);

	assert_string_equal(json_field(cut, "text"), wanted);
	assert_int_equal(json_number(cut, "left"), left);
}

static void texts_are_cut_between_lines(void **state)
{
	assert_cut("one\ntwo\nthree\n", 1000, false, "one\ntwo\nthree\n", 0);
	assert_cut("one\ntwo\nthree\n", 40, false, "one\ntwo\n", 1);
	assert_cut("one\ntwo\nthree\n", 40, true, "two\nthree\n", 1);
	assert_cut("one\ntwo", 16, true, "two", 1);
	assert_cut("too long for it", 3, false, "", 1);
	/* what takes more space on the page than in the text counts so */
	assert_cut("<<<<<<<<<<\nx\n", 60, false, "", 2);
	assert_cut("", 10, true, "", 0);
}

static void kinds_of_evidence_differ_by_sign(void **state)
{
	static const char *const words[] = { "compiled", "derived", "sampled", "identical",
					     "checked" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(evidence_find(words[i])->sign,
						evidence_find(words[k])->sign);
	for (size_t i = 0; i < VERDICT_RANKS; i++)
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(verdict_sign(i), verdict_sign(k));
	assert_string_equal(evidence_find("splendid")->sign, "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_value_is_shown),
		cmocka_unit_test(a_verdict_that_is_not_known_is_bad),
		cmocka_unit_test(one_sentence_says_what_came_out),
		cmocka_unit_test(short_texts_stay_whole),
		cmocka_unit_test(texts_are_cut_between_lines),
		cmocka_unit_test(kinds_of_evidence_differ_by_sign),
		cmocka_unit_test(each_check_and_target_is_a_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
