// SPDX-License-Identifier: GPL-2.0
/* Asks for the objects of a series under one target, and meets what was asked. */
#include "build/target_build.h"

#include "build/compile.h"
#include "build/includers.h"
#include "build/modpost.h"
#include "build/symbols.h"
#include "build/rebuild.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/timing.h"
#include "lib/cleanup.h"
#include "lib/state.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

/* All sources of all commits, and all that can read what they change. */
static int gather(struct target_build *build, struct strlist *paths)
{
	FOR_EACH(changed, &build->changed) {
		if (includers_find(changed, &build->scan) < 0)
			return -1;
		FOR_EACH(source, &changed->sources)
			strlist_add(paths, *source);
		FOR_EACH(path, &changed->includers.reach)
			strlist_add(paths, *path);
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
				   &build->modules, i) < 0)
			return -1;
	return 0;
}

/* What commits do to Makefiles and Kconfig; as many objects as the budget is for. */
static int find_rebuilds(struct target_build *build)
{
	double pace = timing_recall(&build->kbuild, "object", 1.0);

	if (pace < 0)
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
	int result;

	if (worktree_set(state, base, &base->tree, WORKTREE_KBUILD) < 0)
		return -1;
	kbuild->beside = treescan_prepare;
	kbuild->beside_ctx = &build->scan;
	result = kbuild_configure(kbuild, &build->revisions.v[0].kconfig);
	kbuild->beside = NULL;
	return result;
}

int target_build_open(struct target_build *build, struct series_result *proof, struct state *state,
		      const char *name)
{
	struct strlist paths = { 0 };
	int result;

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
	FOR_EACH(commit, proof->series)
		if (revisions_add(&build->revisions, &commit->tree, build->revisions.nr - 1) < 0)
			return -1;
	changed_load(&build->changed, &build->revisions);
	if (!kbuild_is_configured(&build->kbuild) && prepare_build(build, state) < 0)
		return -1;
	result = gather(build, &paths);
	if (result == 0)
		result = modules_load(&build->modules, &build->kbuild, proof->base,
				      &proof->plan->all, &paths);
	strlist_release(&paths);
	if (result < 0 || find_rebuilds(build) < 0)
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

static bool mentions(const struct strlist *symbols, const struct strlist *words)
{
	FOR_EACH(symbol, symbols)
		if (strlist_find(words, *symbol))
			return true;
	return false;
}

struct object *target_build_before(struct target_build *build, const struct object *object)
{
	const struct revision *revision = &build->revisions.v[object->revision];

	if (!object->result.ok || !object->result.warnings.nr || revision->in_series ||
	    !revision->before ||
	    !view_find(&build->revisions.v[revision->before].view, object->source))
		return NULL;
	return object_want(&build->objects, &build->modules, object->source,
			   revision->before);
}

/* What neither its revision nor the text of the base offers to an object. */
static int find_unoffered(struct target_build *build, const struct object *object,
			  struct strlist *doubtful)
{
	const struct symbol_search search = { &build->objects, &build->revisions,
					      &build->modules, &build->scan,
					      &build->siblings };
	struct strlist all = { 0 };
	int result;

	if (!object->words)
		return symbols_doubtful(&search, object, doubtful);
	if (!mentions(&object->result.undefined, object->words))
		return 0;
	result = symbols_doubtful(&search, object, &all);
	FOR_EACH(symbol, &all)
		if (strlist_find(object->words, *symbol))
			strlist_add(doubtful, *symbol);
	strlist_release(&all);
	return result;
}

int target_build_broken(struct target_build *build, const struct object *object,
			struct strlist *broken)
{
	const struct symbol_search search = { &build->objects, &build->revisions,
					      &build->modules, &build->scan,
					      &build->siblings };

	return modpost_violations(&search, object, broken);
}

int target_build_doubtful(struct target_build *build, const struct object *object,
			  struct strlist *doubtful)
{
	struct strlist unoffered = { 0 };
	int result = find_unoffered(build, object, &unoffered);

	for (size_t i = 0; i < unoffered.nr && result == 0; i++) {
		const char *path = NULL;
		/* found: by a source that the series changes, so the base is no precedent */
		int found = treescan_exporter(&build->scan, unoffered.v[i], &path);

		result = found < 0 ? -1 : 0;
		if (!found && baseline_gives(&build->objects, &build->modules, object->source,
					     unoffered.v[i]))
			continue;
		strlist_add(doubtful, unoffered.v[i]);
	}
	strlist_release(&unoffered);
	return result;
}

/* 1: it takes more than the object itself to judge it, and more than what is hoped of
 * objects of the base that were chosen before (NULL: nothing is). */
static int is_suspect(struct target_build *build, const struct object *object,
		      struct baseline_hopes *hopes)
{
	struct strlist doubtful = { 0 };
	int result;

	if (!object->result.ok || object->result.warnings.nr)
		return 1;
	result = target_build_doubtful(build, object, &doubtful);
	if (result == 0 && doubtful.nr)
		result = !hopes || !baseline_hope(hopes, &build->modules, object->source,
						  &doubtful);
	strlist_release(&doubtful);
	if (result == 0)
		result = target_build_broken(build, object, &doubtful);
	if (result == 0)
		result = doubtful.nr > 0;
	strlist_release(&doubtful);
	return result;
}

/* An object, and how many symbols are doubtful of it. */
struct suspect {
	const struct object *object;
	size_t nr, doubts;	/* @nr: as it was asked for */
};

DEFINE_CLEANUP(free_suspects, struct suspect *, free)

static int by_doubts(const void *a, const void *b)
{
	const struct suspect *x = a, *y = b;

	if (x->doubts != y->doubts)
		return x->doubts > y->doubts ? -1 : 1;
	return x->nr < y->nr ? -1 : x->nr > y->nr;
}

/* The objects from @first to @end that are done; those that can answer for the
 * most symbols first. Owned by the caller. */
static int find_suspects(struct target_build *build, size_t first, size_t end,
			 struct suspect **list, size_t *nr)
{
	*list = xcalloc(end - first + 1, sizeof(**list));
	*nr = 0;
	for (size_t i = first; i < end; i++) {
		const struct object *object = build->objects.v[i];
		struct strlist doubtful = { 0 };

		if (!object->done)
			continue;
		if (target_build_doubtful(build, object, &doubtful) < 0)
			return -1;
		(*list)[(*nr)++] = (struct suspect){ object, i, doubtful.nr };
		strlist_release(&doubtful);
	}
	if (*nr)
		qsort(*list, *nr, sizeof(**list), by_doubts);
	return 0;
}

/* Ask for what else must be looked at to judge the objects from @first to @end. */
static int ask_compared(struct target_build *build, size_t first, size_t end,
			struct baseline_hopes *hopes)
{
	struct suspect *list CLEANUP(free_suspects) = NULL;
	size_t nr;

	if (find_suspects(build, first, end, &list, &nr) < 0)
		return -1;
	for (size_t i = 0; i < nr; i++) {
		int suspect = is_suspect(build, list[i].object, hopes);

		if (suspect < 0)
			return -1;
		if (suspect) {
			target_build_base(build, list[i].object);
			target_build_in_series(build, list[i].object);
			target_build_before(build, list[i].object);
		}
	}
	return 0;
}

/* First the few objects of the base that may answer for all others, then what is still
 * in doubt. */
static int meet_compared(struct target_build *build, size_t first, size_t end)
{
	struct baseline_hopes hopes = { 0 };
	size_t asked = build->objects.nr;
	int result = ask_compared(build, first, end, &hopes);

	baseline_hopes_release(&hopes);
	if (result < 0 || build->objects.nr == asked)
		return result;
	if (compile_all(&build->objects, &build->revisions) < 0 ||
	    ask_compared(build, first, end, NULL) < 0)
		return -1;
	return compile_all(&build->objects, &build->revisions);
}

/* Does an object fail for which the base has one? */
static bool has_failed(struct target_build *build, size_t first)
{
	for (size_t i = first; i < build->objects.nr; i++) {
		const struct object *object = build->objects.v[i], *base;

		if (!object->done || object->result.ok || !object->revision)
			continue;
		base = target_build_base(build, object);
		if (!base || base->result.ok)
			return true;
	}
	return false;
}

static void take_back(struct target_build *build)
{
	FOR_EACH(object, &build->objects)
		(*object)->left_out = false;
}

/* Stop where it is certain that something fails. */
static int meet_until_failure(struct target_build *build, size_t first, size_t asked)
{
	bool all = build->failed;

	while (!all) {
		if (compile_until_failure(&build->objects, &build->revisions) < 0 ||
		    meet_compared(build, first, asked) < 0)
			return -1;
		build->failed = has_failed(build, first);
		if (build->failed)
			return 0;
		all = true;
		FOR_EACH(object, &build->objects)
			all = all && !(*object)->left_out;
		take_back(build);
	}
	return 0;
}

int target_build_compile(struct target_build *build, size_t first)
{
	size_t asked = build->objects.nr;

	if (build->fail_fast)
		return meet_until_failure(build, first, asked);
	if (compile_all(&build->objects, &build->revisions) < 0)
		return -1;
	return meet_compared(build, first, asked);
}

void target_build_release(struct target_build *build)
{
	changed_release(&build->changed);
	objects_release(&build->objects);
	treescan_release(&build->scan);
	module_symbols_release(&build->siblings);
	modules_release(&build->modules);
	revisions_release(&build->revisions);
	kbuild_release(&build->kbuild);
}
