/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cut.h - where a series is cut into runs, by what they cost
 *
 * A run begins with a make of everything; each tree behind it costs what its commit changes, for
 * the folder stays warm. So long runs are cheap, and short ones end soon. Times are seconds of
 * wall clock on one node. Pure.
 */
#ifndef CUT_H
#define CUT_H

#include <stddef.h>

/* One tree: what it takes in an empty folder, and behind the tree before it. */
struct cut_tree {
	size_t group;		/* only trees of one group are in one run */
	double cold, warm;
};

/* Trees @first to @last of the list. */
struct cut_run {
	size_t first, last;
	double seconds;
};

struct cut_runs {
	struct cut_run *v;
	size_t nr, alloc;
};

/*
 * Cut the @nr trees so that no run is above @limit. Where a single make is nearly as long as that,
 * or longer, runs may be half as long again as it is. Returns what no run is above. Below that the
 * runs are such that @nodes of them are done as soon as can be; of those that end within a tenth of
 * that the cheapest.
 */
double cut_trees(struct cut_runs *, const struct cut_tree *, size_t nr, double limit, size_t nodes);
void cut_runs_release(struct cut_runs *);
/* When @nodes have done all runs, the longest first. */
double cut_wall(const struct cut_runs *, size_t nodes);
/* What they take together. */
double cut_cost(const struct cut_runs *);

#endif
