/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_samecode.h - has the code stayed the same where a commit says so?
 *
 * Check: same-code, for each narrow target that is made: the objects of the sources that a commit
 * changes, and of those that read its headers, before and after, see samecode.h. A commit claims
 * it by claims = same-code of its [patch] or [convert], or by --same-code. Where the claim does
 * not hold, it fails; what cannot be compared leaves it uncovered. Of a commit that claims
 * nothing there is a verdict only where all of its objects are the same.
 */
#ifndef CHECK_SAMECODE_H
#define CHECK_SAMECODE_H

#include <stddef.h>

struct full_build;
struct full_maker;
struct narrow;
struct series_result;
struct target_build;

/* What a narrow target made of all revisions of a series. */
struct made_series {
	struct target_build *build;
	const struct full_maker *maker;		/* that keeps objects */
	const struct narrow *narrow;
	const struct full_build *v;		/* of the base, and of each commit */
};

/* Add the verdicts of all commits. 0 or -1. */
int check_samecode(const struct made_series *);
/* The claims are not examined under the narrow target @name, which is skipped, for @why. */
void check_samecode_skip(struct series_result *, const char *name, const char *why);

#endif
