// SPDX-License-Identifier: GPL-2.0
/* What a file check reads, makes and compares; and the rule of a hand-over. */
#include "world.h"

#include "profile/clangfile.h"
#include "profile/genheader.h"
#include "profile/profile.h"
#include "profile/submission.h"

static void members_stand_in_the_order_of_their_numbers(void **state)
{
	static const char raw[] = "#ifndef X\n"
				  "struct task_lite {\n"
				  "\tu_char\tpad_big[0x48c - 0];\n"
				  "\tu_int\tbig;\n"
				  "\tu_char\tpad_small[0xf9 - (0x48c + sizeof(u_int))];\n"
				  "\tu_char\tsmall;\n"
				  "};\n"
				  "#endif\n";
	char *sorted CLEANUP(free_text) = genheader_sort_offsets(raw);

	assert_string_equal(sorted, "#ifndef X\n"
				    "struct task_lite {\n"
				    "\tu_char\tpad_small[0xf9 - 0];\n"
				    "\tu_char\tsmall;\n"
				    "\tu_char\tpad_big[0x48c - (0xf9 + sizeof(u_char))];\n"
				    "\tu_int\tbig;\n"
				    "};\n"
				    "#endif\n");
}

static void warnings_are_those_of_the_tree(void **state)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	strlist_add(&words, "-c");
	clangfile_warnings(&words, "# x\nCWARNFLAGS?=\t-Wall -Wundef ${MORE} \\\n"
				   "\t\t-Wno-pointer-sign\n#\t-Wextra\nOTHER=\t-Wshadow\n");
	assert_list(&words, "-c -Wall -Wundef -Wno-pointer-sign");
}

static void the_release_is_read(void **state)
{
	char *revision CLEANUP(free_text) =
		clangfile_revision("TYPE=\"X\"\nREVISION=\"12.1\"\nBRANCH=\"RELEASE\"\n");

	assert_string_equal(revision, "12.1");
	assert_null(clangfile_revision("TYPE=\"X\"\n"));
}

static void a_warning_is_new_when_it_comes_more_often(void **state)
{
	struct file_answer before CLEANUP(file_answer_release) = { 0 };
	struct file_answer after CLEANUP(file_answer_release) = { 0 };
	struct strlist new CLEANUP(strlist_release) = { 0 };

	STRLIST_ADD(&before.warnings, "a", "b");
	STRLIST_ADD(&after.warnings, "a", "a", "c");
	file_answer_new_warnings(&new, &before, &after);
	assert_list(&new, "a c");
}

static void the_rule_is_found_by_its_words(void **state)
{
	struct strlist rule CLEANUP(strlist_release) = { 0 };

	submission_rule(&rule, "# Contributing\n\n* It compiles.\n"
			       "* Submissions using generative AI are not taken.\n");
	assert_list(&rule, "Submissions using generative AI are not taken.");
}

static void add_file(struct files *files, const char *path)
{
	LIST_ADD(files)->path = xstrdup(path);
	files_sort(files);
}

static void a_tree_has_the_row_of_its_marks(void **state)
{
	struct files files CLEANUP(files_release) = { 0 };
	struct strlist scope CLEANUP(strlist_release) = { 0 };

	add_file(&files, "MAINTAINERS");
	assert_string_equal(profile_of(&files)->name, "Linux");
	assert_null(profile_of(&files)->ask_reviewers);
	add_file(&files, "sys/conf/newvers.sh");
	const struct profile *profile = profile_of(&files);
	assert_string_equal(profile->name, "FreeBSD");
	assert_true(profile_leaves(profile, &scope, "sys/contrib/a.c"));
	assert_false(profile_leaves(profile, &scope, "sys/net/a.c"));
	strlist_add(&scope, "sys/contrib/kit/");
	assert_false(profile_leaves(profile, &scope, "sys/contrib/kit/a.c"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_stand_in_the_order_of_their_numbers),
		cmocka_unit_test(warnings_are_those_of_the_tree),
		cmocka_unit_test(the_release_is_read),
		cmocka_unit_test(a_warning_is_new_when_it_comes_more_often),
		cmocka_unit_test(the_rule_is_found_by_its_words),
		cmocka_unit_test(a_tree_has_the_row_of_its_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
