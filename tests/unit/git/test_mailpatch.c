// SPDX-License-Identifier: GPL-2.0
/* A mail is read as git am reads it; what would make no good commit is refused with its line. */
#include "world.h"

#include "git/mailpatch.h"
#include "lib/state.h"

#define WHO "From: A B <a@b.c>\n"
#define WHEN "Date: Tue, 14 Nov 2023 22:13:20 +0530\n"
#define WHAT "Subject: [PATCH v3 02/9] a: change\n"
#define WHY "\nWhy.\n\nSigned-off-by: A B <a@b.c>\n"
#define DIFF \
	"---\nnotes\n\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\nindex 7898192..6178079 100644\n" \
	"--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n-- \n2.39\n\n"

static const struct entry entries[] = {
	{ "a.c", "a\n" },
	{ "n.c", "1\n2\nthree\n" },
	{ NULL, NULL },
};

struct place {
	char *dir;
	struct state state;
	struct base base;
};

static void free_place(struct place *place)
{
	base_release(&place->base);
	FREE_ALL(place->state.dir, place->state.tmp);
	free_world(&place->dir);
}

static struct place make(void)
{
	struct place place = { .dir = world_make() };
	char *repo CLEANUP(free_text) = xasprintf("%s/repo", place.dir);

	place.state.jobs = 1;
	place.state.dir = xasprintf("%s/state", place.dir);
	place.state.tmp = xasprintf("%s/tmp", place.dir);
	assert_success(io_mkdirs(place.state.dir));
	assert_success(io_mkdirs(place.state.tmp));
	world_base(&place.base, repo, entries);
	return place;
}

static int read_mail(struct mailpatch *mail, const struct place *place, const char *text)
{
	char *path CLEANUP(free_text) = xasprintf("%s/x.patch", place->dir);

	world_file(place->dir, "x.patch", text);
	return mailpatch_read(mail, &place->state, &place->base, path);
}

static void a_mail_has_author_message_and_diff(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	git_oid tree, blob;
	bool merged;

	assert_success(read_mail(&mail, &place, WHO WHEN WHAT WHY DIFF));
	assert_string_equal(mail.author->name, "A B");
	assert_string_equal(mail.author->email, "a@b.c");
	assert_int_equal(mail.author->when.time, 1699980200);
	assert_int_equal(mail.author->when.offset, 330);
	assert_true(mail.dated);
	assert_string_equal(mail.subject, "a: change");
	assert_string_equal(mail.body, "Why.\n\nSigned-off-by: A B <a@b.c>\n");
	/* the lines of the diff have the numbers that they have in the mail */
	assert_true(!strncmp(mail.diff, "\n\n\n\n\n\n\n---\nnotes\n", 17));
	assert_success(mailpatch_apply(&tree, &merged, &mail, &place.state, &place.base,
				       &place.base.tree));
	assert_int_equal(git_oid_fromstr(&blob, "61780798228d17af2d34fce4cfbdf35556832472"), 0);
	text = base_read(&place.base, &blob, NULL);
	assert_string_equal(text, "b\n");
	assert_false(merged);
	assert_file(place.dir, "repo/a.c", NULL);
}

static void what_is_not_utf_8_becomes_utf_8(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };

	assert_success(read_mail(&mail, &place, "From: =?iso-8859-1?q?J=F6rg?= <j@b.c>\n" WHEN WHAT
				 "Content-Type: text/plain; charset=iso-8859-1\n"
				 "Content-Transfer-Encoding: 8bit\n\n\344lter\n" DIFF));
	assert_string_equal(mail.author->name, "J\303\266rg");
	assert_string_equal(mail.body, "\303\244lter\n");
}

static void a_mail_without_a_date_is_of_now(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };

	assert_success(read_mail(&mail, &place, WHO WHAT WHY DIFF));
	assert_false(mail.dated);
	assert_true(mail.author->when.time > 1699980200);
}

static void what_makes_no_good_commit_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "x.patch:1: there is no mail in it" },
		{ "no mail\n", "x.patch:1: there is no From: in it, so it is not a mail: diff = " },
		{ WHEN WHAT WHY DIFF, "x.patch:1: there is no From: in it" },
		{ WHEN "From: A B\n" WHAT WHY DIFF, "x.patch:2: From: has no address" },
		{ "From: <>\n" WHAT WHY DIFF, "x.patch:1: " },
		{ "From: ,,, <a@b.c>\n" WHAT WHY DIFF, "x.patch:1: git var: name consists only" },
		{ WHO WHEN WHY DIFF, "x.patch:1: there is no Subject: in it" },
		{ WHO WHAT "Date: today at noon\n" WHY DIFF, "x.patch:3: git var: invalid date" },
		{ WHO WHEN WHAT WHY, "x.patch:1: the mail holds no diff" },
		{ WHO WHEN WHAT WHY "---\nnotes\n", "x.patch:1: the mail holds no diff" },
		{ WHEN "From: =?utf-8?q?A=0ABcc:_x?= <a@b.c>\n" WHAT WHY DIFF,
		  "x.patch:2: a header has the end of a line inside" },
		{ WHO WHEN "Subject: a\n =?utf-8?q?=0D?=\n" WHY DIFF,
		  "x.patch:4: a header has the end of a line inside" },
		{ WHEN "From: A\033[31mB <a@b.c>\n" WHAT WHY DIFF,
		  "x.patch:2: From: holds a control character" },
		{ WHEN WHO WHAT "\nFrom: =?utf-8?q?A=1B?= <a@b.c>\n\nWhy.\n" DIFF,
		  "x.patch:5: From: holds a control character" },
		{ WHO WHEN "Subject: a: \342\200\256change\n" WHY DIFF,
		  "x.patch:3: Subject: holds a control character" },
		{ WHO WHEN WHAT "\nWhy\001.\n" DIFF, "x.patch:5: the message that begins here" },
		{ "From x Mon Sep 17 00:00:00 2001\n" WHO WHEN WHAT WHY DIFF
		  "From y Mon Sep 17 00:00:00 2001\n" WHO WHEN WHAT WHY DIFF,
		  "x.patch:1: it holds 2 mails" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct place place CLEANUP(free_place) = make();
		struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };

		assert_failure(read_mail(&mail, &place, cases[i].text), FAIL_USAGE, cases[i].why);
	}
}

static void what_is_no_file_is_no_mail(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };

	assert_failure(mailpatch_read(&mail, &place.state, &place.base, "/nowhere"), FAIL_USAGE,
		       "/nowhere: it is not a file");
	assert_failure(mailpatch_read(&mail, &place.state, &place.base, place.dir), FAIL_USAGE,
		       "it is not a file");
}

static void git_says_why_a_diff_does_not_apply(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };
	git_oid tree;
	bool merged;

	assert_success(read_mail(&mail, &place, WHO WHEN WHAT WHY
				 "---\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n"
				 "@@ -1 +1 @@\n-z\n+b\n"));
	assert_failure(mailpatch_apply(&tree, &merged, &mail, &place.state, &place.base,
				       &place.base.tree),
		       FAIL_USAGE, "git apply: patch failed: a.c:1; a.c: patch does not apply");
}

#define ONE(ids) \
	WHO WHEN WHAT WHY "---\ndiff --git a/n.c b/n.c\nindex " ids " 100644\n" \
			  "--- a/n.c\n+++ b/n.c\n@@ -1,3 +1,3 @@\n-1\n+one\n 2\n 3\n"

static void a_diff_for_other_lines_is_merged(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };
	struct mailpatch strange CLEANUP(mailpatch_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	git_oid tree, blob;
	bool merged;

	/* what it was made on is no file of the base, but the repository has it */
	assert_success(base_write(&place.base, "1\n2\n3\n", 6, &blob));
	assert_success(read_mail(&mail, &place, ONE("01e79c3..26dde9c")));
	assert_success(mailpatch_apply(&tree, &merged, &mail, &place.state, &place.base,
				       &place.base.tree));
	assert_true(merged);
	assert_success(files_load(&files, &place.base, &tree));
	text = base_read(&place.base, &files_find(&files, "n.c")->oid, NULL);
	assert_string_equal(text, "one\n2\nthree\n");
	assert_success(read_mail(&strange, &place, ONE("1111111..26dde9c")));
	assert_failure(mailpatch_apply(&tree, &merged, &strange, &place.state, &place.base,
				       &place.base.tree),
		       FAIL_USAGE, "n.c: patch does not apply; what it was made on is not in this "
				   "repository, so there is no three-way merge: mend it on that base");
}

static void a_merge_that_clashes_names_the_file(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };
	struct mailpatch next CLEANUP(mailpatch_release) = { 0 };
	git_oid tree, blob;
	bool merged;

	assert_success(base_write(&place.base, "uno\n2\n3\n", 8, &blob));
	assert_success(read_mail(&mail, &place, WHO WHEN WHAT WHY
				 "---\ndiff --git a/n.c b/n.c\nindex 8c3a535..26dde9c 100644\n--- a/n.c\n"
				 "+++ b/n.c\n@@ -1,3 +1,3 @@\n-uno\n+one\n 2\n 3\n"));
	assert_failure(mailpatch_apply(&tree, &merged, &mail, &place.state, &place.base,
				       &place.base.tree),
		       FAIL_USAGE, "git apply: patch failed: n.c:1; n.c: patch does not apply; a "
				   "three-way merge clashes in n.c: mend it on that base (git am -3");
	/* and leaves nothing for the next one */
	assert_success(read_mail(&next, &place, WHO WHEN WHAT WHY DIFF));
	assert_success(mailpatch_apply(&tree, &merged, &next, &place.state, &place.base,
				       &place.base.tree));
	assert_false(merged);
}

static void one_diff_after_the_other_is_applied(void **state)
{
	struct place place CLEANUP(free_place) = make();
	struct mailpatch mail CLEANUP(mailpatch_release) = { 0 };
	struct mailpatch next CLEANUP(mailpatch_release) = { 0 };
	git_oid tree, then, again;
	bool merged;

	assert_success(read_mail(&mail, &place, WHO WHEN WHAT WHY DIFF));
	assert_success(read_mail(&next, &place, WHO WHEN WHAT WHY
				 "---\ndiff --git a/a.c b/b.c\nrename from a.c\nrename to b.c\n"));
	assert_success(mailpatch_apply(&tree, &merged, &mail, &place.state, &place.base,
				       &place.base.tree));
	assert_success(mailpatch_apply(&then, &merged, &next, &place.state, &place.base, &tree));
	/* it does not apply once more, and what was read for it is no tree of another one */
	assert_failure(mailpatch_apply(&again, &merged, &next, &place.state, &place.base, &then),
		       FAIL_USAGE, "a.c: does not exist in index");
	assert_success(mailpatch_apply(&again, &merged, &mail, &place.state, &place.base,
				       &place.base.tree));
	assert_true(git_oid_equal(&again, &tree));
	assert_success(mailpatch_apply(&again, &merged, &next, &place.state, &place.base, &tree));
	assert_true(git_oid_equal(&again, &then));
}

static void a_mail_is_told_from_a_diff(void **state)
{
	assert_true(mailpatch_is_mail(WHO WHEN));
	assert_true(mailpatch_is_mail("From 0123 Mon Sep 17 00:00:00 2001\n" WHEN WHO "\n"));
	assert_true(mailpatch_is_mail("Subject: a\n folded\nFROM: a@b.c\r\n\r\n"));
	assert_false(mailpatch_is_mail(""));
	assert_false(mailpatch_is_mail("\n" WHO));
	assert_false(mailpatch_is_mail(WHEN "\n" WHO));
	assert_false(mailpatch_is_mail("diff --git a/a.c b/a.c\n" WHO));
	assert_false(mailpatch_is_mail("Some words, then\n" WHO));
}

RUN_TESTS(TEST(a_mail_has_author_message_and_diff),
	  TEST(what_is_not_utf_8_becomes_utf_8),
	  TEST(a_mail_without_a_date_is_of_now),
	  TEST(what_makes_no_good_commit_is_refused_with_its_line),
	  TEST(what_is_no_file_is_no_mail),
	  TEST(git_says_why_a_diff_does_not_apply),
	  TEST(a_diff_for_other_lines_is_merged),
	  TEST(a_merge_that_clashes_names_the_file),
	  TEST(one_diff_after_the_other_is_applied),
	  TEST(a_mail_is_told_from_a_diff))
