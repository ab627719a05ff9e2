// SPDX-License-Identifier: GPL-2.0
/* The check kbuild under one target. */
#include "proof/proof_kbuild.h"

#include "build/compile.h"
#include "build/judge.h"
#include "build/target_build.h"
#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "git/base.h"
#include "kbuild/timing.h"
#include "lib/cleanup.h"
#include "result/result.h"

#include <string.h>

/* One commit, and what it takes away. */
struct loss {
	struct bench *bench;
	struct touched *touched;
	size_t commit;
	struct strlist symbols;		/* that nothing defines any more, sorted */
	struct indexes needers;		/* objects that may need them */
};

static size_t want(struct bench *bench, struct indexes *list, const char *source, size_t stand)
{
	size_t nr = obligation_want(&bench->obligations, &bench->modules, source, stand);

	FOR_EACH(known, list)
		if (*known == nr)
			return nr;
	*LIST_ADD(list) = nr;
	return nr;
}

/* Does compiling these fit into the budget? 1, 0 and why not, or -1. */
static int fits(struct bench *bench, struct remake *remake, const struct strlist *sources,
		size_t stand, const char *what)
{
	double pace = timing_recall(&bench->kbuild, "object", 1.0);
	char *budget CLEANUP(free_text) = timing_words(bench->budget);
	char *cost CLEANUP(free_text) = NULL;
	size_t open;

	if (pace < 0 || compile_count(&bench->stands, &bench->modules, sources, stand, &open) < 0)
		return -1;
	if ((double)open * pace <= bench->budget)
		return 1;
	cost = timing_words((double)open * pace);
	if (!remake->undecided)
		remake->undecided = xasprintf("%zu objects %s, to compile them takes about %s; the "
					      "budget is %s", open, what, cost, budget);
	return 0;
}

static int ask(struct bench *bench, size_t commit)
{
	struct touched *touched = &bench->touched.v[commit];
	struct remake *remake = &touched->remake;
	int fit = 1;

	if (remake->broken)
		return 0;
	FOR_EACH(source, &remake->added) {
		bool other = !strlist_has(&touched->sources, *source);
		size_t nr = want(bench, other ? &remake->made : &touched->objects, *source,
				 commit + 1);

		bench->obligations.v[nr].fresh = true;
	}
	FOR_EACH(source, &remake->orphans) {
		size_t nr = want(bench, &remake->made, *source, commit + 1);

		bench->obligations.v[nr].fresh = true;
	}
	FOR_EACH(source, &remake->removed)
		want(bench, &remake->lost, *source, commit);
	if (remake->again.nr)
		fit = fits(bench, remake, &remake->again, commit + 1, "may come out otherwise");
	if (fit < 0)
		return -1;
	if (fit)
		FOR_EACH(source, &remake->again)
			want(bench, &remake->made, *source, commit + 1);
	return 0;
}

int proof_kbuild_ask(struct bench *bench)
{
	for (size_t i = 0; i < bench->touched.nr; i++)
		if (ask(bench, i) < 0)
			return -1;
	return 0;
}

/* Every module has these of its own. */
static bool is_shared(const char *symbol)
{
	return !strcmp(symbol, "init_module") || !strcmp(symbol, "cleanup_module") ||
	       strchr(symbol, '.');
}

static bool offers(const struct loss *loss, const struct indexes *objects, const char *symbol)
{
	FOR_EACH(nr, objects) {
		const struct outcome *outcome = &loss->bench->obligations.v[*nr].outcome;

		if (strlist_find(&outcome->defined, symbol) ||
		    strlist_find(&outcome->exported, symbol))
			return true;
	}
	return false;
}

static void find_lost(struct loss *loss)
{
	struct touched *touched = loss->touched;

	FOR_EACH(nr, &touched->remake.lost) {
		const struct outcome *outcome = &loss->bench->obligations.v[*nr].outcome;
		const struct strlist *lists[] = { &outcome->defined, &outcome->exported };

		for (size_t i = 0; i < 2; i++)
			FOR_EACH(symbol, lists[i])
				if (!is_shared(*symbol) &&
				    !offers(loss, &touched->objects, *symbol) &&
				    !offers(loss, &touched->remake.made, *symbol))
					strlist_add(&loss->symbols, *symbol);
	}
	strlist_sort(&loss->symbols);
}

/* What is linked with a source that is not built any more. */
static void find_siblings(struct loss *loss, const char *source, struct strlist *sources)
{
	struct bench *bench = loss->bench;
	struct strlist modules = { 0 }, objects = { 0 };

	modules_of(&bench->modules, source, &modules);
	FOR_EACH(module, &modules)
		modules_members(&bench->modules, *module, &objects);
	FOR_EACH(object, &objects)
		*LIST_ADD(sources) = xasprintf("%.*sc", (int)strlen(*object) - 1, *object);
	strlist_release(&modules);
	strlist_release(&objects);
}

static int find_needers(struct loss *loss, struct strlist *needers)
{
	static const struct campaign everywhere;
	static const struct strlist no_scope;
	struct bench *bench = loss->bench;
	const struct view *after = &bench->stands.v[loss->commit + 1].view;
	struct files found CLEANUP(free_files) = { 0 };
	struct modules modules CLEANUP(free_modules) = { 0 };
	struct strlist sources = { 0 };
	int result;

	if (candidates_find(&found, bench->kbuild.state, bench->proof->base, bench->stands.all,
			    &bench->proof->base->tree, &everywhere, &no_scope,
			    &loss->symbols) < 0)
		return -1;
	FOR_EACH(file, &found)
		strlist_add(&sources, file->path);
	FOR_EACH(file, &after->changed)
		strlist_add(&sources, file->path);
	FOR_EACH(source, &loss->touched->remake.removed)
		find_siblings(loss, *source, &sources);
	strlist_sort(&sources);
	result = modules_load_tree(&modules, &bench->kbuild, bench->proof->base, after,
				   &bench->stands.v[loss->commit + 1].kconfig, &sources);
	modules_merge(&bench->modules, &modules);
	FOR_EACH(source, &sources) {
		char kind = modules_kind(&modules, *source);

		if ((kind == 'y' || kind == 'm') && view_find(after, *source))
			strlist_add(needers, *source);
	}
	strlist_release(&sources);
	return result;
}

static int meet_needers(struct loss *loss)
{
	struct bench *bench = loss->bench;
	struct strlist needers = { 0 };
	size_t asked = bench->obligations.nr;
	int result;

	find_lost(loss);
	if (!loss->symbols.nr)
		return 0;
	result = find_needers(loss, &needers);
	if (result == 0)
		result = fits(bench, &loss->touched->remake, &needers, loss->commit + 1,
			      "may need what is not built any more");
	if (result > 0)
		FOR_EACH(source, &needers)
			want(bench, &loss->needers, *source, loss->commit + 1);
	strlist_release(&needers);
	return result < 0 || bench_meet(bench, asked) < 0 ? -1 : 0;
}

static void judge_needs(struct sum *sum, const struct loss *loss, const struct indexes *objects)
{
	char *lost CLEANUP(free_text) = touched_name(&loss->touched->remake.removed);

	FOR_EACH(nr, objects) {
		const struct obligation *obligation = &loss->bench->obligations.v[*nr];

		FOR_EACH(symbol, &obligation->outcome.undefined) {
			char *what CLEANUP(free_text) = NULL;

			if (!strlist_find(&loss->symbols, *symbol))
				continue;
			what = xasprintf("needs %s, but %s is not built any more", *symbol, lost);
			sum_complain(sum, VERDICT_FAIL, obligation->source, what, NULL);
		}
	}
}

static char *praise(const struct remake *remake)
{
	size_t made = remake->added.nr + remake->made.nr;

	if (!remake->options.nr && !made && !remake->removed.nr)
		return xstrdup("neither the configuration nor any object is another one");
	return xasprintf("%zu option%s; objects: %zu new, %zu not built any more, "
			 "%zu compiled again", remake->options.nr,
			 remake->options.nr == 1 ? " differs" : "s differ", remake->added.nr,
			 remake->removed.nr, remake->again.nr);
}

/* Why a commit of which nothing bad is known has not passed; NULL: it has. */
static char *left_open(const struct remake *remake)
{
	if (remake->unheld)
		return xstrdup(remake->unheld);
	if (remake->undecided)
		return xasprintf("%s: treewide prove --level full decides", remake->undecided);
	return NULL;
}

static int judge(struct sum *sum, struct loss *loss)
{
	const struct touched *touched = loss->touched;
	const struct stand *stands = loss->bench->stands.v;

	if (touched->remake.broken)
		sum_complain(sum, stands[loss->commit].broken ? VERDICT_VOID : VERDICT_FAIL,
			     touched->kbuild.nr ? touched->kbuild.v[0] : "Kconfig",
			     touched->remake.broken, stands[loss->commit + 1].log);
	FOR_EACH(nr, &touched->remake.made) {
		judge_object(sum, loss->bench, *nr);
		if (judge_symbols(sum, loss->bench, *nr) < 0)
			return -1;
	}
	judge_needs(sum, loss, &touched->objects);
	judge_needs(sum, loss, &touched->remake.made);
	judge_needs(sum, loss, &loss->needers);
	return 0;
}

static int examine(struct bench *bench, size_t commit)
{
	struct touched *touched = &bench->touched.v[commit];
	struct loss loss = { .bench = bench, .touched = touched, .commit = commit };
	struct sum sum = SUM_START;
	bool any;
	char *undecided = NULL;
	int result;

	if (!touched->kbuild.nr && !touched->gone.nr)
		return 0;
	result = meet_needers(&loss);
	if (result == 0)
		result = judge(&sum, &loss);
	any = touched->remake.made.nr || touched->remake.added.nr || touched->remake.lost.nr;
	strlist_release(&loss.symbols);
	free(loss.needers.v);
	if (result < 0) {
		sum_release(&sum);
		return -1;
	}
	if (!sum.complaints.nr) {
		undecided = left_open(&touched->remake);
		sum.kind = undecided ? VERDICT_UNCOVERED : sum.kind;
	}
	judge_tell(&sum, bench, commit, "kbuild", undecided ? "" : any ? "compiled" : "identical",
		   undecided ? undecided : praise(&touched->remake));
	return 0;
}

int proof_kbuild(struct bench *bench)
{
	for (size_t i = 0; i < bench->touched.nr; i++)
		if (examine(bench, i) < 0)
			return -1;
	return 0;
}
