// SPDX-License-Identifier: GPL-2.0
/* What is known of every commit of a series. */
#include "result/result.h"

#include "lib/lib.h"
#include "series/plan.h"
#include "series/series.h"

/* Which target compiles which file of which commit. */

void coverage_add(struct coverage *coverage, size_t commit, const char *file, const char *target,
		  enum coverage_state state)
{
	struct coverage_row *row = LIST_ADD(coverage);

	*row = (struct coverage_row){ commit, xstrdup(file), xstrdup(target), state };
}

enum coverage_state coverage_best(const struct coverage *coverage, size_t commit, const char *file)
{
	enum coverage_state best = COVERAGE_UNBUILT;

	FOR_EACH(row, coverage)
		if (row->commit == commit && row->state < best && !strcmp(row->file, file))
			best = row->state;
	return best;
}

const char *coverage_name(enum coverage_state state)
{
	static const char *const names[] = { "compiled", "failed", "unbuilt" };

	return names[state];
}

static void coverage_release(struct coverage *coverage)
{
	FOR_EACH(row, coverage)
		FREE_ALL(row->file, row->target);
	LIST_RELEASE(coverage);
}

/* Lists of verdicts. */

struct verdict *verdicts_add(struct verdicts *list, const char *check, const char *target,
			     enum verdict_kind kind, const char *evidence, char *detail)
{
	struct verdict *verdict = LIST_ADD(list);

	*verdict = (struct verdict){ .check = check, .target = target ? xstrdup(target) : NULL,
				     .kind = kind, .evidence = evidence, .detail = detail };
	return verdict;
}

const char *verdict_name(enum verdict_kind kind)
{
	static const char *const names[] = { "pass", "fail", "void", "uncovered", "skipped" };

	return names[kind];
}

void verdicts_release(struct verdicts *list)
{
	FOR_EACH(verdict, list)
		FREE_ALL(verdict->target, verdict->detail, verdict->log, verdict->state);
	LIST_RELEASE(list);
}

void result_init(struct series_result *proof, const struct plan *plan, const struct series *series)
{
	proof->base = plan->base;
	proof->plan = plan;
	proof->series = series;
	FOR_EACH(commit, series) {
		struct commit_result *proven = LIST_ADD(proof);

		git_oid_cpy(&proven->commit, &commit->id);
		proven->subject = xstrdup(commit->subject);
		proven->patch = "";
	}
}

const struct patch *result_planned(const struct series_result *proof, size_t nr)
{
	const struct patches *patches = &proof->plan->patches;

	if (nr >= patches->nr ||
	    !git_oid_equal(&patches->v[nr].tree, &proof->series->v[nr].tree))
		return NULL;
	return &patches->v[nr];
}

const struct patch *result_patch(const struct series_result *proof, size_t nr)
{
	const struct patch *planned = result_planned(proof, nr);

	if (planned)
		return planned;
	FOR_EACH(patch, &proof->plan->patches)
		if (!strcmp(patch->subject, proof->v[nr].subject))
			return patch;
	return NULL;
}

static bool is_meant(const struct commit_result *proven, const char *name)
{
	char id[GIT_OID_HEXSZ + 1];

	git_oid_tostr(id, sizeof(id), &proven->commit);
	return strlen(name) >= 4 && starts_with(id, name);
}

int result_find(const struct series_result *proof, const char *name, size_t *nr)
{
	char *end;
	unsigned long number = strtoul(name, &end, 10);
	size_t found = 0;

	for (size_t i = 0; i < proof->nr; i++) {
		if (!strcmp(proof->v[i].patch, name) || (!*end && *name && number == i + 1)) {
			*nr = i;
			return 0;
		}
		if (is_meant(&proof->v[i], name)) {
			*nr = i;
			found++;
		}
	}
	if (found == 1)
		return 0;
	return fail_usage("%s %s of %s", name, found ? "means more than one commit" :
						       "is neither number, patch id nor commit id",
			  proof->series->branch);
}

size_t result_count(const struct series_result *proof, enum verdict_kind kind)
{
	size_t count = 0;

	FOR_EACH(proven, proof)
		FOR_EACH(verdict, &proven->verdicts)
			count += verdict->kind == kind;
	return count;
}

void result_release(struct series_result *proof)
{
	FOR_EACH(proven, proof) {
		free(proven->subject);
		verdicts_release(&proven->verdicts);
		json_decref(proven->reasons);
	}
	free(proof->v);
	coverage_release(&proof->coverage);
	*proof = (struct series_result){ 0 };
}
