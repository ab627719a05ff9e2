// SPDX-License-Identifier: GPL-2.0
/* Messages come apart as they do in b4. */
#include "world.h"

#include "msg/trailer.h"

static void assert_parts(const char *message, const char *text, const char *trailers,
			 const char *below)
{
	struct commit_message letter CLEANUP(commit_message_release) = { 0 };
	char *joined = NULL;
	size_t size;
	FILE *out = open_memstream(&joined, &size);

	commit_message_split(&letter, message);
	FOR_EACH(trailer, &letter.trailers)
		fprintf(out, "<%s>", *trailer);
	fclose(out);
	assert_string_equal(letter.text, text);
	assert_string_equal(joined, trailers);
	assert_string_equal(letter.below, below);
	free(joined);
}

static void a_message_has_text_trailers_and_a_rest(void **state)
{
	assert_parts("S\n\nBody: yes\nmore\n\nLink: x\nSigned-off-by: A <a@b.c>\n---\nCc: d@e.f\n",
		     "S\n\nBody: yes\nmore", "<Link: x><Signed-off-by: A <a@b.c>>", "Cc: d@e.f");
	assert_parts("S\n\nSigned-off-by: A <a@b.c>", "S", "<Signed-off-by: A <a@b.c>>", "");
}

static void blank_lines_at_the_end_do_not_count(void **state)
{
	assert_parts("S\n\nB\n\nA-by: a@b.c\n---\nCc: d@e.f\n\n\n", "S\n\nB", "<A-by: a@b.c>",
		     "Cc: d@e.f");
	assert_parts("S\n\nB\n\nA-by: a@b.c\n\n\n", "S\n\nB", "<A-by: a@b.c>", "");
}

static void a_subject_is_no_trailer(void **state)
{
	assert_parts("net: alpha: Mend\n", "net: alpha: Mend", "", "");
	assert_parts("", "", "", "");
	assert_parts("---\nCc: x\n", "", "", "Cc: x");
}

static void only_the_last_paragraph_has_trailers(void **state)
{
	assert_parts("S\n\nA-by: a@b.c\n\nThe end.\n", "S\n\nA-by: a@b.c\n\nThe end.", "", "");
}

static void what_is_no_trailer_is_text(void **state)
{
	assert_parts("S\n\nB\n\nno trailer\nx: y\nab:c\nA: \n(AB): c\nAB: c\n",
		     "S\n\nB\n\nno trailer\nx: y\nab:c\nA: \n(AB): c", "<AB: c>", "");
}

static void a_remark_belongs_to_its_trailer(void **state)
{
	assert_parts("S\n\nA-by: a@b.c\n[for x]\nB-by: b@b.c # y\n[not] this\n",
		     "S\n\n[not] this", "<A-by: a@b.c\n[for x]><B-by: b@b.c # y>", "");
}

static void a_line_that_only_looks_like_the_cut_is_text(void **state)
{
	assert_parts("S\n\nB\n ---\nx\n----\ny", "S\n\nB\n ---\nx\n----\ny", "", "");
}

static void case_and_remarks_make_no_other_trailer(void **state)
{
	assert_true(trailer_same("Acked-by: A <a@b.c>", "acked-BY:  a <A@B.C> # for x"));
	assert_true(trailer_same("Acked-by: A <a@b.c>", "Acked-by: A <a@b.c>\n[for x]"));
	assert_false(trailer_same("Acked-by: A <a@b.c>", "Tested-by: A <a@b.c>"));
	assert_false(trailer_same("Acked-by: A <a@b.c>", "Acked-by: A <a@b.cd>"));
	assert_false(trailer_same("Acked-by: A <a@b.c>", "Acked-by:"));
	assert_false(trailer_same("Acked-by", "Acked-by"));
}

static void praise_comes_from_people(void **state)
{
	assert_true(trailer_is_praise("Reviewed-by: A <a@b.c>"));
	assert_true(trailer_is_praise("reviewed-and-tested-BY: a@b.c"));
	assert_false(trailer_is_praise("Signed-off-by: A <a@b.c>"));
	assert_false(trailer_is_praise("Link: https://x.y/a-by@b"));
	assert_false(trailer_is_praise("Reviewed-by: nobody"));
	assert_false(trailer_is_praise("-by: a@b.c"));
}

static void trailers_of_others_are_taken_as_they_stand(void **state)
{
	struct strlist all CLEANUP(strlist_release) = { 0 };

	strlist_add(&all, "first");
	trailers_take(&all, "[x]\nSigned-off-by: A <a@b>\n[for y]\n  more\nFixes: z\n");
	assert_int_equal(all.nr, 4);
	assert_string_equal(all.v[1], "[x]");
	assert_string_equal(all.v[2], "Signed-off-by: A <a@b>\n[for y]\n  more");
	assert_string_equal(all.v[3], "Fixes: z");
	assert_true(trailer_is_sign_off(all.v[2]));
	assert_false(trailer_is_sign_off(all.v[3]));
	assert_false(trailer_is_sign_off("Signed-off-by"));
}

RUN_TESTS(TEST(trailers_of_others_are_taken_as_they_stand),
	  TEST(a_message_has_text_trailers_and_a_rest),
	  TEST(blank_lines_at_the_end_do_not_count),
	  TEST(a_subject_is_no_trailer),
	  TEST(only_the_last_paragraph_has_trailers),
	  TEST(what_is_no_trailer_is_text),
	  TEST(a_remark_belongs_to_its_trailer),
	  TEST(a_line_that_only_looks_like_the_cut_is_text),
	  TEST(case_and_remarks_make_no_other_trailer),
	  TEST(praise_comes_from_people))
