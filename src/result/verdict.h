/* SPDX-License-Identifier: GPL-2.0 */
/*
 * verdict.h - the outcome of one check on one commit, and how it is known
 */
#ifndef VERDICT_H
#define VERDICT_H

#include <stdbool.h>
#include <stddef.h>

enum verdict_kind {
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_VOID,		/* the base fails too */
	VERDICT_UNCOVERED,	/* nothing that was done can tell */
	VERDICT_SKIPPED,
};

struct verdict {
	const char *check;		/* objects, readers, symbols, checkpatch, ... */
	char *target;			/* NULL where it does not matter */
	enum verdict_kind kind;
	const char *evidence;		/* compiled, preprocessed, sampled, booted, ...; "" */
	char *detail;			/* one line for people */
	char *log;			/* NULL when there is none */
	char *state;			/* what a program looked at, see check_program.h; or NULL */
	double seconds;
	bool reused;			/* the ledger answered, nothing was run */
};

struct verdicts {
	struct verdict *v;
	size_t nr, alloc;
};

/* Add a verdict; @detail is taken over, the rest is copied or static. */
struct verdict *verdicts_add(struct verdicts *, const char *check, const char *target,
			     enum verdict_kind, const char *evidence, char *detail);
const char *verdict_name(enum verdict_kind);
void verdicts_release(struct verdicts *);

#endif
