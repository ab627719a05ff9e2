// SPDX-License-Identifier: GPL-2.0
/* A name that a macro can make is told from one that none can. */
#include "world.h"

#include "csrc/paste.h"

static const char macros[] = "#define DEFINE(name, x) \\\n"
			     "\tint sys_##name(void); \\\n"
			     "\tint name ## _show(void)\n"
			     "#define JOIN(a, b) a##b\n"
			     "int not_a_macro_##_here;\n";

static void assert_arguments(const char *name, const char *expected)
{
	struct strlist literals CLEANUP(strlist_release) = { 0 };
	struct strlist words CLEANUP(strlist_release) = { 0 };

	paste_read(&literals, macros, strlen(macros));
	strlist_sort(&literals);
	paste_arguments(&literals, name, &words);
	assert_list(&words, expected);
}

static void what_a_macro_is_given_is_found(void **state)
{
	(void)state;
	assert_arguments("sys_read", "read");
	assert_arguments("level_show", "level");
	assert_arguments("sys_level_show", "level level_show sys_level");
	assert_arguments("read", "");
	assert_arguments("ab", "");
	assert_arguments("not_a_macro_read", "");
}

RUN_TESTS(TEST(what_a_macro_is_given_is_found))
