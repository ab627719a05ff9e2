// SPDX-License-Identifier: GPL-2.0
/* Reads the commits between two revisions. */
#include "range/range.h"

#include "git/base.h"
#include "lib/lib.h"
#include "series/b4.h"
#include "series/series.h"

#define MAX_COMMITS 20000

DEFINE_CLEANUP(free_revwalk, git_revwalk *, git_revwalk_free)

int range_parse(const char *text, char **from, char **to)
{
	const char *dots = strstr(text, "..");

	if (!dots || dots[2] == '.' || strstr(dots + 2, ".."))
		return fail_usage("%s is neither a range of commits nor a branch that b4 prep "
				  "made: say BASE..TIP, such as %s",
				  text, dots ? "origin/master..HEAD" : "HEAD~3..HEAD");
	*from = dots == text ? xstrdup("HEAD") : xstrndup(text, (size_t)(dots - text));
	*to = xstrdup(dots[2] ? dots + 2 : "HEAD");
	return 0;
}

static int find_commit(const struct base *base, const char *rev, git_oid *id)
{
	git_object *object CLEANUP(free_object) = NULL;
	git_object *commit CLEANUP(free_object) = NULL;

	if (git_revparse_single(&object, base->repo, rev) < 0)
		return fail_usage("%s: there is no such revision", rev);
	if (git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0)
		return fail_usage("%s is not a commit", rev);
	git_oid_cpy(id, git_object_id(commit));
	return 0;
}

/* The commit that is compared with. */
static int choose_base(struct base *base, const char *rev, const git_oid *from,
		       const git_oid *tip)
{
	char id[GIT_OID_HEXSZ + 1];
	git_oid common;
	int code = git_merge_base(&common, base->repo, from, tip);

	if (code == GIT_ENOTFOUND)
		return fail_usage("%s and the end of the range have no commit in common", rev);
	if (code < 0)
		return fail_git("cannot find what both sides of the range have in common");
	git_oid_tostr(id, sizeof(id), &common);
	return base_choose(base, id, git_oid_equal(&common, from) ? rev : id);
}

/* The number of the tree of a commit; one that is not listed is outside. */
static int number_tree(struct series *series, const struct base *base, const git_oid *id,
		       size_t *nr)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	*nr = 0;
	if (git_oid_equal(id, &base->commit))
		return 0;
	/* a parent often stands just before */
	for (size_t i = series->nr; i > 0 && !*nr; i--)
		if (git_oid_equal(&series->v[i - 1].id, id))
			*nr = i;
	for (size_t i = 0; i < series->outside.nr && !*nr; i++)
		if (git_oid_equal(&series->outside.v[i].id, id))
			*nr = series->nr + 1 + i;
	if (*nr)
		return 0;
	if (git_commit_lookup(&commit, base->repo, id) < 0)
		return fail_git("cannot read a parent of the range (a shallow clone? run git fetch "
				"--unshallow)");
	struct outsider *outsider = LIST_ADD(&series->outside);
	git_oid_cpy(&outsider->id, id);
	git_oid_cpy(&outsider->tree, git_commit_tree_id(commit));
	*nr = series->nr + series->outside.nr;
	return 0;
}

static int number_parents(struct series *series, const struct base *base, struct commit *entry,
			  bool first_parent)
{
	git_commit *commit CLEANUP(free_commit) = NULL;

	if (git_commit_lookup(&commit, base->repo, &entry->id) < 0)
		return fail_git("cannot read a commit of the range");
	unsigned count = git_commit_parentcount(commit);
	if (!count)
		return fail_no("%.12s begins a history of its own: it has no parent",
			       git_oid_tostr_s(&entry->id));
	if (number_tree(series, base, git_commit_parent_id(commit, 0), &entry->before) < 0)
		return -1;
	entry->is_merge = count > 1;
	entry->nr_merged = first_parent ? 0 : count - 1;
	entry->merged = xcalloc(count, sizeof(*entry->merged));
	for (unsigned i = 0; i < entry->nr_merged; i++)
		if (number_tree(series, base, git_commit_parent_id(commit, i + 1),
				&entry->merged[i]) < 0)
			return -1;
	return 0;
}

static git_revwalk *open_walk(const struct base *base, const git_oid *tip, bool first_parent)
{
	git_revwalk *walk CLEANUP(free_revwalk) = NULL;

	if (git_revwalk_new(&walk, base->repo) < 0 ||
	    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE) < 0 ||
	    git_revwalk_push(walk, tip) < 0 || git_revwalk_hide(walk, &base->commit) < 0 ||
	    (first_parent && git_revwalk_simplify_first_parent(walk) < 0)) {
		fail_git("cannot walk the commits of the range");
		return NULL;
	}
	return TAKE(walk);
}

/* Is it the letter of a branch of b4's? That is no patch, where it changes nothing. */
static bool is_letter(git_commit *commit)
{
	git_commit *parent CLEANUP(free_commit) = NULL;

	return git_commit_parentcount(commit) == 1 && b4_is_cover(git_commit_message(commit)) &&
	       git_commit_parent(&parent, commit, 0) == 0 &&
	       git_oid_equal(git_commit_tree_id(parent), git_commit_tree_id(commit));
}

static int list_commits(struct series *series, const struct base *base, const git_oid *from,
			bool first_parent)
{
	git_revwalk *walk CLEANUP(free_revwalk) = open_walk(base, &series->tip, first_parent);
	git_oid id;
	int code;

	if (!walk || (!git_oid_equal(from, &base->commit) && git_revwalk_hide(walk, from) < 0))
		return walk ? fail_git("cannot walk the commits of the range") : -1;
	while ((code = git_revwalk_next(&id, walk)) == 0) {
		git_commit *commit CLEANUP(free_commit) = NULL;

		if (series->nr == MAX_COMMITS)
			return fail_usage("%s holds more than %d commits: prove it in parts",
					  series->branch, MAX_COMMITS);
		if (git_commit_lookup(&commit, base->repo, &id) < 0)
			return fail_git("cannot read a commit of the range");
		if (!is_letter(commit))
			series_add(series, commit);
	}
	return code == GIT_ITEROVER ? 0 : fail_git("cannot walk the commits of the range");
}

int range_load(struct series *series, struct base *base, const char *text, bool first_parent)
{
	char *from CLEANUP(free_text) = NULL;
	char *to CLEANUP(free_text) = NULL;
	git_oid left;

	series->branch = xstrdup(text);
	series->is_range = true;
	if (range_parse(text, &from, &to) < 0 || find_commit(base, from, &left) < 0 ||
	    find_commit(base, to, &series->tip) < 0 ||
	    choose_base(base, from, &left, &series->tip) < 0)
		return -1;
	git_oid_cpy(&series->base, &base->commit);
	git_oid_cpy(&series->start, &base->commit);
	if (list_commits(series, base, &left, first_parent) < 0)
		return -1;
	if (!series->nr)
		return fail_no("%s holds no commit: %s is part of %s", text, to, from);
	for (size_t i = 0; i < series->nr; i++)
		if (number_parents(series, base, &series->v[i], first_parent) < 0)
			return -1;
	return 0;
}

/* Of the good revisions on which HEAD stands the one with the fewest commits in between. */
static int find_good(const struct base *base, const git_oid *head, git_oid *good)
{
	git_reference_iterator *refs = NULL;
	const char *name;
	size_t best = SIZE_MAX;

	if (git_reference_iterator_glob_new(&refs, base->repo, "refs/bisect/good-*") < 0)
		return fail_git("cannot list refs/bisect/");
	while (git_reference_next_name(&name, refs) == 0) {
		size_t ahead, behind;
		git_oid id;

		if (git_reference_name_to_id(&id, base->repo, name) < 0 ||
		    git_graph_ahead_behind(&ahead, &behind, base->repo, head, &id) < 0)
			continue;
		if (!behind && ahead < best) {
			best = ahead;
			git_oid_cpy(good, &id);
		}
	}
	git_reference_iterator_free(refs);
	if (best == SIZE_MAX)
		return fail_usage("git bisect knows no good revision on which HEAD stands: "
				  "run git bisect start and git bisect good first");
	return 0;
}

/* The tree that is known as bad. */
static int add_bad(struct series *series, const struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	git_oid id;
	int code = git_reference_name_to_id(&id, base->repo, "refs/bisect/bad");

	if (code == GIT_ENOTFOUND)
		return 0;
	if (code < 0 || git_commit_lookup(&commit, base->repo, &id) < 0)
		return fail_git("cannot read refs/bisect/bad");
	series_add(series, commit);
	series->v[series->nr - 1].before = 0;
	return 0;
}

int range_load_bisect(struct series *series, struct base *base)
{
	git_commit *commit CLEANUP(free_commit) = NULL;
	char id[GIT_OID_HEXSZ + 1];
	git_oid good;

	series->branch = xstrdup("bisect");
	series->is_range = true;
	if (find_commit(base, "HEAD", &series->tip) < 0 ||
	    find_good(base, &series->tip, &good) < 0)
		return -1;
	git_oid_tostr(id, sizeof(id), &good);
	if (base_choose(base, id, id) < 0)
		return -1;
	if (git_oid_equal(&good, &series->tip))
		return fail_usage("HEAD is known as good already");
	if (git_commit_lookup(&commit, base->repo, &series->tip) < 0)
		return fail_git("cannot read HEAD");
	git_oid_cpy(&series->base, &good);
	git_oid_cpy(&series->start, &good);
	series_add(series, commit);
	return add_bad(series, base);
}
