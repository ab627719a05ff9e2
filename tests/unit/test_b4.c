// SPDX-License-Identifier: GPL-2.0
/* What is written for b4 is what is read back, and what b4 would read. */
#include "world.h"

#include "b4.h"

#include <ctype.h>

#define MARKER "--- b4-submit-tracking ---"

static void free_tracking(struct b4_tracking *tracking)
{
	b4_tracking_release(tracking);
}

static char *cover(const char *text, const char *addresses, int revision)
{
	char change_id[] = "20240101-a-0123456789ab";
	struct b4_tracking tracking = { change_id, revision };
	struct strlist list = { 0 };
	char *message;

	strlist_split(&list, addresses, "|");
	message = b4_cover("Title", text, "Me <me@x.org>", &list, &tracking);
	strlist_release(&list);
	return message;
}

static void a_cover_is_read_back(void **state)
{
	char *message CLEANUP(free_text) = cover("Text.\n", "", 7);
	struct b4_tracking tracking CLEANUP(free_tracking) = { 0 };

	assert_true(b4_is_cover(message));
	assert_int_equal(b4_parse(&tracking, message), 1);
	assert_int_equal(tracking.revision, 7);
	assert_string_equal(tracking.change_id, "20240101-a-0123456789ab");
}

static void a_cover_has_the_form_that_b4_knows(void **state)
{
	char *message CLEANUP(free_text) = cover("Text.\n", "A <a@b.c>|l@b.c|m@b.c", 1);

	assert_string_equal(message,
			    "Title\n\nText.\n\nTo: A <a@b.c>\nCc: l@b.c\nCc: m@b.c\n"
			    "Signed-off-by: Me <me@x.org>\n\n" MARKER "\n"
			    "# This section is used internally by b4 prep for tracking purposes.\n"
			    "{\n  \"series\": {\n    \"revision\": 1,\n"
			    "    \"change-id\": \"20240101-a-0123456789ab\",\n"
			    "    \"prefixes\": []\n  }\n}\n");
}

static void a_text_that_holds_the_marker_is_refused(void **state)
{
	static const char *const texts[] = { MARKER, "a\n" MARKER "\n{}\n", "a " MARKER " b" };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		assert_null(cover(texts[i], "", 1));
		assert_failure(-1, FAIL_USAGE, "marker line");
	}
}

static void other_messages_are_no_covers(void **state)
{
	static const char *const messages[] = {
		"", "Title\n\nText\n", MARKER "\n{}", "a\n> " MARKER "\n{}", "a\n" MARKER " \n{}",
		"a\n" MARKER,
	};
	struct b4_tracking tracking CLEANUP(free_tracking) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		assert_false(b4_is_cover(messages[i]));
		assert_success(b4_parse(&tracking, messages[i]));
		assert_null(tracking.change_id);
	}
}

static void broken_tracking_data_is_a_failure(void **state)
{
	static const char *const data[] = {
		"", "{", "[]", "{}", "{\"series\": 1}", "{\"series\": {\"revision\": 1}}",
		"{\"series\": {\"revision\": \"1\", \"change-id\": \"x\"}}",
		"{\"series\": {\"revision\": 1, \"change-id\": null}}",
	};
	struct b4_tracking tracking CLEANUP(free_tracking) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(data); i++) {
		char *message CLEANUP(free_text) = xasprintf("a\n" MARKER "\n# x\n%s", data[i]);

		assert_failure(b4_parse(&tracking, message), FAIL_SYSTEM, "no tracking data");
		assert_null(tracking.change_id);
	}
}

static void what_b4_itself_wrote_is_read(void **state)
{
	struct b4_tracking tracking CLEANUP(free_tracking) = { 0 };

	assert_int_equal(b4_parse(&tracking,
				  "T\n\nx\n\n" MARKER "\n# This section is used internally.\n"
				  "{\n  \"series\": {\n    \"revision\": 2,\n"
				  "    \"change-id\": \"20250101-x-abc\",\n"
				  "    \"prefixes\": [\"RFC\"],\n"
				  "    \"history\": {\"v1\": [\"m@x\"]}\n  }\n}\n"), 1);
	assert_int_equal(tracking.revision, 2);
}

static void a_change_id_is_date_slug_and_digits(void **state)
{
	char *id CLEANUP(free_text) = b4_change_id("PCIM irq/vectors");
	char *same CLEANUP(free_text) = b4_change_id("PCIM irq/vectors");
	char *other CLEANUP(free_text) = b4_change_id("pcim-irq-vectors");
	const char *slug = "-pcim-irq-vectors-";

	for (size_t i = 0; i < 8; i++)
		assert_true(isdigit((unsigned char)id[i]));
	assert_memory_equal(id + 8, slug, strlen(slug));
	assert_int_equal(strspn(id + 8 + strlen(slug), "0123456789abcdef"), 12);
	assert_int_equal(strlen(id), 8 + strlen(slug) + 12);
	assert_string_equal(id, same);
	assert_string_not_equal(id, other);
}

RUN_TESTS(TEST(a_cover_is_read_back),
	  TEST(a_cover_has_the_form_that_b4_knows),
	  TEST(a_text_that_holds_the_marker_is_refused),
	  TEST(other_messages_are_no_covers),
	  TEST(broken_tracking_data_is_a_failure),
	  TEST(what_b4_itself_wrote_is_read),
	  TEST(a_change_id_is_date_slug_and_digits))
