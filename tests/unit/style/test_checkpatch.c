// SPDX-License-Identifier: GPL-2.0
/* What checkpatch.pl prints becomes findings, or is refused. */
#include "world.h"

#include "style/checkpatch.h"

static void lines_are_taken_apart(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(checkpatch_parse(
		&findings, "patch:7: ERROR:TRAILING_WHITESPACE: trailing whitespace\n"
			   "patch:12: WARNING:LONG_LINE: line length of 101 exceeds 100 columns\n"
			   "\n"
			   "patch:3: CHECK:CAMELCASE: Avoid CamelCase: <a:B>"));
	assert_int_equal(findings.nr, 3);
	assert_int_equal(findings.v[0].line, 7);
	assert_string_equal(findings.v[0].kind, "TRAILING_WHITESPACE");
	assert_string_equal(findings.v[0].text, "trailing whitespace");
	assert_int_equal(findings.v[1].line, 12);
	assert_string_equal(findings.v[1].text, "line length of 101 exceeds 100 columns");
	assert_string_equal(findings.v[2].text, "Avoid CamelCase: <a:B>");
	assert_string_equal(findings.v[2].file, "");
}

static void nothing_said_is_no_finding(void **state)
{
	struct findings findings CLEANUP(findings_release) = { 0 };

	assert_success(checkpatch_parse(&findings, ""));
	assert_int_equal(findings.nr, 0);
}

static void anything_else_is_refused(void **state)
{
	static const char *const samples[] = {
		"Must be run from the top-level dir. of a kernel tree\n",
		"total: 0 errors, 1 warnings, 3 lines checked\n",
		"patch:7: ERROR: trailing whitespace\n",
		"patch:7: NOTE:TYPE: text\n",
		"patch:x: ERROR:TYPE: text\n",
		"patch:7: ERROR::text\n",
		"other:7: ERROR:TYPE: text\n",
		"patch:7:",
		"patch:7: ERROR",
		"patch:7: ERROR:TYPE: good\n./x: 'a b' invalid - ignored\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct findings findings CLEANUP(findings_release) = { 0 };

		assert_failure(checkpatch_parse(&findings, samples[i]), FAIL_SYSTEM,
			       "does not understand");
	}
}

static void the_base_says_what_a_trailer_is(void **state)
{
	static const char script[] = "my $x;\nour $signature_tags = qr{(?xi:\n\tAcked-by:|\n"
				     "\tAssisted-by:|Cc:\n)};\n\nDebugged-by:\n";

	assert_true(checkpatch_knows_trailer(script, "Assisted-by: a:b"));
	assert_true(checkpatch_knows_trailer(script, "acked-by: A <a@b.c>"));
	assert_true(checkpatch_knows_trailer(script, "Cc: a@b.c"));
	assert_false(checkpatch_knows_trailer(script, "isted-by: x"));
	assert_false(checkpatch_knows_trailer(script, "Debugged-by: x"));
	assert_false(checkpatch_knows_trailer("Assisted-by:\n", "Assisted-by: x"));
}

RUN_TESTS(TEST(the_base_says_what_a_trailer_is),
	  TEST(lines_are_taken_apart), TEST(nothing_said_is_no_finding),
	  TEST(anything_else_is_refused))
