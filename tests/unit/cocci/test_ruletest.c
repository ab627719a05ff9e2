// SPDX-License-Identifier: GPL-2.0
/* Where the cases of a rule are, and what a rule prints of one. */
#include "world.h"

#include "campaign/campaign.h"
#include "cocci/ruletest.h"

static void lines_of_the_file_come_once_and_in_order(void **state)
{
	char *text CLEANUP(free_text) =
		rule_report_lines("HANDLING: a.c\na.c:12: f(): x\na.c:2: g(): y\na.c:12: f(): x\n"
				  "b.c:1: f(): x\nxa.c:1: f(): x\na.c:12: f(): a\n",
				  "a.c");
	char *none CLEANUP(free_text) = rule_report_lines("b.c:1: f(): x\n", "a.c");

	assert_string_equal(text, "a.c:2: g(): y\na.c:12: f(): a\na.c:12: f(): x\n");
	assert_string_equal(none, "");
}

static void cases_of_the_campaign_come_before_those_of_the_rule(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *conf CLEANUP(free_text) = xasprintf("%s/series/campaign.conf", dir);
	char *rule CLEANUP(free_text) = xasprintf("%s/cocci/r.cocci", dir);
	const struct campaign campaign = { .path = conf };
	struct rule_cases own CLEANUP(rule_cases_release) = { 0 };
	struct rule_cases beside CLEANUP(rule_cases_release) = { 0 };
	struct rule_cases none CLEANUP(rule_cases_release) = { 0 };

	assert_int_equal(rule_cases_find(&none, &campaign, rule, false), 0);
	assert_int_equal(none.nr, 0);
	assert_non_null(strstr(none.dir, "/series/tests/r"));
	world_file(dir, "cocci/tests/r/one.c", "in");
	world_file(dir, "cocci/tests/r/one.res", "out");
	assert_int_equal(rule_cases_find(&beside, &campaign, rule, false), 0);
	assert_int_equal(beside.nr, 1);
	assert_string_equal(beside.v[0].name, "one");
	assert_string_equal(beside.v[0].text, "in");
	assert_string_equal(beside.v[0].result, "out");
	world_file(dir, "series/tests/r/two.out", "said");
	world_file(dir, "series/tests/r/README", "no case");
	world_file(dir, "series/tests/r/three.c", "in");
	assert_int_equal(rule_cases_find(&own, &campaign, rule, true), 0);
	assert_int_equal(own.nr, 2);
	assert_string_equal(own.v[0].name, "three");
	assert_null(own.v[0].result);
	assert_null(own.v[1].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_the_file_come_once_and_in_order),
		cmocka_unit_test(cases_of_the_campaign_come_before_those_of_the_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
