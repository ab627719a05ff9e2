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

static void cases_of_a_program_have_any_ending(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *conf CLEANUP(free_text) = xasprintf("%s/campaign.conf", dir);
	char *script CLEANUP(free_text) = xasprintf("%s/my.tool.sh", dir);
	const struct campaign campaign = { .path = conf };
	struct rule_cases cases CLEANUP(rule_cases_release) = { 0 };
	struct rule_cases twins CLEANUP(rule_cases_release) = { 0 };

	world_file(dir, "tests/my.tool/b.rst", "in");
	world_file(dir, "tests/my.tool/b.res", "out");
	world_file(dir, "tests/my.tool/a/x/y.c", "in");
	world_file(dir, "tests/my.tool/a.res/x/y.c", "out");
	world_file(dir, "tests/my.tool/c.res", "out");
	world_file(dir, "tests/my.tool/Makefile", "in");
	world_file(dir, "tests/my.tool/.keep", "");
	assert_int_equal(script_cases_find(&cases, &campaign, script), 0);
	assert_int_equal(cases.nr, 4);
	assert_string_equal(cases.v[0].name, "Makefile");
	assert_int_equal(cases.v[0].after.nr, 0);
	assert_true(cases.v[1].folder);
	assert_string_equal(cases.v[1].after.v[0].path, "x/y.c");
	assert_string_equal(cases.v[2].before.v[0].path, "b.rst");
	assert_string_equal(cases.v[2].after.v[0].path, "b.rst");
	assert_string_equal(cases.v[2].after.v[0].data, "out");
	assert_int_equal(cases.v[3].before.nr, 0);
	world_file(dir, "tests/my.tool/b.c", "in");
	assert_int_equal(script_cases_find(&twins, &campaign, script), -1);
	assert_int_equal(fail_exit_code(), FAIL_USAGE);
	fail_clear();
}

static void files_differ_by_path_mode_and_bytes(void **state)
{
	struct case_files wanted CLEANUP(case_files_release) = { 0 };
	struct case_files made CLEANUP(case_files_release) = { 0 };

	case_files_add(&wanted, "a", GIT_FILEMODE_BLOB, xstrdup("x\n"), 2);
	case_files_add(&made, "a", GIT_FILEMODE_BLOB, xstrdup("x\n"), 2);
	assert_null(case_files_diff(&wanted, &made));
	made.v[0].mode = GIT_FILEMODE_BLOB_EXECUTABLE;
	char *mode CLEANUP(free_text) = case_files_diff(&wanted, &made);
	assert_string_equal(mode, "a has the mode 100755, and must have 100644\n");
	made.v[0].mode = GIT_FILEMODE_BLOB;
	made.v[0].data[0] = 'y';
	char *bytes CLEANUP(free_text) = case_files_diff(&wanted, &made);
	assert_non_null(strstr(bytes, "-x\n+y\n"));
	made.v[0].path[0] = 'b';
	char *paths CLEANUP(free_text) = case_files_diff(&wanted, &made);
	assert_string_equal(paths, "a is missing\nb must not be there\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_the_file_come_once_and_in_order),
		cmocka_unit_test(cases_of_the_campaign_come_before_those_of_the_rule),
		cmocka_unit_test(cases_of_a_program_have_any_ending),
		cmocka_unit_test(files_differ_by_path_mode_and_bytes),
	};

	git_libgit2_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
