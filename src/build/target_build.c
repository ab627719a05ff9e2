// SPDX-License-Identifier: GPL-2.0
/* Asks for the objects of a series under one target. */
#include "build/target_build.h"

#include "build/includers.h"
#include "build/ownrule.h"
#include "build/rebuild.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/timing.h"
#include "lib/lib.h"
#include "lib/state.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

/* All sources of all commits, and all that can read what they change. */
static int gather(struct target_build *build, struct strlist *paths)
{
	for (size_t i = 0; i < build->changed.nr; i++) {
		struct changed_files *changed = &build->changed.v[i];

		if (includers_find(changed, &build->scan, &build->revisions.v[i + 1].view) < 0)
			return -1;
		strlist_add_all(paths, &changed->sources);
		strlist_add_all(paths, &changed->includers.reach);
	}
	strlist_sort(paths);
	return 0;
}

bool target_build_builds(const struct target_build *build, const char *path)
{
	char kind = modules_kind(&build->modules, path);

	return kind == 'y' || kind == 'm';
}

struct object *target_build_want_includer(struct target_build *build, size_t commit,
					  const char *source, size_t revision)
{
	size_t known = build->objects.nr;
	struct object *object = object_want(&build->objects, &build->modules, source, revision);

	if (build->objects.nr > known)
		object->words = &build->changed.v[commit].includers.words;
	return object;
}

static int sort_readers(struct target_build *build)
{
	for (size_t i = 0; i < build->changed.nr; i++)
		if (includers_sort(&build->changed.v[i], &build->scan, &build->revisions,
				   &build->modules, i) < 0 ||
		    ownrule_find_changed(&build->changed.v[i], &build->revisions, &build->modules,
					 i + 1) < 0)
			return -1;
	return 0;
}

/* What commits do to Makefiles and Kconfig; as many objects as the budget is for. */
static int find_rebuilds(struct target_build *build)
{
	double pace = timing_recall(&build->kbuild, "object", 1.0);

	if (pace < 0)
		return -1;
	/* what preparing the base reads tells which trees need none of their own */
	for (size_t i = 0; i < build->changed.nr; i++)
		if (build->changed.v[i].kbuild.nr && revisions_know(&build->revisions, 0) < 0)
			return -1;
	for (size_t i = 0; i < build->changed.nr; i++)
		if (rebuild_find(&build->changed.v[i], &build->revisions, &build->scan,
				 &build->modules, i,
				 (size_t)(build->budget / (pace > 0.001 ? pace : 0.001))) < 0)
			return -1;
	return 0;
}

/* To check out and to read sources keeps one core busy, to configure another one. */
static int prepare_build(struct target_build *build, struct state *state)
{
	struct kbuild *kbuild = &build->kbuild;
	const struct base *base = build->proof->base;

	if (worktree_set(state, base, &base->tree, WORKTREE_KBUILD) < 0)
		return -1;
	kbuild->beside = treescan_prepare;
	kbuild->beside_ctx = &build->scan;
	int result = kbuild_configure(kbuild, &build->revisions.v[0].kconfig);
	kbuild->beside = NULL;
	return result;
}

/* The commits, and behind them what is outside of a range. */
static int add_revisions(struct target_build *build)
{
	const struct series *series = build->proof->series;

	FOR_EACH(commit, series)
		if (revisions_add(&build->revisions, &commit->tree, commit->before) < 0)
			return -1;
	FOR_EACH(outsider, &series->outside)
		if (revisions_add(&build->revisions, &outsider->tree, 0) < 0)
			return -1;
	return 0;
}

int target_build_open(struct target_build *build, struct series_result *proof, struct state *state,
		      const char *name)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	build->proof = proof;
	if (kbuild_open(&build->kbuild, state, name) < 0)
		return -1;
	build->revisions.kbuild = &build->kbuild;
	build->revisions.base = proof->base;
	build->revisions.all = &proof->plan->all;
	treescan_init(&build->scan, state, proof->base, &proof->plan->all,
		      build->kbuild.target.srcarch);
	if (revisions_add(&build->revisions, &proof->base->tree, 0) < 0)
		return -1;
	if (add_revisions(build) < 0)
		return -1;
	changed_load(&build->changed, &build->revisions, proof->series->nr);
	if (!kbuild_is_configured(&build->kbuild) && prepare_build(build, state) < 0)
		return -1;
	if (gather(build, &paths) < 0 ||
	    modules_load(&build->modules, &build->kbuild, proof->base, &proof->plan->all,
			 &paths) < 0 ||
	    find_rebuilds(build) < 0)
		return -1;
	changed_want(&build->changed, &build->modules, &build->objects);
	return sort_readers(build);
}

struct object *target_build_base(struct target_build *build, const struct object *object)
{
	if (object->fresh || !files_find(&build->proof->plan->all, object->source))
		return NULL;
	return object_want(&build->objects, &build->modules, object->source, 0);
}

struct object *target_build_in_series(struct target_build *build, const struct object *object)
{
	size_t in_series = build->revisions.v[object->revision].in_series;

	if (!in_series || !view_find(&build->revisions.v[in_series].view, object->source))
		return NULL;
	return object_want(&build->objects, &build->modules, object->source, in_series);
}

/* The object of the same source in another tree, where this one is not simply good. */
static struct object *want_earlier(struct target_build *build, const struct object *object,
				   size_t revision)
{
	if ((object->result.ok && !object->result.warnings.nr) ||
	    !view_find(&build->revisions.v[revision].view, object->source))
		return NULL;
	return object_want(&build->objects, &build->modules, object->source, revision);
}

struct object *target_build_before(struct target_build *build, const struct object *object)
{
	const struct revision *revision = &build->revisions.v[object->revision];

	if (revision->in_series || !revision->before)
		return NULL;
	return want_earlier(build, object, revision->before);
}

int target_build_merged(struct target_build *build, const struct object *object, size_t nr,
			struct object **parent)
{
	const struct series *series = build->proof->series;
	const struct commit *commit = series && object->revision &&
				      object->revision <= series->nr ?
					      &series->v[object->revision - 1] : NULL;

	if (!commit || nr >= commit->nr_merged)
		return 0;
	*parent = want_earlier(build, object, commit->merged[nr]);
	return 1;
}

bool target_build_relinks(const struct target_build *build, const char *source)
{
	FOR_EACH(changed, &build->changed) {
		const struct rebuild_set *rebuild = &changed->rebuild;

		if (strlist_find(&rebuild->added, source) ||
		    strlist_find(&rebuild->removed, source) ||
		    strlist_find(&rebuild->moved, source))
			return true;
	}
	return false;
}

size_t target_build_parent(const struct target_build *build, size_t commit)
{
	return build->revisions.v[commit + 1].before;
}

static void module_symbols_release(struct module_symbols *siblings)
{
	FOR_EACH(sibling, siblings) {
		free(sibling->path);
		strlist_release(&sibling->names);
	}
	free(siblings->v);
}

void target_build_release(struct target_build *build)
{
	changed_release(&build->changed);
	objects_release(&build->objects);
	objects_release(&build->unlisted);
	treescan_release(&build->scan);
	module_symbols_release(&build->siblings);
	strlist_release(&build->exporters);
	modules_release(&build->modules);
	revisions_release(&build->revisions);
	kbuild_release(&build->kbuild);
}
