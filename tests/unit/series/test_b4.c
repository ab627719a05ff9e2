// SPDX-License-Identifier: GPL-2.0
/* What is written for b4 is what is read back, and what b4 would read. */
#include "world.h"

#include "series/b4.h"
#include "recipients/recipient.h"

#include <ctype.h>

#define MARKER "--- b4-submit-tracking ---"
#define REMARK "# This section is used internally by b4 prep for tracking purposes.\n"
#define DATA "{\n  \"series\": {\n    \"revision\": 1,\n    \"change-id\": \"20240101-a-b\",\n" \
	     "    \"prefixes\": []\n  }\n}\n"

static char *head_of(const char *title, const char *text)
{
	struct recipient rows[] = { { (char[]){ "A" }, (char[]){ "a@b.c" }, NULL, true },
				    { (char[]){ "B, C" }, (char[]){ "l@b.c" }, NULL, false } };
	const struct recipients recipients = { rows, ARRAY_SIZE(rows), 0 };

	return b4_cover_head(title, text, &recipients, "Me <me@x.org>");
}

static void a_head_is_subject_text_and_trailers(void **state)
{
	char *head CLEANUP(free_text) = head_of("Title", "Text.\n\n");
	char *bare CLEANUP(free_text) = head_of("Title", "");

	assert_string_equal(head, "Title\n\nText.\n\nTo: A <a@b.c>\nCc: \"B, C\" <l@b.c>\n"
				  "Signed-off-by: Me <me@x.org>");
	assert_string_equal(bare, "Title\n\nTo: A <a@b.c>\nCc: \"B, C\" <l@b.c>\n"
				  "Signed-off-by: Me <me@x.org>");
}

static void a_text_that_b4_would_misread_is_refused(void **state)
{
	static const struct {
		const char *title, *text, *reason;
	} cases[] = {
		{ "T", MARKER, "marker line" },
		{ "T", "a\n" MARKER "\n{}\n", "marker line" },
		{ "T", "a " MARKER " b", "marker line" },
		{ MARKER, "a", "marker line" },
		{ "T\nU", "a", "longer than a line" },
		{ "T", "a\n#include <x.h>\nb", "begins with #: #include <x.h>" },
		{ "T", "a\n---\nb", "b4 takes a line \"---\" for the end" },
		{ "T", "a\n-- \nb", "b4 takes a line \"-- \" for the end" },
		{ "T", "a\nEDITME: b", "EDITME" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_null(head_of(cases[i].title, cases[i].text));
		assert_failure(-1, FAIL_USAGE, cases[i].reason);
	}
}

static void a_text_that_only_looks_so_is_taken(void **state)
{
	static const char *const texts[] = { "\t#include", " ---", "----", "--", "-- x", "a # b" };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char *head CLEANUP(free_text) = head_of("T", texts[i]);

		assert_success(head ? 0 : -1);
	}
}

static void a_new_cover_has_the_form_that_b4_knows(void **state)
{
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	char *message CLEANUP(free_text) = NULL;
	char *wanted CLEANUP(free_text) = NULL;

	b4_tracking_init(&tracking, "a");
	message = b4_cover_message("T\n\nx\n\nTo: a@b.c", &tracking);
	wanted = xasprintf("T\n\nx\n\nTo: a@b.c\n\n" MARKER "\n" REMARK
			   "{\n  \"series\": {\n    \"revision\": 1,\n"
			   "    \"change-id\": \"%s\",\n    \"prefixes\": []\n  }\n}\n",
			   tracking.change_id);
	assert_string_equal(message, wanted);
	assert_true(b4_is_cover(message));
}

/* As b4 0.12 leaves it after b4 send. */
#define SENT "T\n\nx\n\nTo: a@b.c\n\n---\nChanges in v2:\n- EDITME: describe.\n" \
	     "- Link to v1: https://x/m@x\n\n\n\n" MARKER "\n" REMARK \
	     "{\n  \"series\": {\n    \"revision\": 2,\n    \"change-id\": \"20240101-a-b\",\n" \
	     "    \"prefixes\": [\n      \"RFC\"\n    ],\n    \"history\": {\n      \"v1\": [\n" \
	     "        \"m@x\"\n      ]\n    },\n    \"from-thread\": \"y@z\",\n" \
	     "    \"presubject\": \"net\"\n  },\n  \"other\": {}\n}"

static void what_b4_keeps_in_a_cover_survives_a_new_head(void **state)
{
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	char *head CLEANUP(free_text) = b4_cover_head_of(SENT);
	char *again CLEANUP(free_text) = NULL;
	char *other CLEANUP(free_text) = NULL;

	assert_int_equal(b4_parse(&tracking, SENT), 1);
	assert_int_equal(tracking.revision, 2);
	assert_string_equal(tracking.change_id, "20240101-a-b");
	assert_string_equal(head, "T\n\nx\n\nTo: a@b.c");
	again = b4_cover_message(head, &tracking);
	assert_string_equal(again, SENT "\n");
	other = b4_cover_message("U\n\ny", &tracking);
	assert_memory_equal(other, "U\n\ny\n\n---\nChanges in v2:\n", 25);
	assert_string_equal(strstr(other, "---\nChanges"), strstr(SENT "\n", "---\nChanges"));
}

static void other_messages_are_no_covers(void **state)
{
	static const char *const messages[] = {
		"", "Title\n\nText\n", MARKER "\n{}", "a\n> " MARKER "\n{}", "a\n" MARKER " \n{}",
		"a\n" MARKER,
	};
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };

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
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(data); i++) {
		char *message CLEANUP(free_text) = xasprintf("a\n" MARKER "\n# x\n%s", data[i]);

		assert_failure(b4_parse(&tracking, message), FAIL_SYSTEM, "no tracking data");
		assert_null(tracking.change_id);
	}
}

static void a_change_id_is_date_slug_and_digits(void **state)
{
	struct b4_tracking id CLEANUP(b4_tracking_release) = { 0 };
	struct b4_tracking same CLEANUP(b4_tracking_release) = { 0 };
	struct b4_tracking other CLEANUP(b4_tracking_release) = { 0 };
	const char *slug = "-pcim-irq-vectors-";

	b4_tracking_init(&id, "PCIM irq/vectors");
	b4_tracking_init(&same, "PCIM irq/vectors");
	b4_tracking_init(&other, "pcim-irq-vectors");
	for (size_t i = 0; i < 8; i++)
		assert_true(isdigit((unsigned char)id.change_id[i]));
	assert_memory_equal(id.change_id + 8, slug, strlen(slug));
	assert_int_equal(strspn(id.change_id + 8 + strlen(slug), "0123456789abcdef"), 12);
	assert_int_equal(strlen(id.change_id), 8 + strlen(slug) + 12);
	assert_string_equal(id.change_id, same.change_id);
	assert_string_not_equal(id.change_id, other.change_id);
}

static void a_mail_is_what_b4_makes_of_the_cover(void **state)
{
	char *mail CLEANUP(free_text) =
		b4_cover_mail("T\n\nx\n# gone\n\n\ny\n\nTo: a@b.c\nCc: d@b.c\nSigned-off-by: A <a@b.c>\n\n"
			MARKER "\n" REMARK DATA, 11, "0123", "A (1):\n      s", " f | 2 +-");
	char *second CLEANUP(free_text) = b4_cover_mail(SENT, 2, "0123", "s", "d");

	assert_string_equal(mail, "Subject: [PATCH 00/11] T\n\nx\n\ny\n\n"
				  "Signed-off-by: A <a@b.c>\n---\nA (1):\n      s\n\n f | 2 +-\n---\n"
				  "base-commit: 0123\nchange-id: 20240101-a-b\n");
	assert_string_equal(second, "Subject: [PATCH RFC v2 0/2] T\n\nx\n\n---\nChanges in v2:\n"
				    "- EDITME: describe.\n- Link to v1: https://x/m@x\n\n---\ns\n\n"
				    "d\n---\nbase-commit: 0123\nchange-id: 20240101-a-b\n");
}

RUN_TESTS(TEST(a_head_is_subject_text_and_trailers),
	  TEST(a_text_that_b4_would_misread_is_refused),
	  TEST(a_text_that_only_looks_so_is_taken),
	  TEST(a_new_cover_has_the_form_that_b4_knows),
	  TEST(what_b4_keeps_in_a_cover_survives_a_new_head),
	  TEST(other_messages_are_no_covers),
	  TEST(broken_tracking_data_is_a_failure),
	  TEST(a_change_id_is_date_slug_and_digits),
	  TEST(a_mail_is_what_b4_makes_of_the_cover))
