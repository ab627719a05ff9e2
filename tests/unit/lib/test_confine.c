// SPDX-License-Identifier: GPL-2.0
/* What bubblewrap is told: what is seen, what is hidden, and what may be written. The bubblewrap
 * here writes that down and runs nothing; tests/system/47-strangers.sh has a real one. */
#include "world.h"

#include "lib/confine.h"
#include "lib/job.h"

#include <stdlib.h>

#define FIRST "--unshare-all --die-with-parent --new-session --cap-drop ALL "

static char *world; /* of all tests, for a process has one sandbox */

static char *in_world(const char *name)
{
	return xasprintf("%s/%s", world, name);
}

static void make_folders(void)
{
	static const char *const folders[] = { "home/bin", "secret", "state/build", "state/tmp",
					       "repo/objects" };

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		char *folder CLEANUP(free_text) = in_world(folders[i]);

		assert_success(io_mkdirs(folder));
	}
}

/* Words and environment go to two files, one a line. */
static void fake_bubblewrap(void)
{
	char *path CLEANUP(free_text) = in_world("home/bin/bwrap");
	char *script CLEANUP(free_text) =
		xasprintf("#!/bin/sh\nprintf '%%s\\n' \"$@\" >%s/words\nenv >%s/environment\n",
			  world, world);

	world_file(world, "home/bin/bwrap", script);
	assert_int_equal(chmod(path, 0755), 0);
}

static void set_environment(void)
{
	char *home CLEANUP(free_text) = in_world("home");
	char *path CLEANUP(free_text) =
		xasprintf("%s/home/bin:%s/gone:%s:secret:%s", world, world, world, getenv("PATH"));

	setenv("HOME", home, 1);
	setenv("PATH", path, 1);
	setenv("A_TOKEN", "secret", 1);
	setenv("LC_TEST", "C", 1);
}

static int begin(void **state)
{
	struct strlist hidden CLEANUP(strlist_release) = { 0 };
	struct strlist repository CLEANUP(strlist_release) = { 0 };

	world = world_make();
	char *root CLEANUP(free_text) = in_world("state");
	char *tmp CLEANUP(free_text) = in_world("state/tmp");
	char *secret CLEANUP(free_text) = in_world("secret");
	char *gone CLEANUP(free_text) = in_world("gone");
	char *objects CLEANUP(free_text) = in_world("repo/objects");
	const struct confine_scope scope = { .root = root, .hidden = &hidden,
					     .repository = &repository };

	make_folders();
	fake_bubblewrap();
	set_environment();
	strlist_add(&hidden, secret);
	strlist_add(&hidden, gone);
	strlist_add(&repository, objects);
	assert_success(confine_begin(&scope, tmp));
	return 0;
}

static int end(void **state)
{
	job_set_guard(NULL);
	free_world(&world);
	return 0;
}

/* What bubblewrap was told for a job: its words, a blank behind each. Owned by the caller. */
static char *told(const char *const *writes, bool repository)
{
	const char *argv[] = { "make", "it", NULL };
	char *log CLEANUP(free_text) = in_world("log");
	char *build CLEANUP(free_text) = in_world("state/build");
	char *words CLEANUP(free_text) = in_world("words");
	struct job job = { .argv = argv, .dir = build, .log = log, .writes = writes,
			   .repository = repository };

	assert_success(job_run(&job));
	char *text = io_read(words, NULL);
	assert_non_null(text);
	for (char *at = text; (at = strchr(at, '\n')); at++)
		*at = ' ';
	return text;
}

/* Where "HOW PATH PATH" stands, or "HOW PATH"; NULL: nowhere. @name is below the world. */
static const char *place(const char *text, const char *how, const char *name, bool twice)
{
	char *wanted CLEANUP(free_text) =
		twice ? xasprintf(" %s %s/%s %s/%s ", how, world, name, world, name) :
			xasprintf(" %s %s/%s ", how, world, name);

	return strstr(text, wanted);
}

static void the_system_is_seen_and_not_written(void **state)
{
	char *text CLEANUP(free_text) = told(NULL, false);

	assert_int_equal(strncmp(text, FIRST, strlen(FIRST)), 0);
	assert_non_null(strstr(text, " --ro-bind / / --dev /dev "));
	assert_null(strstr(text, " --bind "));
	assert_null(strstr(text, " --share-net "));
}

static void homes_and_what_the_caller_names_are_hidden(void **state)
{
	static const char *const names[] = { "home", "secret", "repo/objects" };
	char *text CLEANUP(free_text) = told(NULL, false);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *hidden = place(text, "--tmpfs", names[i], false);
		const char *closed = place(text, "--remount-ro", names[i], false);

		assert_non_null(hidden);
		assert_non_null(closed);
		assert_true(hidden < closed);
	}
	assert_non_null(strstr(text, " --tmpfs /tmp "));
	assert_null(strstr(text, " --remount-ro /tmp "));
	assert_null(place(text, "--tmpfs", "gone", false));
}

static void the_state_directory_is_seen_behind_what_is_hidden(void **state)
{
	char *text CLEANUP(free_text) = told(NULL, false);
	const char *root = place(text, "--ro-bind", "state", true);

	assert_non_null(root);
	assert_true(root > strstr(text, " --tmpfs /tmp "));
	assert_true(root > place(text, "--tmpfs", "secret", false));
}

static void a_job_writes_to_its_folders_only(void **state)
{
	char *build CLEANUP(free_text) = in_world("state/build");
	const char *const writes[] = { build, NULL };
	char *text CLEANUP(free_text) = told(writes, false);
	const char *bound = place(text, "--bind", "state/build", true);

	assert_non_null(bound);
	assert_true(bound > place(text, "--ro-bind", "state", true));
	assert_true(bound < place(text, "--remount-ro", "home", false));
	assert_null(strstr(bound + 1, " --bind "));
}

static void the_repository_is_for_those_who_read_it(void **state)
{
	char *without CLEANUP(free_text) = told(NULL, false);
	char *with CLEANUP(free_text) = told(NULL, true);

	assert_null(place(without, "--ro-bind", "repo/objects", true));
	assert_non_null(place(with, "--ro-bind", "repo/objects", true));
	assert_null(place(with, "--bind", "repo/objects", true));
}

/* Of PATH: not what is not there, not what is relative, nothing above what is hidden. */
static void programs_are_seen_in_hidden_folders(void **state)
{
	char *text CLEANUP(free_text) = told(NULL, false);
	char *all CLEANUP(free_text) = xasprintf(" --ro-bind %s %s ", world, world);

	assert_non_null(place(text, "--ro-bind", "home/bin", true));
	assert_null(place(text, "--ro-bind", "gone", true));
	assert_null(strstr(text, " --ro-bind secret secret "));
	assert_null(strstr(text, all));
}

static void the_words_of_the_job_come_last(void **state)
{
	char *text CLEANUP(free_text) = told(NULL, false);
	char *last CLEANUP(free_text) = xasprintf(" --chdir %s/state/build -- make it ", world);
	size_t len = strlen(text);

	assert_true(len > strlen(last));
	assert_string_equal(text + len - strlen(last), last);
}

static void the_environment_is_not_ours(void **state)
{
	char *path CLEANUP(free_text) = in_world("environment");
	char *text CLEANUP(free_text) = told(NULL, false);

	free(TAKE(text));
	text = io_read(path, NULL);
	assert_non_null(strstr(text, "HOME=/tmp/home\n"));
	assert_non_null(strstr(text, "TMPDIR=/tmp\n"));
	assert_non_null(strstr(text, "PATH="));
	assert_non_null(strstr(text, "LC_TEST=C\n"));
	assert_null(strstr(text, "A_TOKEN"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_system_is_seen_and_not_written),
		TEST(homes_and_what_the_caller_names_are_hidden),
		TEST(the_state_directory_is_seen_behind_what_is_hidden),
		TEST(a_job_writes_to_its_folders_only),
		TEST(the_repository_is_for_those_who_read_it),
		TEST(programs_are_seen_in_hidden_folders),
		TEST(the_words_of_the_job_come_last),
		TEST(the_environment_is_not_ours),
	};

	git_libgit2_init();
	return cmocka_run_group_tests(tests, begin, end);
}
