// SPDX-License-Identifier: GPL-2.0
/* Mails and the index become commits in a store of our own; the repository stays as it is. */
#include "world.h"

#include "git/incoming.h"
#include "lib/state.h"

#define MAIL(text) \
	"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n" \
	"From: A B <a@b.c>\nDate: Tue, 14 Nov 2023 22:13:20 +0000\n" \
	"Subject: [PATCH] a: change\n\nWhy.\n\nSigned-off-by: A B <a@b.c>\n" text

#define DIFF(before) \
	"---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n" \
	"diff --git a/a.c b/a.c\nindex 7898192..6178079 100644\n--- a/a.c\n+++ b/a.c\n" \
	"@@ -1 +1 @@\n-" before "\n+b\n-- \n2.39\n\n"

static const struct entry entries[] = {
	{ "a.c", "a\n" },
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

/* What the mailbox @name of @dir names as its base. */
static void assert_base(const char *dir, const char *name, const char *expected)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, name);
	char *rev CLEANUP(free_text) = NULL;

	assert_success(incoming_base(path, &rev));
	assert_string_equal(rev ? rev : "none", expected);
}

static void a_mailbox_names_its_base_in_a_line_of_its_own(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *rev = NULL;

	world_file(dir, "named", "a\nbase-commit: 0123456789abcdef\nb\n");
	world_file(dir, "first", "base-commit: 0123456789ab");
	world_file(dir, "quoted", "> base-commit: 0123456789abcdef\n");
	world_file(dir, "short", "base-commit: 0123\n");
	world_file(dir, "later", "> base-commit: 0123456789ab\nbase-commit: abcdef0123456789\n");
	world_file(dir, "empty", "");
	world_file(dir, "maildir/cur/1", "nothing\n");
	world_file(dir, "maildir/new/2", "base-commit: 00112233445566\n");
	world_file(dir, "maildir/new/.hidden", "base-commit: ffffffffffffff\n");
	assert_base(dir, "named", "0123456789abcdef");
	assert_base(dir, "first", "0123456789ab");
	assert_base(dir, "quoted", "none");
	assert_base(dir, "short", "none");
	assert_base(dir, "later", "abcdef0123456789");
	assert_base(dir, "empty", "none");
	assert_base(dir, "maildir", "00112233445566");
	assert_failure(incoming_base("/nowhere", &rev), FAIL_USAGE, "no such file");
	assert_null(rev);
}

static void mails_become_the_same_commits_each_time(void **state)
{
	struct place place CLEANUP(free_place) = make();
	char *mbox CLEANUP(free_text) = xasprintf("%s/mbox", place.dir);
	char *text CLEANUP(free_text) = NULL;
	git_commit *commit CLEANUP(free_commit) = NULL;
	git_oid tip, again, first = place.base.commit, blob;

	world_file(place.dir, "mbox", MAIL(DIFF("a")));
	assert_success(incoming_mails(&tip, &place.state, &place.base, mbox));
	assert_false(base_has(&place.base, &tip)); /* nothing is written there */
	assert_success(io_remove(place.state.tmp));
	assert_success(io_mkdirs(place.state.tmp));
	assert_success(incoming_mails(&again, &place.state, &place.base, mbox));
	assert_true(git_oid_equal(&again, &tip));
	assert_success(incoming_open(&place.base, &place.state));
	assert_true(git_oid_equal(&place.base.commit, &first));
	assert_string_equal(place.base.rev, "main");
	assert_int_equal(git_commit_lookup(&commit, place.base.repo, &tip), 0);
	assert_string_equal(git_commit_summary(commit), "a: change");
	assert_string_equal(git_commit_author(commit)->email, "a@b.c");
	assert_string_equal(git_commit_committer(commit)->email, "treewide@localhost");
	assert_true(git_oid_equal(git_commit_parent_id(commit, 0), &first));
	assert_int_equal(git_oid_fromstr(&blob, "61780798228d17af2d34fce4cfbdf35556832472"), 0);
	text = base_read(&place.base, &blob, NULL);
	assert_string_equal(text, "b\n");
}

static void a_mail_that_does_not_apply_is_named(void **state)
{
	static const struct {
		const char *text, *why;
		int kind;
	} cases[] = {
		{ MAIL(DIFF("z")), "0001 a: change does not apply", FAIL_NO },
		{ MAIL("No patch.\n\n"), "no mail in it holds a patch", FAIL_USAGE },
		{ "no mail\n", "", FAIL_USAGE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct place place CLEANUP(free_place) = make();
		char *mbox CLEANUP(free_text) = xasprintf("%s/mbox", place.dir);
		git_oid tip;

		world_file(place.dir, "mbox", cases[i].text);
		assert_failure(incoming_mails(&tip, &place.state, &place.base, mbox),
			       cases[i].kind, cases[i].why);
		assert_failure(incoming_mails(&tip, &place.state, &place.base, "/nowhere"),
			       FAIL_USAGE, "no such file");
	}
}

static void stage(const struct place *place, const char *path, const char *text)
{
	git_index *index;

	world_file(place->dir, path, text);
	assert_int_equal(git_repository_index(&index, place->base.repo), 0);
	if (*text)
		assert_int_equal(git_index_add_bypath(index, strchr(path, '/') + 1), 0);
	assert_int_equal(git_index_write(index), 0);
	git_index_free(index);
}

static void what_is_staged_becomes_one_commit(void **state)
{
	struct place place CLEANUP(free_place) = make();
	git_commit *commit CLEANUP(free_commit) = NULL;
	git_oid tip, first = place.base.commit;

	assert_failure(incoming_index(&tip, &place.state, &place.base), FAIL_USAGE,
		       "there is no index here");
	stage(&place, "repo/a.c", "a\n");
	assert_failure(incoming_index(&tip, &place.state, &place.base), FAIL_USAGE,
		       "nothing is staged");
	stage(&place, "repo/a.c", "b\n");
	assert_success(incoming_index(&tip, &place.state, &place.base));
	assert_success(incoming_open(&place.base, &place.state));
	assert_int_equal(git_commit_lookup(&commit, place.base.repo, &tip), 0);
	assert_string_equal(git_commit_summary(commit), "What is staged");
	assert_true(git_oid_equal(git_commit_parent_id(commit, 0), &first));
	assert_file(place.dir, "repo/a.c", "b\n");
}

RUN_TESTS(TEST(a_mailbox_names_its_base_in_a_line_of_its_own),
	  TEST(mails_become_the_same_commits_each_time),
	  TEST(a_mail_that_does_not_apply_is_named),
	  TEST(what_is_staged_becomes_one_commit))
