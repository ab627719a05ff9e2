// SPDX-License-Identifier: GPL-2.0
/* Puts what a person says of calls onto what the audit found, and refuses what contradicts it. */
#include "audit/opinion.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"

#include <string.h>

static bool is_about(const struct opinion *opinion, const struct site *site)
{
	return !strcmp(opinion->path, site->path) &&
	       (!opinion->functions.nr || strlist_has(&opinion->functions, site->function));
}

/* What the audit is certain of, although it cannot tell the class; NULL: it does not speak
 * against it. */
static const char *contradiction(const struct opinion *opinion, const struct judgement *judgement)
{
	enum ownership owner = (enum ownership)owner_parse(opinion->class);
	bool managed = owner == OWNER_IMPLICIT || owner == OWNER_ERROR_ONLY ||
		       owner == OWNER_MIXED;

	if (managed && !judgement->maybe_managed)
		return "the device is not managed: only explicit and leak are possible";
	if (!managed && !judgement->maybe_plain)
		return "the device is managed: only implicit, error-only and mixed are possible";
	return NULL;
}

static void apply(const struct campaign *campaign, const struct opinion *opinion,
		  struct site *site)
{
	struct judgement *judgement = &site->judgement;

	site->opinion = opinion;
	site->unclear = judgement->why;
	judgement->owner = (enum ownership)owner_parse(opinion->class);
	judgement->why = xasprintf("%s:%u judges: %s", path_leaf(campaign->path), opinion->line,
				   opinion->reason);
}

void opinions_apply(const struct campaign *campaign, struct sites *sites)
{
	FOR_EACH(opinion, &campaign->opinions)
		FOR_EACH(site, sites)
			if (site->judgement.owner == OWNER_UNCLEAR && is_about(opinion, site) &&
			    !contradiction(opinion, &site->judgement))
				apply(campaign, opinion, site);
}

static int refuse(const struct campaign *campaign, const struct opinion *opinion,
		  const struct site *site, const char *what)
{
	return fail_usage("%s:%u: [judge \"%s\"] class = %s: %s:%u %s() in %s(): %s",
			  campaign->path, opinion->line, opinion->path, opinion->class,
			  site->path, site->line, site->call, site->function, what);
}

/* Of one call; 1: the opinion decides it, 0: the audit does not need it. */
static int check_site(const struct campaign *campaign, const struct opinion *opinion,
		      const struct site *site)
{
	const struct judgement *judgement = &site->judgement;
	const char *against;

	if (site->opinion == opinion)
		return 1;
	if (site->opinion) {
		char *other CLEANUP(free_text) = xasprintf("line %u judges this call too",
							   site->opinion->line);

		return refuse(campaign, opinion, site, other);
	}
	if (judgement->owner != OWNER_UNCLEAR)
		return 0;
	against = contradiction(opinion, judgement);
	return against ? refuse(campaign, opinion, site, against) : 0;
}

/* Does the opinion say nothing but what the audit is certain of, as on a later base? */
static int check_certain(const struct campaign *campaign, const struct opinion *opinion,
			 const struct site *site)
{
	const char *class = owner_name(site->judgement.owner);
	char *what CLEANUP(free_text) = NULL;

	if (!strcmp(class, opinion->class))
		return 0;
	what = xasprintf("the audit is certain that this call is %s: "
			 "%s", class, site->judgement.why);
	return refuse(campaign, opinion, site, what);
}

/* Of the calls in @function (NULL: in all) of its file. */
static int check_part(const struct campaign *campaign, const struct opinion *opinion,
		      const struct sites *sites, const char *function)
{
	const struct site *certain = NULL;
	size_t decided = 0, all = 0;

	FOR_EACH(site, sites) {
		int result;

		if (!is_about(opinion, site) || (function && strcmp(function, site->function)))
			continue;
		all++;
		result = check_site(campaign, opinion, site);
		if (result < 0)
			return -1;
		decided += (size_t)result;
		if (!result && (!certain || strcmp(owner_name(site->judgement.owner),
						   opinion->class)))
			certain = site;
	}
	if (all || opinion->optional)
		return decided || !certain ? 0 : check_certain(campaign, opinion, certain);
	return fail_usage("%s:%u: [judge \"%s\"]: the audit finds no call of the API %s%s%s",
			  campaign->path, opinion->line, opinion->path,
			  function ? "in " : "there", function ? function : "",
			  function ? "()" : "");
}

static int check_opinion(const struct campaign *campaign, const struct opinion *opinion,
			 const struct sites *sites, const struct files *files)
{
	if (!files_find(files, opinion->path))
		return opinion->optional ? 0 :
		       fail_usage("%s:%u: [judge \"%s\"]: the base has no such file; optional = "
				  "true allows that", campaign->path,
				  opinion->line, opinion->path);
	if (!opinion->functions.nr)
		return check_part(campaign, opinion, sites, NULL);
	FOR_EACH(function, &opinion->functions)
		if (check_part(campaign, opinion, sites, *function) < 0)
			return -1;
	return 0;
}

int opinions_check(const struct campaign *campaign, const struct sites *sites,
		   const struct files *files)
{
	FOR_EACH(opinion, &campaign->opinions)
		if (check_opinion(campaign, opinion, sites, files) < 0)
			return -1;
	return 0;
}

size_t opinions_count(const struct sites *sites)
{
	size_t count = 0;

	FOR_EACH(site, sites)
		count += site->opinion != NULL;
	return count;
}
