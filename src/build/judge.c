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

void tally_complain(struct tally *tally, enum verdict_kind kind, const char *source,
		    const char *what, const char *log)
{
	char **complaint = LIST_ADD(&tally->complaints);

	*complaint = xasprintf("%s: %s", source, what);
	if (weight(kind) > weight(tally->kind)) {
		char *first = tally->complaints.v[0];

		tally->complaints.v[0] = *complaint;
		*complaint = first;
		tally->kind = kind;
		free(tally->source);
		tally->source = xstrdup(source);
		free(TAKE(tally->log));
	}
	if (!tally->log && log)
		tally->log = xstrdup(log);
}

static void complain_object(struct tally *tally, enum verdict_kind kind,
			    const struct object *object, const char *what)
{
	tally_complain(tally, kind, object->source, what, object->result.log);
}

static const struct compile_result *outcome_of(const struct target_build *build, size_t nr)
{
	return nr == (size_t)-1 ? NULL : &build->objects.v[nr].result;
}

/* Each warning of @result that the series is not to blame for is used up once: a second
 * copy is new. */
struct known_objects {
	const struct strlist *warnings;		/* borrowed; NULL: none */
	bool *used;
};

static void know(struct known_objects *known, const struct compile_result *result)
{
	known->warnings = result ? &result->warnings : NULL;
	known->used = result ? xcalloc(result->warnings.nr + 1, sizeof(bool)) : NULL;
}

static bool use_up(struct known_objects *known, const char *warning)
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
static void judge_warnings(struct tally *tally, const struct target_build *build, size_t nr,
			   size_t base_nr, size_t before_nr, size_t series_nr)
{
	const struct object *object = &build->objects.v[nr];
	struct known_objects base, before, in_series;

	know(&base, outcome_of(build, base_nr));
	know(&before, outcome_of(build, before_nr));
	know(&in_series, outcome_of(build, series_nr));
	FOR_EACH(warning, &object->result.warnings) {
		bool old = use_up(&base, *warning), earlier = use_up(&before, *warning);

		if (!old && !earlier)
			complain_object(tally,
					use_up(&in_series, *warning) ? VERDICT_SKIPPED :
								       VERDICT_FAIL,
					object, *warning);
	}
	free(base.used);
	free(before.used);
	free(in_series.used);
}

void judge_object(struct tally *tally, struct target_build *build, size_t nr)
{
	const struct object *object = &build->objects.v[nr];
	const struct compile_result *base, *in_series;
	size_t base_nr, before_nr, series_nr;

	if (!object->done) {
		tally->left_out++;
		return;
	}
	tally->seconds += object->result.seconds;
	tally->reused = tally->reused && object->reused;
	if (object->result.ok && !object->result.warnings.nr)
		return;
	base_nr = target_build_base(build, nr);
	before_nr = target_build_before(build, nr);
	series_nr = target_build_in_series(build, nr);
	object = &build->objects.v[nr];
	base = outcome_of(build, base_nr);
	in_series = outcome_of(build, series_nr);
	if (!object->result.ok) {
		const struct strlist *errors = &object->result.errors;
		enum verdict_kind kind = base && !base->ok	     ? VERDICT_VOID :
					 in_series && !in_series->ok ? VERDICT_SKIPPED :
								       VERDICT_FAIL;

		complain_object(tally, kind, object, errors->nr ? errors->v[0] : "no object");
		return;
	}
	judge_warnings(tally, build, nr, base_nr, before_nr, series_nr);
}

/* The symbols that are new against the base and that nobody offers. */
static int find_missing(struct target_build *build, size_t nr, struct strlist *missing)
{
	struct strlist doubtful = { 0 };
	int result = target_build_doubtful(build, nr, &doubtful);
	size_t base = doubtful.nr ? target_build_base(build, nr) : (size_t)-1;

	if (base != (size_t)-1)
		symbols_new(&build->objects, base, &doubtful, missing);
	else
		FOR_EACH(symbol, &doubtful)
			strlist_add(missing, *symbol);
	strlist_release(&doubtful);
	return result;
}

/* What the object may not use, and neither could it in the base. */
static int judge_terms(struct tally *tally, struct target_build *build, size_t nr)
{
	struct strlist broken = { 0 }, base = { 0 }, in_series = { 0 };
	int result = target_build_broken(build, nr, &broken);
	size_t base_nr = broken.nr ? target_build_base(build, nr) : (size_t)-1;
	size_t series_nr = broken.nr ? target_build_in_series(build, nr) : (size_t)-1;

	if (result == 0 && base_nr != (size_t)-1)
		result = target_build_broken(build, base_nr, &base);
	if (result == 0 && series_nr != (size_t)-1)
		result = target_build_broken(build, series_nr, &in_series);
	FOR_EACH(text, &broken)
		if (result == 0 && !strlist_has(&base, *text))
			complain_object(tally,
					strlist_has(&in_series, *text) ? VERDICT_SKIPPED :
									 VERDICT_FAIL,
					&build->objects.v[nr], *text);
	strlist_release(&broken);
	strlist_release(&base);
	strlist_release(&in_series);
	return result;
}

int judge_symbols(struct tally *tally, struct target_build *build, size_t nr)
{
	struct strlist missing = { 0 }, before = { 0 };
	size_t in_series;
	int result;

	tally->left_out += !build->objects.v[nr].done;
	if (!build->objects.v[nr].result.ok)
		return 0;
	tally->reused = tally->reused && build->objects.v[nr].reused;
	result = find_missing(build, nr, &missing);
	in_series = missing.nr ? target_build_in_series(build, nr) : (size_t)-1;
	if (result == 0 && in_series != (size_t)-1)
		result = find_missing(build, in_series, &before);
	FOR_EACH(symbol, &missing) {
		char *what CLEANUP(free_text) =
			xasprintf("nothing in this %s exports %s",
				  in_series == (size_t)-1 ? "commit" : "tree", *symbol);

		complain_object(tally,
				strlist_has(&before, *symbol) ? VERDICT_SKIPPED : VERDICT_FAIL,
				&build->objects.v[nr], what);
	}
	strlist_release(&missing);
	strlist_release(&before);
	return result < 0 ? -1 : judge_terms(tally, build, nr);
}

void judge_tell(struct tally *tally, struct target_build *build, size_t commit, const char *check,
		const char *evidence, char *good)
{
	struct verdict *verdict;
	char *detail = good;

	if (tally->left_out && tally->kind != VERDICT_FAIL)
		tally_complain(tally, VERDICT_SKIPPED, "not examined",
			       "another commit has failed (--fail-fast)", NULL);
	if (tally->complaints.nr) {
		detail = tally->complaints.nr > 1 ?
				 xasprintf("%s (and %zu more)", tally->complaints.v[0],
					   tally->complaints.nr - 1) :
				 xstrdup(tally->complaints.v[0]);
		free(good);
	}
	verdict = verdicts_add(&build->proof->v[commit].verdicts, check,
			       build->kbuild.target.name, tally->kind, evidence, detail);
	verdict->log = TAKE(tally->log);
	verdict->seconds = tally->seconds;
	verdict->reused = tally->reused;
	tally_release(tally);
}

void tally_release(struct tally *tally)
{
	strlist_release(&tally->complaints);
	free(TAKE(tally->source));
	free(TAKE(tally->log));
}
