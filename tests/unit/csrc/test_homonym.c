// SPDX-License-Identifier: GPL-2.0
/* A parameter, a local variable or a member is no use of the function of that name. */
#include "world.h"

#include "csrc/clex.h"
#include "csrc/homonym.h"

static void assert_lines(const char *source, const char *member, const char *expected)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct strlist members CLEANUP(strlist_release) = { 0 };
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	struct cuses uses CLEANUP(cuses_release) = { 0 };

	strlist_add(&words, "old");
	strlist_split(&members, member, " ");
	cuses_find(&uses, source, strlen(source), &words);
	homonyms_drop(&uses, source, strlen(source), &members);
	FOR_EACH(use, &uses) {
		char *line CLEANUP(free_text) = xasprintf("%u", use->line);

		strlist_add(&lines, line);
	}
	assert_list(&lines, expected);
}

static void a_parameter_is_no_use(void **state)
{
	assert_lines("u8 f(struct a *a, u8 old);\n", "", "");
	assert_lines("u8 f(struct a *a,\n     bool old)\n{\n\tif (!old)\n\t\treturn 1;\n}\n"
		     "int g(void)\n{\n\treturn x = old(x, t);\n}\n",
		     "", "9");
	assert_lines("int f(struct a *old)\n{\n\treturn old->x;\n}\nint g(void) { return h(old); }\n", "", "5");
	assert_lines("int f(struct a **old, int x)\n{\n\treturn g(old);\n}\n", "", "");
}

static void a_local_variable_is_no_use(void **state)
{
	assert_lines("int f(void)\n{\n\tint old = 1;\n\treturn old;\n}\n", "", "");
	assert_lines("int f(void)\n{\n\tstruct a *old;\n\treturn g(old);\n}\nint g = &old;\n", "", "6");
	/* a macro of that name is called in spite of the variable */
	assert_lines("int f(int old)\n{\n\treturn old(old);\n}\n", "", "3");
}

static void a_member_is_no_use_but_of_a_rule_for_members(void **state)
{
	static const char source[] = "int f(struct a *a, struct a b)\n{\n\ta->old = b.old;\n"
				     "\ta->old();\n}\nstruct a x = {\n\t.old = f,\n};\n";

	assert_lines(source, "", "");
	assert_lines(source, "old", "3 3 4 7");
}

static void an_expression_declares_nothing(void **state)
{
	assert_lines("int f(int n)\n{\n\tx = n * old;\n\tg(n * old);\n\tg(a, n * old, 1);\n}\n", "", "3 4 5");
	assert_lines("int f(void)\n{\n\treturn old;\n\tx = sizeof(struct old);\n\tx = (const old)y;\n}\n", "",
		     "3 4 5");
	assert_lines("#define M(x) old, x\nint y[] = { old, old };\nint (*p)(void) = old;\n", "", "1 2 2 3");
	assert_lines("int f(void)\n{\n\tqueue(work, old);\n\tcb = old;\n\tif (x)\n\t\told(x);\n}\n", "", "3 4 6");
}

RUN_TESTS(TEST(a_parameter_is_no_use),
	  TEST(a_local_variable_is_no_use),
	  TEST(a_member_is_no_use_but_of_a_rule_for_members),
	  TEST(an_expression_declares_nothing))
