// SPDX-License-Identifier: GPL-2.0
/* Which verdicts keep a series back. */
#include "world.h"

#include "mail/gate.h"
#include "result/result.h"

/* How many verdicts are open when the only one is this. */
static size_t open_of(enum verdict_kind kind, bool optional)
{
	struct series_result proof CLEANUP(result_release) = { 0 };
	struct gate gate = { 0 };
	struct commit_result *commit = LIST_ADD(&proof);
	size_t open;

	commit->subject = xstrdup("net: alpha: Change something");
	verdicts_add(&commit->verdicts, "build", "x86_64-narrow", kind, "", xstrdup("words"))
		->optional = optional;
	gate_judge(&gate, &proof);
	open = gate_count_open(&gate);
	gate_release(&gate);
	return open;
}

static void what_is_worth_its_time_only_keeps_nothing_back(void **state)
{
	assert_int_equal(open_of(VERDICT_SKIPPED, true), 0);
	assert_int_equal(open_of(VERDICT_SKIPPED, false), 1);
	assert_int_equal(open_of(VERDICT_UNCOVERED, false), 1);
	assert_int_equal(open_of(VERDICT_FAIL, false), 1);
	assert_int_equal(open_of(VERDICT_PASS, false), 0);
}

RUN_TESTS(TEST(what_is_worth_its_time_only_keeps_nothing_back))
