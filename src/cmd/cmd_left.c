// SPDX-License-Identifier: GPL-2.0
/* treewide left: who still uses the names that the campaign converts, or any name. */
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

/* What a word is searched for in: nothing of a campaign but a name for its numbers. */
static int name_words(struct session *session, const struct options *options)
{
	if (options->campaign)
		return fail_usage("--word looks for a name without a campaign: it does not go "
				  "with --campaign");
	FOR_EACH(word, &options->words)
		if (!**word || word_length(*word) != strlen(*word))
			return fail_usage("--word %s: not a name of C", *word);
	session->campaign.path = xstrdup("--word");
	session->campaign.name = strlist_join(&options->words, "+");
	return 0;
}

/* Trees and branches are told of a campaign. */
static int find_uses(struct left_uses *uses, struct session *session,
		     const struct options *options, struct strlist *words)
{
	strlist_add_all_once(words, &options->words);
	strlist_sort(words);
	if (words->nr)
		return left_search(uses, &session->state, &session->base, &session->campaign,
				   words);
	if (left_words(words, &session->state, &session->base, &session->campaign) < 0)
		return -1;
	return left_find(uses, &session->state, &session->base, &session->campaign, words);
}

int cmd_left(const struct options *options)
{
	struct session session CLEANUP(session_release) = { .state.lock = -1 };
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct left_uses uses CLEANUP(left_release) = { 0 };

	if ((options->words.nr && name_words(&session, options) < 0) ||
	    session_open(&session, options, output_progress()) < 0 ||
	    find_uses(&uses, &session, options, &words) < 0)
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
