// SPDX-License-Identifier: GPL-2.0
/* The check build under a narrow target. */
#include "checks/check_narrow.h"

#include "full/full.h"
#include "build/target_build.h"
#include "kbuild/given.h"
#include "kconfig/narrow.h"
#include "kbuild/timing.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "checks/check_full.h"
#include "checks/check_samecode.h"
#include "result/result.h"
#include "series/plan.h"

#define USUAL_LIMIT 1200	/* seconds */
#define READERS 8		/* of the headers of one commit that are built at least */
/* Seconds of one core, before anything was measured: Linux 6.12, gcc 12 */
#define COMMIT_SECONDS 20.0
#define OBJECT_SECONDS 1.2

int narrow_is_target(const struct state *state, const char *name)
{
	struct target target CLEANUP(target_release) = { 0 };
	char *given CLEANUP(free_text) = given_folder(state);

	return target_load(&target, name, given) < 0 ? -1 : target.narrow != NULL;
}

/* What it costs to have a reader of a header built, the least first: the part builds it anyway;
 * something of its folder; it is a module by itself, so it brings no hundreds of others along. */
enum reader_cost { READER_BUILT, READER_NEAR, READER_ALONE, READER_DEAR, READER_COSTS };

/* A reader, unless there are enough. */
static void want_reader(struct strlist *sources, size_t *nr, const char *path)
{
	if (*nr >= READERS || strlist_has(sources, path))
		return;
	strlist_add(sources, path);
	(*nr)++;
}

static bool builds_beside(const struct narrow *narrow, const char *path)
{
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));
	size_t first = LIST_FIRST(&narrow->objects, object, strcmp(*object, folder) < 0);

	return first < narrow->objects.nr && starts_with(narrow->objects.v[first], folder);
}

static enum reader_cost reader_cost(const struct target_build *build, const struct narrow *narrow,
				    const char *path)
{
	char *object CLEANUP(free_text) = module_object(path);
	struct strlist modules CLEANUP(strlist_release) = { 0 };

	if (strlist_find(&narrow->objects, object))
		return READER_BUILT;
	if (builds_beside(narrow, path))
		return READER_NEAR;
	modules_of(&build->modules, path, &modules);
	return modules.nr == 1 && !strcmp(modules.v[0], object) ? READER_ALONE : READER_DEAR;
}

/* Some readers of the headers of a commit beside those that are built anyway: the cheapest; of
 * these who may know a name that is new first, then others, drawn evenly, so that they are the same
 * on every machine. */
static void want_readers(const struct target_build *build, const struct includers *includers,
			 const struct narrow *narrow, struct strlist *sources)
{
	struct strlist costs[READER_COSTS] = { 0 };
	size_t nr = 0;

	FOR_EACH(path, &includers->built) {
		enum reader_cost cost = reader_cost(build, narrow, *path);

		strlist_add(&costs[cost], *path);
		nr += cost == READER_BUILT || strlist_has(sources, *path);
	}
	for (size_t cost = READER_NEAR; cost < READER_COSTS; cost++) {
		const struct strlist *readers = &costs[cost];
		size_t step = readers->nr > READERS ? readers->nr / READERS : 1;

		FOR_EACH(path, &includers->marked)
			if (strlist_has(readers, *path))
				want_reader(sources, &nr, *path);
		for (size_t i = step / 2; i < readers->nr; i += step)
			want_reader(sources, &nr, readers->v[i]);
	}
	for (size_t cost = 0; cost < READER_COSTS; cost++)
		strlist_release(&costs[cost]);
}

/* What must be built: the sources that the wide configuration builds, of all commits. */
static void find_sources(const struct target_build *build, struct strlist *sources)
{
	FOR_EACH(changed, &build->changed)
		FOR_EACH(source, &changed->sources)
			if (target_build_builds(build, *source))
				strlist_add_once(sources, *source);
	strlist_sort(sources);
}

/* Seconds; -1 for a value that is none. */
static int read_limit(const struct base *base, double *limit)
{
	const char *given = getenv("TREEWIDE_NARROW_LIMIT");
	char *text CLEANUP(free_text) = given ? xstrdup(given) :
						base_config(base, "treewide.narrowLimit");
	char *end = text;

	*limit = USUAL_LIMIT;
	if (!text)
		return 0;
	*limit = strtod(text, &end);
	if (!*text || *end || !(*limit >= 0 && *limit <= 1e9))
		return fail_usage("%s = %s: not a number of seconds", given ?
				  "TREEWIDE_NARROW_LIMIT" : "treewide.narrowLimit", text);
	return 0;
}

/* How many of the narrow objects one commit makes anew, by what it changes. */
static size_t count_anew(const struct changed_files *changed, const struct narrow *narrow)
{
	size_t nr = changed->sources.nr;

	FOR_EACH(source, &changed->includers.built) {
		char *object CLEANUP(free_text) = module_object(*source);

		nr += strlist_find(&narrow->objects, object);
	}
	return nr;
}

/* What has to be made, and how long that takes here. */
struct estimate {
	size_t commits, objects;	/* that are not known yet, the base's included */
	double seconds;
};

/* By what was measured here; of objects that no narrow make has measured, by those of the wide
 * configuration. */
static int estimate(struct estimate *todo, const struct target_build *build,
		    const struct full_maker *maker, const struct narrow *narrow)
{
	struct kbuild plain = maker->kbuild;
	unsigned jobs = build->kbuild.state->jobs;
	double wide = timing_recall(&build->kbuild, "object", OBJECT_SECONDS), object, commit;

	plain.context = maker->plain;
	object = wide < 0 ? -1 : timing_recall(&plain, "narrow object", wide * jobs);
	commit = object < 0 ? -1 : timing_recall(&plain, "narrow commit", COMMIT_SECONDS);
	if (commit < 0)
		return -1;
	for (size_t i = 0; i <= build->changed.nr; i++) {
		struct full_build known = { 0 };
		int is_known = full_build_recall(&known, maker, &build->revisions.v[i]);
		size_t anew = i ? count_anew(&build->changed.v[i - 1], narrow) : narrow->objects.nr;

		full_build_release(&known);
		if (is_known < 0)
			return -1;
		if (is_known)
			continue;
		todo->commits += i > 0;
		todo->objects += anew;
		todo->seconds += (double)anew * object + (i ? commit : 0);
	}
	return 0;
}

static void tell_cost(struct state *state, const char *name, const struct narrow *narrow,
		      const struct estimate *todo, bool taken)
{
	char *time CLEANUP(free_text) = timing_words(todo->seconds);
	char *off CLEANUP(free_text) = changed_name(&narrow->off);
	char *text CLEANUP(free_text) =
		xasprintf("%s: %zu option%s =m and %zu =y build about %zu object%s; %zu to be made "
			  "for the base and %zu commit%s, about %s%s%s%s", name, narrow->modular,
			  plural(narrow->modular, "s"), narrow->built_in, narrow->objects.nr,
			  plural(narrow->objects.nr, "s"), todo->objects, todo->commits,
			  plural(todo->commits, "s"), time,
			  taken ? "" : ": more than treewide.narrowLimit",
			  narrow->off.nr ? "; asked for, but not turned on by Kconfig: " : "", off);

	progress_tell(state->progress, text);
}

static void skip(struct series_result *proof, const char *name, const struct estimate *todo,
		 double limit)
{
	char *why CLEANUP(free_text) =
		xasprintf("building it takes about %.0f s, more than the %.0f s of "
			  "treewide.narrowLimit", todo->seconds, limit);

	FOR_EACH(proven, proof)
		verdicts_add(&proven->verdicts, "build", name, VERDICT_SKIPPED, "", xstrdup(why))
			->optional = true;
	check_samecode_skip(proof, name, why);
}

/* Tell what it takes, and make it where that fits. */
static int make_or_skip(struct target_build *build, struct full_maker *maker,
			const struct narrow *narrow, const struct narrow_how *how)
{
	const char *name = maker->kbuild.target.name;
	struct estimate todo = { 0 };
	double limit;

	if (read_limit(build->proof->base, &limit) < 0 ||
	    estimate(&todo, build, maker, narrow) < 0)
		return -1;
	bool taken = how->whatever || todo.seconds <= limit;
	if (todo.objects || todo.commits)
		tell_cost(build->kbuild.state, name, narrow, &todo, taken);
	if (taken)
		return check_makes(build, maker, narrow, how->first_fail);
	skip(build->proof, name, &todo, limit);
	return 0;
}

/* The configuration is worked out in a folder of its own, beside those of other targets. */
static int narrow_to(struct narrow *narrow, struct target_build *build, const char *name)
{
	struct kbuild kbuild CLEANUP(kbuild_release) = { 0 };

	if (kbuild_open(&kbuild, build->kbuild.state, name) < 0)
		return -1;
	return narrow_make(narrow, &kbuild, &build->kbuild, build->proof->base,
			   &build->proof->plan->all, &build->modules);
}

/* First for what changes; then with readers of the headers, where that part builds too few. */
static int work_out(struct narrow *narrow, struct target_build *build, const char *name)
{
	struct strlist sources CLEANUP(strlist_release) = { 0 };

	find_sources(build, &narrow->sources);
	strlist_add_all(&sources, &narrow->sources);
	if (narrow_to(narrow, build, name) < 0)
		return -1;
	FOR_EACH(changed, &build->changed)
		want_readers(build, &changed->includers, narrow, &sources);
	if (sources.nr == narrow->sources.nr)
		return 0;
	narrow_release(narrow);
	strlist_sort(&sources);
	strlist_add_all(&narrow->sources, &sources);
	return narrow_to(narrow, build, name);
}

/* All that is needed to make a narrow target. Zeroed before. */
struct narrow_maker {
	struct target target;
	struct target_build build;
	struct full_maker maker;
	struct narrow narrow;
};

static void narrow_maker_release(struct narrow_maker *make)
{
	narrow_release(&make->narrow);
	full_maker_release(&make->maker);
	target_build_release(&make->build);
	target_release(&make->target);
}

static int open_make(struct narrow_maker *make, struct series_result *proof, struct state *state,
		     const char *name)
{
	char *given CLEANUP(free_text) = given_folder(state);

	if (target_load(&make->target, name, given) < 0 ||
	    target_build_open(&make->build, proof, state, make->target.narrow) < 0 ||
	    work_out(&make->narrow, &make->build, name) < 0 ||
	    full_maker_open(&make->maker, state, proof->base, name) < 0)
		return -1;
	kbuild_wish(&make->maker.kbuild, "allnoconfig", &make->narrow.wishes);
	make->maker.nearby = true;
	make->maker.keeps = true;
	return 0;
}

int check_narrow(struct series_result *proof, struct state *state, const char *name,
		 const struct narrow_how *how)
{
	struct narrow_maker make CLEANUP(narrow_maker_release) = { .build.budget = how->budget };

	if (open_make(&make, proof, state, name) < 0)
		return -1;
	return make_or_skip(&make.build, &make.maker, &make.narrow, how);
}

int make_narrow_trees(struct series_result *proof, struct state *state, const char *name,
		      size_t first, size_t last)
{
	struct narrow_maker make CLEANUP(narrow_maker_release) = { 0 };

	if (open_make(&make, proof, state, name) < 0)
		return -1;
	return make_trees(&make.build, &make.maker, &make.narrow, first, last);
}
