// SPDX-License-Identifier: GPL-2.0
/* Asks for the objects of a series under one target, and meets what was asked. */
#include "bench.h"

#include "base.h"
#include "compile.h"
#include "plan.h"
#include "proof.h"
#include "series.h"
#include "state.h"
#include "symbols.h"

#define SAMPLE 12		/* readers of a changed header that are compiled */
#define SAMPLE_DRAWN 36		/* drawn, since a configuration leaves many out */

/* Draw evenly from a sorted list: the same sample on every machine. */
static void draw(const struct strlist *from, size_t count, struct strlist *sample)
{
	size_t step = from->nr > count ? from->nr / count : 1;

	for (size_t i = step / 2; i < from->nr && sample->nr < count; i += step)
		strlist_add(sample, from->v[i]);
}

/* All sources of all commits, and the readers that are drawn. */
static int gather(struct bench *bench, struct strlist *paths)
{
	FOR_EACH(touched, &bench->touched) {
		FOR_EACH(source, &touched->sources)
			strlist_add(paths, *source);
		FOR_EACH(header, &touched->headers)
			if (treescan_readers(&bench->scan, *header, &touched->reach) < 0)
				return -1;
		strlist_sort(&touched->reach);
		draw(&touched->reach, SAMPLE_DRAWN, &touched->drawn);
		FOR_EACH(path, &touched->drawn)
			strlist_add(paths, *path);
	}
	strlist_sort(paths);
	return 0;
}

bool bench_builds(const struct bench *bench, const char *path)
{
	char kind = modules_kind(&bench->modules, path);

	return kind == 'y' || kind == 'm';
}

static void want_readers(struct bench *bench)
{
	for (size_t i = 0; i < bench->touched.nr; i++) {
		struct touched *touched = &bench->touched.v[i];

		FOR_EACH(path, &touched->drawn)
			if (bench_builds(bench, *path) && touched->readers.nr < SAMPLE &&
			    view_find(&bench->stands.v[i + 1].view, *path))
				*LIST_ADD(&touched->readers) =
					obligation_want(&bench->obligations, &bench->modules,
							*path, i + 1);
	}
}

int bench_open(struct bench *bench, struct proof *proof, struct state *state, const char *name)
{
	struct strlist paths = { 0 };
	int result;

	bench->proof = proof;
	if (kbuild_open(&bench->kbuild, state, name) < 0)
		return -1;
	bench->stands.kbuild = &bench->kbuild;
	bench->stands.base = proof->base;
	bench->stands.all = &proof->plan->all;
	treescan_init(&bench->scan, state, proof->base, &proof->plan->all,
		      bench->kbuild.target.srcarch);
	if (stands_add(&bench->stands, &proof->base->tree, 0) < 0)
		return -1;
	FOR_EACH(commit, proof->series)
		if (stands_add(&bench->stands, &commit->tree, bench->stands.nr - 1) < 0)
			return -1;
	touched_load(&bench->touched, &bench->stands);
	result = gather(bench, &paths);
	if (result == 0)
		result = modules_load(&bench->modules, &bench->kbuild, proof->base,
				      &proof->plan->all, &paths);
	strlist_release(&paths);
	if (result < 0)
		return -1;
	touched_want(&bench->touched, &bench->modules, &bench->obligations);
	want_readers(bench);
	return 0;
}

size_t bench_base(struct bench *bench, size_t nr)
{
	const char *source = bench->obligations.v[nr].source;

	if (!files_find(&bench->proof->plan->all, source))
		return (size_t)-1;
	return obligation_want(&bench->obligations, &bench->modules, source, 0);
}

size_t bench_twin(struct bench *bench, size_t nr)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	size_t twin = bench->stands.v[obligation->stand].twin;

	if (!twin || !view_find(&bench->stands.v[twin].view, obligation->source))
		return (size_t)-1;
	return obligation_want(&bench->obligations, &bench->modules, obligation->source, twin);
}

int bench_doubtful(struct bench *bench, size_t nr, struct strlist *doubtful)
{
	const struct symbol_search search = { &bench->obligations, &bench->stands,
					      &bench->modules, &bench->scan };

	return symbols_doubtful(&search, nr, doubtful);
}

/* 1: it takes more than the object itself to judge it. */
static int is_suspect(struct bench *bench, size_t nr)
{
	const struct outcome *outcome = &bench->obligations.v[nr].outcome;
	struct strlist doubtful = { 0 };
	int result;

	if (!outcome->ok || outcome->warnings.nr)
		return 1;
	result = bench_doubtful(bench, nr, &doubtful);
	if (result == 0)
		result = doubtful.nr > 0;
	strlist_release(&doubtful);
	return result;
}

int bench_meet(struct bench *bench, size_t first)
{
	size_t asked = bench->obligations.nr;

	if (compile_meet(&bench->obligations, &bench->stands) < 0)
		return -1;
	for (size_t i = first; i < asked; i++) {
		int suspect = is_suspect(bench, i);

		if (suspect < 0)
			return -1;
		if (suspect) {
			bench_base(bench, i);
			bench_twin(bench, i);
		}
	}
	if (bench->obligations.nr == asked)
		return 0;
	return compile_meet(&bench->obligations, &bench->stands);
}

void bench_release(struct bench *bench)
{
	touched_release(&bench->touched);
	obligations_release(&bench->obligations);
	treescan_release(&bench->scan);
	modules_release(&bench->modules);
	stands_release(&bench->stands);
	kbuild_release(&bench->kbuild);
}
