// SPDX-License-Identifier: GPL-2.0
/* What kernel-doc prints becomes findings without places, or is refused. */
#include "world.h"

#include "style/kerneldoc.h"

static void lines_are_taken_apart(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(kerneldoc_parse(
		&findings, "source:12: warning: Function parameter 'x' not described in 'f'\n"
			   "source:20: error: Cannot parse struct or union!\n"));
	assert_int_equal(findings.nr, 2);
	assert_int_equal(findings.v[0].line, 12);
	assert_string_equal(findings.v[0].kind, "warning");
	assert_string_equal(findings.v[0].text, "Function parameter 'x' not described in 'f'");
	assert_int_equal(findings.v[1].line, 20);
	assert_string_equal(findings.v[1].kind, "error");
}

static void the_place_is_no_part_of_the_text(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(kerneldoc_parse(
		&findings,
		"source:8: warning: Cannot understand  * x on line 8 - I thought it was a doc\n"));
	assert_string_equal(findings.v[0].text, "Cannot understand  * x - I thought it was a doc");
}

static void a_quoted_line_of_the_source_belongs_to_what_stands_above(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(kerneldoc_parse(&findings,
				       "source:8: warning: missing initial short description:\n"
				       " * f() - \n"
				       "\n"
				       "source:9: warning: bad line: x\n"));
	assert_int_equal(findings.nr, 2);
	assert_string_equal(findings.v[0].text, "missing initial short description: * f() - ");
	assert_string_equal(findings.v[1].text, "bad line: x");
}

static void complaints_of_perl_are_no_findings(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(kerneldoc_parse(
		&findings,
		"Use of uninitialized value in x at /t/scripts/kernel-doc line 5, <IN_FILE> line 8.\n"
		"source:9: warning: bad line: x\n"
		"Use of uninitialized value in x at /t/scripts/kernel-doc line 5, <IN_FILE> line 8.\n"));
	assert_int_equal(findings.nr, 1);
	assert_string_equal(findings.v[0].text, "bad line: x");
}

static void the_words_of_python_are_read(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(kerneldoc_parse(
		&findings, "Warning: source:5 function parameter 'b' not described in 'f'\n"
			   "Warning: source:9 missing initial short description on line:\n"
			   " * nothing\n"
			   "Info: source:14 Scanning doc for f\n"));
	assert_int_equal(findings.nr, 3);
	assert_int_equal(findings.v[0].line, 5);
	assert_string_equal(findings.v[0].kind, "warning");
	assert_string_equal(findings.v[0].text, "function parameter 'b' not described in 'f'");
	assert_string_equal(findings.v[1].text,
			    "missing initial short description on line: * nothing");
	assert_string_equal(findings.v[2].kind, "info");
}

static void anything_else_is_refused(void **state)
{
	static const char *const samples[] = {
		"Error: Cannot open file source\n",
		"./drivers/x.c:12: warning: text\n",
		"source: warning: text\n",
		"source:12: Warning: text\n",
		"source:12: no kind\n",
		"source:12: : text\n",
		"warning: source:12 text\n",
		"Warning: other:12 text\n",
		"Warning: Python 3.6 or later is required by kernel-doc\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct findings findings CLEANUP(findings_release) = { 0 };

		assert_failure(kerneldoc_parse(&findings, samples[i]), FAIL_SYSTEM,
			       "does not understand");
	}
}

static void c_sources_and_headers_are_read(void **state)
{
	assert_true(kerneldoc_reads("a/b.c"));
	assert_true(kerneldoc_reads("a/b.h"));
	assert_false(kerneldoc_reads("a/b.S"));
	assert_false(kerneldoc_reads("a/Makefile"));
	assert_false(kerneldoc_reads(".c"));
	assert_false(kerneldoc_reads("c"));
}

RUN_TESTS(TEST(lines_are_taken_apart), TEST(the_place_is_no_part_of_the_text),
	  TEST(a_quoted_line_of_the_source_belongs_to_what_stands_above),
	  TEST(complaints_of_perl_are_no_findings), TEST(the_words_of_python_are_read),
	  TEST(anything_else_is_refused),
	  TEST(c_sources_and_headers_are_read))
