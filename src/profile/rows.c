// SPDX-License-Identifier: GPL-2.0
/* The rows, and which of them is that of a tree. */
#include "profile/profile.h"

#include "git/base.h"
#include "lib/list.h"
#include "lib/word.h"
#include "profile/freebsd.h"

/* Kbuild, get_maintainer.pl, checkpatch.pl and b4 have rooms of their own in other wings. */
static const struct profile linux_profile = { .name = "Linux" };

static const struct profile *const rows[] = { &freebsd_profile, &linux_profile };

static bool has_all(const struct files *all, const char *const *marks)
{
	for (; marks && *marks; marks++)
		if (!files_find(all, *marks))
			return false;
	return true;
}

const struct profile *profile_of(const struct files *all)
{
	size_t nr = 0;

	while (!has_all(all, rows[nr]->marks))
		nr++;
	return rows[nr];
}

bool profile_leaves(const struct profile *profile, const struct strlist *scope, const char *path)
{
	for (const char *const *folder = profile->vendor; folder && *folder; folder++) {
		bool named = false;

		FOR_EACH(place, scope)
			named = named || starts_with(*place, *folder);
		if (!named && starts_with(path, *folder))
			return true;
	}
	return false;
}
