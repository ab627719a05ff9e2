// SPDX-License-Identifier: GPL-2.0
/* The work tree holds what it was told to, and only what differs is written. */
#include "world.h"

#include "git/worktree.h"
#include "lib/state.h"

static const struct entry entries[] = {
	{ "Makefile", "all:\n" },
	{ "drivers/Kconfig", "config A\n" },
	{ "drivers/a/Makefile", "obj-y += a.o\n" },
	{ "drivers/a/a.c", "int a;\n" },
	{ "drivers/b/b.c", "int b;\n" },
	{ "scripts/run", "#!/bin/sh\n", GIT_FILEMODE_BLOB_EXECUTABLE },
	{ "scripts/link", "../Makefile", GIT_FILEMODE_LINK },
	{ NULL, NULL },
};

static const struct entry difference[] = {
	{ "drivers/a/a.c", "int other;\n" },
	{ "drivers/b/b.c", NULL },
	{ "drivers/c/d/c.c", "int c;\n" },
	{ NULL, NULL },
};

/* A state directory without ledger and lock, and a repository beside it. */
struct place {
	char *dir, *tree;
	struct state state;
	struct base base;
};

static void free_place(struct place *place)
{
	base_release(&place->base);
	free(place->state.dir);
	free(place->tree);
	free_world(&place->dir);
}

static struct place make(void)
{
	struct place place = { .dir = world_make() };
	char *repo CLEANUP(free_text) = xasprintf("%s/repo", place.dir);

	place.state.dir = xasprintf("%s/state", place.dir);
	assert_success(io_mkdirs(place.state.dir));
	place.tree = worktree_path(&place.state);
	world_base(&place.base, repo, entries);
	return place;
}

/* The time of a file's last change; 0: there is none. */
static long long written(const struct place *place, const char *name)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", place->tree, name);
	struct stat st;

	return lstat(path, &st) < 0 ? 0 : st.st_mtim.tv_sec * 1000000000LL + st.st_mtim.tv_nsec;
}

static int set(struct place *place, const git_oid *tree, enum worktree_level level)
{
	return worktree_set(&place->state, &place->base, tree, level);
}

static void a_skeleton_holds_what_configures_a_kernel(void **state)
{
	struct place place CLEANUP(free_place) = make();

	assert_success(set(&place, &place.base.tree, WORKTREE_KBUILD));
	assert_file(place.tree, "Makefile", "all:\n");
	assert_file(place.tree, "drivers/Kconfig", "config A\n");
	assert_file(place.tree, "drivers/a/Makefile", "obj-y += a.o\n");
	assert_file(place.tree, "scripts/run", "#!/bin/sh\n");
	assert_file(place.tree, "drivers/a/a.c", NULL);
	assert_file(place.tree, "drivers/b/b.c", NULL);
}

static void a_full_tree_holds_all_and_stays_full(void **state)
{
	struct place place CLEANUP(free_place) = make();
	char *run CLEANUP(free_text) = xasprintf("%s/scripts/run", place.tree);
	char *link CLEANUP(free_text) = xasprintf("%s/scripts/link", place.tree);
	char target[64] = "";
	long long before;

	assert_success(set(&place, &place.base.tree, WORKTREE_KBUILD));
	before = written(&place, "Makefile");
	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	assert_int_equal(written(&place, "Makefile"), before);
	assert_file(place.tree, "drivers/a/a.c", "int a;\n");
	assert_int_equal(access(run, X_OK), 0);
	assert_int_equal(readlink(link, target, sizeof(target)), 11);
	assert_string_equal(target, "../Makefile");
	assert_success(set(&place, &place.base.tree, WORKTREE_KBUILD));
	assert_file(place.tree, "drivers/a/a.c", "int a;\n");
}

static void a_move_writes_only_what_differs(void **state)
{
	struct place place CLEANUP(free_place) = make();
	git_oid tree = world_tree(place.base.repo, &place.base.tree, difference);
	long long kept, changed;
	char *folder CLEANUP(free_text) = xasprintf("%s/drivers/b", place.tree);

	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	kept = written(&place, "drivers/a/Makefile");
	changed = written(&place, "drivers/a/a.c");
	assert_success(set(&place, &tree, WORKTREE_FULL));
	assert_int_equal(written(&place, "drivers/a/Makefile"), kept);
	assert_int_not_equal(written(&place, "drivers/a/a.c"), changed);
	assert_file(place.tree, "drivers/a/a.c", "int other;\n");
	assert_file(place.tree, "drivers/b/b.c", NULL);
	assert_int_not_equal(access(folder, F_OK), 0);
	assert_file(place.tree, "drivers/c/d/c.c", "int c;\n");
	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	assert_file(place.tree, "drivers/a/a.c", "int a;\n");
	assert_file(place.tree, "drivers/c/d/c.c", NULL);
	assert_int_equal(written(&place, "drivers/a/Makefile"), kept);
}

static void an_unknown_folder_is_made_anew(void **state)
{
	struct place place CLEANUP(free_place) = make();
	char *record CLEANUP(free_text) = xasprintf("%s.json", place.tree);

	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	world_file(place.tree, "drivers/a/a.c", "half writt");
	world_file(place.tree, "left/behind.o", "");
	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	assert_file(place.tree, "drivers/a/a.c", "half writt");
	assert_int_equal(unlink(record), 0);
	assert_success(set(&place, &place.base.tree, WORKTREE_KBUILD));
	assert_file(place.tree, "drivers/a/a.c", NULL);
	assert_file(place.tree, "left/behind.o", NULL);
	assert_file(place.tree, "Makefile", "all:\n");
}

static void a_broken_record_counts_as_unknown(void **state)
{
	static const char *const records[] = {
		"", "{", "[]", "{\"tree\": 1, \"level\": 1}", "{\"tree\": \"x\", \"level\": 1}",
		"{\"tree\": \"0123456789012345678901234567890123456789\"}",
	};
	struct place place CLEANUP(free_place) = make();

	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
		world_file(place.tree, "rubbish", "");
		world_file(place.state.dir, "tree.json", records[i]);
		assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
		assert_file(place.tree, "rubbish", NULL);
		assert_file(place.tree, "drivers/b/b.c", "int b;\n");
	}
}

static void a_move_that_fails_leaves_no_record(void **state)
{
	struct place place CLEANUP(free_place) = make();
	git_oid hostile = world_hostile_tree(place.base.repo, "..");

	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	assert_failure(set(&place, &hostile, WORKTREE_FULL), FAIL_SYSTEM, "cannot be checked out");
	assert_file(place.state.dir, "tree.json", NULL);
	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	assert_file(place.tree, "drivers/b/b.c", "int b;\n");
}

static void names_that_leave_the_folder_are_refused(void **state)
{
	static const char *const names[] = { "..", ".", ".git", ".GIT", "../x", "/x", "a/../x",
					     "a//b",
					     "../repo/.git/config" };
	struct place place CLEANUP(free_place) = make();

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		git_oid tree = world_hostile_tree(place.base.repo, names[i]);

		assert_failure(set(&place, &tree, WORKTREE_FULL), FAIL_SYSTEM, names[i]);
	}
	assert_file(place.state.dir, "x", NULL);
}

/* "d" is a link to a folder outside, and "d/x" is a file. */
static void a_link_with_files_behind_it_is_refused(void **state)
{
	struct place place CLEANUP(free_place) = make();
	git_oid folder = world_hostile_tree(place.base.repo, "x"), link, tree;
	char data[64] = "120000 d";

	world_file(place.state.dir, "outside/kept", "kept");
	assert_success(base_write(&place.base, "../outside", 10, &link));
	memcpy(data + 9, link.id, 20);
	memcpy(data + 29, "40000 d", 8);
	memcpy(data + 37, folder.id, 20);
	assert_int_equal(git_odb_write(&tree, place.base.odb, data, 57, GIT_OBJECT_TREE), 0);
	assert_failure(set(&place, &tree, WORKTREE_FULL), FAIL_SYSTEM, "checked out: d/x");
	assert_file(place.state.dir, "outside/x", NULL);
}

static void names_that_only_look_strange_are_kept(void **state)
{
	static const char *const names[] = { "...", ".gitx", ".gitignore", "a\nb", "-rf", "*", "%n",
					     "\xff" };
	struct place place CLEANUP(free_place) = make();

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		git_oid tree = world_hostile_tree(place.base.repo, names[i]);

		assert_success(set(&place, &tree, WORKTREE_FULL));
		assert_file(place.tree, names[i], "x");
	}
}

static void nothing_is_written_through_a_link(void **state)
{
	static const struct entry linked[] = {
		{ "drivers/a/a.c", "../../../kept", GIT_FILEMODE_LINK },
		{ NULL, NULL },
	};
	static const struct entry folder[] = {
		{ "d", "../outside", GIT_FILEMODE_LINK },
		{ NULL, NULL },
	};
	static const struct entry inside[] = {
		{ "d/file", "in the tree\n" },
		{ NULL, NULL },
	};
	struct place place CLEANUP(free_place) = make();
	git_oid tree;

	world_file(place.state.dir, "kept", "kept");
	world_file(place.state.dir, "outside/file", "kept");
	tree = world_tree(place.base.repo, &place.base.tree, linked);
	assert_success(set(&place, &tree, WORKTREE_FULL));
	assert_file(place.tree, "drivers/a/a.c", "kept");
	assert_success(set(&place, &place.base.tree, WORKTREE_FULL));
	assert_file(place.tree, "drivers/a/a.c", "int a;\n");
	tree = world_tree(place.base.repo, &place.base.tree, folder);
	assert_success(set(&place, &tree, WORKTREE_FULL));
	tree = world_tree(place.base.repo, &place.base.tree, inside);
	assert_success(set(&place, &tree, WORKTREE_FULL));
	assert_file(place.tree, "d/file", "in the tree\n");
	assert_file(place.state.dir, "outside/file", "kept");
	assert_file(place.state.dir, "kept", "kept");
}

/* Kernels keep the time of a change by ticks. */
static void what_somebody_else_changes_is_found(void **state)
{
	static const char *const files[] = { "drivers/a/a.c", "drivers/new.c" };
	struct place place CLEANUP(free_place) = make();
	char *mark CLEANUP(free_text) = xasprintf("%s/mark", place.state.dir);
	char *victim CLEANUP(free_text) = xasprintf("%s/drivers/b/b.c", place.tree);
	char *path = NULL;

	for (size_t i = 0; i < 3; i++) {
		assert_success(worktree_set(&place.state, &place.base, &place.base.tree,
					    WORKTREE_FULL));
		assert_success(worktree_mark(mark));
		assert_success(worktree_touched(&place.state, mark, &path));
		assert_null(path);
		if (i < 2)
			world_file(place.tree, files[i], "int spoilt;\n");
		else
			assert_success(unlink(victim));
		assert_success(worktree_touched(&place.state, mark, &path));
		assert_string_equal(path, i < 2 ? files[i] : "drivers/b");
		free(path);
		/* nobody relies on what is there now */
		assert_success(worktree_set(&place.state, &place.base, &place.base.tree,
					    WORKTREE_FULL));
		assert_int_equal(access(victim, F_OK), 0);
	}
}

static void kbuild_files_are_known_by_name(void **state)
{
	static const char *const yes[] = { "Makefile", "README", "a/Makefile", "a/Makefile.x",
					   "a/Kbuild", "a/Kconfig.debug", "scripts/a/b.c",
					   "a/b.mk", "a/b.include" };
	static const char *const no[] = { "a/b.c", "a/b.h", "a/xMakefile", "a/scripts/b.c",
					  "Makefiles/b.c", "a/mk" };

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
		if (!worktree_is_kbuild(yes[i]))
			fail_msg("%s", yes[i]);
	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		if (worktree_is_kbuild(no[i]))
			fail_msg("%s", no[i]);
}

RUN_TESTS(TEST(a_skeleton_holds_what_configures_a_kernel),
	  TEST(a_full_tree_holds_all_and_stays_full),
	  TEST(a_move_writes_only_what_differs),
	  TEST(an_unknown_folder_is_made_anew),
	  TEST(a_broken_record_counts_as_unknown),
	  TEST(a_move_that_fails_leaves_no_record),
	  TEST(names_that_leave_the_folder_are_refused),
	  TEST(a_link_with_files_behind_it_is_refused),
	  TEST(names_that_only_look_strange_are_kept),
	  TEST(nothing_is_written_through_a_link),
	  TEST(what_somebody_else_changes_is_found),
	  TEST(kbuild_files_are_known_by_name))
