// SPDX-License-Identifier: GPL-2.0
/* treewide left: who still uses the names that the campaign converts. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "lib/lib.h"
#include "report/left.h"
#include "report/view_left.h"

/* Which files use the names more often than in another commit; how many, or -1. */
static int compare(json_t *document, struct session *session, const struct left_uses *now,
		   const struct strlist *words, const char *rev)
{
	struct base before CLEANUP(base_release) = { 0 };
	struct left_uses then CLEANUP(left_release) = { 0 };

	if (base_open(&before, git_repository_path(session->base.repo), rev) < 0 ||
	    left_search(&then, &session->state, &before, &session->campaign, words) < 0)
		return -1;
	return view_left_since(document, now, &then, &before) > 0;
}

int cmd_left(const struct options *options)
{
	struct session session CLEANUP(session_release) = { .state.lock = -1 };
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct left_uses uses CLEANUP(left_release) = { 0 };

	if (session_open(&session, options, output_progress()) < 0 ||
	    left_words(&words, &session.state, &session.base, &session.campaign) < 0 ||
	    left_find(&uses, &session.state, &session.base, &session.campaign, &words) < 0)
		return output_failure();
	const struct store store = session_store(&session);
	json_t *document CLEANUP(free_json) =
		view_left(&uses, &session.base, &session.campaign, &words, &store);
	int result = uses.nr > 0;
	if (document && options->since)
		result = compare(document, &session, &uses, &words, options->since);
	if (!document || result < 0)
		return output_failure();
	output_document(options->json, document, view_print_users_left);
	return result;
}
