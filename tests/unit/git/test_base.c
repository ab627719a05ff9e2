// SPDX-License-Identifier: GPL-2.0
/* The base is read from its objects, whatever its files are called. */
#include "world.h"

static const struct entry entries[] = {
	{ "b/c.c", "bc\n" },
	{ "a.c", "a\n" },
	{ "b.c", "b\n" },
	{ "b/d/e.h", "e\n" },
	{ "run.sh", "#!/bin/sh\n", GIT_FILEMODE_BLOB_EXECUTABLE },
	{ "link", "a.c", GIT_FILEMODE_LINK },
	{ NULL, NULL },
};

static char *paths_of(const struct files *files)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(file, files)
		fprintf(out, "%s%s", file == files->v ? "" : " ", file->path);
	fclose(out);
	return text;
}

static void a_revision_names_a_commit_and_its_tree(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *inside CLEANUP(free_text) = xasprintf("%s/inside", dir);
	struct base base CLEANUP(base_release) = { 0 };
	struct base again CLEANUP(base_release) = { 0 };

	world_base(&base, dir, entries);
	assert_string_equal(base.rev, "main");
	assert_true(base_has(&base, &base.commit));
	assert_true(base_has(&base, &base.tree));
	assert_success(io_mkdirs(inside));
	assert_success(base_open(&again, inside, git_oid_tostr_s(&base.commit)));
	assert_true(git_oid_equal(&again.tree, &base.tree));
}

static void what_names_no_commit_is_wrong_use(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *none CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	static const char *const wrong[] = { "nothing", "main:a.c", "main^{tree}", "", "-x",
					     "main/x", "x/../../x" };
	char long_name[1000] = "";

	world_base(&base, dir, entries);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct base other CLEANUP(base_release) = { 0 };

		assert_failure(base_open(&other, dir, wrong[i]), FAIL_USAGE, "names no commit");
	}
	memset(long_name, 'x', sizeof(long_name) - 1);
	base_release(&base);
	assert_failure(base_open(&base, dir, long_name), FAIL_USAGE, "names no commit");
	base_release(&base);
	assert_failure(base_open(&base, none, "main"), FAIL_USAGE, none);
}

/* libgit2 trusts no repository of another user, and that must not look like none. */
static void the_repository_of_another_user_is_called_so(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *git CLEANUP(free_text) = xasprintf("%s/.git", dir);
	struct base base CLEANUP(base_release) = { 0 };
	struct base other CLEANUP(base_release) = { 0 };

	if (geteuid() != 0)
		skip();
	world_base(&base, dir, entries);
	assert_int_equal(chown(dir, 65534, 65534), 0);
	assert_int_equal(chown(git, 65534, 65534), 0);
	assert_failure(base_open(&other, dir, "main"), FAIL_USAGE, "another user");
}

static void files_are_sorted_by_path(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	char *paths CLEANUP(free_text) = NULL;

	world_base(&base, dir, entries);
	assert_success(files_load(&files, &base, &base.tree));
	paths = paths_of(&files);
	assert_string_equal(paths, "a.c b.c b/c.c b/d/e.h link run.sh");
	assert_int_equal(files_find(&files, "run.sh")->mode, 0100755);
	assert_int_equal(files_find(&files, "link")->mode, 0120000);
	assert_int_equal(files_find(&files, "a.c")->mode, 0100644);
	assert_null(files_find(&files, "b"));
	assert_null(files_find(&files, "b/d/"));
	assert_null(files_find(&files, ""));
}

static void what_is_no_tree_is_a_failure(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	struct view view = { 0 };
	git_oid missing = { { 1 } };

	world_base(&base, dir, entries);
	assert_failure(files_load(&files, &base, &missing), FAIL_SYSTEM, "cannot read the tree");
	assert_failure(files_load(&files, &base, &base.commit), FAIL_SYSTEM, "cannot read");
	assert_failure(view_load(&view, &base, &files, &base.tree, &missing), FAIL_SYSTEM,
		       "cannot read the tree");
	view_release(&view);
	assert_null(files_find(&files, "a.c"));
}

static void blobs_are_written_and_read(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	char *data CLEANUP(free_text) = NULL;
	git_oid blob, missing = { { 1 } };
	size_t len;

	world_base(&base, dir, entries);
	assert_success(base_write(&base, "a\0b", 3, &blob));
	data = base_read(&base, &blob, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(data, "a\0b", 4);
	assert_false(base_has(&base, &missing));
	assert_null(base_read(&base, &missing, &len));
	assert_failure(-1, FAIL_SYSTEM, "cannot read the object 01000000");
}

static void configuration_is_asked(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	git_config *config CLEANUP(free_config) = NULL;
	char *value CLEANUP(free_text) = NULL;

	world_base(&base, dir, entries);
	assert_int_equal(git_repository_config(&config, base.repo), 0);
	assert_int_equal(git_config_set_string(config, "treewide.unit", "yes"), 0);
	value = base_config(&base, "treewide.unit");
	assert_string_equal(value, "yes");
	assert_null(base_config(&base, "treewide.nothing"));
	assert_null(base_config(&base, "no key"));
	assert_string_equal(fail_text(), "");
}

static void hostile_names_are_read_as_they_are(void **state)
{
	static const char *const names[] = { "a\nb", "\"q\"", "\xff\xfe", "..", ".git", "a b", "-x",
					     "%s%n" };
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };

	world_base(&base, dir, entries);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct files files CLEANUP(files_release) = { 0 };
		git_oid tree = world_hostile_tree(base.repo, names[i]);

		assert_success(files_load(&files, &base, &tree));
		assert_int_equal(files.nr, 1);
		assert_string_equal(files.v[0].path, names[i]);
		assert_ptr_equal(files_find(&files, names[i]), files.v);
	}
}

static void a_view_tells_only_what_differs(void **state)
{
	static const struct entry difference[] = {
		{ "a.c", "other\n" },
		{ "b/d/e.h", NULL },
		{ "new.c", "new\n" },
		{ "b.c", "b\n", GIT_FILEMODE_BLOB_EXECUTABLE },
		{ NULL, NULL },
	};
	char *dir CLEANUP(free_world) = world_make();
	struct base base CLEANUP(base_release) = { 0 };
	struct files files CLEANUP(files_release) = { 0 };
	struct view view = { 0 };
	git_oid tree;

	world_base(&base, dir, entries);
	tree = world_tree(base.repo, &base.tree, difference);
	assert_success(files_load(&files, &base, &base.tree));
	assert_success(view_load(&view, &base, &files, &base.tree, &tree));
	assert_int_equal(view.changed.nr, 4);
	assert_true(git_oid_equal(&view.tree, &tree));
	assert_false(git_oid_equal(&view_find(&view, "a.c")->oid, &files_find(&files, "a.c")->oid));
	assert_null(view_find(&view, "b/d/e.h"));
	assert_non_null(view_find(&view, "new.c"));
	assert_null(files_find(&files, "new.c"));
	assert_int_equal(view_find(&view, "b.c")->mode, 0100755);
	assert_ptr_equal(view_find(&view, "b/c.c"), files_find(&files, "b/c.c"));
	assert_null(view_find(&view, "nowhere.c"));
	view_release(&view);
	assert_success(view_load(&view, &base, &files, &base.tree, &base.tree));
	assert_int_equal(view.changed.nr, 0);
	view_release(&view);
}

static void a_path_has_one_name(void **state)
{
	static const char *const samples[][2] = {
		{ "a/c", "a/c" },	 { "a/b/../c", "a/c" },	    { "a/./c", "a/c" },
		{ "./a//c", "a/c" },	 { "a/b/./../c", "a/c" },   { "a/b//../c", "a/c" },
		{ "/a/./b", "/a/b" },	 { "a/.b/c", "a/.b/c" },    { "a/b./c", "a/b./c" },
		{ "a/b/c/../../d", "a/d" }, { "..a/b", "..a/b" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *path CLEANUP(free_text) = xstrdup(samples[i][0]);

		path_normalize(path);
		assert_string_equal(path, samples[i][1]);
	}
}

RUN_TESTS(TEST(a_revision_names_a_commit_and_its_tree),
	  TEST(what_names_no_commit_is_wrong_use),
	  TEST(the_repository_of_another_user_is_called_so),
	  TEST(files_are_sorted_by_path),
	  TEST(a_path_has_one_name),
	  TEST(what_is_no_tree_is_a_failure),
	  TEST(blobs_are_written_and_read),
	  TEST(configuration_is_asked),
	  TEST(hostile_names_are_read_as_they_are),
	  TEST(a_view_tells_only_what_differs))
