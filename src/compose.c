// SPDX-License-Identifier: GPL-2.0
/* Addresses the patches of a series and fills in what they say. */
#include "compose.h"

#include "base.h"
#include "campaign.h"
#include "change.h"
#include "cleanup.h"
#include "fail.h"
#include "maintainers.h"
#include "message.h"
#include "patch.h"
#include "policy.h"

#include <string.h>

static int ask(const struct maintainers *maintainers, const struct patches *patches)
{
	struct strlist paths = { 0 };
	int result;

	FOR_EACH(patch, patches)
		FOR_EACH(change, &patch->changes)
			strlist_add(&paths, (*change)->path);
	strlist_sort(&paths);
	result = maintainers_ask(maintainers, &paths);
	strlist_release(&paths);
	return result;
}

/* Those who are responsible for the files of one patch, and those who get every one. */
static int add_own(struct patch *patch, const struct maintainers *maintainers,
		   const struct policy *policy)
{
	struct strlist lines = { 0 };
	int result = 0;

	FOR_EACH(change, &patch->changes) {
		if (result == 0)
			result = maintainers_answer(maintainers, (*change)->path, &lines);
		FOR_EACH(line, &lines)
			if (result == 0)
				result = policy_add(policy, &patch->recipients, *line,
						    (*change)->path);
		strlist_release(&lines);
	}
	recipients_join(&patch->recipients, &policy->always, NULL);
	return result;
}

static int need_recipients(const struct patches *patches, const struct policy *policy)
{
	FOR_EACH(patch, patches)
		if (!patch->recipients.nr)
			return fail_usage("%s: patch %s (%s) would go to nobody, as "
					  "MAINTAINERS and [recipients] stand; name somebody who "
					  "gets every patch:\n"
					  "[recipients]\n\talways = Name <address>",
					  policy->campaign->path, patch->id,
					  patch->changes.nr ? patch->changes.v[0]->path : "");
	return 0;
}

int compose_recipients(struct patches *patches, struct recipients *cover, struct state *state,
		       const struct base *base, const struct files *all,
		       const struct policy *policy)
{
	const struct maintainers maintainers = { state, base, all,
						 policy_wants_committers(policy) };
	struct recipients everyone CLEANUP(free_recipients) = { 0 };

	if (ask(&maintainers, patches) < 0)
		return -1;
	FOR_EACH(patch, patches) {
		if (add_own(patch, &maintainers, policy) < 0)
			return -1;
		/* what stands below a wave is not of this series */
		if (patch->nr)
			recipients_join(&everyone, &patch->recipients, patch->id);
	}
	FOR_EACH(patch, patches) {
		if (patch->step->everyone && patch->nr)
			recipients_join(&patch->recipients, &everyone, NULL);
		policy_address(policy, &patch->recipients);
	}
	recipients_join(cover, policy->cover_everyone ? &everyone : &policy->always, NULL);
	policy_address(policy, cover);
	return need_recipients(patches, policy);
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
