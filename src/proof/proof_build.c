// SPDX-License-Identifier: GPL-2.0
/* The checks objects, readers and symbols under one target. */
#include "proof/proof_build.h"

#include "build/judge.h"
#include "build/sampling.h"
#include "build/symdiff.h"
#include "build/target_build.h"
#include "lib/cleanup.h"
#include "proof/proof_kbuild.h"
#include "result/result.h"

static void examine_objects(struct bench *bench, size_t commit)
{
	struct touched *touched = &bench->touched.v[commit];
	struct verdicts *verdicts = &bench->proof->v[commit].verdicts;
	const char *target = bench->kbuild.target.name;
	struct sum sum = SUM_START;

	FOR_EACH(path, &touched->others)
		verdicts_add(verdicts, "objects", target, VERDICT_UNCOVERED, "",
			     xasprintf("what a change of %s does to a build is not judged yet",
				       *path));
	if (touched->objects.nr) {
		FOR_EACH(nr, &touched->objects)
			judge_object(&sum, bench, *nr);
		judge_tell(&sum, bench, commit, "objects", "compiled",
			   xasprintf("%zu object%s", touched->objects.nr,
				     touched->objects.nr == 1 ? "" : "s"));
	} else if (touched->silent.nr && !touched->headers.nr && !touched->others.nr &&
		   !touched->kbuild.nr && !touched->gone.nr &&
		   !touched->uncovered.nr) {
		verdicts_add(verdicts, "objects", target, VERDICT_PASS, "identical",
			     xstrdup("no object reads what this commit changes"));
	}
}

/* "all 24 readers of include/linux/pci.h", and how far that goes. */
static char *praise_readers(const struct touched *touched, const char *headers)
{
	const struct audience *audience = &touched->audience;
	size_t built = audience->built.nr, others = audience->reach.nr - built;
	char *more CLEANUP(free_text) =
		others ? xasprintf("; %zu that can reach it are not built by this configuration",
				   others) : xstrdup("");

	switch (audience->level) {
	case READERS_ALL:
		if (built == 1)
			return xasprintf("the only reader of %s%s", headers, more);
		return xasprintf("all %zu readers of %s%s", built, headers, more);
	case READERS_PREPROCESSED:
		return xasprintf("%zu readers of %s; the compiler reads %zu kinds of difference, "
				 "one reader of each is compiled, and %zu by themselves%s",
				 built, headers, audience->classes, audience->alone, more);
	default:
		return xasprintf("%zu of %zu readers of %s (%s)%s", touched->readers.nr, built,
				 headers, audience->limits, more);
	}
}

/* What a sample cannot tell; NULL where it can tell as much as it says. */
static char *doubt_readers(const struct touched *touched, const char *headers)
{
	const struct audience *audience = &touched->audience;
	char *altered CLEANUP(free_text) = touched_name(&audience->altered);
	char *what CLEANUP(free_text) = NULL;

	if (audience->level != READERS_SAMPLED)
		return NULL;
	if (audience->unmarked)
		what = xasprintf("%zu sources may know a name that is added", audience->marked.nr);
	else if (audience->altered.nr)
		what = xasprintf("more than additions (%s)", altered);
	else if (!audience->additive)
		what = xstrdup("declarations in another order");
	else
		return NULL;
	return xasprintf("%s: %s, and only %zu of %zu readers are compiled (%s): see --budget",
			 headers, what, touched->readers.nr, audience->built.nr,
			 audience->limits);
}

static int examine_readers(struct bench *bench, size_t commit)
{
	static const char *const evidence[] = { [READERS_SAMPLED] = "sampled",
						[READERS_PREPROCESSED] = "preprocessed",
						[READERS_ALL] = "compiled" };
	struct touched *touched = &bench->touched.v[commit];
	char *headers CLEANUP(free_text) = touched_name(&touched->headers);
	struct sum sum = SUM_START;
	char *doubt;

	/* that a configuration builds no reader is told by the coverage */
	if (!touched->headers.nr || (!touched->audience.built.nr && touched->audience.reach.nr))
		return 0;
	if (!touched->audience.built.nr) {
		verdicts_add(&bench->proof->v[commit].verdicts, "readers",
			     bench->kbuild.target.name, VERDICT_PASS, "checked",
			     xasprintf("no source can reach %s", headers));
		return 0;
	}
	FOR_EACH(nr, &touched->readers) {
		judge_object(&sum, bench, *nr);
		if (judge_symbols(&sum, bench, *nr) < 0) {
			sum_release(&sum);
			return -1;
		}
	}
	doubt = doubt_readers(touched, headers);
	if (doubt && !sum.complaints.nr)
		sum.kind = VERDICT_UNCOVERED;
	judge_tell(&sum, bench, commit, "readers",
		   sum.kind == VERDICT_UNCOVERED ? "" : evidence[touched->audience.level],
		   doubt ? doubt : praise_readers(touched, headers));
	return 0;
}

static int examine_symbols(struct bench *bench, size_t commit)
{
	struct touched *touched = &bench->touched.v[commit];
	struct sum sum = SUM_START;

	int result = 0;

	FOR_EACH(nr, &touched->objects)
		if (result == 0)
			result = judge_symbols(&sum, bench, *nr);
	if (result == 0)
		result = links_judge(&sum, bench, commit);
	if (result == 0 && (touched->objects.nr || sum.complaints.nr))
		judge_tell(&sum, bench, commit, "symbols", "checked",
			   xstrdup("everything that the objects need is offered"));
	else
		sum_release(&sum);
	return result;
}

static bool any_appeared(const struct bench *bench, const struct indexes *objects)
{
	FOR_EACH(nr, objects)
		if (bench->obligations.v[*nr].outcome.ok)
			return true;
	return false;
}

/* What this target makes of the files that a commit touches. */
static void note_coverage(struct bench *bench, size_t commit)
{
	const struct touched *touched = &bench->touched.v[commit];
	struct coverage *coverage = &bench->proof->coverage;
	const char *target = bench->kbuild.target.name;

	FOR_EACH(nr, &touched->objects) {
		const struct obligation *object = &bench->obligations.v[*nr];

		coverage_add(coverage, commit, object->source, target,
			     object->outcome.ok ? COVERAGE_COMPILED : COVERAGE_FAILED);
	}
	FOR_EACH(path, &touched->uncovered)
		coverage_add(coverage, commit, *path, target, COVERAGE_UNBUILT);
	FOR_EACH(path, &touched->headers)
		if (touched->audience.reach.nr)
			coverage_add(coverage, commit, *path, target,
				     !touched->readers.nr		    ? COVERAGE_UNBUILT :
				     any_appeared(bench, &touched->readers) ? COVERAGE_COMPILED :
									      COVERAGE_FAILED);
}

int proof_build(struct bench *bench)
{
	if (proof_kbuild_ask(bench) < 0 || links_want(bench) < 0 || levels_choose(bench) < 0 ||
	    bench_meet(bench, 0) < 0)
		return -1;
	for (size_t i = 0; i < bench->touched.nr; i++) {
		note_coverage(bench, i);
		examine_objects(bench, i);
		if (examine_readers(bench, i) < 0 || examine_symbols(bench, i) < 0)
			return -1;
	}
	return proof_kbuild(bench);
}
