/* SPDX-License-Identifier: GPL-2.0 */
/*
 * program.h - what one run of a campaign's program says of one tree
 *
 * The rules are those of treewide-check(5). An exit code alone is
 * believed of no program: it must write a result, whose first line repeats the nonce of
 * this run.
 *
 *	nonce 93a1...			first
 *	detail 12 of 12 came back	what was found, one line for people
 *	evidence booted			how it is known; "checked" without it
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "lib/list.h"
#include "result/result.h"

struct check;
struct state;

/* How a run ended. */
struct program_end {
	int exit;			/* as in struct job */
	unsigned timeout;		/* seconds, when it was stopped after so many; else 0 */
	const char *nonce;		/* that it was given */
	const char *result;		/* what it wrote there; NULL: nothing */
	const char *log;		/* what it printed */
	const char *changed;		/* what it changed in the work tree; NULL: nothing */
};

struct program_result {
	enum verdict_kind kind;		/* pass, fail or skipped */
	const char *evidence;		/* static */
	char *detail;
	/* the program judged the tree: a fact. Else it was stopped, or died, or broke the
	 * rules */
	bool certain;
};

/* Judge a run (pure). */
void program_judge(struct program_result *, const struct program_end *);
void program_release(struct program_result *);

/* The evidence of that name, static; NULL: there is none. */
const char *program_evidence(const char *name);

/*
 * One run of a campaign's program in our work tree
 *
 * What it is given and what it may leave is in treewide-check(5).
 */
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
/* Forget the run, and remove its files. */
void program_run_release(struct program_run *);

#endif
