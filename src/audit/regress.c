// SPDX-License-Identifier: GPL-2.0
/* Compares two audits. */
#include "audit/regress.h"

#include "audit/audit.h"
#include "git/base.h"

#include <string.h>

struct regress_comparison {
	const struct audit *before, *now;
	const struct files *old_files, *new_files;
	const struct strlist *classes;
	bool *matched;		/* sites of @before that are accounted for */
};

static bool counts(const struct regress_comparison *comparison, const struct site *site)
{
	enum ownership owner = site->judgement.owner;

	if (comparison->classes)
		return strlist_has(comparison->classes, owner_name(owner));
	return owner == OWNER_IMPLICIT || owner == OWNER_ERROR_ONLY;
}

static bool same_file(const struct regress_comparison *comparison, const char *old, const char *new)
{
	return !strcmp(old, new) || (!files_find(comparison->old_files, new) &&
				     !files_find(comparison->new_files, old));
}

/* Account for @site by one of the old ones. */
static bool match(const struct regress_comparison *comparison, const struct site *site)
{
	const struct sites *sites = &comparison->before->sites;

	for (size_t i = 0; i < sites->nr; i++) {
		const struct site *old = &sites->v[i];

		if (comparison->matched[i] || !counts(comparison, old) ||
		    strcmp(old->function, site->function) || strcmp(old->call, site->call) ||
		    !same_file(comparison, old->path, site->path))
			continue;
		comparison->matched[i] = true;
		return true;
	}
	return false;
}

void regress_find(struct site_list *out, const struct audit *before, const struct files *old_files,
		  const struct audit *now, const struct files *new_files,
		  const struct strlist *classes)
{
	struct regress_comparison comparison = { before, now, old_files, new_files, classes,
						 xcalloc(before->sites.nr + 1, sizeof(bool)) };

	FOR_EACH(site, &now->sites)
		if (counts(&comparison, site) && !match(&comparison, site))
			*LIST_ADD(out) = site;
	free(comparison.matched);
}
