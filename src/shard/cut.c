// SPDX-License-Identifier: GPL-2.0
/* Cuts a series into runs, and says when they are done. */
#include "shard/cut.h"

#include "lib/lib.h"

#define STEPS 24		/* lengths that are tried, */
#define SHORTER 1.2		/* each so much shorter than the one before */

/* From the first tree on, each run as long as it may be. */
static void cut_at(struct cut_runs *runs, const struct cut_tree *trees, size_t nr, double length)
{
	runs->nr = 0;
	for (size_t i = 0; i < nr; i++) {
		struct cut_run *run = runs->nr ? &runs->v[runs->nr - 1] : NULL;

		if (run && trees[i].group == trees[run->first].group && run->last + 1 == i &&
		    run->seconds + trees[i].warm <= length) {
			run->last = i;
			run->seconds += trees[i].warm;
		} else {
			*LIST_ADD(runs) = (struct cut_run){ i, i, trees[i].cold };
		}
	}
}

static int longest_first(const void *a, const void *b)
{
	double x = ((const struct cut_run *)a)->seconds, y = ((const struct cut_run *)b)->seconds;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Put @seconds on the node that is free first: the top of a heap, which then sinks. */
static void load_node(double *nodes, size_t nr, double seconds)
{
	double end = nodes[0] + seconds;
	size_t at = 0;

	for (size_t next; (next = 2 * at + 1) < nr; at = next) {
		if (next + 1 < nr && nodes[next + 1] < nodes[next])
			next++;
		if (nodes[next] >= end)
			break;
		nodes[at] = nodes[next];
	}
	nodes[at] = end;
}

double cut_wall(const struct cut_runs *runs, size_t nodes)
{
	double *loads CLEANUP(free_memory) = xcalloc(nodes + 1, sizeof(*loads));
	struct cut_runs sorted CLEANUP(cut_runs_release) = { 0 };
	double wall = 0;

	FOR_EACH(run, runs)
		*LIST_ADD(&sorted) = *run;
	LIST_SORT(&sorted, longest_first);
	FOR_EACH(run, &sorted)
		load_node(loads, nodes, run->seconds);
	for (size_t i = 0; i < nodes; i++)
		wall = loads[i] > wall ? loads[i] : wall;
	return wall;
}

double cut_cost(const struct cut_runs *runs)
{
	double seconds = 0;

	FOR_EACH(run, runs)
		seconds += run->seconds;
	return seconds;
}

void cut_runs_release(struct cut_runs *runs)
{
	LIST_RELEASE(runs);
}

/* No run can be shorter than its first make: where that is near the limit, or above, a run may be
 * half as long again, or each tree would be made in an empty folder. */
static double longest_run(const struct cut_tree *trees, size_t nr, double limit)
{
	double cold = 0;

	for (size_t i = 0; i < nr; i++)
		cold = trees[i].cold > cold ? trees[i].cold : cold;
	return 1.5 * cold > limit ? 1.5 * cold : limit;
}

/* Of the lengths that end within a tenth of the earliest the cheapest. */
static double choose_length(struct cut_runs *runs, const struct cut_tree *trees, size_t nr,
			    double longest, size_t nodes)
{
	double walls[STEPS], costs[STEPS], earliest = -1, length = longest, chosen = longest;
	double cheapest = -1;

	for (int step = 0; step < STEPS; step++, length /= SHORTER) {
		cut_at(runs, trees, nr, length);
		walls[step] = cut_wall(runs, nodes);
		costs[step] = cut_cost(runs);
		earliest = earliest < 0 || walls[step] < earliest ? walls[step] : earliest;
	}
	length = longest;
	for (int step = 0; step < STEPS; step++, length /= SHORTER) {
		if (walls[step] > 1.1 * earliest || (cheapest >= 0 && costs[step] >= cheapest))
			continue;
		cheapest = costs[step];
		chosen = length;
	}
	return chosen;
}

double cut_trees(struct cut_runs *runs, const struct cut_tree *trees, size_t nr, double limit,
		 size_t nodes)
{
	double longest = longest_run(trees, nr, limit);

	cut_at(runs, trees, nr, choose_length(runs, trees, nr, longest, nodes));
	return longest;
}
