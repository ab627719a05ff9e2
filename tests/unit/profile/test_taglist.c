// SPDX-License-Identifier: GPL-2.0
/* The tags of a table: their form, their order, and what is wrong with them. */
#include "world.h"

#include "profile/taglist.h"

static const struct tag_row rows[] = {
	{ "PR", false }, { "Reviewed by", false }, { "MFC after", false },
	{ "Differential Revision", true }, { NULL, false },
};

static void tags_are_written_in_the_order_of_the_table(void **state)
{
	struct strlist tags CLEANUP(strlist_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;

	STRLIST_ADD(&tags, "Differential Revision: https://x.org/D1", "MFC after:", "PR: 12",
		    "Reviewed by:\tana, bob");
	FILE *out = xmemstream(&text, NULL);
	tags_write(out, rows, &tags);
	fclose(out);
	assert_string_equal(text, "PR:\t\t12\nReviewed by:\tana, bob\n"
				  "Differential Revision:\thttps://x.org/D1\n");
}

static void what_is_no_tag_is_refused(void **state)
{
	assert_success(tag_check(rows, "PR: 12"));
	assert_success(tag_check(rows, "MFC after:"));
	assert_failure(tag_check(rows, "Reviewed-by: Ana <ana@x.org>"), FAIL_USAGE,
		       "is not a tag of this tree; known are PR, Reviewed by");
	assert_failure(tag_check(rows, "Differential Revision: D1"), FAIL_USAGE,
		       "must be a whole URL");
}

static void assert_fault(const char *message, const char *what, unsigned line)
{
	unsigned at;
	const char *fault = tags_fault(rows, message, &at);

	if (!what) {
		assert_null(fault);
		return;
	}
	assert_non_null(fault);
	assert_string_equal(fault, what);
	assert_int_equal(at, line);
}

static void faults_are_found_with_their_line(void **state)
{
	assert_fault("a: b\n\nWhy.\n\nPR:\t\t1\nReviewed by:\tana\n", NULL, 0);
	assert_fault("a: b\n\nWhy.\n\nReviewed by:\tana\nPR:\t\t1\n", "the tags are out of order",
		     6);
	assert_fault("a: b\n\nWhy.\n\nPR:\t\t1\nPR:\t\t2\n",
		     "this tag occurs twice: one line holds all of its values", 6);
	assert_fault("a: b\n\nWhy.\n\nPR: 1\n", "a tag and its value are parted by a tab", 5);
	assert_fault("a: b\n\nWhy.\n\nPR:\t\n", "a tag without a value is left out", 5);
	assert_fault("a: b\n\nWhy.\n", NULL, 0);
}

static void tags_are_the_last_paragraph(void **state)
{
	const char *text = "a: b\n\nPR: is no tag here.\n\nPR:\t\t1\n";

	assert_string_equal(text + tags_start(rows, text), "PR:\t\t1\n");
	assert_string_equal(text + tags_start(rows, "a: b\n\nNo tags.\n"),
			    text + strlen("a: b\n\nNo tags.\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_are_written_in_the_order_of_the_table),
		cmocka_unit_test(what_is_no_tag_is_refused),
		cmocka_unit_test(faults_are_found_with_their_line),
		cmocka_unit_test(tags_are_the_last_paragraph),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
