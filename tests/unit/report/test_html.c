// SPDX-License-Identifier: GPL-2.0
/* Values of a document that the page does not know, and verdicts by how bad they are. */
#include "world.h"

#include "report/view_html.h"
#include "report/html.h"

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

	return grid_rank(check);
}

static void a_verdict_that_is_not_known_is_bad(void **state)
{
	assert_int_equal(rank("pass"), 0);
	assert_true(rank("void") < rank("uncovered"));
	assert_int_equal(rank("fail"), GRID_RANKS - 1);
	assert_int_equal(rank("splendid"), GRID_RANKS - 1);
	assert_string_equal(grid_verdict(rank("skipped")), "skipped");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_value_is_shown),
		cmocka_unit_test(a_verdict_that_is_not_known_is_bad),
		cmocka_unit_test(each_check_and_target_is_a_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
