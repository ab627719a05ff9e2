/* SPDX-License-Identifier: GPL-2.0 */
/*
 * job.h - run outside programs, several at once
 *
 * Every program runs through here: an argv array (never a shell line), LC_ALL=C
 * and TZ=UTC, its own process group, no input unless a file is named, a kept
 * log. A program that overstays its time-out is told to stop (SIGTERM), two
 * seconds later it is killed. When treewide itself is killed, its children get
 * SIGTERM from the kernel.
 *
 * SIGINT, SIGTERM and SIGHUP are blocked by job_block_signals() and seen here:
 * the jobs are told to stop and awaited, and the call fails with fail_signal().
 *
 * Where a guard is set, every job runs behind it, whatever it is: see confine.h, which has the
 * only one.
 */
#ifndef JOB_H
#define JOB_H

#include <stdbool.h>
#include <sys/types.h>

struct strlist;

struct job {
	const char *const *argv;	/* NULL-terminated; borrowed */
	const char *const *before;	/* words before these, see root.h; borrowed; or NULL */
	const char *const *env;		/* "NAME=value" to set, "NAME" to unset; or NULL */
	const char *dir;		/* where to run; NULL for here */
	const char *log;		/* file that receives stdout and stderr */
	const char *out;		/* file that receives stdout instead; or NULL */
	const char *in;			/* file to read as stdin; NULL for nothing */
	unsigned timeout;		/* seconds; 0 for none */
	/* What a guard lets it do; without a guard it may do everything. */
	const char *const *writes;	/* folders, NULL-terminated; borrowed; NULL: none */
	bool repository;		/* it reads the repository of the user */
	bool untidied;			/* the caller tidies what it wrote, see confine_tidy() */
	void *payload;			/* the caller's own */
	void (*tick)(const struct job *);	/* called about once a second; or NULL */

	/* filled in by the run */
	int exit;			/* exit code, or 128 + signal */
	bool timed_out;
	const char *stopped;		/* why the guard ended it: "it ..."; static; or NULL */
	double seconds;			/* wall clock */
};

/* What stands between treewide and the programs that it runs. */
struct job_guard {
	/* The words before those of the job. */
	void (*wrap)(const struct job *, struct strlist *argv);
	/* Does the job get this entry "NAME=value" of our own environment? */
	bool (*passes)(const char *entry);
	const char *const *env;		/* what it gets besides, see struct job */
	/* In the child, which shares our memory: system calls only. */
	int (*limit)(void);
	/* Several times a second; @pid was started. Why the job must end, static; or NULL. */
	const char *(*watch)(const struct job *, pid_t pid);
	/* Kill all that runs behind the guard; false: nothing does yet. */
	bool (*end)(pid_t pid);
	/* The job has ended, and nothing of it runs any more; @job->stopped may be set. */
	int (*finish)(struct job *job);
};

struct job_ops {
	/* Fill in the next job (zeroed before): 1; nothing left: 0; failed: -1. */
	int (*next)(struct job *job, void *ctx);
	/* Take the result. Below 0: start no more, wait for the rest, fail. */
	int (*done)(struct job *job, void *ctx);
	/* The job could not be started: release its payload. May be NULL. */
	void (*drop)(struct job *job, void *ctx);
};

/* A clock for differences, in seconds. */
double job_clock(void);
/* Block the signals that stop the program; call once, before anything runs. */
void job_block_signals(void);
/* From now on every job runs behind this one, which must stay as it is; NULL: behind none. */
void job_set_guard(const struct job_guard *);
/* From now on call this about once a second while programs run, whether one of them ends or not. */
void job_set_tick(void (*tick)(void));
/* For long work between jobs: fails when a stop signal is waiting. */
int job_interrupted(void);

/*
 * Keep up to @parallel jobs running until next() has nothing left. A program
 * that cannot be started is a failure; one that exits with any code is not.
 */
int jobs_run(unsigned parallel, const struct job_ops *ops, void *ctx);
/* What a job wrote into its log, without ends of lines behind it; "" when that cannot be read.
 * Owned by the caller. */
char *job_said(const struct job *job);
/* Run one job to its end. */
int job_run(struct job *job);
/* The same; while it runs, call @work(@ctx) once in this process. Fails when either
 * does. */
int job_run_beside(struct job *job, int (*work)(void *ctx), void *ctx);

#endif
