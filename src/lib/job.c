// SPDX-License-Identifier: GPL-2.0
/* Runs outside programs in parallel, with time-outs, logs and signals. */
#include "lib/job.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/list.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define GRACE 2.0 /* seconds between SIGTERM and SIGKILL */
#define TICK 1.0  /* seconds between two calls of tick() */
#define WATCH 0.25 /* and of a guard's watch() */

struct slot {
	struct job job;
	pid_t pid;	/* 0: free */
	int pidfd;
	double start, deadline, ticked, watched;
	bool told;	/* SIGTERM was sent */
};

/* Set once, before anything of strangers runs. */
static const struct job_guard *guard;

void job_set_guard(const struct job_guard *new_guard)
{
	guard = new_guard;
}

/* Set once, likewise; and when it was called last. */
static void (*beat)(void);
static double beaten;

void job_set_tick(void (*tick)(void))
{
	beat = tick;
}

double job_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void stop_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

void job_block_signals(void)
{
	sigset_t set;

	stop_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

int job_interrupted(void)
{
	const struct timespec at_once = { 0 };
	sigset_t set;

	stop_signals(&set);
	int signo = sigtimedwait(&set, NULL, &at_once);
	return signo > 0 ? fail_signal(signo) : 0;
}

static int redirect(int to, const char *path, int flags)
{
	int fd = open(path, flags, 0666);

	if (fd < 0 || dup2(fd, to) < 0)
		return -1;
	if (fd != to)
		close(fd);
	return 0;
}

/* Does the entry "NAME=value" set what @wish ("NAME=value" or "NAME") is about? */
static bool is_about(const char *entry, const char *wish)
{
	size_t len = strcspn(wish, "=");

	return !strncmp(entry, wish, len) && entry[len] == '=';
}

static void put(const char **env, size_t *nr, const char *wish)
{
	size_t kept = 0;

	for (size_t i = 0; i < *nr; i++)
		if (!is_about(env[i], wish))
			env[kept++] = env[i];
	*nr = kept;
	if (strchr(wish, '='))
		env[(*nr)++] = wish;
}

/* Ours, with what the job wishes; the entries are borrowed, the array is the caller's. */
static const char **environment(const struct job *job)
{
	static const char *const always[] = { "LC_ALL=C", "TZ=UTC", NULL };
	const char *const *wishes[] = { always, guard ? guard->env : NULL, job->env };
	size_t nr = 0, most = 0;
	const char **env;

	while (environ[most])
		most++;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++)
		for (const char *const *wish = wishes[i]; wish && *wish; wish++)
			most++;
	env = xcalloc(most + 1, sizeof(*env));
	for (char **entry = environ; *entry; entry++)
		if (!guard || guard->passes(*entry))
			env[nr++] = *entry;
	for (size_t i = 0; i < sizeof(wishes) / sizeof(*wishes); i++)
		for (const char *const *wish = wishes[i]; wish && *wish; wish++)
			put(env, &nr, *wish);
	return env;
}

/* The words of the job behind those of the guard, which go to @words; the caller's, too. */
static const char **arguments(const struct job *job, struct strlist *words)
{
	if (guard)
		guard->wrap(job, words);
	if (job->before)
		strlist_add_array(words, job->before);
	strlist_add_array(words, job->argv);
	return strlist_array(words);
}

/* In the child of vfork(): nothing here may change the memory of the parent. */
static int become(const struct job *job, const char **argv, const char **env)
{
	const int create = O_WRONLY | O_CREAT | O_TRUNC;
	const char *log = job->log ? job->log : "/dev/null";
	sigset_t none;

	sigemptyset(&none);
	if (setpgid(0, 0) < 0 || prctl(PR_SET_PDEATHSIG, SIGTERM) < 0 ||
	    redirect(0, job->in ? job->in : "/dev/null", O_RDONLY) < 0 ||
	    redirect(2, log, create) < 0 || dup2(2, 1) < 0 ||
	    (job->out && redirect(1, job->out, create) < 0) ||
	    (job->dir && chdir(job->dir) < 0) || sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		return -1;
	/* no file that we, or who called us, have open: the lock least of all */
	if (guard && (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0 || guard->limit() < 0))
		return -1;
	return execvpe(argv[0], (char *const *)argv, (char *const *)env);
}

/* The child reports why it could not start through a pipe that exec closes. No fork(): to
 * copy the page tables of a program that has read a kernel takes longer than a short job. */
static int start(struct slot *slot)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	const char **argv CLEANUP(free_memory) = arguments(&slot->job, &words);
	const char **env CLEANUP(free_memory) = environment(&slot->job);
	int fds[2], reason = 0;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return fail_errno("cannot run %s", argv[0]);
	slot->start = slot->ticked = slot->watched = job_clock();
	slot->deadline = slot->job.timeout ? slot->start + slot->job.timeout : 0;
	slot->told = false;
	slot->pid = vfork();
	if (slot->pid == 0) {
		become(&slot->job, argv, env);
		reason = errno;
		if (write(fds[1], &reason, sizeof(reason)) < 0)
			_exit(126);
		_exit(127);
	}
	close(fds[1]);
	if (slot->pid < 0) {
		close(fds[0]);
		slot->pid = 0;
		return fail_errno("cannot run %s", argv[0]);
	}
	if (read(fds[0], &reason, sizeof(reason)) < (ssize_t)sizeof(reason))
		reason = 0;
	close(fds[0]);
	slot->pidfd = reason ? -1 : (int)syscall(SYS_pidfd_open, slot->pid, 0);
	if (slot->pidfd >= 0)
		return 0;
	if (!reason)
		reason = errno;
	kill(slot->pid, SIGKILL);
	waitpid(slot->pid, NULL, 0);
	slot->pid = 0;
	char *path CLEANUP(free_text) = io_find_program(argv[0]);
	if (!path && !strchr(argv[0], '/'))
		return fail_system("cannot run %s: it is not installed, see treewide doctor",
				   argv[0]);
	errno = reason;
	return fail_errno("cannot run %s", argv[0]);
}

static void tell(struct slot *slot, double time)
{
	/* the guard's program ends when nothing runs behind it any more */
	if (!guard || !guard->end(slot->pid) || slot->told)
		kill(-slot->pid, slot->told ? SIGKILL : SIGTERM);
	slot->told = true;
	slot->deadline = time + GRACE;
}

static int reap(struct slot *slot, const struct job_ops *ops, void *ctx)
{
	int status = 0, result = 0;

	waitpid(slot->pid, &status, 0);
	kill(-slot->pid, SIGKILL); /* what it left behind in its group */
	close(slot->pidfd);
	slot->pid = 0;
	slot->job.seconds = job_clock() - slot->start;
	slot->job.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	if (guard)
		result = guard->finish(&slot->job);
	return ops->done && ops->done(&slot->job, ctx) < 0 ? -1 : result;
}

static void earlier(double *next, double time)
{
	if (*next < 0 || time < *next)
		*next = time;
}

/* Milliseconds until the next deadline or tick; -1 when there is none. */
static int patience(const struct slot *slots, unsigned nr, double time)
{
	double next = beat ? beaten + TICK : -1;

	for (unsigned i = 0; i < nr; i++) {
		if (slots[i].pid && slots[i].deadline > 0)
			earlier(&next, slots[i].deadline);
		if (slots[i].pid && slots[i].job.tick)
			earlier(&next, slots[i].ticked + TICK);
		if (slots[i].pid && guard)
			earlier(&next, slots[i].watched + WATCH);
	}
	if (next < 0)
		return -1;
	return next > time ? (int)((next - time) * 1000) + 1 : 0;
}

static void tick(struct slot *slot, double time)
{
	if (!slot->job.tick || time < slot->ticked + TICK)
		return;
	slot->ticked = time;
	slot->job.tick(&slot->job);
}

static void beat_once(double time)
{
	if (!beat || time < beaten + TICK)
		return;
	beaten = time;
	beat();
}

static void watch(struct slot *slot, double time)
{
	if (!guard || time < slot->watched + WATCH)
		return;
	slot->watched = time;
	if (slot->job.stopped)
		return;
	slot->job.stopped = guard->watch(&slot->job, slot->pid);
	if (slot->job.stopped)
		tell(slot, time);
}

/* Wait for something to happen and deal with it. @stop is set by a signal. */
static int step(struct slot *slots, struct pollfd *fds, unsigned nr, const struct job_ops *ops,
		void *ctx, int *stop)
{
	struct signalfd_siginfo info;
	double time = job_clock();
	int result = 0;

	for (unsigned i = 0; i < nr; i++)
		fds[i] = (struct pollfd){ .fd = slots[i].pid ? slots[i].pidfd : -1,
					  .events = POLLIN };
	if (poll(fds, nr + 1, patience(slots, nr, time)) < 0 && errno != EINTR)
		return fail_errno("cannot wait for jobs");
	time = job_clock();
	beat_once(time);
	if (fds[nr].revents && read(fds[nr].fd, &info, sizeof(info)) == sizeof(info)) {
		*stop = (int)info.ssi_signo;
		for (unsigned i = 0; i < nr; i++)
			if (slots[i].pid)
				tell(&slots[i], time);
	}
	for (unsigned i = 0; i < nr; i++) {
		if (!slots[i].pid)
			continue;
		tick(&slots[i], time);
		watch(&slots[i], time);
		if (fds[i].revents) {
			if (reap(&slots[i], ops, ctx) < 0)
				result = -1;
		} else if (slots[i].deadline > 0 && time >= slots[i].deadline) {
			slots[i].job.timed_out = slots[i].job.timed_out || !*stop;
			tell(&slots[i], time);
		}
	}
	return result;
}

static int fill(struct slot *slot, const struct job_ops *ops, void *ctx)
{
	slot->job = (struct job){ 0 };
	int more = ops->next(&slot->job, ctx);
	if (more <= 0)
		return more;
	if (start(slot) == 0)
		return 1;
	if (ops->drop)
		ops->drop(&slot->job, ctx);
	return -1;
}

/* next() has failed: what runs is awaited, or told to stop when it was a signal that
 * next() saw itself. */
static int give_up(struct slot *slots, unsigned nr, int *stop)
{
	if (fail_exit_code() <= FAIL_SIGNAL)
		return -1;
	*stop = fail_exit_code() - FAIL_SIGNAL;
	for (unsigned i = 0; i < nr; i++)
		if (slots[i].pid)
			tell(&slots[i], job_clock());
	return -1;
}

int jobs_run(unsigned parallel, const struct job_ops *ops, void *ctx)
{
	struct slot *slots CLEANUP(free_memory) = xcalloc(parallel, sizeof(*slots));
	struct pollfd *fds CLEANUP(free_memory) = xcalloc(parallel + 1, sizeof(*fds));
	unsigned running;
	int more = 1, stop = 0, result = 0;
	sigset_t set;

	stop_signals(&set);
	int signals CLEANUP(close_fd) = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals < 0)
		return fail_errno("cannot watch for signals");
	fds[parallel] = (struct pollfd){ .fd = signals, .events = POLLIN };
	do {
		running = 0;
		for (unsigned i = 0; i < parallel; i++) {
			if (!slots[i].pid && more > 0 && result == 0 && !stop)
				more = fill(&slots[i], ops, ctx);
			if (more < 0 && result == 0)
				result = give_up(slots, parallel, &stop);
			running += slots[i].pid != 0;
		}
		if (running && step(slots, fds, parallel, ops, ctx, &stop) < 0)
			result = -1;
	} while (running);
	return stop ? fail_signal(stop) : result;
}

/* What job_run_beside() runs: one job, then the work. */
struct pair {
	struct job *job;	/* the caller's: where the result goes */
	int (*work)(void *ctx);
	void *ctx;
	bool started, worked;
};

static int next_of_pair(struct job *job, void *ctx)
{
	struct pair *pair = ctx;

	if (!pair->started) {
		pair->started = true;
		*job = *pair->job;
		return 1;
	}
	if (!pair->work || pair->worked)
		return 0;
	pair->worked = true;
	return pair->work(pair->ctx) < 0 ? -1 : 0;
}

static int done_of_pair(struct job *job, void *ctx)
{
	struct job *caller = ((struct pair *)ctx)->job;

	caller->exit = job->exit;
	caller->timed_out = job->timed_out;
	caller->stopped = job->stopped;
	caller->seconds = job->seconds;
	return 0;
}

int job_run_beside(struct job *job, int (*work)(void *ctx), void *ctx)
{
	const struct job_ops ops = { next_of_pair, done_of_pair, NULL };
	struct pair pair = { .job = job, .work = work, .ctx = ctx };

	return jobs_run(work ? 2 : 1, &ops, &pair);
}

int job_run(struct job *job)
{
	return job_run_beside(job, NULL, NULL);
}

char *job_said(const struct job *job)
{
	char *log = io_read(job->log, NULL);
	size_t len = log ? strlen(log) : 0;

	while (len && log[len - 1] == '\n')
		log[--len] = '\0';
	return log ? log : xstrdup("");
}
