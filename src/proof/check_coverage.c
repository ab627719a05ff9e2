// SPDX-License-Identifier: GPL-2.0
/* The check coverage: no file without a target that compiles it. */
#include "proof/check_coverage.h"

#include "lib/cleanup.h"
#include "proof/coverage_hint.h"
#include "result/result.h"
#include "series/plan.h"

#include <string.h>

/* The files of a commit, sorted. */
static void list_uncovered(const struct series_result *proof, size_t commit, struct strlist *files)
{
	FOR_EACH(row, &proof->coverage)
		if (row->commit == commit)
			strlist_add(files, row->file);
	strlist_sort(files);
}

static const struct coverage_hint *find_remedy(const struct coverage_hints *remedies,
					       const char *file)
{
	FOR_EACH(remedy, remedies)
		if (!strcmp(remedy->file, file))
			return remedy;
	return NULL;
}

static void judge_coverage(struct series_result *proof, size_t commit,
			   const struct coverage_hints *remedies)
{
	struct verdicts *verdicts = &proof->v[commit].verdicts;
	struct strlist files = { 0 };
	bool covered = true;

	list_uncovered(proof, commit, &files);
	FOR_EACH(file, &files) {
		const struct coverage_hint *remedy = find_remedy(remedies, *file);
		char *words CLEANUP(free_text) = NULL;

		if (coverage_best(&proof->coverage, commit, *file) != COVERAGE_UNBUILT)
			continue;
		covered = false;
		words = coverage_hint_words(remedy);
		verdicts_add(verdicts, "coverage", NULL, VERDICT_UNCOVERED, "",
			     xasprintf("no chosen target compiles %s: %s", *file, words));
	}
	if (files.nr && covered)
		verdicts_add(verdicts, "coverage", NULL, VERDICT_PASS, "compiled",
			     xasprintf("%zu file%s, each under at least one target", files.nr,
				       files.nr == 1 ? "" : "s"));
	strlist_release(&files);
}

int check_coverage(struct series_result *proof, struct state *state, const struct strlist *chosen)
{
	struct coverage_hints remedies CLEANUP(coverage_hints_release) = { 0 };
	struct strlist uncovered = { 0 };
	int result = 0;

	FOR_EACH(row, &proof->coverage)
		if (coverage_best(&proof->coverage, row->commit, row->file) == COVERAGE_UNBUILT)
			strlist_add(&uncovered, row->file);
	strlist_sort(&uncovered);
	if (uncovered.nr)
		result = coverage_hints_find(&remedies, state, proof->base, &proof->plan->all,
					     chosen, &uncovered);
	strlist_release(&uncovered);
	for (size_t i = 0; result == 0 && i < proof->nr; i++)
		judge_coverage(proof, i, &remedies);
	return result;
}
