// SPDX-License-Identifier: GPL-2.0
/*
 * The check file: does each changed source compile, before the commit and after it?
 *
 * For trees whose profile compiles files one by one. The tree before is the control: what does not
 * compile there says nothing of the commit (void). A warning is new when the tree before does not
 * give it as often. With --level full also the check build, by the tree's own program where there
 * is one; the verdict tells which of the two was done.
 */
#include "git/treediff.h"
#include "lib/lib.h"
#include "profile/profile.h"
#include "checks/checks.h"
#include "result/result.h"
#include "series/plan.h"
#include "series/series.h"

typedef int (*asker)(struct file_answer *, const struct file_question *);

/* Both sides of one file, or of the tree. */
struct sides {
	struct file_answer before, after;
};

static void sides_release(struct sides *sides)
{
	file_answer_release(&sides->before);
	file_answer_release(&sides->after);
}

static const git_oid *tree_before(const struct series_result *proof, size_t nr)
{
	return series_tree(proof->series, proof->base, proof->series->v[nr].before);
}

/* @alone: the file is new, so that there is no control. */
static int ask_sides(struct sides *sides, const struct examination *examination, size_t nr,
		     asker ask, const char *path, bool alone)
{
	const struct series_result *proof = examination->proof;
	struct file_question question = { .state = examination->state, .base = proof->base,
					  .path = path };

	git_oid_cpy(&question.tree, tree_before(proof, nr));
	if (!alone && ask(&sides->before, &question) < 0)
		return -1;
	git_oid_cpy(&question.tree, &proof->series->v[nr].tree);
	return ask(&sides->after, &question);
}

/* What the two sides say; NULL: nothing is wrong. Owned by the caller. */
static char *judge_sides(const struct sides *sides, bool alone, enum verdict_kind *kind)
{
	struct strlist new CLEANUP(strlist_release) = { 0 };

	file_answer_new_warnings(&new, &sides->before, &sides->after);
	*kind = VERDICT_VOID;
	if (!alone && !sides->before.made)
		return xasprintf("before the commit it does not compile either: %s",
				 sides->before.error ? sides->before.error : "nothing says why");
	*kind = VERDICT_FAIL;
	if (!sides->after.made)
		return xstrdup(sides->after.error ? sides->after.error :
						    "no object appeared, and nothing says why");
	if (new.nr)
		return xasprintf("a new warning: %s%s", new.v[0], new.nr > 1 ? " (and more)" : "");
	*kind = VERDICT_PASS;
	return NULL;
}

static void add_verdict(struct examination *examination, size_t nr, const char *check,
			const struct sides *sides, enum verdict_kind kind, char *detail)
{
	struct verdict *verdict =
		verdicts_add(&examination->proof->v[nr].verdicts, check, sides->after.target, kind,
			     kind == VERDICT_UNCOVERED || kind == VERDICT_SKIPPED ? "" :
			     !strcmp(check, "build") ? "built" : "compiled", detail);

	verdict->seconds = sides->before.seconds + sides->after.seconds;
	verdict->reused = sides->after.reused;
}

static int examine_path(struct examination *examination, size_t nr, asker compile,
			const struct treedelta *delta)
{
	struct sides sides CLEANUP(sides_release) = { 0 };
	bool alone = git_oid_is_zero(&delta->before);
	enum verdict_kind kind;

	if (ask_sides(&sides, examination, nr, compile, delta->path, alone) < 0)
		return -1;
	if (sides.after.why_not) {
		add_verdict(examination, nr, "file", &sides, VERDICT_UNCOVERED,
			    xasprintf("%s: %s", delta->path, sides.after.why_not));
		return 0;
	}
	char *wrong CLEANUP(free_text) = judge_sides(&sides, alone, &kind);
	add_verdict(examination, nr, "file", &sides, kind,
		    wrong ? xasprintf("%s: %s", delta->path, wrong) :
			    xasprintf("%s compiles%s; this file alone: not a kernel that links",
				      delta->path, alone ? "" : " before and after"));
	coverage_add(&examination->proof->coverage, nr, delta->path, sides.after.target,
		     sides.after.made ? COVERAGE_COMPILED : COVERAGE_FAILED);
	return 0;
}

static int examine_commit(struct examination *examination, size_t nr, asker compile)
{
	struct series_result *proof = examination->proof;
	struct treediff diff CLEANUP(treediff_release) = { 0 };

	if (treediff_load(&diff, proof->base->repo, tree_before(proof, nr),
			  &proof->series->v[nr].tree) < 0)
		return -1;
	FOR_EACH(delta, &diff)
		if (!git_oid_is_zero(&delta->after) &&
		    examine_path(examination, nr, compile, delta) < 0)
			return -1;
	return 0;
}

/* The whole tree, by its own program. */
static int examine_whole(struct examination *examination, size_t nr, asker build)
{
	struct sides sides CLEANUP(sides_release) = { 0 };
	enum verdict_kind kind = VERDICT_SKIPPED;

	if (ask_sides(&sides, examination, nr, build, NULL, false) < 0)
		return -1;
	char *wrong CLEANUP(free_text) = sides.after.why_not ?
					 xstrdup(sides.after.why_not) :
					 judge_sides(&sides, false, &kind);
	add_verdict(examination, nr, "build", &sides, kind,
		    wrong ? TAKE(wrong) : xstrdup("the kernel links, before and after"));
	return 0;
}

int examine_file(struct examination *examination)
{
	const struct profile *profile = profile_of(&examination->proof->plan->all);

	for (size_t i = 0; profile->compile && i < examination->proof->nr; i++) {
		if (examine_commit(examination, i, profile->compile) < 0 ||
		    (examination->full && profile->build &&
		     examine_whole(examination, i, profile->build) < 0))
			return -1;
	}
	return 0;
}
