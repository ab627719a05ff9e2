/* SPDX-License-Identifier: GPL-2.0 */
/*
 * made.h - which trees of a series were made under a target, and what that took
 *
 * For who plans a proof before it is begun, and on other machines than this one: that a tree was
 * made with all that the series asks of it is one fact, without the answer; what a make takes is
 * another one, measured where it ran, whatever that machine was. Seconds are of wall clock.
 */
#ifndef MADE_H
#define MADE_H

#include <git2.h>
#include <stddef.h>

struct base;
struct kbuild;
struct ledger;
struct revisions;
struct series;

/* The trees of a series on its base, in order, as one id. What changes nothing, as a cover letter,
 * does not count. */
git_oid made_series(const struct series *, const struct base *);
/* Note that @tree was made for the series @series; @context: target and toolchain, before anything
 * was wished for (kbuild_wish()). */
int made_note(struct ledger *, const git_oid *context, const git_oid *series, const git_oid *tree);
/* Was it? 1, 0 or -1. */
int made_is_known(struct ledger *, const git_oid *context, const git_oid *series,
		  const git_oid *tree);

/* What is made. */
enum make_kind {
	MAKE_TREE,		/* all of a tree, in an empty folder */
	MAKE_COMMIT,		/* what a commit changes, in the folder that the one before left */
	MAKE_HEADER,		/* the same of one that changes headers, Makefiles or Kconfig */
	NR_MAKES,
};

/* What the step from tree @from to @to is. */
int make_kind_of(const struct base *, const git_oid *from, const git_oid *to, enum make_kind *kind);

struct make_costs {
	double seconds[NR_MAKES];	/* of one of them */
	size_t nr[NR_MAKES];		/* how many were measured; 0: it is a guess */
};

/* What was measured; where nothing was, what it usually takes with @jobs programs at once under a
 * target that is @narrow or not. */
int make_costs_recall(struct make_costs *, struct ledger *, const git_oid *context, unsigned jobs,
		      int narrow);
/* @nr of this kind took @seconds. What was measured over the most is remembered. */
int make_costs_learn(struct ledger *, const git_oid *context, enum make_kind, size_t nr,
		     double seconds);

#endif
