// SPDX-License-Identifier: GPL-2.0
/* What somebody may have meant is near, and nothing is where nothing is. */
#include "world.h"

#include "lib/list.h"
#include "lib/nearest.h"

static void slips_are_counted(void **state)
{
	static const struct {
		const char *a, *b;
		size_t slips;
	} samples[] = {
		{ "", "", 0 }, { "prove", "prove", 0 }, { "prove", "", 5 }, { "", "prove", 5 },
		{ "prove", "proove", 1 }, { "prove", "prve", 1 }, { "prove", "probe", 1 },
		{ "prove", "porve", 1 }, { "plan", "lpna", 2 }, { "ab", "ba", 1 },
		{ "status", "states", 1 }, { "audit", "report", 5 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		assert_int_equal(nearest_slips(samples[i].a, samples[i].b), samples[i].slips);
		assert_int_equal(nearest_slips(samples[i].b, samples[i].a), samples[i].slips);
	}
}

static void what_is_longer_than_any_word_is_not_compared(void **state)
{
	char word[200];

	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	assert_true(nearest_slips(word, "a") == (size_t)-1);
	assert_true(nearest_slips("a", word) == (size_t)-1);
}

static void the_nearest_word_is_meant(void **state)
{
	static const struct {
		const char *said, *meant;	/* NULL: nobody knows */
	} samples[] = {
		{ "proove", "prove" }, { "genrate", "generate" }, { "regenrate", "regenerate" },
		{ "gen", "generate" }, { "stauts", "status" }, { "ge", NULL }, { "xyzzy", NULL },
		{ "", NULL }, { "provers-of-the-world", NULL }, { "plam", "plan" },
		{ "pxxn", NULL },
	};
	struct strlist known CLEANUP(strlist_release) = { 0 };

	STRLIST_ADD(&known, "plan", "prove", "generate", "regenerate", "status");
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		const char *meant = nearest_text(&known, samples[i].said);
		char *hint CLEANUP(free_text) = nearest_hint(&known, samples[i].said);

		if (!samples[i].meant) {
			assert_null(meant);
			assert_string_equal(hint, "");
			continue;
		}
		assert_non_null(meant);
		assert_string_equal(meant, samples[i].meant);
		assert_non_null(strstr(hint, "; did you mean "));
		assert_non_null(strstr(hint, meant));
	}
}

static void of_nothing_nothing_is_meant(void **state)
{
	const struct strlist nothing = { 0 };

	assert_null(nearest_text(&nothing, "prove"));
}

RUN_TESTS(TEST(slips_are_counted), TEST(what_is_longer_than_any_word_is_not_compared),
	  TEST(the_nearest_word_is_meant), TEST(of_nothing_nothing_is_meant))
