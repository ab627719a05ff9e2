// SPDX-License-Identifier: GPL-2.0
/* Shows how the patches of two versions of a series differ. */
#include "publish/rangediff.h"

#include "git/gitcmd.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "publish/sent.h"
#include "series/previous.h"

/* The patches of the series itself, without those of waves below: "a..b". */
static char *range_of(const struct series *series)
{
	const git_oid *start = series->below ? &series->v[series->below - 1].id : &series->base;
	char from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];

	git_oid_tostr(from, sizeof(from), start);
	git_oid_tostr(to, sizeof(to), &series->tip);
	return xasprintf("%s..%s", from, to);
}

static char *range_of_branch(const struct series *branch)
{
	char from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];

	git_oid_tostr(from, sizeof(from), &branch->start);
	git_oid_tostr(to, sizeof(to), &branch->tip);
	return xasprintf("%s..%s", from, to);
}

/* The patches before; NULL with a reason. */
static char *range_before(const struct base *base, const struct previous_series *previous)
{
	struct series sent CLEANUP(free_series) = { 0 };
	struct record record CLEANUP(free_record) = { 0 };
	int version = sent_find(&sent, &record, base, previous);

	if (version < 0)
		return NULL;
	if (version > 0)
		return range_of(&sent);
	record_release(&record);
	if (git_oid_is_zero(&previous->record.previous)) {
		fail_no("there is nothing to compare %s with: it was written once, and not sent",
			previous->branch.branch);
		return NULL;
	}
	if (record_load(&record, base, &previous->record.previous) < 0)
		return NULL;
	return range_of(&record.stood);
}

char *rangediff_text(struct state *state, const struct base *base,
		     const struct previous_series *previous)
{
	char *before CLEANUP(free_text) = NULL;
	char *now CLEANUP(free_text) = NULL;

	if (!previous->there || !previous->branch.nr) {
		fail_usage("there is no branch that treewide wrote: run treewide generate first");
		return NULL;
	}
	before = range_before(base, previous);
	now = range_of_branch(&previous->branch);
	return before ? gitcmd_range_diff(state, base, before, now) : NULL;
}
