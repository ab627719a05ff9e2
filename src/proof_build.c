// SPDX-License-Identifier: GPL-2.0
/* The checks objects, readers and symbols under one target. */
#include "proof_build.h"

#include "bench.h"
#include "cleanup.h"
#include "judge.h"
#include "proof.h"

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
		   !touched->uncovered.nr) {
		verdicts_add(verdicts, "objects", target, VERDICT_PASS, "identical",
			     xstrdup("no object reads what this commit changes"));
	}
}

static void examine_readers(struct bench *bench, size_t commit)
{
	struct touched *touched = &bench->touched.v[commit];
	char *headers CLEANUP(free_text) = touched_name(&touched->headers);
	struct sum sum = SUM_START;

	/* that a configuration builds no reader is told by the coverage */
	if (!touched->headers.nr || (!touched->readers.nr && touched->reach.nr))
		return;
	if (!touched->readers.nr) {
		verdicts_add(&bench->proof->v[commit].verdicts, "readers",
			     bench->kbuild.target.name, VERDICT_PASS, "checked",
			     xasprintf("no source can reach %s", headers));
		return;
	}
	FOR_EACH(nr, &touched->readers)
		judge_object(&sum, bench, *nr);
	judge_tell(&sum, bench, commit, "readers", "sampled",
		   xasprintf("%zu of %zu sources that can reach %s", touched->readers.nr,
			     touched->reach.nr, headers));
}

static int examine_symbols(struct bench *bench, size_t commit)
{
	struct touched *touched = &bench->touched.v[commit];
	struct sum sum = SUM_START;

	FOR_EACH(nr, &touched->objects) {
		if (judge_symbols(&sum, bench, *nr) < 0) {
			sum_release(&sum);
			return -1;
		}
	}
	if (touched->objects.nr)
		judge_tell(&sum, bench, commit, "symbols", "checked",
			   xstrdup("everything that the objects need is offered"));
	return 0;
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
		if (touched->reach.nr)
			coverage_add(coverage, commit, *path, target,
				     !touched->readers.nr		    ? COVERAGE_UNBUILT :
				     any_appeared(bench, &touched->readers) ? COVERAGE_COMPILED :
									      COVERAGE_FAILED);
}

int proof_build(struct bench *bench)
{
	if (bench_meet(bench, 0) < 0)
		return -1;
	for (size_t i = 0; i < bench->touched.nr; i++) {
		note_coverage(bench, i);
		examine_objects(bench, i);
		examine_readers(bench, i);
		if (examine_symbols(bench, i) < 0)
			return -1;
	}
	return 0;
}
