// SPDX-License-Identifier: GPL-2.0
/* What spatch 1.1.1 says of C that it cannot parse. */
#include "world.h"

#include "cocci/unparsed.h"

static const char said[] = "HANDLING: drivers/a.c\n"
			   "ERROR-RECOV: found sync '}' at line 5\n"
			   "parsing pass3: try again\n"
			   "parse error \n"
			   " = File \"drivers/a.c\", line 3, column 13, charpos = 30\n"
			   "  around = 'for',\n"
			   "  whole content = \tfoo bar baz for (;;;;;;) lost\n"
			   "badcount: 4\n"
			   "bad: int two(int n)\n"
			   "bad: {\n"
			   "BAD:!!!!! \tfoo bar baz for (;;;;;;)\n"
			   "bad: \treturn old_fn(n);\n"
			   "bad: }\n"
			   "parse error \n"
			   " = File \"drivers/a.c\", line 13, column 1, charpos = 90\n"
			   "badcount: 1\n"
			   "BAD:!!!!! old_fn_more 1\n"
			   "HANDLING: drivers/b.c\n"
			   "parse error \n"
			   " = File \"include/b.h\", line 7, column 1, charpos = 9\n"
			   "badcount: 1\n"
			   "bad: old_fn\n";

/* The lines, with a blank behind each. */
static char *found(const char *name, const char *words)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	struct strlist wanted CLEANUP(strlist_release) = { 0 };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	strlist_split(&wanted, words, " ");
	unparsed_find(&lines, said, name, &wanted);
	FOR_EACH(line, &lines)
		fprintf(out, "%s ", *line);
	fclose(out);
	return text;
}

static void assert_found(const char *name, const char *words, const char *lines)
{
	char *got CLEANUP(free_text) = found(name, words);

	assert_string_equal(got, lines);
}

static void pieces_are_told_by_their_words(void **state)
{
	assert_found("drivers/a.c", "", "3 13 ");
	assert_found("drivers/a.c", "old_fn", "3 ");
	assert_found("drivers/a.c", "old_fn_more other", "13 ");
	assert_found("drivers/a.c", "old", "");
	assert_found("drivers/a.c", "lost", "");
}

static void of_other_files_nothing_is_said(void **state)
{
	assert_found("drivers/b.c", "", "");
	assert_found("a.c", "", "");
	assert_found("include/b.h", "old_fn", "7 ");
}

RUN_TESTS(TEST(pieces_are_told_by_their_words), TEST(of_other_files_nothing_is_said))
