/* SPDX-License-Identifier: GPL-2.0 */
/*
 * program_run.h - one run of a campaign's program in our work tree
 *
 * What it is given and what it may leave is in treewide-campaign(5), [check] run.
 */
#ifndef PROGRAM_RUN_H
#define PROGRAM_RUN_H

#include "lib/list.h"

struct check;
struct state;

#define PROGRAM_NONCE 16 /* bytes; twice as many digits */

struct program_run {
	char nonce[2 * PROGRAM_NONCE + 1];
	int exit;		/* as in struct job */
	unsigned timeout;	/* seconds, when it was stopped after so many; else 0 */
	double seconds;
	char *result, *inputs;	/* what it wrote there; NULL: nothing */
	char *said;		/* what it printed */
	char *changed;		/* what it changed in the work tree; NULL: nothing */
	char *dir;		/* of its own files */
	struct strlist env;	/* for struct job, without the NULL at the end */
};

/* Run the program of @check, with all it prints in the file @log. A program that cannot be
 * started is a failure. */
int program_run_run(struct program_run *, struct state *, const struct check *, const char *log);
/* Where its builds stay from run to run; owned by the caller. */
char *program_run_build(const struct state *, const struct check *);
/* Forget the run, and remove its files. */
void program_run_release(struct program_run *);

static inline __attribute__((unused)) void free_program_run(struct program_run *run)
{
	program_run_release(run);
}

#endif
