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
 */
#ifndef JOB_H
#define JOB_H

#include <stdbool.h>

struct job {
	const char *const *argv;	/* NULL-terminated; borrowed */
	const char *const *env;		/* "NAME=value" to set, "NAME" to unset; or NULL */
	const char *dir;		/* where to run; NULL for here */
	const char *log;		/* file that receives stdout and stderr */
	const char *out;		/* file that receives stdout instead; or NULL */
	const char *in;			/* file to read as stdin; NULL for nothing */
	unsigned timeout;		/* seconds; 0 for none */
	void *payload;			/* the caller's own */
	void (*tick)(const struct job *);	/* called about once a second; or NULL */

	/* filled in by the run */
	int exit;			/* exit code, or 128 + signal */
	bool timed_out;
	double seconds;			/* wall clock */
};

struct job_ops {
	/* Fill in the next job (zeroed before): 1; nothing left: 0; failed: -1. */
	int (*next)(struct job *job, void *ctx);
	/* Take the result. Below 0: start no more, wait for the rest, fail. */
	int (*done)(struct job *job, void *ctx);
	/* The job could not be started: release its payload. May be NULL. */
	void (*drop)(struct job *job, void *ctx);
};

/* Block the signals that stop the program; call once, before anything runs. */
void job_block_signals(void);
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
