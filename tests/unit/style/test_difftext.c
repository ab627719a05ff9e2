// SPDX-License-Identifier: GPL-2.0
/* A commit as a mail and the way back, and what each line of both is. */
#include "world.h"

#include "style/difftext.h"

static const struct entry before[] = {
	{ "a.c", "int f(int a)\n{\n\tone\n\ttwo\n\tthree\n\tfour\n\tfive\n\tsix\n}\n" },
	{ "end.c", "no end" },
	{ "gone.c", "gone\n" },
	{ "moved.c", "1\n2\n3\n4\n5\n6\n7\n8\n9\n" },
	{ NULL, NULL },
};

static const struct entry after[] = {
	{ "a.c", "int f(int a)\n{\n\tone\n\ttwo\n\tthree\n\tFOUR\n\tFIVE\n\tmore\n\tsix\n}\n" },
	{ "end.c", "an end\n" },
	{ "gone.c", NULL },
	{ "moved.c", NULL },
	{ "moved/here.c", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n" },
	{ "new.c", "new\n" },
	{ NULL, NULL },
};

static void load(struct difftext *diff, struct base *base, const char *dir)
{
	git_oid to;

	world_base(base, dir, before);
	to = world_tree(base->repo, &base->tree, after);
	assert_success(difftext_load(diff, base, &base->tree, &to));
}

/* Every row is what the text has in its line. */
static void assert_rows(const char *text, size_t len, const struct difftext_rows *rows, bool back)
{
	size_t nr = 0;

	assert_int_equal(strlen(text), len);
	for (const char *at = text; *at; nr++) {
		size_t size = strcspn(at, "\n");
		const struct difftext_row *row;
		const char *source;

		assert_true(nr < rows->nr);
		row = &rows->v[nr];
		if (row->origin == ' ' || row->origin == '+') {
			assert_int_equal(*at, row->origin);
			source = back ? row->file->old_source : row->file->new_source;
			for (unsigned i = 1; i < row->line; i++)
				source = strchr(source, '\n') + 1;
			assert_int_equal(strcspn(source, "\n"), size - 1);
			assert_memory_equal(source, at + 1, size - 1);
		}
		at += size + (at[size] == '\n');
	}
	assert_int_equal(nr, rows->nr);
}

static void a_mail_is_what_git_would_send(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	struct difftext_rows rows = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;

	load(&diff, &base, dir);
	text = difftext_patch(&diff, "A B <a@b.c>", "x: y\n\nBody\n---\nCc: c@d.e\n", &len, &rows);
	assert_rows(text, len, &rows, false);
	assert_non_null(strstr(text, "From: A B <a@b.c>\nSubject: [PATCH] x: y\n\nBody\n---\n"
				     "Cc: c@d.e\n---\n\ndiff --git a/a.c b/a.c\n"));
	assert_non_null(strstr(text, "@@ -3,7 +3,8 @@ int f(int a)\n \tone\n \ttwo\n \tthree\n"
				     "-\tfour\n-\tfive\n+\tFOUR\n+\tFIVE\n+\tmore\n \tsix\n }\n"));
	assert_non_null(strstr(text, "-no end\n\\ No newline at end of file\n+an end\n"));
	assert_non_null(strstr(text, "rename from moved.c\nrename to moved/here.c\n"));
	assert_non_null(strstr(text, "new file mode 100644\n"));
	assert_non_null(strstr(text, "deleted file mode 100644\n"));
	assert_string_equal(text + len - 14, "\n-- \ntreewide\n");
	free(rows.v);
}

static void a_message_without_a_body_or_an_end_is_a_mail(void **state)
{
	static const char *const messages[] = { "x: y", "x: y\n", "x: y\n\n", "x: y\n\nBody" };

	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		struct difftext diff CLEANUP(difftext_release) = { 0 };
		struct difftext_rows rows = { 0 };
		size_t len;
		char *text CLEANUP(free_text) =
			difftext_patch(&diff, "a", messages[i], &len, &rows);

		assert_string_equal(text, i < 3 ? "From: a\nSubject: [PATCH] x: y\n\n---\n\n"
						  "-- \ntreewide\n" :
						  "From: a\nSubject: [PATCH] x: y\n\nBody\n---\n\n"
						  "-- \ntreewide\n");
		free(rows.v);
	}
}

static void the_way_back_has_the_old_lines_in_the_same_surroundings(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	struct difftext_rows rows = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;

	load(&diff, &base, dir);
	text = difftext_reverse(&diff, &len, &rows);
	assert_rows(text, len, &rows, true);
	assert_non_null(strstr(text, "--- a/a.c\n+++ b/a.c\n"
				     "@@ -3,8 +3,7 @@ int f(int a)\n \tone\n \ttwo\n \tthree\n"
				     "-\tFOUR\n-\tFIVE\n-\tmore\n+\tfour\n+\tfive\n \tsix\n }\n"));
	assert_non_null(strstr(text, "-an end\n+no end\n\\ No newline at end of file\n"));
	assert_non_null(strstr(text, "+++ b/moved.c\n"));
	assert_non_null(strstr(text, "-nine\n+9\n"));
	assert_non_null(strstr(text, "+gone\n"));
	assert_null(strstr(text, "new.c"));
	free(rows.v);
}

static void blocks_hold_the_lines_that_a_diff_replaces(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	static const struct block wanted[] = {
		{ "a.c", 6, 2, 6, 3 },	    { "end.c", 1, 1, 1, 1 }, { "gone.c", 1, 1, 1, 0 },
		{ "moved/here.c", 9, 1, 9, 1 }, { "new.c", 1, 0, 1, 1 },
	};

	load(&diff, &base, dir);
	assert_int_equal(diff.blocks.nr, ARRAY_SIZE(wanted));
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		const struct block *block = &diff.blocks.v[i];

		assert_string_equal(block->file, wanted[i].file);
		assert_int_equal(block->old_line, wanted[i].old_line);
		assert_int_equal(block->old_count, wanted[i].old_count);
		assert_int_equal(block->new_line, wanted[i].new_line);
		assert_int_equal(block->new_count, wanted[i].new_count);
	}
}

static void names_stay_one_word_on_the_way_back(void **state)
{
	static const struct entry odd[] = { { "a \"b\n+++ b\\c.c", "one\n" }, { NULL, NULL } };
	static const struct entry changed[] = { { "a \"b\n+++ b\\c.c", "two\n" }, { NULL, NULL } };
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct difftext diff CLEANUP(difftext_release) = { 0 };
	struct difftext_rows rows = { 0 }, mail_rows = { 0 };
	char *text CLEANUP(free_text) = NULL;
	char *mail CLEANUP(free_text) = NULL;
	git_oid to;
	size_t len;

	world_base(&base, dir, odd);
	to = world_tree(base.repo, &base.tree, changed);
	assert_success(difftext_load(&diff, &base, &base.tree, &to));
	text = difftext_reverse(&diff, &len, &rows);
	assert_rows(text, len, &rows, true);
	assert_non_null(strstr(text, "+++ b/a??b?+++?b?c.c\n"));
	mail = difftext_patch(&diff, "a", "b", &len, &mail_rows);
	assert_rows(mail, len, &mail_rows, false);
	free(rows.v);
	free(mail_rows.v);
}

RUN_TESTS(TEST(a_mail_is_what_git_would_send), TEST(a_message_without_a_body_or_an_end_is_a_mail),
	  TEST(the_way_back_has_the_old_lines_in_the_same_surroundings),
	  TEST(blocks_hold_the_lines_that_a_diff_replaces),
	  TEST(names_stay_one_word_on_the_way_back))
