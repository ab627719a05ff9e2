// SPDX-License-Identifier: GPL-2.0
/* A range is the commits that git rev-list lists, and each knows what it changes. */
#include "world.h"

#include "range/range.h"
#include "series/series.h"

static const struct entry entries[] = {
	{ "a.c", "a\n" },
	{ NULL, NULL },
};

/*
 *	main --- one --- two --- merge		on the branch tip
 *	    \                   /
 *	     side --------------		on the branch side
 */
struct history {
	char *dir;
	struct base base;
	git_oid one, two, side, merge;
};

static void free_history(struct history *history)
{
	base_release(&history->base);
	free_world(&history->dir);
}

static git_oid commit(const struct base *base, const char *text, const git_oid *first,
		      const git_oid *second)
{
	const struct entry change[] = { { text, "x\n" }, { NULL, NULL } };
	git_oid tree_id = world_tree(base->repo, &base->tree, change), id;
	git_signature *who CLEANUP(free_signature) = NULL;
	git_tree *tree CLEANUP(free_tree) = NULL;
	git_commit *a CLEANUP(free_commit) = NULL;
	git_commit *b CLEANUP(free_commit) = NULL;
	const git_commit *parents[2];

	assert_int_equal(git_tree_lookup(&tree, base->repo, &tree_id), 0);
	assert_int_equal(git_signature_new(&who, "A", "a@b.c", 1700000000, 0), 0);
	if (first)
		assert_int_equal(git_commit_lookup(&a, base->repo, first), 0);
	if (second)
		assert_int_equal(git_commit_lookup(&b, base->repo, second), 0);
	parents[0] = a;
	parents[1] = b;
	assert_int_equal(git_commit_create(&id, base->repo, NULL, who, who, NULL, text, tree,
					   (size_t)(first != NULL) + (second != NULL), parents), 0);
	return id;
}

static void set_ref(const struct base *base, const char *name, const git_oid *id)
{
	git_reference *made CLEANUP(free_reference) = NULL;

	assert_int_equal(git_reference_create(&made, base->repo, name, id, 1, "test"), 0);
}

static struct history make(void)
{
	struct history history = { .dir = world_make() };
	struct base *base = &history.base;

	world_base(base, history.dir, entries);
	history.one = commit(base, "one", &base->commit, NULL);
	history.two = commit(base, "two", &history.one, NULL);
	history.side = commit(base, "side", &base->commit, NULL);
	history.merge = commit(base, "merge", &history.two, &history.side);
	set_ref(base, "refs/heads/tip", &history.merge);
	set_ref(base, "refs/heads/two", &history.two);
	set_ref(base, "refs/heads/side", &history.side);
	set_ref(base, "refs/heads/one", &history.one);
	return history;
}

/* The subjects in order, each with the number of the tree that it changes. */
static void assert_range(const char *text, bool first_parent, const char *expected)
{
	struct history history CLEANUP(free_history) = make();
	struct series series CLEANUP(series_release) = { 0 };
	char *found CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&found, NULL);

	assert_success(range_load(&series, &history.base, text, first_parent));
	FOR_EACH(entry, &series) {
		fprintf(out, "%s%s<%zu", entry == series.v ? "" : " ", entry->subject,
			entry->before);
		for (size_t i = 0; i < entry->nr_merged; i++)
			fprintf(out, "+%zu", entry->merged[i]);
	}
	fprintf(out, " outside %zu", series.outside.nr);
	fclose(out);
	assert_string_equal(found, expected);
	assert_true(series.is_range);
	assert_true(git_oid_equal(&series.base, &history.base.commit));
}

static void assert_sides(const char *text, const char *expected)
{
	char *from CLEANUP(free_text) = NULL;
	char *to CLEANUP(free_text) = NULL;
	char *both CLEANUP(free_text) = NULL;

	assert_success(range_parse(text, &from, &to));
	both = xasprintf("%s %s", from, to);
	assert_string_equal(both, expected);
}

static void an_empty_side_is_head(void **state)
{
	static const char *const wrong[] = { "", "main", "a...b", "a..b..c", "...", "a..b.." };
	char *from = NULL, *to = NULL;

	assert_sides("a..b", "a b");
	assert_sides("..b", "HEAD b");
	assert_sides("a..", "a HEAD");
	assert_sides("v6.1^{}..b~3", "v6.1^{} b~3");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_failure(range_parse(wrong[i], &from, &to), FAIL_USAGE,
			       "is neither a range");
}

static void each_commit_changes_the_tree_of_its_first_parent(void **state)
{
	assert_range("main..two", false, "one<0 two<1 outside 0");
	assert_range("one..two", false, "two<0 outside 0");
}

static void a_merge_is_compared_with_its_other_parents_too(void **state)
{
	assert_range("two..side", false, "side<0 outside 0");
	/* the first parent of the side branch stands outside: it forked before */
	assert_range("one..two", true, "two<0 outside 0");
	assert_range("main..tip", true, "one<0 two<1 merge<2 outside 0");
	assert_range("one..tip", true, "two<0 merge<1 outside 0");
}

static void a_side_branch_that_forked_before_stands_outside(void **state)
{
	struct history history CLEANUP(free_history) = make();
	struct series series CLEANUP(series_release) = { 0 };
	const struct commit *last;

	assert_success(range_load(&series, &history.base, "one..tip", false));
	assert_int_equal(series.nr, 3); /* side, two and the merge */
	assert_int_equal(series.outside.nr, 1);
	last = &series.v[series.nr - 1];
	assert_string_equal(last->subject, "merge");
	assert_true(last->is_merge);
	assert_int_equal(last->nr_merged, 1);
	FOR_EACH(entry, &series)
		if (!strcmp(entry->subject, "side"))
			assert_int_equal(entry->before, series.nr + 1);
}

static void where_the_sides_part_is_what_they_have_in_common(void **state)
{
	struct history history CLEANUP(free_history) = make();
	struct series series CLEANUP(series_release) = { 0 };
	git_oid first = history.base.commit;

	assert_success(range_load(&series, &history.base, "side..two", false));
	assert_true(git_oid_equal(&history.base.commit, &first));
	assert_int_equal(series.nr, 2);
}

static void what_is_no_range_of_commits_is_refused(void **state)
{
	struct history history CLEANUP(free_history) = make();
	const struct entry none[] = { { NULL, NULL } };
	git_oid tree = world_tree(history.base.repo, NULL, none);
	char *of_tree CLEANUP(free_text) = xasprintf("main..%s", git_oid_tostr_s(&tree));
	git_oid alone = commit(&history.base, "alone", NULL, NULL);
	const struct {
		const char *text, *why;
		int kind;
	} cases[] = {
		{ "main..nothing", "no such revision", FAIL_USAGE },
		{ "nothing..main", "no such revision", FAIL_USAGE },
		{ of_tree, "is not a commit", FAIL_USAGE },
		{ "alone..tip", "no commit in common", FAIL_USAGE },
		{ "two..two", "holds no commit", FAIL_NO },
		{ "tip..one", "holds no commit", FAIL_NO },
	};

	set_ref(&history.base, "refs/heads/alone", &alone);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct series series CLEANUP(series_release) = { 0 };

		assert_failure(range_load(&series, &history.base, cases[i].text, false),
			       cases[i].kind, cases[i].why);
	}
}

static void bisect_compares_head_with_the_nearest_good_one(void **state)
{
	struct history history CLEANUP(free_history) = make();
	struct series series CLEANUP(series_release) = { 0 };
	struct series again CLEANUP(series_release) = { 0 };
	struct series none CLEANUP(series_release) = { 0 };

	set_ref(&history.base, "refs/heads/main", &history.two);
	assert_int_equal(git_repository_set_head(history.base.repo, "refs/heads/main"), 0);
	assert_failure(range_load_bisect(&none, &history.base), FAIL_USAGE, "no good revision");
	set_ref(&history.base, "refs/bisect/good-far", &history.base.commit);
	set_ref(&history.base, "refs/bisect/good-near", &history.one);
	set_ref(&history.base, "refs/bisect/good-beside", &history.side);
	assert_success(range_load_bisect(&series, &history.base));
	assert_true(git_oid_equal(&history.base.commit, &history.one));
	assert_int_equal(series.nr, 1);
	assert_string_equal(series.v[0].subject, "two");
	set_ref(&history.base, "refs/bisect/good-near", &history.two);
	assert_failure(range_load_bisect(&again, &history.base), FAIL_USAGE, "known as good");
}

RUN_TESTS(TEST(an_empty_side_is_head),
	  TEST(each_commit_changes_the_tree_of_its_first_parent),
	  TEST(a_merge_is_compared_with_its_other_parents_too),
	  TEST(a_side_branch_that_forked_before_stands_outside),
	  TEST(where_the_sides_part_is_what_they_have_in_common),
	  TEST(what_is_no_range_of_commits_is_refused),
	  TEST(bisect_compares_head_with_the_nearest_good_one))
