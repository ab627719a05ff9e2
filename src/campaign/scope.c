// SPDX-License-Identifier: GPL-2.0
/* Answers what a campaign says of a file. */
#include "campaign/scope.h"

#include "campaign/campaign.h"

#include <string.h>

bool path_is_below(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(path, prefix, len))
		return false;
	return !len || prefix[len - 1] == '/' || !path[len] || path[len] == '/';
}

bool campaign_covers(const struct campaign *campaign, const struct strlist *scope, const char *path)
{
	const struct strlist *within = scope && scope->nr ? scope : &campaign->scope;
	bool inside = within->nr == 0;

	FOR_EACH(prefix, within)
		inside = inside || path_is_below(path, *prefix);
	FOR_EACH(prefix, &campaign->exclude)
		inside = inside && !path_is_below(path, *prefix);
	return inside;
}

const char *campaign_prefix(const struct campaign *campaign, const char *path)
{
	const struct keyed_text *best = NULL;

	FOR_EACH(prefix, &campaign->prefixes)
		if (path_is_below(path, prefix->name) &&
		    (!best || strlen(prefix->name) > strlen(best->name)))
			best = prefix;
	return best ? best->text : NULL;
}

const char *campaign_target(const struct campaign *campaign)
{
	FOR_EACH(check, &campaign->checks)
		if (check->targets.nr)
			return check->targets.v[0];
	return "x86_64-allmodconfig";
}

const char *campaign_accepts(const struct campaign *campaign, const char *path)
{
	FOR_EACH(exception, &campaign->exceptions)
		if (path_is_below(path, exception->name))
			return exception->text;
	return NULL;
}
