// SPDX-License-Identifier: GPL-2.0
/* Records what treewide writes, apart from what people gave. */
#include "publish/written.h"

#include "git/base.h"
#include "lib/cleanup.h"
#include "series/message.h"
#include "series/plan.h"
#include "series/previous.h"

#include <string.h>

#define MOST 20 /* records that are looked through */

/* The message of a patch without what people gave: trailers, and edits when @plain. */
static char *message_of_patch(const struct patch *patch, const char *identity, bool plain)
{
	struct patch bare = *patch;

	bare.received = (struct strlist){ 0 };
	if (plain && patch->plain_subject) {
		bare.subject = patch->plain_subject;
		bare.body = patch->plain_body;
	}
	return message_compose(&bare, identity);
}

static int write_chain(git_oid *tip, const struct plan *plan, const char *identity, bool plain)
{
	git_oid *trees = xcalloc(plan->patches.nr + 1, sizeof(*trees));
	struct strlist messages = { 0 };
	int result;

	FOR_EACH(patch, &plan->patches) {
		char *message CLEANUP(free_text) = message_of_patch(patch, identity, plain);

		git_oid_cpy(&trees[messages.nr], plain ? patch_plain_tree(patch) : &patch->tree);
		strlist_add(&messages, message);
	}
	result = record_chain(tip, plan->base, &messages, trees);
	strlist_release(&messages);
	free(trees);
	return result;
}

/* Become the record that says the same already: 1; there is none: 0; -1. */
static int find_same(struct record *record, const struct base *base, const struct record *before)
{
	git_oid next = before->previous;

	if (record_same(record, before)) {
		git_oid_cpy(&record->id, &before->id);
		return 1;
	}
	for (int steps = 0; steps < MOST && !git_oid_is_zero(&next) && base_has(base, &next);
	     steps++) {
		struct record older CLEANUP(free_record) = { 0 };

		if (record_load(&older, base, &next) < 0)
			return -1;
		if (older.revision != record->revision)
			return 0;
		if (record_same(record, &older)) {
			git_oid_cpy(&record->id, &older.id);
			return 1;
		}
		git_oid_cpy(&next, &older.previous);
	}
	return 0;
}

int publish_record(struct record *record, const struct plan *plan,
		   const struct previous_series *previous, const char *identity, const char *head,
		   const char *letter, const char *changelog, int revision)
{
	const struct record *before = previous && previous->there ? &previous->record : NULL;

	git_oid_cpy(&record->base, &plan->base->commit);
	record->rev = xstrdup(plan->base->rev);
	record->head = xstrdup(head);
	record->letter = xstrdup(letter);
	record->changelog = xstrdup(changelog ? changelog : before ? before->changelog : "");
	record->revision = revision;
	record->below = plan->below;
	FOR_EACH(patch, &plan->patches) {
		strlist_add(&record->ids, patch->id);
		strlist_add(&record->prefixes, patch->prefix);
	}
	if (write_chain(&record->wrote.tip, plan, identity, true) < 0 ||
	    write_chain(&record->stood.tip, plan, identity, false) < 0)
		return -1;
	if (before) {
		int known = find_same(record, plan->base, before);

		if (known)
			return known < 0 ? -1 : 0;
		git_oid_cpy(&record->previous, &before->id);
	}
	return record_write(record, plan->base);
}
