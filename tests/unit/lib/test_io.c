// SPDX-License-Identifier: GPL-2.0
/* Files are written whole or not at all, and removed without leaving the folder. */
#include "world.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

static int is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static void assert_entries(const char *dir, int expected)
{
	struct dirent **entries;
	int nr = scandir(dir, &entries, is_entry, alphasort);

	assert_int_equal(nr, expected);
	while (nr--)
		free(entries[nr]);
	free(entries);
}

static void a_file_is_written_and_read(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/file", dir);
	char *data CLEANUP(free_text) = NULL;
	struct stat st;
	size_t len;

	assert_success(io_write(path, "a\0b", 3));
	data = io_read(path, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(data, "a\0b", 4);
	assert_success(io_write(path, NULL, 0));
	free(data);
	data = io_read(path, &len);
	assert_int_equal(len, 0);
	assert_string_equal(data, "");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_entries(dir, 1);
}

/* A file of /proc says that it has no bytes. */
static void a_file_is_read_to_its_end_whatever_its_size_says(void **state)
{
	char *data CLEANUP(free_text) = io_read("/proc/self/status", NULL);

	assert_non_null(data);
	assert_non_null(strstr(data, "\nPid:"));
}

static void a_folder_is_listed_in_order(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *file CLEANUP(free_text) = xasprintf("%s/b", dir);
	char *below CLEANUP(free_text) = xasprintf("%s/a/c", dir);
	char *hidden CLEANUP(free_text) = xasprintf("%s/.d", dir);
	char *nowhere CLEANUP(free_text) = xasprintf("%s/nowhere", dir);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	assert_success(io_list(&names, nowhere));
	assert_int_equal(names.nr, 0);
	assert_success(io_write(file, "", 0));
	assert_success(io_mkdirs(below));
	assert_success(io_write(hidden, "", 0));
	assert_success(io_list(&names, dir));
	char *all CLEANUP(free_text) = strlist_join(&names, " ");
	assert_string_equal(all, ".d a b");
	assert_failure(io_list(&names, file), FAIL_SYSTEM, "cannot read ");
}

static void what_cannot_be_read_gives_a_reason(void **state)
{
	assert_null(io_read("/nowhere", NULL));
	assert_failure(-1, FAIL_SYSTEM, "cannot open /nowhere: No such file or directory");
	assert_null(io_read("/", NULL));
	assert_failure(-1, FAIL_SYSTEM, "cannot read /: Is a directory");
}

static void a_full_disk_leaves_the_old_file(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/file", dir);
	char *big CLEANUP(free_text) = xcalloc(1, 100000);
	struct rlimit limit, small;

	world_file(dir, "file", "old");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = limit;
	small.rlim_cur = 50000;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_failure(io_write(path, big, 100000), FAIL_SYSTEM, "File too large");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_file(dir, "file", "old");
	assert_entries(dir, 1);
	assert_success(io_write(path, big, 100000));
}

static void a_folder_that_cannot_be_written_keeps_the_old_file(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/file", dir);

	world_file(dir, "file", "old");
	become_nobody(dir);
	assert_failure(io_write(path, "new", 3), FAIL_SYSTEM, "Permission denied");
	become_root(dir);
	assert_file(dir, "file", "old");
	assert_entries(dir, 1);
}

static void a_folder_in_the_place_of_a_file_leaves_no_rubbish(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/file", dir);

	world_file(dir, "file/inside", "old");
	assert_failure(io_write(path, "new", 3), FAIL_SYSTEM, "Is a directory");
	assert_entries(dir, 1);
	assert_file(dir, "file/inside", "old");
}

static void a_link_is_replaced_and_not_written_through(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *link CLEANUP(free_text) = xasprintf("%s/link", dir);

	world_file(dir, "target", "old");
	assert_int_equal(symlink("target", link), 0);
	assert_success(io_write(link, "new", 3));
	assert_file(dir, "target", "old");
	assert_file(dir, "link", "new");
}

static void folders_are_made_with_those_above(void **state)
{
	static const char *const good[] = { "a", "a/b/c", "a/b/c", "d/e/", "f//g" };
	char *dir CLEANUP(free_world) = world_make();
	char *file CLEANUP(free_text) = xasprintf("%s/file", dir);
	char *below CLEANUP(free_text) = xasprintf("%s/file/x", dir);
	struct stat st;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, good[i]);

		assert_success(io_mkdirs(path));
		assert_int_equal(stat(path, &st), 0);
		assert_true(S_ISDIR(st.st_mode));
	}
	assert_success(io_mkdirs("/"));
	world_file(dir, "file", "");
	assert_failure(io_mkdirs(below), FAIL_SYSTEM, "Not a directory");
	assert_failure(io_mkdirs(file), FAIL_SYSTEM, "Not a directory");
	assert_failure(io_mkdirs(""), FAIL_SYSTEM, "No such file");
}

static void removing_does_not_follow_links(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *tree CLEANUP(free_text) = xasprintf("%s/tree", dir);
	char *link CLEANUP(free_text) = xasprintf("%s/tree/a/link", dir);
	char *top CLEANUP(free_text) = xasprintf("%s/top", dir);

	world_file(dir, "tree/a/b/c", "");
	world_file(dir, "kept/file", "kept");
	assert_int_equal(symlink("../../kept", link), 0);
	assert_int_equal(symlink("kept", top), 0);
	assert_success(io_remove(tree));
	assert_success(io_remove(top));
	assert_entries(dir, 1);
	assert_file(dir, "kept/file", "kept");
}

static void removing_what_is_not_there_is_no_failure(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/nothing/here", dir);

	assert_success(io_remove(path));
}

static void what_cannot_be_removed_gives_a_reason(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/file", dir);

	world_file(dir, "file", "");
	become_nobody(dir);
	assert_failure(io_remove(path), FAIL_SYSTEM, "cannot remove");
	become_root(dir);
}

static void temporary_folders_are_new_each_time(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *parent CLEANUP(free_text) = xasprintf("%s/made/too", dir);
	char *one CLEANUP(free_text) = io_mktemp(parent);
	char *two CLEANUP(free_text) = io_mktemp(parent);

	assert_non_null(one);
	assert_string_not_equal(one, two);
	assert_entries(parent, 2);
	assert_null(io_mktemp("/proc/self/nowhere"));
	assert_failure(-1, FAIL_SYSTEM, "/proc/self/nowhere");
}

static void data_that_is_nowhere_is_no_failure(void **state)
{
	assert_null(io_find_data("no/such/data"));
	assert_string_equal(fail_text(), "");
}

static void data_is_found_below_the_current_folder_first(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *here CLEANUP(free_text) = getcwd(NULL, 0);
	char *found CLEANUP(free_text) = NULL;
	char *expected CLEANUP(free_text) = xasprintf("%s/series/unit/x", dir);

	world_file(dir, "series/unit/x", "");
	assert_int_equal(chdir(dir), 0);
	found = io_find_data("series/unit/x");
	assert_int_equal(chdir(here), 0);
	assert_string_equal(found, expected);
}

RUN_TESTS(TEST(a_file_is_written_and_read),
	  TEST(a_file_is_read_to_its_end_whatever_its_size_says),
	  TEST(a_folder_is_listed_in_order), TEST(what_cannot_be_read_gives_a_reason),
	  TEST(a_full_disk_leaves_the_old_file),
	  TEST(a_folder_that_cannot_be_written_keeps_the_old_file),
	  TEST(a_folder_in_the_place_of_a_file_leaves_no_rubbish),
	  TEST(a_link_is_replaced_and_not_written_through),
	  TEST(folders_are_made_with_those_above),
	  TEST(removing_does_not_follow_links),
	  TEST(removing_what_is_not_there_is_no_failure),
	  TEST(what_cannot_be_removed_gives_a_reason),
	  TEST(temporary_folders_are_new_each_time),
	  TEST(data_that_is_nowhere_is_no_failure),
	  TEST(data_is_found_below_the_current_folder_first))
