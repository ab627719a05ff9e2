// SPDX-License-Identifier: GPL-2.0
/* Templates are filled, messages composed. */
#include "world.h"

#include "series/message.h"
#include "series/patch.h"

static const struct field fields[] = {
	{ "name", "value" },
	{ "empty", "" },
	{ "two_words", "a {name} b" },
	{ NULL, NULL },
};

static void a_template_is_filled(void **state)
{
	static const char *const samples[][2] = {
		{ "", "" },
		{ "plain\n", "plain\n" },
		{ "{name}", "value" },
		{ "a{name}{empty}b{name}\n", "avalueb" "value\n" },
		{ "{two_words}", "a {name} b" },
		/* no fields: code and JSON may stand in a message */
		{ "{ }", "{ }" },
		{ "{}", "{}" },
		{ "{ 0 }", "{ 0 }" },
		{ "{Name}", "{Name}" },
		{ "{name", "{name" },
		{ "{{name}}", "{value}" },
		{ "{", "{" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *text CLEANUP(free_text) = message_fill("t", samples[i][0], fields);

		assert_non_null(text);
		assert_string_equal(text, samples[i][1]);
	}
}

static void an_unknown_field_is_refused_with_its_line(void **state)
{
	static const char *const samples[][2] = {
		{ "{nam}", "convert.txt:1: unknown field {nam}" },
		{ "{name}\n\n{names}\n", "convert.txt:3: unknown field {names}" },
		{ "{_}", "convert.txt:1: unknown field {_}; known here are {name}, {empty}, "
			 "{two_words}" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		assert_null(message_fill("convert.txt", samples[i][0], fields));
		assert_failure(-1, FAIL_USAGE, samples[i][1]);
	}
}

static void assert_message(const char *body, struct recipient *recipients, size_t nr,
			   const char *expected)
{
	struct patch patch = { .subject = (char *)"a: Convert", .body = (char *)body,
			       .recipients = { recipients, nr, nr } };
	char *text CLEANUP(free_text) = message_compose(&patch, "Me <me@x.org>");

	assert_string_equal(text, expected);
}

static void trailers_stand_above_the_line_and_recipients_below(void **state)
{
	char name[] = "A B", address[] = "a@b.c", list[] = "l@b.c", none[] = "";
	struct recipient recipients[] = { { name, address, none, true },
					  { none, list, none, false } };

	assert_message("Why.\n", recipients, 2,
		       "a: Convert\n\nWhy.\n\nSigned-off-by: Me <me@x.org>\n"
		       "---\nCc: A B <a@b.c>\nCc: l@b.c\n");
}

static void trailers_stand_before_the_one_of_the_sender(void **state)
{
	struct patch patch = { .subject = (char *)"a: Convert", .body = (char *)"Why.\n" };
	char *text CLEANUP(free_text) = NULL;

	strlist_add(&patch.trailers, "Fixes: 0123456789ab (\"x\")");
	strlist_add(&patch.trailers, "Link: https://a");
	text = message_compose(&patch, "Me <me@x.org>");
	assert_string_equal(text, "a: Convert\n\nWhy.\n\nFixes: 0123456789ab (\"x\")\n"
				  "Link: https://a\nSigned-off-by: Me <me@x.org>\n");
	strlist_release(&patch.trailers);
}

static void assert_signed(const char *const *trailers, const char *received, const char *expected)
{
	struct patch patch = { .subject = (char *)"a: b", .body = (char *)"" };

	for (; *trailers; trailers++)
		strlist_add(&patch.trailers, *trailers);
	if (received)
		strlist_add(&patch.received, received);
	char *text CLEANUP(free_text) = message_compose(&patch, "Me <me@x.org>");
	assert_string_equal(text + strlen("a: b\n\n"), expected);
	STRLIST_RELEASE_ALL(&patch.trailers, &patch.received);
}

static void the_sender_signs_where_that_is_missing(void **state)
{
	static const char me[] = "Signed-off-by: Me <me@x.org>";
	static const char you[] = "Signed-off-by: You <y@x.org>";
	static const char ack[] = "Acked-by: A <a@x.org>";

	assert_signed((const char *[]){ you, NULL }, NULL,
		      "Signed-off-by: You <y@x.org>\nSigned-off-by: Me <me@x.org>\n");
	assert_signed((const char *[]){ you, me, ack, NULL }, NULL,
		      "Signed-off-by: You <y@x.org>\nSigned-off-by: Me <me@x.org>\n"
		      "Acked-by: A <a@x.org>\n");
	/* somebody else has handled it since */
	assert_signed((const char *[]){ me, you, NULL }, NULL,
		      "Signed-off-by: Me <me@x.org>\nSigned-off-by: You <y@x.org>\n"
		      "Signed-off-by: Me <me@x.org>\n");
	/* where b4 puts what people give */
	assert_signed((const char *[]){ me, NULL }, ack,
		      "Acked-by: A <a@x.org>\nSigned-off-by: Me <me@x.org>\n");
}

static void nobody_and_nothing_to_say_leave_no_line(void **state)
{
	assert_message("Why.\n", NULL, 0,
		       "a: Convert\n\nWhy.\n\nSigned-off-by: Me <me@x.org>\n");
	assert_message("", NULL, 0, "a: Convert\n\nSigned-off-by: Me <me@x.org>\n");
}

static void names_are_quoted_when_mail_wants_it(void **state)
{
	static const char *const samples[][2] = {
		{ "Plain Name", "Plain Name" },
		{ "O'Neil-Smith", "O'Neil-Smith" },
		{ "B\xc3\xb6rn", "B\xc3\xb6rn" },
		{ "Foo, Bar", "\"Foo, Bar\"" },
		{ "J. Doe", "\"J. Doe\"" },
		{ "A (B)", "\"A (B)\"" },
		{ "a@b", "\"a@b\"" },
		{ "A \"B\" \\C", "\"A \\\"B\\\" \\\\C\"" },
		{ "<evil@x.org>", "\"<evil@x.org>\"" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char address[] = "a@b.c", none[] = "";
		struct recipient one = { (char *)samples[i][0], address, none, true };
		char *expected CLEANUP(free_text) =
			xasprintf("a: Convert\n\nSigned-off-by: Me <me@x.org>\n"
				  "---\nCc: %s <a@b.c>\n", samples[i][1]);

		assert_message("", &one, 1, expected);
	}
}

RUN_TESTS(TEST(a_template_is_filled),
	  TEST(an_unknown_field_is_refused_with_its_line),
	  TEST(trailers_stand_above_the_line_and_recipients_below),
	  TEST(trailers_stand_before_the_one_of_the_sender),
	  TEST(the_sender_signs_where_that_is_missing),
	  TEST(nobody_and_nothing_to_say_leave_no_line),
	  TEST(names_are_quoted_when_mail_wants_it))
