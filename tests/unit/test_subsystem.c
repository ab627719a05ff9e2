// SPDX-License-Identifier: GPL-2.0
/* What get_maintainer.pl prints becomes recipients, and nothing worse. */
#include "world.h"

#include "subsystem.h"

static void free_list(struct recipients *list)
{
	recipients_release(list);
}

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
		bool to;
	} samples[] = {
		{ "A B <a@b.c> (maintainer:PCI)", "A B", "a@b.c", "maintainer:PCI", true },
		{ "A B <a@b.c> (supporter:PCI)", "A B", "a@b.c", "supporter:PCI", true },
		{ "A B <a@b.c> (odd fixer:PCI)", "A B", "a@b.c", "odd fixer:PCI", true },
		{ "A B <a@b.c> (reviewer:PCI)", "A B", "a@b.c", "reviewer:PCI", false },
		{ "l@b.c (open list:PCI)", "", "l@b.c", "open list:PCI", false },
		{ "l@b.c (moderated list:ARM/X (Y, Z))", "", "l@b.c",
		  "moderated list:ARM/X (Y, Z)", false },
		{ "A <a@b.c> (maintainer:X (Y) Z)", "A", "a@b.c", "maintainer:X (Y) Z", true },
		{ "l@b.c (open list:X <x@y.z>)", "", "l@b.c", "open list:X <x@y.z>", false },
		{ "\"Foo, Bar\" <a@b.c> (maintainer:X)", "Foo, Bar", "a@b.c", "maintainer:X",
		  true },
		{ "Foo, Bar <a@b.c> (maintainer:X)", "Foo, Bar", "a@b.c", "maintainer:X", true },
		{ "Foo (Bar) <a@b.c> (maintainer:X)", "Foo (Bar)", "a@b.c", "maintainer:X", true },
		{ "Bj\xc3\xb6rn <a@b.c> (maintainer:X)", "Bj\xc3\xb6rn", "a@b.c", "maintainer:X",
		  true },
		{ "\" <a@b.c> (maintainer:X)", "\"", "a@b.c", "maintainer:X", true },
		{ "\"\" <a@b.c> (maintainer:X)", "", "a@b.c", "maintainer:X", true },
		{ "A <a@b.c>", "A", "a@b.c", "", false },
		{ "a@b.c", "", "a@b.c", "", false },
		{ "a@b.c <a@b.c> (maintainer:X)", "a@b.c", "a@b.c", "maintainer:X", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct recipients list CLEANUP(free_list) = { 0 };

		if (!add(&list, samples[i].line))
			fail_msg("not understood: %s", samples[i].line);
		assert_string_equal(list.v->name, samples[i].name);
		assert_string_equal(list.v->email, samples[i].email);
		assert_string_equal(list.v->why, samples[i].why);
		assert_int_equal(list.v->to, samples[i].to);
	}
}

static void what_holds_no_address_is_not_understood(void **state)
{
	static const char *const lines[] = {
		"", " ", "A B (maintainer:X)", "A <> (x)", "A <@b.c>", "A <a@>", "A <ab.c>",
		"A <a b@c>", "A <a@b\r\nBcc: x@y.z>", "A <a@b,c@d>", "<", ">", "A <a@b.c",
		"A <a@\xc3\xa9.c>", "a@b.c\rBcc:x (open list)",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct recipients list CLEANUP(free_list) = { 0 };

		if (add(&list, lines[i]))
			fail_msg("understood: %s", lines[i]);
	}
}

/* A mail header ends at an end of line: none may come from a name. */
static void nothing_can_be_injected_into_a_header(void **state)
{
	struct recipients list CLEANUP(free_list) = { 0 };

	assert_true(add(&list, "A\r\nBcc: x\t\x01\x7f B <a@b.c> (maintainer:X\nY)"));
	assert_string_equal(list.v->name, "ABcc: x B");
	assert_string_equal(list.v->why, "maintainer:XY");
}

static void everybody_is_named_once_and_maintainers_first(void **state)
{
	static const char *const lines[] = {
		"l@b.c (open list:X)", "Z <z@b.c> (maintainer:X)", "R <r@b.c> (reviewer:X)",
		"R <R@B.C> (maintainer:Y)", "Z <z@b.c> (reviewer:Y)",
	};
	struct recipients list CLEANUP(free_list) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct recipients one CLEANUP(free_list) = { 0 };

		assert_true(add(&one, lines[i]));
		recipients_join(&list, &one);
	}
	assert_int_equal(list.nr, 3);
	assert_string_equal(list.v[0].email, "r@b.c");
	assert_string_equal(list.v[0].why, "maintainer:Y");
	assert_true(list.v[0].to);
	assert_string_equal(list.v[1].email, "z@b.c");
	assert_string_equal(list.v[1].why, "maintainer:X");
	assert_true(list.v[1].to);
	assert_string_equal(list.v[2].email, "l@b.c");
	assert_false(list.v[2].to);
}

RUN_TESTS(TEST(lines_are_taken_apart),
	  TEST(what_holds_no_address_is_not_understood),
	  TEST(nothing_can_be_injected_into_a_header),
	  TEST(everybody_is_named_once_and_maintainers_first))
