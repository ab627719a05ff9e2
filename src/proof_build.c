// SPDX-License-Identifier: GPL-2.0
/* The checks objects, readers and symbols under one target. */
#include "proof_build.h"

#include "base.h"
#include "cleanup.h"
#include "compile.h"
#include "kbuild.h"
#include "module.h"
#include "obligation.h"
#include "plan.h"
#include "proof.h"
#include "series.h"
#include "stand.h"
#include "state.h"
#include "symbols.h"
#include "touched.h"
#include "treescan.h"

#include <string.h>

#define SAMPLE 12		/* readers of a changed header that are compiled */
#define SAMPLE_DRAWN 36		/* drawn, since a configuration leaves many out */

struct work {
	struct proof *proof;
	struct state *state;
	struct kbuild kbuild;
	struct stands stands;
	struct modules modules;
	struct treescan scan;
	struct obligations obligations;
	struct touched_list touched;
};

static void free_work(struct work *work)
{
	touched_release(&work->touched);
	obligations_release(&work->obligations);
	treescan_release(&work->scan);
	modules_release(&work->modules);
	stands_release(&work->stands);
	kbuild_release(&work->kbuild);
}

/* Draw evenly from a sorted list: the same sample on every machine. */
static void draw(const struct strlist *from, size_t count, struct strlist *sample)
{
	size_t step = from->nr > count ? from->nr / count : 1;

	for (size_t i = step / 2; i < from->nr && sample->nr < count; i += step)
		strlist_add(sample, from->v[i]);
}

/* All sources of all commits, and the readers that were drawn. */
static int gather(struct work *work, struct strlist *paths, struct strlist *drawn)
{
	FOR_EACH(touched, &work->touched) {
		struct strlist readers = { 0 };
		int result = 0;

		FOR_EACH(source, &touched->sources)
			strlist_add(paths, *source);
		FOR_EACH(header, &touched->headers)
			if (result == 0)
				result = treescan_readers(&work->scan, *header, &readers);
		strlist_sort(&readers);
		touched->reader_total = readers.nr;
		draw(&readers, SAMPLE_DRAWN, &drawn[touched - work->touched.v]);
		FOR_EACH(path, &drawn[touched - work->touched.v])
			strlist_add(paths, *path);
		strlist_release(&readers);
		if (result < 0)
			return -1;
	}
	return 0;
}

static void want_readers(struct work *work, const struct strlist *drawn)
{
	for (size_t i = 0; i < work->touched.nr; i++) {
		struct touched *touched = &work->touched.v[i];

		FOR_EACH(path, &drawn[i]) {
			char kind = modules_kind(&work->modules, *path);

			if ((kind == 'y' || kind == 'm') && touched->readers.nr < SAMPLE &&
			    view_find(&work->stands.v[i + 1].view, *path))
				*LIST_ADD(&touched->readers) =
					obligation_want(&work->obligations, &work->modules,
							*path, i + 1);
		}
	}
}

static int want_all(struct work *work)
{
	struct strlist paths = { 0 };
	struct strlist *drawn = xcalloc(work->touched.nr, sizeof(*drawn));
	int result = gather(work, &paths, drawn);

	strlist_sort(&paths);
	if (result == 0)
		result = modules_load(&work->modules, &work->kbuild, work->proof->base,
				      &work->proof->plan->all, &paths);
	if (result == 0) {
		touched_want(&work->touched, &work->modules, &work->obligations);
		want_readers(work, drawn);
	}
	for (size_t i = 0; i < work->touched.nr; i++)
		strlist_release(&drawn[i]);
	free(drawn);
	strlist_release(&paths);
	return result;
}

/* The base's own object of the same source: only where something must be told
 * apart. (size_t)-1 when the base does not have the source. */
static size_t base_of(struct work *work, size_t nr)
{
	const char *source = work->obligations.v[nr].source;

	if (!files_find(&work->proof->plan->all, source))
		return (size_t)-1;
	return obligation_want(&work->obligations, &work->modules, source, 0);
}

static bool is_suspect(struct work *work, size_t nr, struct symbol_search *search, int *result)
{
	const struct outcome *outcome = &work->obligations.v[nr].outcome;
	struct strlist doubtful = { 0 };
	bool suspect = !outcome->ok || outcome->warnings.nr;

	if (!suspect && *result == 0) {
		*result = symbols_doubtful(search, nr, &doubtful);
		suspect = doubtful.nr > 0;
		strlist_release(&doubtful);
	}
	return suspect;
}

/* First the series, then as much of the base as it takes to judge it. */
static int meet(struct work *work)
{
	struct symbol_search search = { &work->obligations, &work->stands, &work->modules,
					&work->scan };
	size_t asked;
	int result = 0;

	if (compile_meet(&work->obligations, &work->stands) < 0)
		return -1;
	asked = work->obligations.nr;
	for (size_t i = 0; i < asked; i++)
		if (is_suspect(work, i, &search, &result))
			base_of(work, i);
	if (result < 0 || work->obligations.nr == asked)
		return result;
	return compile_meet(&work->obligations, &work->stands);
}

/* What a group of objects adds up to. */
struct sum {
	enum verdict_kind kind;
	struct strlist complaints;
	char *log;
	double seconds;
	bool reused;
};

static void complain(struct sum *sum, enum verdict_kind kind, const struct obligation *obligation,
		     const char *what)
{
	/* a failure weighs more than a void */
	if (sum->kind == VERDICT_PASS || kind == VERDICT_FAIL)
		sum->kind = kind;
	*LIST_ADD(&sum->complaints) = xasprintf("%s: %s", obligation->source, what);
	if (!sum->log && obligation->outcome.log)
		sum->log = xstrdup(obligation->outcome.log);
}

static void add_up(struct work *work, size_t nr, struct sum *sum)
{
	const struct obligation *obligation = &work->obligations.v[nr];
	const struct outcome *outcome = &obligation->outcome;
	size_t base;
	const struct outcome *before;

	sum->seconds += outcome->seconds;
	sum->reused = sum->reused && obligation->reused;
	if (outcome->ok && !outcome->warnings.nr)
		return;
	base = base_of(work, nr);
	obligation = &work->obligations.v[nr];
	outcome = &obligation->outcome;
	before = base != (size_t)-1 ? &work->obligations.v[base].outcome : NULL;
	if (!outcome->ok) {
		bool old = before && !before->ok;

		complain(sum, old ? VERDICT_VOID : VERDICT_FAIL, obligation,
			 outcome->errors.nr ? outcome->errors.v[0] : "no object");
		return;
	}
	FOR_EACH(warning, &outcome->warnings)
		if (!before || !strlist_has(&before->warnings, *warning))
			complain(sum, VERDICT_FAIL, obligation, *warning);
}

static void tell(struct work *work, size_t commit, const char *check, const char *evidence,
		 struct sum *sum, char *good)
{
	struct verdict *verdict;
	char *detail = good;

	if (sum->complaints.nr) {
		detail = sum->complaints.nr > 1 ?
				 xasprintf("%s (and %zu more)", sum->complaints.v[0],
					   sum->complaints.nr - 1) : xstrdup(sum->complaints.v[0]);
		free(good);
	}
	verdict = verdicts_add(&work->proof->v[commit].verdicts, check, work->kbuild.target.name,
			       sum->kind, evidence, detail);
	verdict->log = TAKE(sum->log);
	verdict->seconds = sum->seconds;
	verdict->reused = sum->reused;
	strlist_release(&sum->complaints);
}

static void judge_objects(struct work *work, size_t commit)
{
	struct touched *touched = &work->touched.v[commit];
	struct verdicts *verdicts = &work->proof->v[commit].verdicts;
	const char *target = work->kbuild.target.name;
	struct sum sum = { .reused = true };

	FOR_EACH(path, &touched->uncovered)
		verdicts_add(verdicts, "objects", target, VERDICT_UNCOVERED, "",
			     xasprintf("%s is not built by this configuration", *path));
	FOR_EACH(path, &touched->others)
		verdicts_add(verdicts, "objects", target, VERDICT_UNCOVERED, "",
			     xasprintf("what a change of %s does to a build is not judged yet",
				       *path));
	if (touched->objects.nr) {
		FOR_EACH(nr, &touched->objects)
			add_up(work, *nr, &sum);
		tell(work, commit, "objects", "compiled", &sum,
		     xasprintf("%zu object%s", touched->objects.nr,
			       touched->objects.nr == 1 ? "" : "s"));
	} else if (touched->silent.nr && !touched->headers.nr && !touched->others.nr &&
		   !touched->uncovered.nr) {
		verdicts_add(verdicts, "objects", target, VERDICT_PASS, "identical",
			     xstrdup("no object reads what this commit changes"));
	}
}

/* "a.h, b.h and 3 more" */
static char *name_some(const struct strlist *names)
{
	if (names->nr == 0)
		return xstrdup("");
	if (names->nr == 1)
		return xstrdup(names->v[0]);
	if (names->nr == 2)
		return xasprintf("%s or %s", names->v[0], names->v[1]);
	return xasprintf("%s, %s or %zu more", names->v[0], names->v[1], names->nr - 2);
}

static void judge_readers(struct work *work, size_t commit)
{
	struct touched *touched = &work->touched.v[commit];
	char *headers CLEANUP(free_text) = name_some(&touched->headers);
	struct sum sum = { .reused = true };

	if (!touched->headers.nr)
		return;
	if (!touched->readers.nr) {
		verdicts_add(&work->proof->v[commit].verdicts, "readers", work->kbuild.target.name,
			     touched->reader_total ? VERDICT_UNCOVERED : VERDICT_PASS,
			     touched->reader_total ? "" : "checked",
			     xasprintf("none of %zu readers of %s is built by this configuration",
				       touched->reader_total, headers));
		return;
	}
	FOR_EACH(nr, &touched->readers)
		add_up(work, *nr, &sum);
	tell(work, commit, "readers", "sampled", &sum,
	     xasprintf("%zu of %zu sources that can reach %s", touched->readers.nr,
		       touched->reader_total, headers));
}

static int judge_symbols(struct work *work, size_t commit)
{
	struct symbol_search search = { &work->obligations, &work->stands, &work->modules,
					&work->scan };
	struct touched *touched = &work->touched.v[commit];
	struct sum sum = { .reused = true };
	int result = 0;

	FOR_EACH(nr, &touched->objects) {
		struct strlist doubtful = { 0 }, missing = { 0 };

		if (!work->obligations.v[*nr].outcome.ok)
			continue;
		sum.reused = sum.reused && work->obligations.v[*nr].reused;
		if (result == 0)
			result = symbols_doubtful(&search, *nr, &doubtful);
		if (doubtful.nr) {
			size_t base = base_of(work, *nr);

			if (base == (size_t)-1)
				FOR_EACH(symbol, &doubtful)
					strlist_add(&missing, *symbol);
			else
				symbols_new(&work->obligations, base, &doubtful, &missing);
		}
		FOR_EACH(symbol, &missing) {
			char *what = xasprintf("nothing in this commit exports %s", *symbol);

			complain(&sum, VERDICT_FAIL, &work->obligations.v[*nr], what);
			free(what);
		}
		strlist_release(&doubtful);
		strlist_release(&missing);
	}
	if (touched->objects.nr)
		tell(work, commit, "symbols", "checked", &sum,
		     xstrdup("everything that the objects need is offered"));
	return result;
}

int proof_build(struct proof *proof, struct state *state, const char *name)
{
	struct work work CLEANUP(free_work) = { .proof = proof, .state = state };

	if (kbuild_open(&work.kbuild, state, name) < 0)
		return -1;
	work.stands.kbuild = &work.kbuild;
	work.stands.base = proof->base;
	work.stands.all = &proof->plan->all;
	treescan_init(&work.scan, state, proof->base, &proof->plan->all,
		      work.kbuild.target.srcarch);
	if (stands_add(&work.stands, &proof->base->tree) < 0)
		return -1;
	FOR_EACH(commit, proof->series)
		if (stands_add(&work.stands, &commit->tree) < 0)
			return -1;
	touched_load(&work.touched, &work.stands);
	if (want_all(&work) < 0 || meet(&work) < 0)
		return -1;
	for (size_t i = 0; i < proof->nr; i++) {
		judge_objects(&work, i);
		judge_readers(&work, i);
		if (judge_symbols(&work, i) < 0)
			return -1;
	}
	return 0;
}
