// SPDX-License-Identifier: GPL-2.0
/* Where a series is cut, and when nodes are done with it. */
#include "world.h"

#include "shard/cut.h"

/* Cut trees that all take the same. */
static double cut_alike(struct cut_runs *runs, size_t nr, double cold, double warm, double limit,
			size_t nodes)
{
	struct cut_tree *trees = calloc(nr + 1, sizeof(*trees));

	for (size_t i = 0; i < nr; i++)
		trees[i] = (struct cut_tree){ 0, cold, warm };
	double longest = cut_trees(runs, trees, nr, limit, nodes);
	free(trees);
	return longest;
}

/* Every tree is in one run, in order, and no run is above @longest. */
static void assert_whole(const struct cut_runs *runs, size_t nr, double longest)
{
	size_t next = 0;

	FOR_EACH(run, runs) {
		assert_int_equal(run->first, next);
		assert_true(run->last >= run->first);
		assert_true(run->seconds <= longest);
		next = run->last + 1;
	}
	assert_int_equal(next, nr);
}

static void nothing_is_cut_into_nothing(void **state)
{
	struct cut_runs runs CLEANUP(cut_runs_release) = { 0 };

	cut_alike(&runs, 0, 10, 1, 100, 4);
	assert_int_equal(runs.nr, 0);
	assert_true(cut_wall(&runs, 4) == 0);
}

static void one_node_gets_runs_as_long_as_they_may_be(void **state)
{
	struct cut_runs runs CLEANUP(cut_runs_release) = { 0 };
	double longest = cut_alike(&runs, 100, 10, 1, 60, 1);

	assert_true(longest == 60);
	assert_whole(&runs, 100, 60);
	assert_int_equal(runs.nr, 2);
	assert_true(cut_cost(&runs) == 2 * 10 + 98);
	assert_true(cut_wall(&runs, 1) == cut_cost(&runs));
}

static void many_nodes_are_done_sooner_at_a_price(void **state)
{
	struct cut_runs one CLEANUP(cut_runs_release) = { 0 };
	struct cut_runs ten CLEANUP(cut_runs_release) = { 0 };

	cut_alike(&one, 100, 10, 1, 1000, 1);
	cut_alike(&ten, 100, 10, 1, 1000, 10);
	assert_whole(&ten, 100, 1000);
	assert_int_equal(one.nr, 1);
	assert_true(ten.nr >= 8);
	assert_true(cut_wall(&ten, 10) < 25);
	assert_true(cut_cost(&ten) > cut_cost(&one));
}

/* A make that is longer than the limit does not mean that every tree is made from nothing. */
static void a_long_make_makes_runs_longer(void **state)
{
	struct cut_runs runs CLEANUP(cut_runs_release) = { 0 };
	double longest = cut_alike(&runs, 100, 1000, 1, 60, 4);

	assert_true(longest == 1500);
	assert_whole(&runs, 100, longest);
	assert_true(runs.nr <= 4);
}

static void a_run_never_goes_over_a_gap(void **state)
{
	const struct cut_tree trees[] = { { 0, 5, 1 }, { 0, 5, 1 }, { 2, 5, 1 }, { 2, 5, 1 } };
	struct cut_runs runs CLEANUP(cut_runs_release) = { 0 };

	cut_trees(&runs, trees, ARRAY_SIZE(trees), 100, 1);
	assert_int_equal(runs.nr, 2);
	assert_int_equal(runs.v[0].last, 1);
	assert_int_equal(runs.v[1].first, 2);
}

/* By hand: 9 and 8 go first, then 7 to the node with 8... */
static void nodes_take_the_longest_first(void **state)
{
	static const double seconds[] = { 2, 9, 7, 8, 4 };
	struct cut_runs runs CLEANUP(cut_runs_release) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(seconds); i++)
		*LIST_ADD(&runs) = (struct cut_run){ i, i, seconds[i] };
	assert_true(cut_wall(&runs, 2) == 15);
	assert_true(cut_wall(&runs, 3) == 11);
	assert_true(cut_wall(&runs, 5) == 9);
	assert_true(cut_wall(&runs, 50) == 9);
	assert_true(cut_wall(&runs, 1) == 30);
}

RUN_TESTS(TEST(nothing_is_cut_into_nothing),
	  TEST(one_node_gets_runs_as_long_as_they_may_be),
	  TEST(many_nodes_are_done_sooner_at_a_price),
	  TEST(a_long_make_makes_runs_longer),
	  TEST(a_run_never_goes_over_a_gap),
	  TEST(nodes_take_the_longest_first))
