/* SPDX-License-Identifier: GPL-2.0 */
/*
 * part.h - do a part of a proof: for its facts, without verdicts
 *
 * What prove_series() finds in the ledger afterwards it does not do again. Where the machine is
 * another one the facts travel, see shard/.
 */
#ifndef PART_H
#define PART_H

#include <stddef.h>

struct plan;
struct series;
struct series_result;
struct state;
struct strlist;

/* Trees have numbers, see series.h. */
struct prove_part {
	const char *target;
	const struct strlist *sources;	/* compiled in @first; NULL: all is made */
	size_t first, last;		/* trees */
	double budget;			/* seconds, see target_build.h */
};

/* Make the trees, or the objects. @proof is zeroed before, and has no verdicts. */
int prove_part(struct series_result *proof, struct state *, const struct plan *,
	       const struct series *, const struct prove_part *);

#endif
