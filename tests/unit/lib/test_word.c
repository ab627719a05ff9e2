// SPDX-License-Identifier: GPL-2.0
/* Words are those of C, and a path is longer than its ending or the same. */
#include "world.h"

#include "lib/word.h"

static void a_word_ends_where_a_name_of_c_does(void **state)
{
	assert_int_equal(word_length("pci_enable2(dev)"), 11);
	assert_int_equal(word_length("_"), 1);
	assert_int_equal(word_length("-x"), 0);
	assert_int_equal(word_length(""), 0);
	assert_int_equal(word_length("a\xc3\xa9"), 1);
	assert_false(is_name_char('\0'));
}

static void an_ending_is_at_the_end(void **state)
{
	assert_true(has_ending("a/b.c", ".c"));
	assert_true(has_ending(".gitignore", ".gitignore"));
	assert_false(has_ending("a.c.h", ".c"));
	assert_false(has_ending("c", ".c"));
	assert_false(has_ending("", ".c"));
	assert_true(has_ending(".c", ".c"));
	assert_false(has_extension(".c", ".c"));
	assert_true(has_extension("a.c", ".c"));
	assert_false(has_extension("a.h", ".c"));
}

static void a_start_is_at_the_start(void **state)
{
	assert_true(starts_with("drivers/a.c", "drivers/"));
	assert_true(starts_with("a", ""));
	assert_false(starts_with("driver", "drivers/"));
	assert_false(starts_with("", "a"));
	assert_true(is_c_file("a.c"));
	assert_true(is_c_file("a.h"));
	assert_false(is_c_file("a.S"));
	assert_false(is_c_file("a.c.orig"));
}

static void one_is_no_plural(void **state)
{
	assert_string_equal(plural(1, "es"), "");
	assert_string_equal(plural(0, "s"), "s");
	assert_string_equal(plural(2, "es"), "es");
}

RUN_TESTS(TEST(one_is_no_plural), TEST(a_word_ends_where_a_name_of_c_does),
	  TEST(an_ending_is_at_the_end),
	  TEST(a_start_is_at_the_start))
