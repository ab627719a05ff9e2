/* SPDX-License-Identifier: GPL-2.0 */
/*
 * judge.h - from what became of objects to a verdict
 *
 * An object is judged against the base: what fails there too is void, a warning that
 * the base gives too does not count. An object of a patch that is applied alone is judged
 * against that as well: what is wrong with it there too is skipped, for the checks of
 * the series have said it.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "lib/list.h"
#include "result/result.h"

struct object;
struct target_build;

/* What a group of objects adds up to. */
struct tally {
	enum verdict_kind kind;
	struct strlist complaints;	/* "source: what"; the one that decides stands first */
	char *source;			/* of the first one; NULL when there is none */
	char *log;
	double seconds;
	size_t left_out;		/* objects that were not examined */
	const char *target;		/* whose verdict it is, borrowed; NULL: the build's */
	bool reused;
};

/* How a sum begins: all good, nothing run. */
#define TALLY_START \
	(struct tally) \
	{ \
		.kind = VERDICT_PASS, .reused = true \
	}

/* Add one complaint about @source; @log may be NULL. */
void tally_complain(struct tally *, enum verdict_kind, const char *source, const char *what,
		    const char *log);
/* Add what became of an object. */
void judge_object(struct tally *, struct target_build *, const struct object *);
/* Add whether everything that it needs is offered. */
int judge_symbols(struct tally *, struct target_build *, const struct object *);
/* Make a verdict on @commit of the sum, and release the sum. The detail is @good (taken
 * over) unless there are complaints. */
void judge_tell(struct tally *, struct target_build *, size_t commit, const char *check,
		const char *evidence, char *good);

/* For a sum of which no verdict is made. */
void tally_release(struct tally *);

#endif
