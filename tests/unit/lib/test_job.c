// SPDX-License-Identifier: GPL-2.0
/* Outside programs run as told, in time, and leave nothing behind. */
#include "world.h"

#include "lib/job.h"

#include <signal.h>
#include <time.h>

/* Run a shell script to its end; what it wrote to log and out stands in @dir. */
static struct job run(const char *dir, const char *script, unsigned timeout)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	char *log CLEANUP(free_text) = xasprintf("%s/log", dir);
	char *out CLEANUP(free_text) = xasprintf("%s/out", dir);
	struct job job = { .argv = argv, .dir = dir, .log = log, .out = out, .timeout = timeout };

	assert_success(job_run(&job));
	job.argv = NULL;
	job.log = job.out = NULL;
	return job;
}

static void the_exit_code_is_told(void **state)
{
	static const struct {
		const char *script;
		int exit;
	} samples[] = {
		{ "exit 0", 0 }, { "exit 1", 1 }, { "exit 77", 77 }, { "no-such-program", 127 },
		{ "kill -TERM $$", 128 + SIGTERM }, { "kill -KILL $$", 128 + SIGKILL },
	};
	char *dir CLEANUP(free_world) = world_make();

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct job job = run(dir, samples[i].script, 0);

		assert_int_equal(job.exit, samples[i].exit);
		assert_false(job.timed_out);
	}
}

static void a_program_that_overstays_is_stopped(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct job job = run(dir, "echo begun; exec sleep 60", 1);

	assert_true(job.timed_out);
	assert_int_equal(job.exit, 128 + SIGTERM);
	assert_true(job.seconds >= 1 && job.seconds < 3);
	assert_file(dir, "out", "begun\n");
}

static void a_program_that_is_in_time_is_left_alone(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	struct job job = run(dir, "exit 3", 30);

	assert_false(job.timed_out);
	assert_int_equal(job.exit, 3);
}

static void a_program_that_is_missing_is_a_failure(void **state)
{
	const char *argv[] = { "/no/such/program", NULL };
	struct job job = { .argv = argv };

	assert_failure(job_run(&job), FAIL_SYSTEM,
		       "cannot run /no/such/program: No such file or directory");
	argv[0] = "/etc/passwd";
	assert_failure(job_run(&job), FAIL_SYSTEM, "cannot run /etc/passwd: Permission denied");
	argv[0] = "true";
	job.dir = "/no/such/folder";
	assert_failure(job_run(&job), FAIL_SYSTEM, "cannot run true: No such file or directory");
	job.dir = NULL;
	job.log = "/no/such/folder/log";
	assert_failure(job_run(&job), FAIL_SYSTEM, "cannot run true: No such file or directory");
}

static void log_and_out_are_kept_apart(void **state)
{
	char *dir CLEANUP(free_world) = world_make();

	run(dir, "echo result; echo talk >&2", 0);
	assert_file(dir, "out", "result\n");
	assert_file(dir, "log", "talk\n");
}

static void without_out_the_log_receives_both(void **state)
{
	const char *argv[] = { "sh", "-c", "echo result; echo talk >&2; echo more", NULL };
	char *dir CLEANUP(free_world) = world_make();
	char *log CLEANUP(free_text) = xasprintf("%s/log", dir);
	struct job job = { .argv = argv, .log = log };

	assert_success(job_run(&job));
	assert_file(dir, "log", "result\ntalk\nmore\n");
}

static void what_a_job_said_has_no_end_of_line(void **state)
{
	char *dir CLEANUP(free_world) = world_make();
	char *log CLEANUP(free_text) = xasprintf("%s/log", dir);
	const struct job job = { .log = log }, none = { .log = "/nowhere/log" };
	char *said CLEANUP(free_text) = NULL;
	char *nothing CLEANUP(free_text) = NULL;

	world_file(dir, "log", "one\ntwo\n\n");
	said = job_said(&job);
	nothing = job_said(&none);
	assert_string_equal(said, "one\ntwo");
	assert_string_equal(nothing, "");
	fail_clear();
}

static void input_is_a_file_or_nothing(void **state)
{
	const char *argv[] = { "cat", NULL };
	char *dir CLEANUP(free_world) = world_make();
	char *in CLEANUP(free_text) = xasprintf("%s/in", dir);
	char *out CLEANUP(free_text) = xasprintf("%s/out", dir);
	struct job job = { .argv = argv, .out = out };

	assert_success(job_run(&job));
	assert_file(dir, "out", "");
	world_file(dir, "in", "said");
	job.in = in;
	assert_success(job_run(&job));
	assert_file(dir, "out", "said");
	job.in = "/no/such/input";
	assert_failure(job_run(&job), FAIL_SYSTEM, "cannot run cat");
}

static void arguments_are_no_shell_line(void **state)
{
	const char *argv[] = { "printf", "%s|", "a b", "$HOME", "*", "; false", "", NULL };
	char *dir CLEANUP(free_world) = world_make();
	char *out CLEANUP(free_text) = xasprintf("%s/out", dir);
	struct job job = { .argv = argv, .out = out };

	assert_success(job_run(&job));
	assert_file(dir, "out", "a b|$HOME|*|; false||");
}

static void the_environment_is_that_of_a_machine(void **state)
{
	const char *argv[] = { "sh", "-c", "echo $LC_ALL $TZ $UNIT_ONE $UNIT_TWO", NULL };
	const char *env[] = { "UNIT_TWO=two", NULL };
	char *dir CLEANUP(free_world) = world_make();
	char *out CLEANUP(free_text) = xasprintf("%s/out", dir);
	struct job job = { .argv = argv, .out = out, .env = env };

	setenv("LC_ALL", "de_DE.UTF-8", 1);
	setenv("TZ", "Asia/Tokyo", 1);
	setenv("UNIT_ONE", "one", 1);
	assert_success(job_run(&job));
	assert_file(dir, "out", "C UTC one two\n");
	assert_string_equal(getenv("LC_ALL"), "de_DE.UTF-8");
	assert_null(getenv("UNIT_TWO"));
	unsetenv("LC_ALL");
	unsetenv("TZ");
}

static void files_of_treewide_are_not_handed_down(void **state)
{
	char *dir CLEANUP(free_world) = world_make();

	run(dir, "ls -l /proc/self/fd | grep -c anon_inode", 0);
	assert_file(dir, "out", "0\n");
}

static bool is_running(const char *pid)
{
	char *path CLEANUP(free_text) = xasprintf("/proc/%d/stat", atoi(pid));
	FILE *file CLEANUP(close_file) = fopen(path, "r");
	char kind = 'Z';

	if (file && fscanf(file, "%*d (%*[^)]) %c", &kind) != 1)
		kind = 'Z';
	return kind != 'Z' && kind != 'X';
}

static void what_a_program_leaves_behind_is_killed(void **state)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	char *dir CLEANUP(free_world) = world_make();
	char *path CLEANUP(free_text) = xasprintf("%s/out", dir);
	char *pid CLEANUP(free_text) = NULL;

	run(dir, "sleep 60 & echo $!", 0);
	pid = io_read(path, NULL);
	assert_true(atoi(pid) > 1);
	for (int i = 0; i < 100 && is_running(pid); i++)
		nanosleep(&moment, NULL);
	assert_false(is_running(pid));
}

/* Many jobs, and how many of them run at once. */
struct crowd {
	const char *dir;
	const char *argv[4];
	int left, begun, ended, most, running;
	int fail_next, fail_done; /* at which job; 0: never */
};

static int next(struct job *job, void *ctx)
{
	struct crowd *crowd = ctx;

	if (crowd->begun + 1 == crowd->fail_next)
		return fail_no("next says no");
	if (!crowd->left)
		return 0;
	crowd->left--;
	crowd->begun++;
	if (++crowd->running > crowd->most)
		crowd->most = crowd->running;
	*job = (struct job){ .argv = crowd->argv, .dir = crowd->dir, .payload = crowd };
	return 1;
}

static int done(struct job *job, void *ctx)
{
	struct crowd *crowd = ctx;

	assert_ptr_equal(job->payload, ctx);
	crowd->running--;
	if (++crowd->ended == crowd->fail_done)
		return fail_no("done says no");
	return 0;
}

static const struct job_ops ops = { next, done };

static void no_more_jobs_run_at_once_than_allowed(void **state)
{
	struct crowd crowd = { .argv = { "sleep", "0.02" }, .left = 9 };
	struct crowd none = { .argv = { "true" } };

	assert_success(jobs_run(3, &ops, &crowd));
	assert_int_equal(crowd.begun, 9);
	assert_int_equal(crowd.ended, 9);
	assert_int_equal(crowd.most, 3);
	assert_success(jobs_run(3, &ops, &none));
	assert_int_equal(none.begun, 0);
}

static void a_failure_starts_no_more_and_awaits_the_rest(void **state)
{
	struct crowd first = { .argv = { "true" }, .left = 9, .fail_next = 4 };
	struct crowd second = { .argv = { "true" }, .left = 9, .fail_done = 2 };
	struct crowd missing = { .argv = { "/no/such/program" }, .left = 9 };

	assert_failure(jobs_run(2, &ops, &first), FAIL_NO, "next says no");
	assert_int_equal(first.begun, 3);
	assert_int_equal(first.ended, 3);
	assert_failure(jobs_run(2, &ops, &second), FAIL_NO, "done says no");
	assert_in_range(second.begun, 2, 4);
	assert_int_equal(second.ended, second.begun);
	assert_failure(jobs_run(2, &ops, &missing), FAIL_SYSTEM, "cannot run");
	assert_int_equal(missing.begun, 1);
}

static void a_stop_signal_ends_jobs_and_work(void **state)
{
	struct crowd crowd = { .argv = { "sleep", "60" }, .left = 9 };
	sigset_t before;

	sigprocmask(SIG_SETMASK, NULL, &before);
	job_block_signals();
	assert_success(job_interrupted());
	kill(getpid(), SIGTERM);
	assert_failure(jobs_run(2, &ops, &crowd), FAIL_SIGNAL + SIGTERM, "signal 15");
	assert_int_equal(crowd.begun, 2);
	assert_int_equal(crowd.ended, 2);
	assert_success(job_interrupted());
	kill(getpid(), SIGINT);
	assert_failure(job_interrupted(), FAIL_SIGNAL + SIGINT, "signal 2");
	sigprocmask(SIG_SETMASK, &before, NULL);
}

RUN_TESTS(TEST(the_exit_code_is_told),
	  TEST(a_program_that_overstays_is_stopped),
	  TEST(a_program_that_is_in_time_is_left_alone),
	  TEST(a_program_that_is_missing_is_a_failure),
	  TEST(log_and_out_are_kept_apart),
	  TEST(without_out_the_log_receives_both),
	  TEST(what_a_job_said_has_no_end_of_line),
	  TEST(input_is_a_file_or_nothing),
	  TEST(arguments_are_no_shell_line),
	  TEST(the_environment_is_that_of_a_machine),
	  TEST(files_of_treewide_are_not_handed_down),
	  TEST(what_a_program_leaves_behind_is_killed),
	  TEST(no_more_jobs_run_at_once_than_allowed),
	  TEST(a_failure_starts_no_more_and_awaits_the_rest),
	  TEST(a_stop_signal_ends_jobs_and_work))
