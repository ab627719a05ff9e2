/* SPDX-License-Identifier: GPL-2.0 */
/*
 * prove.h - examine every commit of a series by all checks of the campaign
 */
#ifndef PROVE_H
#define PROVE_H

#include <stdbool.h>

struct campaign;
struct plan;
struct series_result;
struct series;
struct state;
struct strlist;

/* What is asked for beside the usual. */
struct prove_how {
	const struct strlist *targets;	/* prove under these only; empty: all of the campaign */
	bool full;		/* also a make of everything at every commit, see check_full.c */
	bool fail_fast;		/* stop at the first fail */
	bool same_code;		/* every commit claims that no object changes */
	bool bisect;		/* only what builds, and what git bisect asks, see check_bisect.h */
	bool first_parent;	/* a merge in a range is one change, see range.h */
	const char *budget;	/* seconds, instead of those of the checks; or NULL */
	const char *explain;	/* a commit, see result_find(): fill in its reasons; or NULL */
};

/* Examine @series. With @fail_fast what is not examined is skipped, and says so. */
int prove_series(struct series_result *, struct state *, const struct plan *, const struct series *,
		 const struct prove_how *);
/* Seconds for the readers of the headers of one commit under @target, see target_build.h. */
double prove_budget(const struct campaign *, const char *target, const struct prove_how *);

#endif
