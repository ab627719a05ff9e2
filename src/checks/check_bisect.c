// SPDX-License-Identifier: GPL-2.0
/* Looks at HEAD for what is wrong in the revision that git bisect knows as bad. */
#include "checks/check_bisect.h"

#include "build/compile.h"
#include "build/judge.h"
#include "build/target_build.h"
#include "lib/lib.h"
#include "result/result.h"

#define HEAD_AT 0 /* commits of the series, see range_load_bisect() */
#define BAD_AT 1
#define CANNOT_TELL 125

static size_t count(const struct commit_result *proven, enum verdict_kind kind)
{
	size_t nr = 0;

	FOR_EACH(verdict, &proven->verdicts)
		nr += verdict->kind == kind;
	return nr;
}

static bool fails_anew(struct target_build *build, const struct object *object)
{
	struct tally tally CLEANUP(tally_release) = TALLY_START;

	judge_object(&tally, build, object);
	return tally.kind == VERDICT_FAIL;
}

/* A file that is not there, or not built, cannot be wrong. */
static bool is_made(struct target_build *build, const char *source)
{
	return target_build_builds(build, source) &&
	       view_find(&build->revisions.v[HEAD_AT + 1].view, source);
}

/* Ask at HEAD for the objects that fail in the bad revision: how many these are. */
static size_t ask_head(struct target_build *build, const struct object_refs *bad,
		       struct object_refs *asked)
{
	size_t nr = 0;

	FOR_EACH(at, bad) {
		if (!fails_anew(build, *at))
			continue;
		nr++;
		if (is_made(build, (*at)->source))
			object_refs_add(asked, object_want(&build->objects, &build->modules,
							   (*at)->source, HEAD_AT + 1));
	}
	return nr;
}

static int judge(struct target_build *build, const char *check, const struct object_refs *bad)
{
	struct object_refs asked = { 0 };
	struct tally tally = TALLY_START;
	size_t first = build->objects.nr, nr = ask_head(build, bad, &asked);
	int result = nr ? compile_compared(build, first) : 0;

	if (nr && !result) {
		FOR_EACH(object, &asked)
			judge_object(&tally, build, *object);
		judge_tell(&tally, build, HEAD_AT, check, "compiled",
			   xasprintf("what fails in the bad revision compiles here: %zu object%s",
				     nr, nr == 1 ? "" : "s"));
	}
	free(asked.v);
	return result;
}

/* Where HEAD fails already no more has to be known. */
int check_bisect(struct target_build *build)
{
	const struct changed_files *bad;

	if (build->changed.nr <= BAD_AT || count(&build->proof->v[HEAD_AT], VERDICT_FAIL))
		return 0;
	bad = &build->changed.v[BAD_AT];
	return judge(build, "objects", &bad->objects) < 0 ||
	       judge(build, "readers", &bad->readers) < 0 ||
	       judge(build, "kbuild", &bad->rebuild.made) < 0 ? -1 : 0;
}

static bool same_text(const char *a, const char *b)
{
	return !a || !b ? a == b : !strcmp(a, b);
}

/* Does HEAD pass the check that fails in the bad revision? One that has nothing to say of what HEAD
 * changes says that it is good. */
static bool is_settled(const struct commit_result *head, const struct verdict *bad)
{
	bool any = false;

	FOR_EACH(verdict, &head->verdicts) {
		if (strcmp(verdict->check, bad->check) != 0 ||
		    !same_text(verdict->target, bad->target))
			continue;
		if (verdict->kind == VERDICT_PASS)
			return true;
		any = true;
	}
	return !any;
}

int check_bisect_answer(const struct series_result *proof)
{
	const struct commit_result *head = &proof->v[HEAD_AT], *bad = head;

	if (proof->nr > BAD_AT)
		bad = &proof->v[BAD_AT];
	if (count(head, VERDICT_FAIL))
		return 1;
	if (!count(head, VERDICT_UNCOVERED) && !count(head, VERDICT_VOID))
		return 0;
	FOR_EACH(verdict, &bad->verdicts)
		if (verdict->kind == VERDICT_FAIL)
			return is_settled(head, verdict) ? 0 : CANNOT_TELL;
	return CANNOT_TELL;
}
