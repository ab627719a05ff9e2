// SPDX-License-Identifier: GPL-2.0
/* Adds up what became of objects. */
#include "build/judge.h"

#include "build/symbols.h"
#include "build/target_build.h"
#include "lib/cleanup.h"
#include "result/result.h"

#include <string.h>

/* How much a kind weighs against others. */
static int weight(enum verdict_kind kind)
{
	switch (kind) {
	case VERDICT_FAIL:
		return 3;
	case VERDICT_VOID:
		return 2;
	case VERDICT_SKIPPED:
		return 1;
	default:
		return 0;
	}
}

void sum_complain(struct sum *sum, enum verdict_kind kind, const char *source, const char *what,
		  const char *log)
{
	char **complaint = LIST_ADD(&sum->complaints);

	*complaint = xasprintf("%s: %s", source, what);
	if (weight(kind) > weight(sum->kind)) {
		char *first = sum->complaints.v[0];

		sum->complaints.v[0] = *complaint;
		*complaint = first;
		sum->kind = kind;
		free(sum->source);
		sum->source = xstrdup(source);
		free(TAKE(sum->log));
	}
	if (!sum->log && log)
		sum->log = xstrdup(log);
}

static void complain(struct sum *sum, enum verdict_kind kind, const struct obligation *obligation,
		     const char *what)
{
	sum_complain(sum, kind, obligation->source, what, obligation->outcome.log);
}

static const struct outcome *outcome_of(const struct bench *bench, size_t nr)
{
	return nr == (size_t)-1 ? NULL : &bench->obligations.v[nr].outcome;
}

/* Each warning of @outcome that the series is not to blame for is used up once: a second
 * copy is new. */
struct known {
	const struct strlist *warnings;		/* borrowed; NULL: none */
	bool *used;
};

static void know(struct known *known, const struct outcome *outcome)
{
	known->warnings = outcome ? &outcome->warnings : NULL;
	known->used = outcome ? xcalloc(outcome->warnings.nr + 1, sizeof(bool)) : NULL;
}

static bool use_up(struct known *known, const char *warning)
{
	for (size_t i = 0; known->warnings && i < known->warnings->nr; i++) {
		if (known->used[i] || strcmp(known->warnings->v[i], warning) != 0)
			continue;
		known->used[i] = true;
		return true;
	}
	return false;
}

/* Those of the base are not the series' fault, those before this commit not its own. */
static void judge_warnings(struct sum *sum, const struct bench *bench, size_t nr, size_t base_nr,
			   size_t before_nr, size_t twin_nr)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	struct known base, before, twin;

	know(&base, outcome_of(bench, base_nr));
	know(&before, outcome_of(bench, before_nr));
	know(&twin, outcome_of(bench, twin_nr));
	FOR_EACH(warning, &obligation->outcome.warnings) {
		bool old = use_up(&base, *warning), earlier = use_up(&before, *warning);

		if (!old && !earlier)
			complain(sum, use_up(&twin, *warning) ? VERDICT_SKIPPED : VERDICT_FAIL,
				 obligation, *warning);
	}
	free(base.used);
	free(before.used);
	free(twin.used);
}

void judge_object(struct sum *sum, struct bench *bench, size_t nr)
{
	const struct obligation *obligation = &bench->obligations.v[nr];
	const struct outcome *base, *twin;
	size_t base_nr, before_nr, twin_nr;

	if (!obligation->met) {
		sum->left_out++;
		return;
	}
	sum->seconds += obligation->outcome.seconds;
	sum->reused = sum->reused && obligation->reused;
	if (obligation->outcome.ok && !obligation->outcome.warnings.nr)
		return;
	base_nr = bench_base(bench, nr);
	before_nr = bench_before(bench, nr);
	twin_nr = bench_twin(bench, nr);
	obligation = &bench->obligations.v[nr];
	base = outcome_of(bench, base_nr);
	twin = outcome_of(bench, twin_nr);
	if (!obligation->outcome.ok) {
		const struct strlist *errors = &obligation->outcome.errors;
		enum verdict_kind kind = base && !base->ok ? VERDICT_VOID :
					 twin && !twin->ok ? VERDICT_SKIPPED : VERDICT_FAIL;

		complain(sum, kind, obligation, errors->nr ? errors->v[0] : "no object");
		return;
	}
	judge_warnings(sum, bench, nr, base_nr, before_nr, twin_nr);
}

/* The symbols that are new against the base and that nobody offers. */
static int find_missing(struct bench *bench, size_t nr, struct strlist *missing)
{
	struct strlist doubtful = { 0 };
	int result = bench_doubtful(bench, nr, &doubtful);
	size_t base = doubtful.nr ? bench_base(bench, nr) : (size_t)-1;

	if (base != (size_t)-1)
		symbols_new(&bench->obligations, base, &doubtful, missing);
	else
		FOR_EACH(symbol, &doubtful)
			strlist_add(missing, *symbol);
	strlist_release(&doubtful);
	return result;
}

/* What the object may not use, and neither could it in the base. */
static int judge_terms(struct sum *sum, struct bench *bench, size_t nr)
{
	struct strlist broken = { 0 }, base = { 0 }, twin = { 0 };
	int result = bench_broken(bench, nr, &broken);
	size_t base_nr = broken.nr ? bench_base(bench, nr) : (size_t)-1;
	size_t twin_nr = broken.nr ? bench_twin(bench, nr) : (size_t)-1;

	if (result == 0 && base_nr != (size_t)-1)
		result = bench_broken(bench, base_nr, &base);
	if (result == 0 && twin_nr != (size_t)-1)
		result = bench_broken(bench, twin_nr, &twin);
	FOR_EACH(text, &broken)
		if (result == 0 && !strlist_has(&base, *text))
			complain(sum, strlist_has(&twin, *text) ? VERDICT_SKIPPED : VERDICT_FAIL,
				 &bench->obligations.v[nr], *text);
	strlist_release(&broken);
	strlist_release(&base);
	strlist_release(&twin);
	return result;
}

int judge_symbols(struct sum *sum, struct bench *bench, size_t nr)
{
	struct strlist missing = { 0 }, before = { 0 };
	size_t twin;
	int result;

	sum->left_out += !bench->obligations.v[nr].met;
	if (!bench->obligations.v[nr].outcome.ok)
		return 0;
	sum->reused = sum->reused && bench->obligations.v[nr].reused;
	result = find_missing(bench, nr, &missing);
	twin = missing.nr ? bench_twin(bench, nr) : (size_t)-1;
	if (result == 0 && twin != (size_t)-1)
		result = find_missing(bench, twin, &before);
	FOR_EACH(symbol, &missing) {
		char *what CLEANUP(free_text) =
			xasprintf("nothing in this %s exports %s",
				  twin == (size_t)-1 ? "commit" : "tree", *symbol);

		complain(sum, strlist_has(&before, *symbol) ? VERDICT_SKIPPED : VERDICT_FAIL,
			 &bench->obligations.v[nr], what);
	}
	strlist_release(&missing);
	strlist_release(&before);
	return result < 0 ? -1 : judge_terms(sum, bench, nr);
}

void judge_tell(struct sum *sum, struct bench *bench, size_t commit, const char *check,
		const char *evidence, char *good)
{
	struct verdict *verdict;
	char *detail = good;

	if (sum->left_out && sum->kind != VERDICT_FAIL)
		sum_complain(sum, VERDICT_SKIPPED, "not examined",
			     "another commit has failed (--fail-fast)", NULL);
	if (sum->complaints.nr) {
		detail = sum->complaints.nr > 1 ?
				 xasprintf("%s (and %zu more)", sum->complaints.v[0],
					   sum->complaints.nr - 1) : xstrdup(sum->complaints.v[0]);
		free(good);
	}
	verdict = verdicts_add(&bench->proof->v[commit].verdicts, check,
			       bench->kbuild.target.name, sum->kind, evidence, detail);
	verdict->log = TAKE(sum->log);
	verdict->seconds = sum->seconds;
	verdict->reused = sum->reused;
	sum_release(sum);
}

void sum_release(struct sum *sum)
{
	strlist_release(&sum->complaints);
	free(TAKE(sum->source));
	free(TAKE(sum->log));
}
