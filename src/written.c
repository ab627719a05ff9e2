// SPDX-License-Identifier: GPL-2.0
/* Records what treewide writes, apart from what people gave. */
#include "written.h"

#include "base.h"
#include "cleanup.h"
#include "heritage.h"
#include "message.h"
#include "plan.h"

#include <string.h>

/* The message of a patch without what people gave: trailers, and edits when @plain. */
static char *message_of(const struct patch *patch, const char *identity, bool plain)
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
		char *message CLEANUP(free_text) = message_of(patch, identity, plain);

		git_oid_cpy(&trees[messages.nr], plain ? patch_plain_tree(patch) : &patch->tree);
		strlist_add(&messages, message);
	}
	result = record_chain(tip, plan->base, &messages, trees);
	strlist_release(&messages);
	free(trees);
	return result;
}

int written_record(struct record *record, const struct plan *plan,
		   const struct heritage *heritage, const char *identity, const char *head,
		   const char *changelog, int revision)
{
	const struct record *before = heritage && heritage->there ? &heritage->record : NULL;

	git_oid_cpy(&record->base, &plan->base->commit);
	record->rev = xstrdup(plan->base->rev);
	record->head = xstrdup(head);
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
		git_oid_cpy(&record->previous, &before->previous);
		record->revision = before->revision;
	}
	if (record_write(record, plan->base) < 0)
		return -1;
	if (!before || git_oid_equal(&record->id, &before->id))
		return 0;
	git_oid_cpy(&record->previous, &before->id);
	record->revision = revision;
	return record_write(record, plan->base);
}
