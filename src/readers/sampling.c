// SPDX-License-Identifier: GPL-2.0
/* Chooses the readers that are compiled, by what that costs. */
#include "readers/sampling.h"

#include "build/compile.h"
#include "readers/derive.h"
#include "readers/preprocess.h"
#include "build/target_build.h"
#include "kbuild/timing.h"
#include "lib/lib.h"

#define SAMPLE 12 /* readers that are compiled at least, when there are so many */
/* Seconds of one core, before anything was measured: Linux 6.12, gcc 12 */
#define OBJECT_SECONDS 1.0
#define TEXT_SECONDS 0.3

/* What one commit asks of its readers. */
struct sampling_question {
	struct target_build *build;
	struct changed_files *changed;
	size_t commit;
	double budget;
	double object, text;	/* seconds for one */
	char *underived;	/* why nothing was derived; owned */
};

static void want_includer(struct sampling_question *question, const char *source)
{
	object_refs_add(&question->changed->readers,
			target_build_want_includer(question->build, question->commit, source,
						   question->commit + 1));
}

static int take_pace(struct sampling_question *question)
{
	const struct kbuild *kbuild = &question->build->kbuild;

	question->object = timing_recall(kbuild, "object", OBJECT_SECONDS);
	question->text = timing_recall(kbuild, "text", TEXT_SECONDS);
	return question->object < 0 || question->text < 0 ? -1 : 0;
}

/* The marked readers, and a sample that is drawn evenly: the same on every machine. */
static int want_sample(struct sampling_question *question)
{
	struct includers *includers = &question->changed->includers;
	const struct strlist *built = &includers->built;
	size_t step = built->nr > SAMPLE ? built->nr / SAMPLE : 1;

	if (take_pace(question) < 0)
		return -1;
	includers->unmarked = includers->marked.nr > SAMPLE &&
			      (double)includers->marked.nr * question->object > question->budget;
	if (!includers->unmarked)
		FOR_EACH(path, &includers->marked)
			want_includer(question, *path);
	for (size_t i = step / 2, nr = 0; i < built->nr && nr < SAMPLE; i += step, nr++)
		want_includer(question, built->v[i]);
	return 0;
}

/* How many of these are not known yet? */
static int count_open(struct sampling_question *question, const struct strlist *sources,
		      size_t *open)
{
	return compile_count(question->build, sources, question->commit + 1, open);
}

static bool is_sampled(const struct sampling_question *question, const char *source)
{
	FOR_EACH(object, &question->changed->readers)
		if (!strcmp((*object)->source, source))
			return true;
	return false;
}

/* Who has to be compiled when all are preprocessed: one of each class, from the sample
 * where it holds one. */
static void pick(const struct sampling_question *question, const struct readings *readings,
		 struct strlist *picked)
{
	struct includers *includers = &question->changed->includers;
	struct strlist classes CLEANUP(strlist_release) = { 0 };

	includers->alone = picked->nr;
	for (int pass = 0; pass < 2; pass++) {
		FOR_EACH(reading, readings) {
			const struct pretext *pretext = &reading->pretext;
			const char *id = git_oid_tostr_s(&pretext->id);

			if (pretext->kind != PRETEXT_CLASS || strlist_has(&classes, id) ||
			    (!pass && !is_sampled(question, reading->source)))
				continue;
			strlist_add(&classes, id);
			strlist_add(picked, reading->source);
		}
	}
	FOR_EACH(reading, readings) {
		if (reading->pretext.kind != PRETEXT_ALONE)
			continue;
		includers->alone++;
		strlist_add(picked, reading->source);
	}
	includers->classes = classes.nr;
}

/* Of what cannot be preprocessed, each one is compiled; so are the marked ones, for a
 * macro that is defined twice leaves no trace in the text. */
static void split(const struct sampling_question *question, struct readings *readings,
		  struct strlist *picked)
{
	const struct includers *includers = &question->changed->includers;
	size_t parent = target_build_parent(question->build, question->commit);
	const struct view *before = &question->build->revisions.v[parent].view;

	readings->before = parent;
	readings->after = question->commit + 1;
	FOR_EACH(path, &includers->built) {
		if (strlist_find(&includers->marked, *path) || !readings_can(*path) ||
		    !view_find(before, *path))
			strlist_add(picked, *path);
		else
			readings_add(readings, &question->build->modules, *path);
	}
}

/* Why no more was done; @preprocessed: seconds, below 0 when that was not the reason. */
static void tell_limits(struct sampling_question *question, double all, double preprocessed,
			size_t left)
{
	char *long_all CLEANUP(free_text) = timing_words(all);
	char *long_text CLEANUP(free_text) = timing_words(preprocessed);
	char *budget CLEANUP(free_text) = timing_words(question->budget);
	char **limits = &question->changed->includers.limits;

	free(*limits);
	*limits = left ? xasprintf("of all preprocessed, %zu would have to be compiled, about %s; "
				   "the budget is %s", left, long_text, budget) :
			 xasprintf("to preprocess all takes about %s, to compile all %s; "
				   "the budget is %s", long_text, long_all, budget);
}

/* The level preprocessed, if it fits: 1; if not: 0, and why. */
static int try_preprocessed(struct sampling_question *question, double all)
{
	struct readings readings CLEANUP(readings_release) = { 0 };
	struct target_build *build = question->build;
	struct strlist picked CLEANUP(strlist_release) = { 0 };
	size_t open = 0, others = 0;
	double cost, left;

	split(question, &readings, &picked);
	if (readings_recall(&readings, &build->revisions, &open) < 0 ||
	    count_open(question, &picked, &others) < 0)
		return -1;
	cost = 2 * (double)open * question->text + (double)others * question->object;
	if (cost > question->budget) {
		tell_limits(question, all, cost, 0);
		return 0;
	}
	if (readings_make(&readings, &build->revisions) < 0)
		return -1;
	pick(question, &readings, &picked);
	if (count_open(question, &picked, &open) < 0)
		return -1;
	left = question->budget - readings.seconds;
	cost = (double)open * question->object;
	if (cost > (left > 0 ? left : 0)) {
		tell_limits(question, all, cost, open);
		return 0;
	}
	FOR_EACH(path, &picked)
		want_includer(question, *path);
	question->changed->includers.level = READERS_PREPROCESSED;
	return 1;
}

/* Does the user want it? Its soundness has not been measured, so nobody gets it unasked. */
static int wants_derived(const struct sampling_question *question)
{
	char *value CLEANUP(free_text) =
		base_config(question->build->revisions.base, "treewide.derived");
	int wanted = 0;

	if (value && git_config_parse_bool(&wanted, value) < 0)
		return fail_usage("treewide.derived = %s: neither true nor false", value);
	return wanted;
}

/* The level derived, if the readers that must be compiled fit: 1; if not: 0, and why. */
static int try_derived(struct sampling_question *question)
{
	struct derive_answer answer CLEANUP(derive_answer_release) = { .few = SAMPLE };
	size_t open = 0;
	int result = wants_derived(question);

	if (result <= 0)
		return result;
	result = derive_readers(question->build, question->changed, question->commit, &answer);

	question->underived = TAKE(answer.why);
	if (result <= 0)
		return result;
	if (count_open(question, &answer.picked, &open) < 0)
		return -1;
	double seconds = (double)open * question->object;
	if (seconds > question->budget) {
		char *time CLEANUP(free_text) = timing_words(seconds);

		question->underived = xasprintf("%zu would have to be compiled, about %s", open,
						time);
		return 0;
	}
	FOR_EACH(path, &answer.picked)
		want_includer(question, *path);
	question->changed->includers.level = READERS_DERIVED;
	return 1;
}

/* Not all can be compiled: what is the strongest that is known then, and why no more. */
static int try_weaker(struct sampling_question *question, double all)
{
	char **limits = &question->changed->includers.limits;
	int result = try_preprocessed(question, all);

	if (result == 0)
		result = try_derived(question);
	if (result == 0 && question->underived) {
		char *text = xasprintf("%s; not derived: %s", *limits, question->underived);

		free(*limits);
		*limits = text;
	}
	free(question->underived);
	question->underived = NULL;
	return result < 0 ? -1 : 0;
}

/* Has the sample shown already that the commit breaks most readers? To compile more would only
 * say so again. */
static bool is_broken(const struct sampling_question *question)
{
	size_t broken = 0;

	FOR_EACH(at, &question->changed->readers) {
		const struct object *base;

		if (!(*at)->done || (*at)->result.ok)
			continue;
		base = target_build_base(question->build, *at);
		broken += !base || (base->done && base->result.ok);
	}
	return broken * 2 > question->changed->readers.nr;
}

static int choose(struct sampling_question *question)
{
	struct includers *includers = &question->changed->includers;
	size_t open;

	if (is_broken(question)) {
		if (question->changed->readers.nr >= includers->built.nr)
			includers->level = READERS_ALL;
		includers->limits = xstrdup("most of these do not come out, which is enough");
		return 0;
	}
	if (take_pace(question) < 0 || count_open(question, &includers->built, &open) < 0)
		return -1;
	double all = (double)open * question->object;
	if (all > question->budget)
		return try_weaker(question, all);
	FOR_EACH(path, &includers->built)
		want_includer(question, *path);
	includers->level = READERS_ALL;
	return 0;
}

/* Of readers in the sample that do not come out, the base decides whose fault it is. */
static int ask_base(struct target_build *build)
{
	size_t asked = build->objects.nr;

	FOR_EACH(changed, &build->changed)
		FOR_EACH(at, &changed->readers)
			if ((*at)->done && !(*at)->result.ok)
				target_build_base(build, *at);
	return build->objects.nr == asked || build->fail_fast ? 0 : compile_all(build);
}

int sampling_choose(struct target_build *build)
{
	struct sampling_question question = { .build = build, .budget = build->budget };

	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < build->changed.nr; i++) {
			question.changed = &build->changed.v[i];
			question.commit = i;
			if (question.changed->headers.nr &&
			    (pass ? choose(&question) : want_sample(&question)) < 0)
				return -1;
		}
		/* objects and samples: what is measured here decides */
		if (!pass && build->fail_fast && compile_compared(build, 0) < 0)
			return -1;
		if (!pass && !build->fail_fast && compile_all(build) < 0)
			return -1;
		if (!pass && ask_base(build) < 0)
			return -1;
		if (build->failed)
			return 0;
	}
	return 0;
}
