// SPDX-License-Identifier: GPL-2.0
/* Finds what b4 has sent. */
#include "publish/sent.h"

#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "series/b4.h"
#include "series/previous.h"

#include <string.h>

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
	struct b4_tracking tracking CLEANUP(free_b4_tracking) = { 0 };
	const char *branch = previous->branch.branch, *slash = strchr(branch, '/');
	int version, known;
	git_oid tip;

	if (b4_parse(&tracking, previous->branch.cover) < 0)
		return -1;
	version = tracking.revision - 1;
	if (version < 1 ||
	    (!find_sent_tag(&tip, base, slash ? slash + 1 : branch, version) &&
	     !find_sent_tag(&tip, base, tracking.change_id, version)))
		return 0;
	known = find_record(record, base, &previous->record, tracking.revision);
	if (known <= 0)
		return known;
	if (series_read(sent, base, &record->base, &tip) < 0) {
		fail_clear();
		return 0;
	}
	sent->below = record->below;
	return version;
}
