/* SPDX-License-Identifier: GPL-2.0 */
/*
 * prove.h - examine every commit of a series by all checks of the campaign
 */
#ifndef PROVE_H
#define PROVE_H

struct plan;
struct proof;
struct series;
struct state;
struct strlist;

/* What is asked for beside the usual. */
struct prove_how {
	const struct strlist *targets;	/* prove under these only; empty: all of the campaign */
};

int prove_series(struct proof *, struct state *, const struct plan *, const struct series *,
		 const struct prove_how *);

#endif
