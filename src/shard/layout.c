// SPDX-License-Identifier: GPL-2.0
/* Finds out what is not known of a proof, and cuts it into shards. */
#include "shard/layout.h"

#include "build/compile.h"
#include "build/target_build.h"
#include "git/base.h"
#include "kbuild/given.h"
#include "kbuild/kbuild.h"
#include "kbuild/timing.h"
#include "lib/digest.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "checks/check_narrow.h"
#include "checks/made.h"
#include "proof/prove.h"
#include "proof/targets.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"
#include "shard/cut.h"

#define MOST_SHARDS 100000

/* A tree that is to be made; beside it in another list what it costs. */
struct open_tree {
	size_t target, nr;	/* numbers */
};

struct laying {
	struct layout *layout;
	struct state *state;
	const struct plan *plan;
	const struct series *series;
	const struct prove_how *how;
	git_oid made;			/* see made_series() */
	enum make_kind *kinds;		/* of each commit */
	struct shards models;		/* one for each target: what its shards have in common */
	struct {
		struct open_tree *v;
		size_t nr, alloc;
	} trees;
	struct {
		struct cut_tree *v;
		size_t nr, alloc;
	} costs;
	struct cut_runs runs;
};

static void laying_release(struct laying *laying)
{
	free(laying->kinds);
	shards_release(&laying->models);
	LIST_RELEASE(&laying->trees);
	LIST_RELEASE(&laying->costs);
	cut_runs_release(&laying->runs);
}

static const git_oid *tree_of(const struct laying *laying, size_t nr)
{
	return nr ? &laying->series->v[nr - 1].tree : &laying->plan->base->tree;
}

static const git_oid *commit_of(const struct laying *laying, size_t nr)
{
	return nr ? &laying->series->v[nr - 1].id : &laying->plan->base->commit;
}

/* What the folder goes through from tree to tree, whatever the parents are. */
static int find_kinds(struct laying *laying)
{
	laying->kinds = xcalloc(laying->series->nr + 1, sizeof(*laying->kinds));
	for (size_t i = 0; i < laying->series->nr; i++)
		if (make_kind_of(laying->plan->base, tree_of(laying, i), tree_of(laying, i + 1),
				 &laying->kinds[i]) < 0)
			return -1;
	return 0;
}

/* What all shards of a target have in common. */
static int open_model(struct laying *laying, const char *name, bool narrow)
{
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };
	char from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];
	json_t *files;

	if (kbuild_open(&kbuild, laying->state, name) < 0)
		return -1;
	files = given_pack(laying->state, name);
	if (!files)
		return -1;
	git_oid_tostr(from, sizeof(from), &laying->plan->base->commit);
	git_oid_tostr(to, sizeof(to), &laying->series->tip);
	*LIST_ADD(&laying->models) = (struct shard){
		.level = narrow ? SHARD_NARROW : SHARD_FULL,
		.target = xstrdup(name),
		.files = files,
		.range = xasprintf("%s..%s", from, to),
		.first_parent = laying->how->first_parent,
		.budget = prove_budget(laying->plan->campaign, name, laying->how),
		.toolchain = kbuild.context,
		.compiler = xstrdup(kbuild.toolchain),
		.treewide = xstrdup(TREEWIDE_VERSION),
		.url = laying->layout->url ? xstrdup(laying->layout->url) : NULL,
	};
	return 0;
}

/* The trees that were not made under the last target; those that follow each other are a group. */
static int find_open(struct laying *laying)
{
	const struct shard *model = &laying->models.v[laying->models.nr - 1];
	struct make_costs costs;
	size_t group = laying->trees.nr;
	bool was_open = false;

	if (make_costs_recall(&costs, laying->state->ledger, &model->toolchain,
			      laying->state->jobs, model->level == SHARD_NARROW) < 0)
		return -1;
	for (size_t i = 0; i <= laying->series->nr; i++) {
		int known = made_is_known(laying->state->ledger, &model->toolchain, &laying->made,
					  tree_of(laying, i));
		enum make_kind kind = i ? laying->kinds[i - 1] : MAKE_TREE;

		if (known < 0)
			return -1;
		if (known || (i && git_oid_equal(tree_of(laying, i), tree_of(laying, i - 1)))) {
			was_open = was_open && !known;
			continue;
		}
		laying->layout->guessed = laying->layout->guessed || !costs.nr[kind] ||
					  !costs.nr[MAKE_TREE];
		group = was_open ? group : laying->trees.nr;
		was_open = true;
		*LIST_ADD(&laying->trees) = (struct open_tree){ laying->models.nr - 1, i };
		*LIST_ADD(&laying->costs) = (struct cut_tree){ group, costs.seconds[MAKE_TREE],
							       costs.seconds[kind] };
	}
	return 0;
}

/* A copy of the model of a target. */
static struct shard *add_shard(struct laying *laying, size_t target)
{
	const struct shard *model = &laying->models.v[target];
	struct shard *shard = LIST_ADD(&laying->layout->shards);

	*shard = *model;
	shard->target = xstrdup(model->target);
	shard->files = json_incref(model->files);
	shard->range = xstrdup(model->range);
	shard->compiler = xstrdup(model->compiler);
	shard->treewide = xstrdup(model->treewide);
	shard->url = model->url ? xstrdup(model->url) : NULL;
	shard->sources = (struct strlist){ 0 };
	return shard;
}

/* Add the readers of one commit that are to be compiled. */
static int add_readers(struct laying *laying, const struct strlist *open, size_t commit,
		       double seconds)
{
	size_t most = seconds > 0 ? (size_t)(laying->layout->limit / seconds) : open->nr;
	struct shard *shard = NULL;

	FOR_EACH(source, open) {
		if (!shard || shard->sources.nr >= (most ? most : 1)) {
			shard = add_shard(laying, laying->models.nr - 1);
			shard->level = SHARD_OBJECTS;
			shard->first = shard->last = *commit_of(laying, commit + 1);
			shard->trees = 1;
		}
		strlist_add(&shard->sources, *source);
		shard->seconds += seconds;
	}
	return 0;
}

/* The readers of headers that the ledger does not know under the last target. */
static int lay_readers(struct laying *laying)
{
	const struct shard *model = &laying->models.v[laying->models.nr - 1];
	struct series_result proof CLEANUP(result_release) = { 0 };
	struct target_build build CLEANUP(target_build_release) = { .budget = model->budget };

	result_init(&proof, laying->plan, laying->series);
	if (target_build_open(&build, &proof, laying->state, model->target) < 0)
		return -1;
	double seconds = timing_recall(&build.kbuild, "object", 1.2);
	for (size_t i = 0; i < build.changed.nr && seconds >= 0; i++) {
		struct strlist open CLEANUP(strlist_release) = { 0 };

		if (compile_open(&build, &build.changed.v[i].includers.built, i + 1, &open) < 0 ||
		    add_readers(laying, &open, i, seconds) < 0)
			return -1;
	}
	return seconds < 0 ? -1 : 0;
}

static bool changes_headers(const struct laying *laying)
{
	for (size_t i = 0; i < laying->series->nr; i++)
		if (laying->kinds[i] == MAKE_HEADER)
			return true;
	return false;
}

static int lay_target(struct laying *laying, const char *name)
{
	int narrow = narrow_is_target(laying->state, name);

	if (narrow < 0 || open_model(laying, name, narrow) < 0)
		return -1;
	if ((narrow || laying->how->full) && find_open(laying) < 0)
		return -1;
	return !narrow && laying->layout->readers && changes_headers(laying) ?
		       lay_readers(laying) : 0;
}

/* Cut the trees of all targets, which share the nodes. */
static int cut_open(struct laying *laying)
{
	struct layout *layout = laying->layout;

	layout->longest = cut_trees(&laying->runs, laying->costs.v, laying->costs.nr,
				    layout->limit, layout->nodes);
	if (laying->runs.nr > MOST_SHARDS)
		return fail_usage("that would be %zu shards; at most %d are laid out: prove it in "
				  "parts", laying->runs.nr, MOST_SHARDS);
	FOR_EACH(run, &laying->runs) {
		const struct open_tree *tree = &laying->trees.v[run->first];
		struct shard *shard = add_shard(laying, tree->target);

		shard->first = *commit_of(laying, tree->nr);
		shard->last = *commit_of(laying, laying->trees.v[run->last].nr);
		shard->trees = run->last - run->first + 1;
		shard->seconds = run->seconds;
	}
	return 0;
}

/* When all of it is done: what was cut, and the readers. */
static void add_up(struct layout *layout)
{
	struct cut_runs all CLEANUP(cut_runs_release) = { 0 };

	FOR_EACH(shard, &layout->shards)
		LIST_ADD(&all)->seconds = shard->seconds;
	layout->wall = cut_wall(&all, layout->nodes);
	layout->seconds = cut_cost(&all);
}

int layout_make(struct layout *layout, struct state *state, const struct plan *plan,
		const struct series *series, const struct prove_how *how)
{
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	struct laying laying CLEANUP(laying_release) = {
		.layout = layout, .state = state, .plan = plan, .series = series, .how = how,
		.made = made_series(series, plan->base),
	};

	layout->jobs = state->jobs;
	if (targets_choose(&targets, plan->campaign, how->targets) < 0 || find_kinds(&laying) < 0)
		return -1;
	FOR_EACH(target, &targets)
		if (lay_target(&laying, *target) < 0)
			return -1;
	if (cut_open(&laying) < 0)
		return -1;
	add_up(layout);
	return 0;
}

json_t *layout_document(const struct layout *layout)
{
	json_t *shards = json_array();

	FOR_EACH(shard, &layout->shards)
		json_array_append_new(shards, shard_save(shard));
	return json_pack("{s:o, s:I, s:f, s:f, s:f, s:f, s:f, s:b}", "shards", shards, "nodes",
			 (json_int_t)layout->nodes, "limit", layout->limit, "longest",
			 layout->longest, "wall", layout->wall, "seconds",
			 layout->seconds, "cpu_hours", layout->seconds * layout->jobs / 3600,
			 "guessed", layout->guessed);
}

void layout_release(struct layout *layout)
{
	shards_release(&layout->shards);
}
