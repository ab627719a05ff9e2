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

static void a_word_is_found_as_a_whole(void **state)
{
	static const struct {
		const char *text, *word;
		int at;		/* -1: nowhere */
	} samples[] = {
		{ "a", "a", 0 }, { "b a c", "a", 2 }, { "ab", "a", -1 }, { "ba a", "a", 3 },
		{ "a_ _a a1 (a)", "a", 10 }, { "aaaa aa", "aa", 5 }, { "a\xc3\xa9 a", "a", 0 },
		{ "", "a", -1 }, { "a", "", -1 }, { "", "", -1 }, { "f(x)", "(", -1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		const char *text = samples[i].text, *found = word_find(text, samples[i].word);

		assert_int_equal(found ? found - text : -1, samples[i].at);
	}
}

static void a_line_ends_where_the_next_begins(void **state)
{
	static const char *const texts[] = { "", "a", "a\n", "a\nb", "\n", "\n\nab\n\n" };
	static const char *const lines[] = { "", "<a>", "<a>", "<a><b>", "<>", "<><><ab><>" };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char *said = xstrdup("");

		FOR_EACH_LINE(line, texts[i]) {
			char *more = xasprintf("%s<%.*s>", said, (int)line.len, line.at);

			free(said);
			said = more;
		}
		assert_string_equal(said, lines[i]);
		free(said);
	}
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

static void a_text_is_one_of_several(void **state)
{
	assert_true(is_one_of("b", TEXTS("a", "b")));
	assert_false(is_one_of("bb", TEXTS("a", "b")));
	assert_false(is_one_of("", TEXTS("a", "b")));
	assert_true(starts_with_one_of("bb", TEXTS("a", "b")));
	assert_false(starts_with_one_of("cb", TEXTS("a", "b")));
	assert_true(holds_one_of("cb", TEXTS("a", "b")));
	assert_false(holds_one_of("cd", TEXTS("a", "b")));
}

static void a_tab_is_as_wide_as_what_is_left_to_it(void **state)
{
	assert_int_equal(text_columns("", 0), 0);
	assert_int_equal(text_columns("abc", 2), 2);
	assert_int_equal(text_columns("\ta", 2), 9);
	assert_int_equal(text_columns("abc\t\t", 5), 16);
	assert_int_equal(text_columns("\xc3\xa9\t", 3), 8);
}

static void one_is_no_plural(void **state)
{
	assert_string_equal(plural(1, "es"), "");
	assert_string_equal(plural(0, "s"), "s");
	assert_string_equal(plural(2, "es"), "es");
}

static void a_number_is_digits_from_end_to_end(void **state)
{
	unsigned long value = 7;

	assert_true(whole_number("300", 1, 300, &value) && value == 300);
	assert_true(whole_number("007", 0, 9, &value) && value == 7);
	static const char *const wrong[] = { "", "300abc", " 3", "3 ", "-1", "+1", "0x1", "1e3",
					     "1.0", "301", "0", "9999999999999999999" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_false(whole_number(wrong[i], 1, 300, &value));
}

RUN_TESTS(TEST(a_number_is_digits_from_end_to_end), TEST(one_is_no_plural),
	  TEST(a_word_ends_where_a_name_of_c_does),
	  TEST(a_word_is_found_as_a_whole), TEST(a_line_ends_where_the_next_begins),
	  TEST(an_ending_is_at_the_end),
	  TEST(a_start_is_at_the_start), TEST(a_text_is_one_of_several),
	  TEST(a_tab_is_as_wide_as_what_is_left_to_it))
