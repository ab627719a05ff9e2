// SPDX-License-Identifier: GPL-2.0
/* Of a program's run only what it says itself, in the words of this run, is believed. */
#include "world.h"

#include "checks/program.h"

#define NONCE "5eed"
#define HEAD "nonce 5eed\n"
#define LOG "first\nlast words\n\n"

struct sample {
	int exit;
	const char *result;
	enum verdict_kind kind;
	bool certain;
	const char *evidence, *detail;
};

static void check(const struct sample *sample, unsigned timeout)
{
	const struct program_end end = { .exit = sample->exit, .timeout = timeout, .nonce = NONCE,
				       .result = sample->result, .log = LOG };
	struct program_result found;

	program_judge(&found, &end);
	assert_string_equal(found.detail, sample->detail);
	assert_int_equal(found.kind, sample->kind);
	assert_string_equal(found.evidence, sample->evidence);
	assert_int_equal(found.certain, sample->certain);
	program_release(&found);
}

static void a_program_that_keeps_the_rules_is_believed(void **state)
{
	static const struct sample samples[] = {
		{ 0, HEAD "detail 3 of 3\n", VERDICT_PASS, true, "checked", "3 of 3" },
		{ 0, HEAD "\nevidence booted\ndetail 3", VERDICT_PASS, true, "booted", "3" },
		{ 1, HEAD "detail 2 of 3\n", VERDICT_FAIL, true, "checked", "2 of 3" },
		{ 77, HEAD "detail no device\n", VERDICT_SKIPPED, false, "", "no device" },
		{ 0, HEAD "detail a\tb\033[2J\n", VERDICT_PASS, true, "checked", "a?b?[2J" },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		check(&samples[i], 0);
}

#define CODE(code) "the program left with exit code " #code ", but "

static void nothing_else_is(void **state)
{
	static const struct sample samples[] = {
		{ 0, NULL, VERDICT_FAIL, false, "", CODE(0) "it wrote no result: last words" },
		{ 0, "", VERDICT_FAIL, false, "", CODE(0) "it wrote no result: last words" },
		{ 1, NULL, VERDICT_FAIL, false, "", CODE(1) "it wrote no result: last words" },
		{ 77, NULL, VERDICT_FAIL, false, "", CODE(77) "it wrote no result: last words" },
		{ 0, "detail fine\n", VERDICT_FAIL, false, "",
		  CODE(0) "its result does not begin with the nonce of this run: last words" },
		{ 0, "nonce 5eed5\ndetail fine\n", VERDICT_FAIL, false, "",
		  CODE(0) "its result does not begin with the nonce of this run: last words" },
		{ 0, "nonce 5ee\ndetail fine\n", VERDICT_FAIL, false, "",
		  CODE(0) "its result does not begin with the nonce of this run: last words" },
		{ 0, "nonce 5eed", VERDICT_FAIL, false, "",
		  CODE(0) "its result does not begin with the nonce of this run: last words" },
		{ 0, HEAD, VERDICT_FAIL, false, "",
		  CODE(0) "its result has no detail: last words" },
		{ 0, HEAD "detail \n", VERDICT_FAIL, false, "",
		  CODE(0) "its result holds \"detail \": last words" },
		{ 0, HEAD "detail a\ndetail b\n", VERDICT_FAIL, false, "",
		  CODE(0) "its result holds \"detail b\": last words" },
		{ 0, HEAD "detail a\nevidence proved\n", VERDICT_FAIL, false, "",
		  CODE(0) "its result holds \"evidence proved\": last words" },
		{ 0, HEAD "detail a\ncolour red\n", VERDICT_FAIL, false, "",
		  CODE(0) "its result holds \"colour red\": last words" },
		{ 2, HEAD "detail fine\n", VERDICT_FAIL, false, "",
		  "the program left with exit code 2: last words" },
		{ 139, HEAD "detail fine\n", VERDICT_FAIL, false, "",
		  "the program was ended by signal 11: last words" },
	};
	const struct sample late = { 0, HEAD "detail fine\n", VERDICT_FAIL, false, "",
				     "the program did not end in 60 s: last words" };

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		check(&samples[i], 0);
	check(&late, 60);
}

static void a_silent_program_is_named_so(void **state)
{
	const struct program_end end = { .exit = 3, .nonce = NONCE, .log = " \n" };
	struct program_result found;

	program_judge(&found, &end);
	assert_string_equal(found.detail,
			    "the program left with exit code 3: it printed nothing");
	program_release(&found);
}

RUN_TESTS(TEST(a_program_that_keeps_the_rules_is_believed),
	  TEST(nothing_else_is),
	  TEST(a_silent_program_is_named_so))
