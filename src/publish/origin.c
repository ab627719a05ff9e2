// SPDX-License-Identifier: GPL-2.0
/* Remembers which campaign.conf wrote a branch. */
#include "publish/origin.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/digest.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

#define STAGE "origin"

static git_oid branch_key(const struct base *base, const char *branch)
{
	return DIGEST(git_repository_commondir(base->repo), branch);
}

/* The path by which a campaign.conf is known, whatever folder the user stands in. */
static char *path_of(const struct campaign *campaign)
{
	char *path = realpath(campaign->path, NULL);

	return path ? path : xstrdup(campaign->path);
}

/* Does the file say @value for @key? A file that is gone, or broken, says nothing. */
static bool says(const char *path, const char *key, const char *value)
{
	git_config *config CLEANUP(free_config) = NULL;
	git_buf said = GIT_BUF_INIT;
	bool same = git_config_open_ondisk(&config, path) == 0 &&
		    git_config_get_string_buf(&said, config, key) == 0 &&
		    !strcmp(said.ptr, value);

	git_buf_dispose(&said);
	return same;
}

int origin_check(const struct state *state, const struct base *base,
		 const struct campaign *campaign, const char *branch, struct strlist *notes)
{
	char *path CLEANUP(free_text) = path_of(campaign);
	json_t *known CLEANUP(free_json) = NULL;
	git_oid key = branch_key(base, branch);

	if (ledger_get(state->ledger, STAGE, &key, &known) < 0)
		return -1;
	const char *other = json_string_value(known);
	if (!other || !strcmp(other, path) || !says(other, "campaign.name", campaign->name))
		return 0;
	if (!says(other, "campaign.title", campaign->title))
		return fail_usage("%s is the branch of another campaign of the same name, %s: give "
				  "one of them another name; --force writes over it",
				  branch, other);
	char *note CLEANUP(free_text) =
		xasprintf("%s was written from %s before, and that is still there: this one is %s",
			  branch, other, path);
	strlist_add_once(notes, note);
	return 0;
}

int origin_keep(struct state *state, const struct base *base, const struct campaign *campaign,
		const char *branch)
{
	char *path CLEANUP(free_text) = path_of(campaign);
	json_t *value CLEANUP(free_json) = json_string(path);
	git_oid key = branch_key(base, branch);

	/* a path that is no UTF-8 cannot be told, and is not remembered */
	return value ? ledger_put(state->ledger, STAGE, &key, value) : 0;
}
