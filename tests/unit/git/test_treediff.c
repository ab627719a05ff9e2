// SPDX-License-Identifier: GPL-2.0
/* Two trees are compared as git compares them. */
#include "world.h"

#include "git/treediff.h"

/* "path=text", or "path" for a link, in an object store of its own. */
static git_oid tree_of(git_repository *repo, const char *files)
{
	struct strlist words = { 0 };
	git_index *index;
	git_oid oid;

	strlist_split(&words, files, " ");
	assert_int_equal(git_index_new(&index), 0);
	FOR_EACH(word, &words) {
		char *text = strchr(*word, '=');
		git_index_entry entry = { .mode = 0100644 };

		if (text)
			*text = '\0';
		else
			entry.mode = 0120000;
		entry.path = *word;
		if (*entry.path == '+') {
			entry.path++;
			entry.mode = 0100755;
		}
		text = text ? text + 1 : (char *)"link";
		assert_int_equal(git_blob_create_from_buffer(&entry.id, repo, text, strlen(text)),
				 0);
		assert_int_equal(git_index_add(index, &entry), 0);
	}
	assert_int_equal(git_index_write_tree_to(&oid, index, repo), 0);
	git_index_free(index);
	strlist_release(&words);
	return oid;
}

/* "path:mode before:mode after" for each. */
static void assert_same(git_repository *repo, const char *from, const char *to, const char *wanted)
{
	git_oid old = tree_of(repo, from), new = tree_of(repo, to);
	struct treediff diff CLEANUP(treediff_release) = { 0 };
	git_tree *a CLEANUP(free_tree) = NULL;
	git_tree *b CLEANUP(free_tree) = NULL;
	git_diff *git CLEANUP(free_diff) = NULL;
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	struct strlist got = { 0 };

	assert_int_equal(treediff_load(&diff, repo, &old, &new), 0);
	FOR_EACH(delta, &diff)
		*LIST_ADD(&got) = xasprintf("%s:%o:%o", delta->path, delta->mode_before,
					    delta->mode_after);
	assert_list(&got, wanted);
	strlist_release(&got);
	assert_int_equal(git_tree_lookup(&a, repo, &old), 0);
	assert_int_equal(git_tree_lookup(&b, repo, &new), 0);
	/* a file that becomes a link is one change */
	options.flags = GIT_DIFF_INCLUDE_TYPECHANGE;
	assert_int_equal(git_diff_tree_to_tree(&git, repo, a, b, &options), 0);
	assert_int_equal(git_diff_num_deltas(git), diff.nr);
	for (size_t i = 0; i < diff.nr; i++) {
		const git_diff_delta *delta = git_diff_get_delta(git, i);
		size_t nr = 0;

		while (nr < diff.nr && (strcmp(diff.v[nr].path, delta->new_file.path) ||
					!git_oid_equal(&diff.v[nr].before, &delta->old_file.id) ||
					!git_oid_equal(&diff.v[nr].after, &delta->new_file.id)))
			nr++;
		assert_true(nr < diff.nr);
	}
}

static void trees_are_compared_as_git_does(void **state)
{
	char *folder CLEANUP(free_world) = world_make();
	git_repository *repo CLEANUP(free_repository) = NULL;

	assert_int_equal(git_repository_init(&repo, folder, true), 0);
	assert_same(repo, "a=1 d/b=2", "a=1 d/b=2", "");
	assert_same(repo, "a=1 d/b=2 e/f/g=3", "a=1 d/b=9 e/f/g=3", "d/b:100644:100644");
	assert_same(repo, "a=1", "a=1 d/e/f=2 d/g=3", "d/e/f:0:100644 d/g:0:100644");
	assert_same(repo, "a=1 d/e/f=2 d/g=3", "a=1", "d/e/f:100644:0 d/g:100644:0");
	assert_same(repo, "a=1", "+a=1", "a:100644:100755");
	assert_same(repo, "a=link", "a", "a:100644:120000");
	/* "d.c" stands between the file d and the folder d in git's order */
	assert_same(repo, "d=1 d.c=2", "d/x=1 d.c=2", "d:100644:0 d/x:0:100644");
	assert_same(repo, "d/x/y=1 d.c=2", "d=1 d.c=2", "d:0:100644 d/x/y:100644:0");
	assert_same(repo, "a-b=1 a/b=2", "a-b=2 a0=1",
		    "a-b:100644:100644 a/b:100644:0 a0:0:100644");
}

static void a_tree_that_is_not_there_is_a_failure(void **state)
{
	char *folder CLEANUP(free_world) = world_make();
	git_repository *repo CLEANUP(free_repository) = NULL;
	struct treediff diff CLEANUP(treediff_release) = { 0 };
	git_oid known, zero = { { 0 } };

	assert_int_equal(git_repository_init(&repo, folder, true), 0);
	known = tree_of(repo, "a=1");
	assert_int_equal(treediff_load(&diff, repo, &known, &zero), -1);
}

RUN_TESTS(TEST(trees_are_compared_as_git_does),
	  TEST(a_tree_that_is_not_there_is_a_failure))
