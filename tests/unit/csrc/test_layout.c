// SPDX-License-Identifier: GPL-2.0
/* Continuation lines follow the call that they belong to, and nothing else moves. */
#include "world.h"

#include "csrc/layout.h"

struct sample {
	const char *what, *before, *after, *expected;
};

/* What layout_realign() makes of it, with "[first-last]" for each statement that is too long,
 * "@hard" where the hard limit counts, and "[first-last+line]" for two lines that fit one. */
static char *realign(const char *before, const char *after, const struct layout_limits *limits)
{
	struct line_ranges ranges = { 0 };
	size_t len = 0, size;
	char *result CLEANUP(free_text) = layout_realign(before, after, limits, &len,
							 &ranges);
	char *text = NULL;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(len, strlen(result));
	fputs(result, out);
	FOR_EACH(range, &ranges)
		fprintf(out, range->join ? "[%u-%u+%u]" : range->limit == limits->style ?
			"[%u-%u]" : "[%u-%u]@hard", range->first, range->last, range->join);
	fclose(out);
	free(ranges.v);
	return text;
}

static void check_samples(const struct sample *samples, size_t nr, unsigned limit)
{
	const struct layout_limits limits = { limit, limit + 5 };

	for (size_t i = 0; i < nr; i++) {
		char *found CLEANUP(free_text) = realign(samples[i].before, samples[i].after,
							 &limits);

		if (strcmp(found, samples[i].expected))
			fail_msg("%s:\n<<%s>>\nexpected\n<<%s>>", samples[i].what, found,
				 samples[i].expected);
	}
}

static void continuation_lines_follow_their_parenthesis(void **state)
{
	static const struct sample samples[] = {
		{ "a longer name", "\tx = foo(a,\n\t\tb);\n", "\tx = longfoo(a,\n\t\tb);\n",
		  "\tx = longfoo(a,\n\t\t    b);\n" },
		{ "a shorter name", "\tx = longfoo(a,\n\t\t    b);\n",
		  "\tx = foo(a,\n\t\t    b);\n",
		  "\tx = foo(a,\n\t\tb);\n" },
		{ "three lines", "\tx = foo(a,\n\t\tb,\n\t\tc);\n\ty(1,\n\t  2);\n",
		  "\tx = foooo(a,\n\t\tb,\n\t\tc);\n\ty(1,\n\t  2);\n",
		  "\tx = foooo(a,\n\t\t  b,\n\t\t  c);\n\ty(1,\n\t  2);\n" },
		{ "nested calls", "\tx = foo(bar(a,\n\t\t    b),\n\t\tc);\n",
		  "\tx = longfoo(bar(a,\n\t\t    b),\n\t\tc);\n",
		  "\tx = longfoo(bar(a,\n\t\t\tb),\n\t\t    c);\n" },
		{ "a parenthesis in a string", "\tx = foo(\")(\", '(', a,\n\t\tb);\n",
		  "\tx = foooo(\")(\", '(', a,\n\t\tb);\n",
		  "\tx = foooo(\")(\", '(', a,\n\t\t  b);\n" },
		{ "a quote in a string", "\tx = foo(\"\\\"(\", a,\n\t\tb);\n",
		  "\tx = foooo(\"\\\"(\", a,\n\t\tb);\n",
		  "\tx = foooo(\"\\\"(\", a,\n\t\t  b);\n" },
		{ "indented by spaces", "x = foo(a,\n        b);\n", "xy = foo(a,\n        b);\n",
		  "xy = foo(a,\n         b);\n" },
		{ "a changed continuation line", "\tx = foo(a,\n\t\tb);\n",
		  "\tx = foooo(a,\n\t\tc);\n", "\tx = foooo(a,\n\t\t  c);\n" },
		{ "no end of line at the end", "\tx = foo(a,\n\t\tb);", "\tx = foooo(a,\n\t\tb);",
		  "\tx = foooo(a,\n\t\t  b);" },
		{ "CRLF", "\tx = foo(a,\r\n\t\tb);\r\n", "\tx = foooo(a,\r\n\t\tb);\r\n",
		  "\tx = foooo(a,\r\n\t\t  b);\r\n" },
		{ "letters beyond ASCII", "\tx = foo(\"\xc3\xa9\", bar(a,\n\t\t\t b));\n",
		  "\tx = foooo(\"\xc3\xa9\", bar(a,\n\t\t\t b));\n",
		  "\tx = foooo(\"\xc3\xa9\", bar(a,\n\t\t\t   b));\n" },
	};

	check_samples(samples, ARRAY_SIZE(samples), 80);
}

static void nothing_else_moves(void **state)
{
	static const struct sample samples[] = {
		{ "equal texts", "\tx = foo(a,\n\t\tb);\n", "\tx = foo(a,\n\t\tb);\n",
		  "\tx = foo(a,\n\t\tb);\n" },
		{ "no text", "a(\n", "", "" },
		{ "no text before", "", "a(b,\n  c);\n", "a(b,\n  c);\n" },
		{ "not aligned before", "\tx = foo(a,\n\t\t\tb);\n", "\tx = foooo(a,\n\t\t\tb);\n",
		  "\tx = foooo(a,\n\t\t\tb);\n" },
		{ "another statement", "\tx = foo(a);\n\ty = bar(a,\n\t\tb);\n",
		  "\tx = foooo(a);\n\ty = bar(a,\n\t\tb);\n",
		  "\tx = foooo(a);\n\ty = bar(a,\n\t\tb);\n" },
		{ "the parenthesis did not move", "\tx = foo(a,\n\t\tb);\n",
		  "\tx = foo(c,\n\t\tb);\n", "\tx = foo(c,\n\t\tb);\n" },
		{ "an added line", "a;\n\tx = foo(a,\n\t\tb);\n", "a;\nb;\n\tx = foo(a,\n\t\tb);\n",
		  "a;\nb;\n\tx = foo(a,\n\t\tb);\n" },
		{ "a removed line", "a;\nb;\n\tx = foo(a,\n\t\tb);\n",
		  "a;\n\tx = foo(a,\n\t\tb);\n",
		  "a;\n\tx = foo(a,\n\t\tb);\n" },
		{ "parentheses that do not match", ")))(((\n\t((\n", ")))((((\n\t((\n",
		  ")))((((\n\t((\n" },
		{ "only the end of line is new", "a(b,\n  c)", "a(b,\n  c)\n", "a(b,\n  c)\n" },
	};

	check_samples(samples, ARRAY_SIZE(samples), 80);
}

static void only_lines_that_became_too_long_are_told(void **state)
{
	static const struct sample samples[] = {
		{ "20 columns", "\tfoo(abcde);\n", "\tfoo(abcdef);\n", "\tfoo(abcdef);\n" },
		{ "21 columns", "\tfoo(abcdef);\n", "\tfoo(abcdefg);\n", "\tfoo(abcdefg);\n[1-1]" },
		{ "long before", "\tfoo(abcdefgh);\n", "\tbar(abcdefgh);\n", "\tbar(abcdefgh);\n" },
		{ "long before, and longer", "\tfoo(abcdefgh);\n", "\tbar(abcdefghij);\n",
		  "\tbar(abcdefghij);\n" },
		{ "long before, and too long for all", "\tfoo(abcdefgh);\n",
		  "\tbar(abcdefghijkl);\n", "\tbar(abcdefghijkl);\n[1-1]@hard" },
		{ "too long for all before", "\tfoo(abcdefghijkl);\n",
		  "\tbar(abcdefghijklm);\n", "\tbar(abcdefghijklm);\n" },
		{ "an added line", "a;\n", "a;\n\tfoo(abcdefgh);\n",
		  "a;\n\tfoo(abcdefgh);\n[2-2]" },
		{ "a line that was moved", "\tx(a,\n\t  bcdefghi);\n", "\txyz(a,\n\t  bcdefghi);\n",
		  "\txyz(a,\n\t    bcdefghi);\n[1-2]" },
		{ "unchanged and long", "\tfoo(abcdefghijk);\na;\n", "\tfoo(abcdefghijk);\nb;\n",
		  "\tfoo(abcdefghijk);\nb;\n" },
	};

	check_samples(samples, ARRAY_SIZE(samples), 20);
}

static void columns_are_kept(void **state)
{
	static const struct sample samples[] = {
		{ "a shorter member", "\t.remove_new\t= f,\n", "\t.remove\t= f,\n",
		  "\t.remove\t\t= f,\n" },
		{ "a longer member", "\t.a\t\t= f,\n", "\t.abcdefghi\t\t= f,\n",
		  "\t.abcdefghi\t= f,\n" },
		{ "a member that is too long for the column", "\t.a\t= f,\n",
		  "\t.abcdefghi\t= f,\n",
		  "\t.abcdefghi\t= f,\n" },
		{ "with spaces", "\t.remove_new  = f,\n", "\t.remove  = f,\n",
		  "\t.remove      = f,\n" },
		{ "with tabs and spaces", "\t.ab\t  = f,\n", "\t.abcd\t  = f,\n",
		  "\t.abcd\t  = f,\n" },
		{ "one space aligns nothing", "\t.remove_new = f,\n", "\t.remove = f,\n",
		  "\t.remove = f,\n" },
		{ "the lines around it", "\t.probe\t= g,\n\t.remove_new_x\t= f,\n",
		  "\t.probe\t= g,\n\t.rem\t= f,\n", "\t.probe\t= g,\n\t.rem\t= f,\n" },
		{ "lines around it that do not agree",
		  "\t.probe\t= g,\n\t.remove_new_x\t= f,\n\t.c\t\t= h,\n",
		  "\t.probe\t= g,\n\t.rem\t= f,\n\t.c\t\t= h,\n",
		  "\t.probe\t= g,\n\t.rem\t\t= f,\n\t.c\t\t= h,\n" },
		{ "a comment at the end", "\tfoo(a);\t\t/* b  c */\n",
		  "\tlongfoo(a);\t\t/* b  c */\n",
		  "\tlongfoo(a);\t/* b  c */\n" },
		{ "two columns", "#define A\t1\t/* x */\n", "#define ABCDEFGHI\t1\t/* x */\n",
		  "#define ABCDEFGHI\t1\t/* x */\n" },
		{ "a tab in a string", "\tf(\"a\t\tb\");\n", "\tfoo(\"a\t\tb\");\n",
		  "\tfoo(\"a\t\tb\");\n" },
		{ "a continuation line moves with its column",
		  "\tx = foo(a,\n\t\tb,\t\t/* b */\n\t\tc);\n",
		  "\tx = fooo(a,\n\t\tb,\t\t/* b */\n\t\tc);\n",
		  "\tx = fooo(a,\n\t\t b,\t\t/* b */\n\t\t c);\n" },
	};

	check_samples(samples, ARRAY_SIZE(samples), 80);
}

static void what_a_rule_empties_goes(void **state)
{
	static const struct sample samples[] = {
		{ "an indent", "a;\n\tfoo();\nb;\n", "a;\n\t\nb;\n", "a;\nb;\n" },
		{ "an empty line", "a;\n\tfoo();\nb;\n", "a;\n\nb;\n", "a;\nb;\n" },
		{ "one of two lines", "a;\n\tfoo();\n\tbar();\nb;\n", "a;\n\t\n\tbaz();\nb;\n",
		  "a;\n\tbaz();\nb;\n" },
		{ "of three lines one is left", "a;\n\tf();\n\tg();\n\th();\nb;\n",
		  "a;\n\tx();\n\t\nb;\n", "a;\n\tx();\nb;\n" },
		{ "the last line", "a;\n\tfoo();\n", "a;\n\t\n", "a;\n" },
		{ "a rule adds an empty line", "a;\nb;\n", "a;\n\nb;\n", "a;\n\nb;\n" },
		{ "a rule adds an indent", "a;\nb;\n", "a;\n\t\nb;\n", "a;\n\nb;\n" },
		{ "blank before, and blank now", "a;\n \nb;\n", "a;\n\t\nb;\n", "a;\n\t\nb;\n" },
		{ "blank lines around it", "a;\n\nfoo();\n\nb;\n", "a;\n\n\nb;\n", "a;\n\nb;\n" },
		{ "two blank lines before", "a;\n\n\nfoo();\nb;\n",
		  "a;\n\n\nb;\n", "a;\n\n\nb;\n" },
		{ "blanks at the end", "\ta; foo();\n", "\ta; \n", "\ta;\n" },
		{ "blanks that stood there", "\ta; foo(); \n", "\tb; foo(); \n", "\tb; foo(); \n" },
	};

	check_samples(samples, ARRAY_SIZE(samples), 80);
}

static void lines_that_fit_one_now_are_told(void **state)
{
	static const struct sample samples[] = {
		{ "they fit", "\tlongname(a,\n\t\t b);\n", "\tname(a,\n\t\t b);\n",
		  "\tname(a,\n\t     b);\n[1-2+1]" },
		{ "they fitted before", "\tname(a,\n\t     b);\n", "\tnam(a,\n\t     b);\n",
		  "\tnam(a,\n\t    b);\n" },
		{ "they do not fit yet", "\tlongname(a,\n\t\t bcdef);\n",
		  "\tname(a,\n\t\t bcdef);\n", "\tname(a,\n\t     bcdef);\n" },
		{ "the second of three", "\tx(lg,\n\t  longer,\n\t  b);\n",
		  "\tx(ab,\n\t  lon,\n\t  b);\n",
		  "\tx(ab,\n\t  lon,\n\t  b);\n[1-3+1]" },
		{ "nothing can stand behind it", "\tlongname(a, //\n\t\t b);\n",
		  "\tna(a, //\n\t\t b);\n", "\tna(a, //\n\t   b);\n" },
		{ "a condition", "\tlongname(a,\n#if X\n\t\t b);\n", "\tn(a,\n#if X\n\t\t b);\n",
		  "\tn(a,\n#if X\n\t  b);\n" },
	};
	char *joined;

	check_samples(samples, ARRAY_SIZE(samples), 19);
	joined = layout_join("a\n\tf(b,\n\t  c);\nd\n", 2);
	assert_string_equal(joined, "a\n\tf(b, c);\nd\n");
	free(joined);
	joined = layout_join("f(\n\tc);", 1);
	assert_string_equal(joined, "f(c);");
	free(joined);
	joined = layout_join("f(b", 1);
	assert_string_equal(joined, "f(b");
	free(joined);
}

static void deep_nesting_is_no_trouble(void **state)
{
	char before[400] = "x", after[400] = "yy";

	memset(before + 1, '(', 200);
	memset(after + 2, '(', 200);
	strcat(before, "\n  b\n");
	strcat(after, "\n  b\n");
	free(realign(before, after, &(struct layout_limits){ 80, 100 }));
}

static void the_limit_is_read_from_the_style(void **state)
{
	static const struct {
		const char *style;
		unsigned limit;
	} samples[] = {
		{ NULL, 80 },
		{ "", 80 },
		{ "BasedOnStyle: LLVM\nColumnLimit: 100\n", 100 },
		{ "ColumnLimit: 100\n", 100 },
		{ "# ColumnLimit: 100\n", 80 },
		{ "\nColumnLimit: nonsense\n", 80 },
		{ "\nColumnLimit: -1\n", 80 },
		{ "\nColumnLimit: 4294967295\n", 80 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_int_equal(layout_limit(samples[i].style), samples[i].limit);
}

static void white_space_makes_no_other_code(void **state)
{
	assert_true(layout_same_code("", ""));
	assert_true(layout_same_code("a(b,\n\tc);\n", "a(b, c);"));
	assert_true(layout_same_code(" \t\r\n", ""));
	assert_false(layout_same_code("a(b);", "a(c);"));
	assert_false(layout_same_code("a", "a b"));
	assert_false(layout_same_code("a b", "a"));
}

/* "LINE what;" for each fault. */
static void check_faults(const char *before, const char *after, const char *expected)
{
	struct layout_faults faults = { 0 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	layout_faults(&faults, before, after);
	FOR_EACH(fault, &faults)
		fprintf(out, "%u %s;", fault->line, fault->what);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
	free(faults.v);
}

static void what_is_left_untidy_is_told(void **state)
{
	static const char block[] = "\t.a\t\t= 1,\n\t.old_name\t= 2,\n\t.c\t\t= 3,\n";

	check_faults("a;\n", "a;\n\t\nb; \nc;\n",
		     "2 the line holds nothing but blanks;3 the line ends with a blank;");
	check_faults(block, "\t.a\t\t= 1,\n\t.old\t= 2,\n\t.c\t\t= 3,\n",
		     "2 the line leaves the column of those around it;");
	check_faults(block, "\t.a\t\t= 1,\n\t.old\t\t= 2,\n\t.c\t\t= 3,\n", "");
	/* what was so before is nobody's, and a line of its own has no column to leave */
	check_faults("a; \n\t\n", "b; \n\t\n", "");
	check_faults("\t.old_name\t= 2,\n", "\t.old\t= 2,\n", "");
	check_faults("\t.a\t\t= 1,\n\t.old_name = 2,\n\t.c\t\t= 3,\n",
		     "\t.a\t\t= 1,\n\t.old = 2,\n\t.c\t\t= 3,\n", "");
}

static void a_file_that_lost_most_of_its_lines_is_no_work_of_a_rule(void **state)
{
	static const char ten[] = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";

	assert_string_equal(layout_implausible(ten, ""), "more than half of the lines are gone");
	assert_string_equal(layout_implausible(ten, "a\nb\nc\n"),
			    "more than half of the lines are gone");
	assert_string_equal(layout_implausible(ten, "no code at all\n"),
			    "more than half of the lines are gone");
	assert_string_equal(layout_implausible("f()\n{\n\ta();\n}\n", "f()\n{\n\tb();\n"),
			    "its braces do not match");
	assert_null(layout_implausible(ten, "a\nb\nc\nd\ne\n"));
	/* changed lines are not gone, also where a file has few others */
	assert_null(layout_implausible("int old_fn(int n);\n", "int new_fn(int n);\n"));
	assert_null(layout_implausible("a(1);\na(2);\n", "b(1);\nb(2);\n"));
}

RUN_TESTS(TEST(continuation_lines_follow_their_parenthesis),
	  TEST(nothing_else_moves),
	  TEST(only_lines_that_became_too_long_are_told),
	  TEST(columns_are_kept), TEST(what_a_rule_empties_goes),
	  TEST(lines_that_fit_one_now_are_told), TEST(deep_nesting_is_no_trouble),
	  TEST(the_limit_is_read_from_the_style),
	  TEST(white_space_makes_no_other_code), TEST(what_is_left_untidy_is_told),
	  TEST(a_file_that_lost_most_of_its_lines_is_no_work_of_a_rule))
