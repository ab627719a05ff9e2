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

#define ERRAND_NONCE 16 /* bytes; twice as many digits */

struct errand {
	char nonce[2 * ERRAND_NONCE + 1];
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
int errand_run(struct errand *, struct state *, const struct check *, const char *log);
/* Where its builds stay from run to run; owned by the caller. */
char *errand_build(const struct state *, const struct check *);
/* Forget the run, and remove its files. */
void errand_release(struct errand *);

static inline __attribute__((unused)) void free_errand(struct errand *errand)
{
	errand_release(errand);
}

#endif
