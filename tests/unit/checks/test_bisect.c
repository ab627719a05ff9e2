// SPDX-License-Identifier: GPL-2.0
/* What git bisect run is told. */
#include "world.h"

#include "checks/check_bisect.h"
#include "result/result.h"

/* Verdicts as "objects:p readers:u", by their first letter. */
static void add_verdicts(struct series_result *proof, const char *text)
{
	static const enum verdict_kind kinds[] = { ['p'] = VERDICT_PASS, ['f'] = VERDICT_FAIL,
						   ['v'] = VERDICT_VOID, ['u'] = VERDICT_UNCOVERED,
						   ['s'] = VERDICT_SKIPPED };
	static const char *const checks[] = { "objects", "readers", "symbols", "coverage" };
	struct commit_result *commit = LIST_ADD(proof);
	struct strlist words CLEANUP(strlist_release) = { 0 };

	strlist_split(&words, text, " ");
	FOR_EACH(word, &words)
		for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
			size_t len = strlen(checks[i]);

			if (!strncmp(*word, checks[i], len) && (*word)[len] == ':')
				verdicts_add(&commit->verdicts, checks[i],
					     i < 3 ? "x86_64-allmodconfig" : NULL,
					     kinds[(unsigned char)(*word)[len + 1]], "", NULL);
		}
}

static int answer(const char *head, const char *bad)
{
	struct series_result proof CLEANUP(result_release) = { 0 };

	add_verdicts(&proof, head);
	if (bad)
		add_verdicts(&proof, bad);
	return check_bisect_answer(&proof);
}

static void a_fail_is_bad(void **state)
{
	assert_int_equal(answer("objects:f", NULL), 1);
	assert_int_equal(answer("objects:p readers:f coverage:u", "objects:f"), 1);
}

static void all_that_is_known_is_good(void **state)
{
	assert_int_equal(answer("objects:p readers:p symbols:s", NULL), 0);
	assert_int_equal(answer("", NULL), 0);
}

static void without_a_bad_revision_nothing_may_be_open(void **state)
{
	assert_int_equal(answer("objects:p coverage:u", NULL), 125);
	assert_int_equal(answer("objects:v", NULL), 125);
}

static void a_bad_revision_in_which_nothing_fails_tells_nothing(void **state)
{
	assert_int_equal(answer("objects:p coverage:u", "objects:p coverage:u"), 125);
	assert_int_equal(answer("objects:p coverage:p", "objects:p coverage:u"), 0);
}

static void what_fails_in_the_bad_revision_decides(void **state)
{
	assert_int_equal(answer("objects:p readers:u coverage:u", "objects:f coverage:u"), 0);
	assert_int_equal(answer("objects:p readers:u", "objects:p readers:f"), 125);
	assert_int_equal(answer("objects:p readers:u readers:p", "objects:p readers:f"), 0);
	assert_int_equal(answer("objects:v symbols:p", "objects:f symbols:p"), 125);
}

static void the_first_that_fails_is_the_fault(void **state)
{
	assert_int_equal(answer("objects:p symbols:u", "objects:f symbols:f"), 0);
	assert_int_equal(answer("objects:p symbols:u", "objects:p symbols:f"), 125);
}

static void a_check_that_has_nothing_to_say_passes(void **state)
{
	assert_int_equal(answer("coverage:u", "objects:f"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fail_is_bad),
		cmocka_unit_test(all_that_is_known_is_good),
		cmocka_unit_test(without_a_bad_revision_nothing_may_be_open),
		cmocka_unit_test(a_bad_revision_in_which_nothing_fails_tells_nothing),
		cmocka_unit_test(what_fails_in_the_bad_revision_decides),
		cmocka_unit_test(the_first_that_fails_is_the_fault),
		cmocka_unit_test(a_check_that_has_nothing_to_say_passes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
