// SPDX-License-Identifier: GPL-2.0
/* Lists of strings, and the reason of the last failure. */
#include "world.h"

#include <errno.h>

static void a_text_is_split_at_each_separator(void **state)
{
	static const char *const samples[][2] = {
		{ "", "" }, { " ", "" }, { "a", "a" }, { " a\t b ", "a b" }, { "a\n\nb", "a\n\nb" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist list = { 0 };

		strlist_split(&list, samples[i][0], " \t");
		assert_list(&list, samples[i][1]);
		strlist_release(&list);
		assert_int_equal(list.nr, 0);
	}
}

static void sorting_drops_what_stands_twice(void **state)
{
	struct strlist list = { 0 };

	strlist_sort(&list);
	assert_false(strlist_find(&list, "a"));
	strlist_split(&list, "b a b c a a", " ");
	strlist_sort(&list);
	assert_list(&list, "a b c");
	assert_true(strlist_find(&list, "b"));
	assert_false(strlist_find(&list, "bb"));
	assert_false(strlist_find(&list, ""));
	strlist_add_once(&list, "b");
	strlist_add_once(&list, "z");
	assert_list(&list, "a b c z");
	assert_true(strlist_has(&list, "z"));
	assert_false(strlist_has(&list, "y"));
	strlist_release(&list);
}

static void a_list_grows_and_keeps_its_strings(void **state)
{
	struct strlist list = { 0 };

	for (int i = 0; i < 1000; i++) {
		char text[16];

		snprintf(text, sizeof(text), "%03d", i);
		strlist_add(&list, text);
	}
	assert_int_equal(list.nr, 1000);
	assert_string_equal(list.v[0], "000");
	assert_string_equal(list.v[999], "999");
	strlist_release(&list);
}

/* By how the word begins, not by its length. */
static int by_first_letter(const void *a, const void *b)
{
	return **(char *const *)a - **(char *const *)b;
}

static void the_first_that_is_not_before_is_found(void **state)
{
	struct strlist list = { 0 };

	assert_int_equal(LIST_FIRST(&list, word, strcmp(*word, "a") < 0), 0);
	LIST_SORT(&list, by_first_letter);
	strlist_split(&list, "d b b f", " ");
	LIST_SORT(&list, by_first_letter);
	assert_list(&list, "b b d f");
	assert_int_equal(LIST_FIRST(&list, word, strcmp(*word, "a") < 0), 0);
	assert_int_equal(LIST_FIRST(&list, word, strcmp(*word, "b") < 0), 0);
	assert_int_equal(LIST_FIRST(&list, word, strcmp(*word, "c") < 0), 2);
	assert_int_equal(LIST_FIRST(&list, word, strcmp(*word, "f") < 0), 3);
	assert_int_equal(LIST_FIRST(&list, word, strcmp(*word, "g") < 0), 4);
	strlist_release(&list);
}

static void a_list_becomes_an_array_of_words(void **state)
{
	struct strlist list = { 0 }, more = { 0 };
	const char **words = strlist_array(&list);

	assert_null(words[0]);
	free(words);
	STRLIST_ADD(&list, "a", "b");
	strlist_add_array(&list, (const char *const[]){ "c", NULL });
	STRLIST_ADD(&more, "b", "d", "d");
	strlist_add_all_once(&list, &more);
	assert_list(&list, "a b c d");
	words = strlist_array(&list);
	assert_string_equal(words[0], "a");
	assert_string_equal(words[3], "d");
	assert_null(words[4]);
	free(words);
	STRLIST_RELEASE_ALL(&list, &more);
}

static void the_first_reason_stands(void **state)
{
	assert_string_equal(fail_text(), "");
	assert_int_equal(fail_exit_code(), FAIL_SYSTEM);
	assert_int_equal(fail_usage("first %d", 1), -1);
	assert_int_equal(fail_system("second"), -1);
	assert_string_equal(fail_text(), "first 1");
	assert_int_equal(fail_exit_code(), FAIL_USAGE);
	assert_int_equal(fail_context("while %s", "testing"), -1);
	assert_string_equal(fail_text(), "while testing: first 1");
	assert_int_equal(fail_exit_code(), FAIL_USAGE);
	fail_clear();
	assert_string_equal(fail_text(), "");
}

static void a_signal_is_the_reason_of_all_reasons(void **state)
{
	fail_no("a job was stopped");
	assert_failure(fail_signal(2), 130, "stopped by signal 2");
}

static void the_system_says_why(void **state)
{
	errno = ENOENT;
	assert_failure(fail_errno("x"), FAIL_SYSTEM, "x: No such file or directory");
	assert_failure(fail_no("no"), FAIL_NO, "no");
}

static void a_reason_that_is_too_long_is_cut(void **state)
{
	char *longer CLEANUP(free_text) = xasprintf("%05000d", 7);

	errno = ENOENT;
	fail_errno("%s", longer);
	assert_true(strlen(fail_text()) < 5000);
	fail_context("more");
	fail_context("%s", longer);
	assert_true(strlen(fail_text()) < 5000);
	assert_int_equal(fail_exit_code(), FAIL_SYSTEM);
	fail_clear();
}

static void lists_are_joined_and_added(void **state)
{
	struct strlist a CLEANUP(strlist_release) = { 0 };
	struct strlist b CLEANUP(strlist_release) = { 0 };
	char *none CLEANUP(free_text) = strlist_join(&a, ", ");
	char *all CLEANUP(free_text) = NULL;

	strlist_split(&a, "x y", " ");
	strlist_split(&b, "z x", " ");
	strlist_add_all(&a, &b);
	all = strlist_join(&a, ", ");
	assert_string_equal(none, "");
	assert_string_equal(all, "x, y, z, x");
	STRLIST_RELEASE_ALL(&a, &b);
	assert_int_equal(a.nr + b.nr, 0);
	assert_null(b.v);
}

static void lists_are_equal_text_by_text(void **state)
{
	struct strlist a CLEANUP(strlist_release) = { 0 };
	struct strlist b CLEANUP(strlist_release) = { 0 };

	assert_true(strlist_equal(&a, &b));
	STRLIST_ADD(&a, "x", "y");
	STRLIST_ADD(&b, "x");
	assert_false(strlist_equal(&a, &b));
	assert_false(strlist_equal(&b, &a));
	strlist_add(&b, "y");
	assert_true(strlist_equal(&a, &b));
	strlist_add(&a, "x");
	strlist_add(&b, "z");
	assert_false(strlist_equal(&a, &b));
}

RUN_TESTS(TEST(a_text_is_split_at_each_separator), TEST(lists_are_equal_text_by_text),
	  TEST(sorting_drops_what_stands_twice),
	  TEST(a_list_grows_and_keeps_its_strings),
	  TEST(lists_are_joined_and_added),
	  TEST(the_first_that_is_not_before_is_found), TEST(a_list_becomes_an_array_of_words),
	  TEST(the_first_reason_stands),
	  TEST(a_signal_is_the_reason_of_all_reasons),
	  TEST(the_system_says_why),
	  TEST(a_reason_that_is_too_long_is_cut))
