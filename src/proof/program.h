/* SPDX-License-Identifier: GPL-2.0 */
/*
 * program.h - what one run of a campaign's program says of one tree
 *
 * The rules are those of [check] run in treewide-campaign(5). An exit code alone is
 * believed of no program: it must write a result, whose first line repeats the nonce of
 * this run.
 *
 *	nonce 93a1...			first
 *	detail 12 of 12 came back	what was found, one line for people
 *	evidence booted			how it is known; "checked" without it
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "result/result.h"

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

#endif
