// SPDX-License-Identifier: GPL-2.0
/* New findings are told from old ones by identity, through the lines that a diff moves. */
#include "world.h"

#include "style/finding.h"

static void say(struct findings *findings, unsigned line, const char *function, const char *kind)
{
	struct finding *finding = findings_add(findings, "a.c", line, kind, "text");

	free(finding->function);
	finding->function = xstrdup(function);
}

static void add_block(struct blocks *blocks, unsigned old_line, unsigned old_count,
		      unsigned new_line, unsigned new_count)
{
	*LIST_ADD(blocks) = (struct block){ "a.c", old_line, old_count, new_line, new_count };
}

/* "1 0": which of @findings have a partner. */
static void assert_old(const struct findings *findings, const char *expected)
{
	struct strlist marks = { 0 };

	FOR_EACH(finding, findings)
		strlist_add(&marks, finding->old ? "1" : "0");
	assert_list(&marks, expected);
	strlist_release(&marks);
}

static void a_line_that_stays_keeps_its_finding(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };

	/* two lines come before line 5, line 8 goes */
	add_block(&blocks, 5, 0, 5, 2);
	add_block(&blocks, 8, 1, 10, 0);
	say(&before, 4, "", "A");
	say(&before, 5, "", "A");
	say(&before, 9, "", "A");
	say(&after, 4, "", "A");
	say(&after, 7, "", "A");
	say(&after, 10, "", "A");
	say(&after, 5, "", "A");	/* this line is new */
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "1 1 1 0");
	assert_old(&before, "1 1 1");
	free(blocks.v);
}

static void a_replaced_line_may_keep_its_finding_once(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };

	add_block(&blocks, 10, 2, 10, 3);
	say(&before, 11, "f", "A");
	say(&after, 10, "f", "A");
	say(&after, 12, "f", "A");
	say(&after, 11, "f", "B");
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "1 0 0");
	free(blocks.v);
}

static void what_another_block_had_is_no_excuse_in_another_function(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };

	add_block(&blocks, 10, 1, 10, 1);
	add_block(&blocks, 20, 1, 20, 1);
	say(&before, 10, "f", "A");
	say(&after, 20, "g", "A");
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "0");
	/* inside a function a line may move */
	free(after.v->function);
	after.v->function = xstrdup("f");
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "1");
	free(blocks.v);
}

static void outside_of_functions_nothing_moves(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };

	add_block(&blocks, 10, 1, 10, 1);
	add_block(&blocks, 20, 1, 20, 1);
	say(&before, 10, "", "A");
	say(&after, 20, "", "A");
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "0");
	free(blocks.v);
}

static void a_copy_is_new_though_the_original_is_old(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };

	add_block(&blocks, 11, 0, 11, 1);
	say(&before, 10, "f", "A");
	say(&after, 11, "f", "A");	/* the copy comes first in the list */
	say(&after, 10, "f", "A");
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "0 1");
	free(blocks.v);
}

static void another_file_kind_or_text_is_another_finding(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };

	findings_add(&before, "a.c", 1, "A", "text");
	findings_add(&after, "b.c", 1, "A", "text");
	findings_add(&after, "a.c", 1, "B", "text");
	findings_add(&after, "a.c", 1, "A", "another text");
	findings_match_lines(&before, &after, &blocks);
	assert_old(&after, "0 0 0");
	findings_match_names(&before, &after);
	assert_old(&after, "0 0 0");
}

static void names_match_wherever_they_stand_and_are_counted(void **state)
{
	struct findings before CLEANUP(findings_release) = { 0 };
	struct findings after CLEANUP(findings_release) = { 0 };

	findings_add(&before, "a.c", 100, "warning", "x of f");
	findings_add(&after, "a.c", 3, "warning", "x of f");
	findings_add(&after, "a.c", 4, "warning", "x of f");
	findings_match_names(&before, &after);
	assert_old(&after, "1 0");
}

static void functions_are_guessed_by_the_first_column(void **state)
{
	static const char source[] = "#include <a.h>\n"		/* 1 */
				     "static int f(int a,\n"
				     "\t     int b)\n"
				     "{\n"
				     "label:\n"			/* 5 */
				     "\tg();\n"
				     "}\n"
				     "\n"
				     "int later(void);\n"
				     "static int\n"		/* 10 */
				     "second (void)\n"
				     "{\n"
				     "}\n"
				     "struct s {\n"
				     "\tint (*call)(void);\n"	/* 15 */
				     "};\n"
				     "no end";
	static const struct {
		unsigned line;
		const char *function;
	} samples[] = {
		{ 0, "" }, { 1, "" }, { 2, "f" }, { 3, "f" }, { 6, "f" }, { 7, "f" }, { 8, "" },
		{ 9, "" }, { 10, "" }, { 11, "second" }, { 13, "second" }, { 15, "" }, { 17, "" },
		{ 99, "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *name CLEANUP(free_text) = finding_function(source, samples[i].line);

		assert_string_equal(name, samples[i].function);
	}
}

RUN_TESTS(TEST(a_line_that_stays_keeps_its_finding),
	  TEST(a_replaced_line_may_keep_its_finding_once),
	  TEST(what_another_block_had_is_no_excuse_in_another_function),
	  TEST(outside_of_functions_nothing_moves),
	  TEST(a_copy_is_new_though_the_original_is_old),
	  TEST(another_file_kind_or_text_is_another_finding),
	  TEST(names_match_wherever_they_stand_and_are_counted),
	  TEST(functions_are_guessed_by_the_first_column))
