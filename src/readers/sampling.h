/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sampling.h - which readers of changed headers are compiled
 *
 *	all		every reader that the target builds
 *	preprocessed	every reader is preprocessed before and after the commit; of those
 *			that got the same insertion (pretext.h) one is compiled, of those
 *			that read the same none, of all others each
 *	derived		those that can come out otherwise than the rest, and of the rest one
 *			for each class of flags (derive.h): where a header only gains
 *			declarations
 *	sampled		a dozen, and the marked ones (includers.h); worth something only
 *			where declarations are added and none is altered
 *
 * The strongest one that fits into the budget of the build: seconds of wall clock for each
 * commit, by what was measured here (timing.h). What the ledger knows costs nothing. The
 * sample comes first, whatever the budget.
 */
#ifndef SAMPLING_H
#define SAMPLING_H

struct target_build;

/* Choose a level for each commit, and ask for the readers. Compiles the sample, and
 * preprocesses where that is the level. */
int sampling_choose(struct target_build *);

#endif
