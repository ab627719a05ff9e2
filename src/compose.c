// SPDX-License-Identifier: GPL-2.0
/* Addresses the patches of a series and fills in what they say. */
#include "compose.h"

#include "base.h"
#include "campaign.h"
#include "change.h"
#include "cleanup.h"
#include "fail.h"
#include "message.h"
#include "patch.h"

#include <string.h>

int compose_recipients(struct patches *patches, struct state *state, const struct base *base,
		       const struct files *all, const struct campaign *campaign)
{
	struct recipients everyone = { 0 };
	struct strlist paths = { 0 };
	int result;

	FOR_EACH(patch, patches)
		FOR_EACH(change, &patch->changes)
			if (files_find(all, (*change)->path))
				strlist_add(&paths, (*change)->path);
	strlist_sort(&paths);
	result = subsystems_ask(state, base, all, &paths);
	FOR_EACH(patch, patches) {
		FOR_EACH(change, &patch->changes)
			if (result == 0 && strlist_find(&paths, (*change)->path))
				result = recipients_add(&patch->recipients, state,
							all, campaign,
							(*change)->path);
		recipients_join(&everyone, &patch->recipients);
	}
	FOR_EACH(patch, patches)
		if (patch->step->everyone)
			recipients_join(&patch->recipients, &everyone);
	recipients_release(&everyone);
	strlist_release(&paths);
	return result;
}

int compose_messages(struct patches *patches, const struct base *base)
{
	FOR_EACH(patch, patches) {
		const struct step *step = patch->step;
		char *rev CLEANUP(free_text) = xasprintf("%s (%.12s)", base->rev,
							 git_oid_tostr_s(&base->commit));
		char *count CLEANUP(free_text) = xasprintf("%zu", patches->nr);
		const struct field fields[] = { { "prefix", patch->prefix }, { "base", rev },
						{ "count", count }, { NULL, NULL } };

		patch->body = step->message.text ? message_fill(step->message.path,
								step->message.text, fields) :
						   xstrdup("");
		if (!patch->body)
			return -1;
		if (strstr(patch->body, "\n---\n"))
			return fail_usage("%s: a line \"---\" ends the message when it is applied",
					  step->message.path);
		patch->subject = *patch->prefix ? xasprintf("%s: %s", patch->prefix,
							    step->subject) :
						  xstrdup(step->subject);
	}
	return 0;
}
