// SPDX-License-Identifier: GPL-2.0
/* Finds what b4 has sent. */
#include "publish/sent.h"

#include "git/base.h"
#include "git/gitcmd.h"
#include "lib/lib.h"
#include "series/b4.h"
#include "series/previous.h"

/* The commit of a tag: 1; there is no such tag: 0. */
static int find_sent_tag(git_oid *commit, const struct base *base, const char *name, int version)
{
	char *ref CLEANUP(free_text) = xasprintf("refs/tags/sent/%s-v%d", name, version);
	git_object *object CLEANUP(free_object) = NULL;
	git_object *peeled CLEANUP(free_object) = NULL;

	if (git_revparse_single(&object, base->repo, ref) < 0 ||
	    git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) < 0)
		return 0;
	git_oid_cpy(commit, git_object_id(peeled));
	return 1;
}

/* The last record of a version before @revision. */
static int find_record(struct record *record, const struct base *base,
		       const struct record *latest, int revision)
{
	git_oid next = latest->revision < revision ? latest->id : latest->previous;

	while (!git_oid_is_zero(&next)) {
		record_release(record);
		if (!base_has(base, &next))
			return 0;
		if (record_load(record, base, &next) < 0)
			return -1;
		if (record->revision < revision)
			return 1;
		git_oid_cpy(&next, &record->previous);
	}
	return 0;
}

int sent_find(struct series *sent, struct record *record, const struct base *base,
	      const struct previous_series *previous)
{
	struct b4_tracking tracking CLEANUP(b4_tracking_release) = { 0 };
	const char *branch = previous->branch.branch, *slash = strchr(branch, '/');
	git_oid tip;

	if (b4_parse(&tracking, previous->branch.cover) < 0)
		return -1;
	int version = tracking.revision - 1;
	if (version < 1 ||
	    (!find_sent_tag(&tip, base, slash ? slash + 1 : branch, version) &&
	     !find_sent_tag(&tip, base, tracking.change_id, version)))
		return 0;
	int known = find_record(record, base, &previous->record, tracking.revision);
	if (known <= 0)
		return known;
	if (series_read(sent, base, &record->base, &tip) < 0) {
		fail_clear();
		return 0;
	}
	sent->below = record->below;
	return version;
}

/* Shows how the patches of two versions of a series differ. */

/* The patches of the series itself, without those of waves below: "a..b". */
static char *range_of(const struct series *series)
{
	const git_oid *start = series->below ? &series->v[series->below - 1].id : &series->base;
	char from[GIT_OID_HEXSZ + 1], to[GIT_OID_HEXSZ + 1];

	git_oid_tostr(from, sizeof(from), start);
	git_oid_tostr(to, sizeof(to), &series->tip);
	return xasprintf("%s..%s", from, to);
}

/* The patches before; NULL with a reason. */
static char *range_before(const struct base *base, const struct previous_series *previous)
{
	struct series sent CLEANUP(series_release) = { 0 };
	struct record record CLEANUP(record_release) = { 0 };
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
	if (!previous->there || !previous->branch.nr) {
		fail_usage("there is no branch that treewide wrote: run treewide generate first");
		return NULL;
	}
	char *before CLEANUP(free_text) = range_before(base, previous);
	char *now CLEANUP(free_text) = series_range(&previous->branch);
	return before ? gitcmd_range_diff(state, base, before, now) : NULL;
}
