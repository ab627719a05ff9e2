// SPDX-License-Identifier: GPL-2.0
/* Asks for the objects of a series under one target, and meets what was asked. */
#include "build/target_build.h"

#include "build/compile.h"
#include "build/includers.h"
#include "build/modpost.h"
#include "build/precedent.h"
#include "build/rebuild.h"
#include "build/symbols.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/timing.h"
#include "lib/cleanup.h"
#include "lib/state.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

/* All sources of all commits, and all that can read what they change. */
static int gather(struct bench *bench, struct strlist *paths)
{
	FOR_EACH(touched, &bench->touched) {
		if (readers_find(touched, &bench->scan) < 0)
			return -1;
		FOR_EACH(source, &touched->sources)
			strlist_add(paths, *source);
		FOR_EACH(path, &touched->audience.reach)
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

size_t bench_want_reader(struct bench *bench, size_t commit, const char *source, size_t stand)
{
	size_t known = bench->obligations.nr;
	size_t nr = obligation_want(&bench->obligations, &bench->modules, source, stand);

	if (nr == known)
		bench->obligations.v[nr].words = &bench->touched.v[commit].audience.words;
	return nr;
}

static int sort_readers(struct bench *bench)
{
	for (size_t i = 0; i < bench->touched.nr; i++)
		if (readers_sort(&bench->touched.v[i], &bench->scan, &bench->stands,
				 &bench->modules, i) < 0)
			return -1;
	return 0;
}

/* What commits do to Makefiles and Kconfig; as many objects as the budget is for. */
static int find_remakes(struct bench *bench)
{
	double pace = timing_recall(&bench->kbuild, "object", 1.0);

	if (pace < 0)
		return -1;
	for (size_t i = 0; i < bench->touched.nr; i++)
		if (remake_find(&bench->touched.v[i], &bench->stands, &bench->scan,
				&bench->modules, i,
				(size_t)(bench->budget / (pace > 0.001 ? pace : 0.001))) < 0)
			return -1;
	return 0;
}

/* To check out and to read sources keeps one core busy, to configure another one. */
static int prepare(struct bench *bench, struct state *state)
{
	struct kbuild *kbuild = &bench->kbuild;
	const struct base *base = bench->proof->base;
	int result;

	if (worktree_set(state, base, &base->tree, WORKTREE_KBUILD) < 0)
		return -1;
	kbuild->beside = treescan_prepare;
	kbuild->beside_ctx = &bench->scan;
	result = kbuild_configure(kbuild, &bench->stands.v[0].kconfig);
	kbuild->beside = NULL;
	return result;
}

int bench_open(struct bench *bench, struct series_result *proof, struct state *state,
	       const char *name)
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
	if (!kbuild_is_configured(&bench->kbuild) && prepare(bench, state) < 0)
		return -1;
	result = gather(bench, &paths);
	if (result == 0)
		result = modules_load(&bench->modules, &bench->kbuild, proof->base,
				      &proof->plan->all, &paths);
	strlist_release(&paths);
	if (result < 0 || find_remakes(bench) < 0)
		return -1;
	touched_want(&bench->touched, &bench->modules, &bench->obligations);
	return sort_readers(bench);
}

size_t bench_base(struct bench *bench, size_t nr)
{
	const char *source = bench->obligations.v[nr].source;

	if (bench->obligations.v[nr].fresh || !files_find(&bench->proof->plan->all, source))
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

static bool mentions(const struct strlist *symbols, const struct strlist *words)
{
	FOR_EACH(symbol, symbols)
		if (strlist_find(words, *symbol))
			return true;
	return false;
}

size_t bench_before(struct bench *bench, size_t nr)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	const struct stand *stand = &bench->stands.v[obligation->stand];

	if (!obligation->outcome.ok || !obligation->outcome.warnings.nr || stand->twin ||
	    !stand->before || !view_find(&bench->stands.v[stand->before].view, obligation->source))
		return (size_t)-1;
	return obligation_want(&bench->obligations, &bench->modules, obligation->source,
			       stand->before);
}

/* What neither its stand nor the text of the base offers to obligation @nr. */
static int find_unoffered(struct bench *bench, size_t nr, struct strlist *doubtful)
{
	const struct symbol_search search = { &bench->obligations, &bench->stands,
					      &bench->modules, &bench->scan,
					      &bench->siblings };
	const struct obligation *obligation = &bench->obligations.v[nr];
	struct strlist all = { 0 };
	int result;

	if (!obligation->words)
		return symbols_doubtful(&search, nr, doubtful);
	if (!mentions(&obligation->outcome.undefined, obligation->words))
		return 0;
	result = symbols_doubtful(&search, nr, &all);
	FOR_EACH(symbol, &all)
		if (strlist_find(obligation->words, *symbol))
			strlist_add(doubtful, *symbol);
	strlist_release(&all);
	return result;
}

int bench_broken(struct bench *bench, size_t nr, struct strlist *broken)
{
	const struct symbol_search search = { &bench->obligations, &bench->stands,
					      &bench->modules, &bench->scan,
					      &bench->siblings };

	return terms_broken(&search, nr, broken);
}

int bench_doubtful(struct bench *bench, size_t nr, struct strlist *doubtful)
{
	struct strlist unoffered = { 0 };
	int result = find_unoffered(bench, nr, &unoffered);

	for (size_t i = 0; i < unoffered.nr && result == 0; i++) {
		const char *path = NULL;
		/* found: by a source that the series changes, so the base is no precedent */
		int found = treescan_exporter(&bench->scan, unoffered.v[i], &path);

		result = found < 0 ? -1 : 0;
		if (!found && precedent_gives(&bench->obligations, &bench->modules,
					      bench->obligations.v[nr].source, unoffered.v[i]))
			continue;
		strlist_add(doubtful, unoffered.v[i]);
	}
	strlist_release(&unoffered);
	return result;
}

/* 1: it takes more than the object itself to judge it, and more than what is hoped of
 * objects of the base that were chosen before (NULL: nothing is). */
static int is_suspect(struct bench *bench, size_t nr, struct hopes *hopes)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	struct strlist doubtful = { 0 };
	int result;

	if (!obligation->outcome.ok || obligation->outcome.warnings.nr)
		return 1;
	result = bench_doubtful(bench, nr, &doubtful);
	if (result == 0 && doubtful.nr)
		result = !hopes || !precedent_hope(hopes, &bench->modules, obligation->source,
						   &doubtful);
	strlist_release(&doubtful);
	if (result == 0)
		result = bench_broken(bench, nr, &doubtful);
	if (result == 0)
		result = doubtful.nr > 0;
	strlist_release(&doubtful);
	return result;
}

/* An obligation, and how many symbols are doubtful of it. */
struct suspect {
	size_t nr, doubts;
};

DEFINE_CLEANUP(free_suspects, struct suspect *, free)

static int by_doubts(const void *a, const void *b)
{
	const struct suspect *x = a, *y = b;

	if (x->doubts != y->doubts)
		return x->doubts > y->doubts ? -1 : 1;
	return x->nr < y->nr ? -1 : x->nr > y->nr;
}

/* The obligations from @first to @end that have been met; those that can answer for the
 * most symbols first. Owned by the caller. */
static int find_suspects(struct bench *bench, size_t first, size_t end, struct suspect **list,
			 size_t *nr)
{
	*list = xcalloc(end - first + 1, sizeof(**list));
	*nr = 0;
	for (size_t i = first; i < end; i++) {
		struct strlist doubtful = { 0 };

		if (!bench->obligations.v[i].met)
			continue;
		if (bench_doubtful(bench, i, &doubtful) < 0)
			return -1;
		(*list)[(*nr)++] = (struct suspect){ i, doubtful.nr };
		strlist_release(&doubtful);
	}
	if (*nr)
		qsort(*list, *nr, sizeof(**list), by_doubts);
	return 0;
}

/* Ask for what else must be looked at to judge the obligations from @first to @end. */
static int ask_compared(struct bench *bench, size_t first, size_t end, struct hopes *hopes)
{
	struct suspect *list CLEANUP(free_suspects) = NULL;
	size_t nr;

	if (find_suspects(bench, first, end, &list, &nr) < 0)
		return -1;
	for (size_t i = 0; i < nr; i++) {
		int suspect = is_suspect(bench, list[i].nr, hopes);

		if (suspect < 0)
			return -1;
		if (suspect) {
			bench_base(bench, list[i].nr);
			bench_twin(bench, list[i].nr);
			bench_before(bench, list[i].nr);
		}
	}
	return 0;
}

/* First the few objects of the base that may answer for all others, then what is still
 * in doubt. */
static int meet_compared(struct bench *bench, size_t first, size_t end)
{
	struct hopes hopes = { 0 };
	size_t asked = bench->obligations.nr;
	int result = ask_compared(bench, first, end, &hopes);

	hopes_release(&hopes);
	if (result < 0 || bench->obligations.nr == asked)
		return result;
	if (compile_meet(&bench->obligations, &bench->stands) < 0 ||
	    ask_compared(bench, first, end, NULL) < 0)
		return -1;
	return compile_meet(&bench->obligations, &bench->stands);
}

/* Does an object fail for which the base has one? */
static bool has_failed(struct bench *bench, size_t first)
{
	for (size_t i = first; i < bench->obligations.nr; i++) {
		size_t base;

		if (!bench->obligations.v[i].met || bench->obligations.v[i].outcome.ok ||
		    !bench->obligations.v[i].stand)
			continue;
		base = bench_base(bench, i);
		if (base == (size_t)-1 || bench->obligations.v[base].outcome.ok)
			return true;
	}
	return false;
}

static void take_back(struct bench *bench)
{
	FOR_EACH(obligation, &bench->obligations)
		obligation->left_out = false;
}

/* Stop where it is certain that something fails. */
static int meet_until_failure(struct bench *bench, size_t first, size_t asked)
{
	bool all = bench->failed;

	while (!all) {
		if (compile_until_failure(&bench->obligations, &bench->stands) < 0 ||
		    meet_compared(bench, first, asked) < 0)
			return -1;
		bench->failed = has_failed(bench, first);
		if (bench->failed)
			return 0;
		all = true;
		FOR_EACH(obligation, &bench->obligations)
			all = all && !obligation->left_out;
		take_back(bench);
	}
	return 0;
}

int bench_meet(struct bench *bench, size_t first)
{
	size_t asked = bench->obligations.nr;

	if (bench->fail_fast)
		return meet_until_failure(bench, first, asked);
	if (compile_meet(&bench->obligations, &bench->stands) < 0)
		return -1;
	return meet_compared(bench, first, asked);
}

void bench_release(struct bench *bench)
{
	touched_release(&bench->touched);
	obligations_release(&bench->obligations);
	treescan_release(&bench->scan);
	siblings_release(&bench->siblings);
	modules_release(&bench->modules);
	stands_release(&bench->stands);
	kbuild_release(&bench->kbuild);
}
