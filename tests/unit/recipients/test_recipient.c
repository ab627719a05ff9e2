// SPDX-License-Identifier: GPL-2.0
/* What get_maintainer.pl prints becomes recipients, and nothing worse. */
#include "world.h"

#include "series/message.h"
#include "recipients/recipient.h"

/* The recipient is added to @list: false when the line was not understood. */
static bool add(struct recipients *list, const char *line)
{
	struct recipient recipient;

	if (!recipient_parse(&recipient, line))
		return false;
	*LIST_ADD(list) = recipient;
	return true;
}

static void lines_are_taken_apart(void **state)
{
	static const struct {
		const char *line, *name, *email, *why;
	} samples[] = {
		{ "A B <a@b.c> (maintainer:PCI)", "A B", "a@b.c", "maintainer:PCI" },
		{ "A B <a@b.c> (odd fixer:PCI)", "A B", "a@b.c", "odd fixer:PCI" },
		{ "l@b.c (open list:PCI)", "", "l@b.c", "open list:PCI" },
		{ "l@b.c (open list)", "", "l@b.c", "open list" },
		{ "l@b.c (moderated list:ARM/X (Y, Z))", "", "l@b.c",
		  "moderated list:ARM/X (Y, Z)" },
		{ "A <a@b.c> (maintainer:X (Y) Z)", "A", "a@b.c", "maintainer:X (Y) Z" },
		{ "l@b.c (open list:X <x@y.z>)", "", "l@b.c", "open list:X <x@y.z>" },
		{ "Foo (Bar) <a@b.c> (maintainer:X)", "Foo (Bar)", "a@b.c", "maintainer:X" },
		{ "Foo, Bar <a@b.c> (maintainer:X)", "Foo, Bar", "a@b.c", "maintainer:X" },
		{ "Bj\xc3\xb6rn <a@b.c> (maintainer:X)", "Bj\xc3\xb6rn", "a@b.c", "maintainer:X" },
		/* quotes, as the script writes and escapes them */
		{ "\"Foo, Bar\" <a@b.c> (maintainer:X)", "Foo, Bar", "a@b.c", "maintainer:X" },
		{ "\"A \\\"B\\\" C\" <a@b.c> (x)", "A \"B\" C", "a@b.c", "x" },
		{ "\"A \\ B\" <a@b.c> (x)", "A \\ B", "a@b.c", "x" },
		{ "\"A \\\\ B\" <a@b.c> (x)", "A \\ B", "a@b.c", "x" },
		{ "\"A <x@y.z>\" <a@b.c> (x)", "A x@y.z", "a@b.c", "x" },
		{ "\" <a@b.c> (maintainer:X)", "\"", "a@b.c", "maintainer:X" },
		{ "\"\" <a@b.c> (maintainer:X)", "", "a@b.c", "maintainer:X" },
		{ "\"A\\\" <a@b.c> (x)", "A\\", "a@b.c", "x" },
		{ "A <a@b.c>", "A", "a@b.c", "" },
		{ "a@b.c", "", "a@b.c", "" },
		{ "a@b.c <a@b.c> (maintainer:X)", "a@b.c", "a@b.c", "maintainer:X" },
		{ " <a@b.c> (maintainer:X)", "", "a@b.c", "maintainer:X" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct recipients list CLEANUP(recipients_release) = { 0 };

		if (!add(&list, samples[i].line))
			fail_msg("not understood: %s", samples[i].line);
		assert_string_equal(list.v->name, samples[i].name);
		assert_string_equal(list.v->email, samples[i].email);
		assert_string_equal(list.v->why, samples[i].why);
		assert_false(list.v->to);
	}
}

static void what_holds_no_good_address_is_not_understood(void **state)
{
	static const char *const lines[] = {
		"", " ", "A B (maintainer:X)", "A <> (x)", "A <@b.c>", "A <a@>", "A <ab.c>",
		"A <a b@c.d>", "A <a@b\r\nBcc: x@y.z>", "A <a@b.c,c@d.e>", "<", ">", "A <a@b.c",
		"A <a@\xc3\xa9.c>", "a@b.c\rBcc:x (open list)",
		/* b4 finds no address without a dot; sendmail takes "-" for an option */
		"A <a@b>", "A <a@.b>", "A <a@b.>", "A <a@b@c.d>", "A <-oQ/x@b.c>", "-x@b.c",
		"A <a\\@b.c>", "A <a@[1.2.3.4]>", "A <a\"@b.c>", "A <a@b.c\xe2\x80\xa8x>",
		/* more than one address */
		"A <a@b.c>, B <b@c.d> (x)", "a@b.c, b@c.d (x)", "a@b.c b@c.d",
	};
	char *large CLEANUP(free_text) = xcalloc(1, 400);

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct recipients list CLEANUP(recipients_release) = { 0 };

		if (add(&list, lines[i]))
			fail_msg("understood: %s", lines[i]);
	}
	for (int len = 254; len <= 255; len++) {
		struct recipients list CLEANUP(recipients_release) = { 0 };

		memset(large, 'a', (size_t)len);
		memcpy(large + len - 4, "@b.c", 5);
		assert_int_equal(add(&list, large), len == 254);
	}
}

/* A mail header ends at an end of line: none may come from a name. */
static void nothing_can_be_injected_into_a_header(void **state)
{
	static const struct {
		const char *line, *name;
	} samples[] = {
		{ "A\r\nBcc: x\t\x01\x7f B <a@b.c> (x)", "ABcc: x B" },
		/* U+0085, U+2028, U+2029: ends of line for Python, and so for b4 */
		{ "A\xc2\x85" "B\xe2\x80\xa8" "C\xe2\x80\xa9" "D <a@b.c> (x)", "ABCD" },
		/* U+202E turns the text round, U+2066 too, U+200B cannot be seen */
		{ "A\xe2\x80\xae" "B\xe2\x81\xa6" "C\xe2\x80\x8b" "D\xef\xbb\xbf <a@b.c> (x)",
		  "ABCD" },
		{ "A\xf3\xa0\x81\x81 <a@b.c> (x)", "A" },
		/* joiners belong to names in some scripts, U+00A0 and all letters are text */
		{ "A\xe2\x80\x8d" "B\xc2\xa0" "C\xe6\x9d\x8e <a@b.c> (x)",
		  "A\xe2\x80\x8d" "B\xc2\xa0" "C\xe6\x9d\x8e" },
		/* not UTF-8: Latin 1, cut off, too long a form, a surrogate, beyond Unicode */
		{ "Bj\xf6rn <a@b.c> (x)", "Bj\xef\xbf\xbdrn" },
		{ "A\xe2\x80 <a@b.c> (x)", "A\xef\xbf\xbd\xef\xbf\xbd" },
		{ "A\xc0\x8a" "B <a@b.c> (x)", "A\xef\xbf\xbd\xef\xbf\xbd" "B" },
		{ "A\xed\xa0\x80 <a@b.c> (x)", "A\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "A\xf4\x90\x80\x80 <a@b.c> (x)",
		  "A\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		/* what b4 would read as something else: see defuse() */
		{ "=?utf-8?q?=0A?= <a@b.c> (x)", "=utf-8?q?=0A?=" },
		{ "=??utf-8?q?=0A?= <a@b.c> (x)", "=utf-8?q?=0A?=" },
		{ "=\xe2\x80\x8b?utf-8?q?A?= <a@b.c> (x)", "=utf-8?q?A?=" },
		{ "A #1 B <a@b.c> (x)", "A 1 B" },
		{ "A http:///x <a@b.c> (x)", "A http:/x" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct recipients list CLEANUP(recipients_release) = { 0 };

		assert_true(add(&list, samples[i].line));
		assert_string_equal(list.v->name, samples[i].name);
	}
}

static void a_reason_is_text_too(void **state)
{
	struct recipients list CLEANUP(recipients_release) = { 0 };

	assert_true(add(&list, "A <a@b.c> (maintainer:X\r\nY\xe2\x80\xa8\xff)"));
	assert_string_equal(list.v->why, "maintainer:XY\xef\xbf\xbd");
}

static void long_texts_are_cut_between_characters(void **state)
{
	char *line CLEANUP(free_text) = xcalloc(1, 5000);
	struct recipients list CLEANUP(recipients_release) = { 0 };

	strcpy(line, "x");
	for (int i = 0; i < 500; i++)
		strcat(line, "\xc3\xb6");
	strcat(line, " <a@b.c> (maintainer:");
	for (int i = 0; i < 500; i++)
		strcat(line, "s");
	strcat(line, ")");
	assert_true(add(&list, line));
	assert_int_equal(strlen(list.v->name), 119);
	assert_string_equal(list.v->name + 117, "\xc3\xb6");
	assert_int_equal(strlen(list.v->why), 240);
}

/* Written as a header wants it and read back, it is the same. */
static void what_is_written_can_be_read(void **state)
{
	static const char *const names[] = { "", "A B", "A, B", "A \"B\" C", "\\", "\"", "A \\ B",
					     "A (B) [C]", "A: B;", "Bj\xc3\xb6rn", "A. B.",
					     "a@b.c" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *name CLEANUP(free_text) = xstrdup(names[i]), email[] = "a@b.c", none[] = "";
		const struct recipient recipient = { name, email, none, false };
		struct recipients list CLEANUP(recipients_release) = { 0 };
		char *text CLEANUP(free_text) = NULL;
		size_t size;
		FILE *out = xmemstream(&text, &size);

		message_address(out, &recipient);
		fclose(out);
		if (!add(&list, text))
			fail_msg("not understood: %s", text);
		assert_string_equal(list.v->name, names[i]);
		assert_string_equal(list.v->email, email);
	}
}

/* Add a line to @list as To or Cc. */
static void put(struct recipients *list, bool to, const char *line)
{
	struct recipient recipient;

	assert_true(recipient_parse(&recipient, line));
	recipient.to = to;
	recipients_add(list, &recipient);
	recipient_release(&recipient);
}

static void everybody_is_named_once_and_maintainers_first(void **state)
{
	struct recipients list CLEANUP(recipients_release) = { 0 };

	put(&list, false, "l@b.c (open list:X)");
	put(&list, true, "Z <z@b.c> (maintainer:X)");
	put(&list, false, "r@b.c (reviewer:X)");
	put(&list, true, "R <R@B.C> (maintainer:Y)");
	put(&list, false, "Z <z@b.c> (reviewer:Y)");
	put(&list, false, "Z <z@b.c> (reviewer:Y)");
	put(&list, true, "Z <z@b.c> (maintainer:X)");
	recipients_sort(&list);
	assert_int_equal(list.nr, 3);
	assert_string_equal(list.v[0].email, "r@b.c");
	assert_string_equal(list.v[0].name, "R");
	assert_string_equal(list.v[0].why, "maintainer:Y; reviewer:X");
	assert_true(list.v[0].to);
	assert_string_equal(list.v[1].email, "z@b.c");
	assert_string_equal(list.v[1].why, "maintainer:X; reviewer:Y");
	assert_true(list.v[1].to);
	assert_string_equal(list.v[2].email, "l@b.c");
	assert_false(list.v[2].to);
	assert_ptr_equal(recipients_find(&list, "L@B.C"), list.v + 2);
	assert_null(recipients_find(&list, "m@b.c"));
}

static void reasons_are_bounded(void **state)
{
	struct recipients list CLEANUP(recipients_release) = { 0 };

	for (int i = 0; i < 100; i++) {
		char *line CLEANUP(free_text) = xasprintf("l@b.c (open list:%d)", i);

		put(&list, false, line);
	}
	assert_string_equal(list.v->why, "open list:0; open list:1; open list:2; open list:3; "
					 "and more");
	put(&list, true, "l@b.c (maintainer:X)");
	assert_string_equal(list.v->why, "maintainer:X; open list:0; open list:1; open list:2; "
					 "open list:3; and more");
}

/* The union of patches says where each reason comes from, once. */
static void a_union_says_where_it_comes_from(void **state)
{
	struct recipients one CLEANUP(recipients_release) = { 0 };
	struct recipients two CLEANUP(recipients_release) = { 0 };
	struct recipients all CLEANUP(recipients_release) = { 0 };

	put(&one, true, "A <a@b.c> (maintainer:X)");
	put(&one, false, "l@b.c (" RECIPIENT_ALWAYS ")");
	put(&two, false, "A <a@b.c> (reviewer:Y)");
	put(&two, false, "A <a@b.c> (maintainer:X)");
	put(&two, false, "l@b.c (open list:Y)");
	put(&two, false, "l@b.c (" RECIPIENT_ALWAYS ")");
	recipients_join(&all, &one, "one");
	recipients_join(&all, &two, "two");
	recipients_join(&two, &all, NULL);
	assert_string_equal(all.v[0].why,
			    "maintainer:X (for patch one); reviewer:Y (for patch two)");
	assert_true(all.v[0].to);
	assert_string_equal(all.v[1].why, RECIPIENT_ALWAYS "; open list:Y (for patch two)");
	assert_false(all.v[1].to);
	assert_string_equal(two.v[0].why, "reviewer:Y; maintainer:X");
	assert_true(two.v[0].to);
	assert_string_equal(two.v[1].why, "open list:Y; " RECIPIENT_ALWAYS);
}

RUN_TESTS(TEST(lines_are_taken_apart), TEST(what_holds_no_good_address_is_not_understood),
	  TEST(nothing_can_be_injected_into_a_header), TEST(a_reason_is_text_too),
	  TEST(long_texts_are_cut_between_characters), TEST(what_is_written_can_be_read),
	  TEST(everybody_is_named_once_and_maintainers_first), TEST(reasons_are_bounded),
	  TEST(a_union_says_where_it_comes_from))
