// SPDX-License-Identifier: GPL-2.0
/* One treewide at a time works in a state directory. */
#include "world.h"

#include "lib/job.h"
#include "lib/state.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>

static void a_state_directory_is_made_and_kept(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/a/state", dir);

	for (int i = 0; i < 2; i++) {
		struct state opened CLEANUP(state_release) = { 0 };

		assert_success(state_open(&opened, path, 3, NULL));
		assert_string_equal(opened.dir, path);
		assert_int_equal(opened.jobs, 3);
		assert_non_null(opened.ledger);
		assert_file(opened.tmp, "left", NULL);
		world_file(opened.tmp, "left", "");
		world_file(opened.dir, "kept", "kept");
	}
	assert_file(path, "kept", "kept");
	assert_file(path, "tmp", NULL);
}

static void what_a_killed_run_left_is_removed(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct state opened CLEANUP(state_release) = { 0 };

	world_file(dir, "tmp/rubbish/file", "");
	assert_success(state_open(&opened, dir, 1, NULL));
	assert_file(opened.tmp, "rubbish", NULL);
}

/* Another process holds the lock, and the user loses patience. */
static void waiting_ends_at_a_signal(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/lock", dir);
	struct state opened CLEANUP(state_release) = { 0 };
	sigset_t before;
	int fd CLEANUP(close_fd) = -1;

	world_file(dir, "lock", "");
	world_file(dir, "tmp/of-the-other", "");
	fd = open(path, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	sigprocmask(SIG_SETMASK, NULL, &before);
	job_block_signals();
	kill(getpid(), SIGINT);
	assert_failure(state_open(&opened, dir, 1, NULL), FAIL_SIGNAL + SIGINT, "signal 2");
	sigprocmask(SIG_SETMASK, &before, NULL);
	state_release(&opened);
	assert_file(dir, "tmp/of-the-other", "");
}

static void what_cannot_be_a_folder_gives_a_reason(void **state)
{
	static const char *const wrong[] = { "", "/proc/self/nowhere", "/etc/passwd" };

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct state opened CLEANUP(state_release) = { 0 };

		assert_failure(state_open(&opened, wrong[i], 1, NULL), FAIL_SYSTEM,
			       "cannot make the folder");
	}
}

static void a_repository_has_a_state_directory_of_its_own(void **state)
{
	char *one, *two, *home;

	setenv("XDG_STATE_HOME", "/xdg", 1);
	one = state_default_dir("/nowhere/a");
	two = state_default_dir("/nowhere/b");
	setenv("XDG_STATE_HOME", "relative", 1);
	setenv("HOME", "/home/me", 1);
	home = state_default_dir("/nowhere/a");
	assert_memory_equal(one, "/xdg/treewide/", 14);
	assert_int_equal(strlen(one), 14 + 12);
	assert_string_not_equal(one, two);
	assert_memory_equal(home, "/home/me/.local/state/treewide/", 31);
	free(one);
	free(two);
	free(home);
}

RUN_TESTS(TEST(a_state_directory_is_made_and_kept),
	  TEST(what_a_killed_run_left_is_removed),
	  TEST(waiting_ends_at_a_signal),
	  TEST(what_cannot_be_a_folder_gives_a_reason),
	  TEST(a_repository_has_a_state_directory_of_its_own))
