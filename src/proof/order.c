// SPDX-License-Identifier: GPL-2.0
/* Finds the patches that a patch needs, by the files that they share. */
#include "proof/order.h"

#include "campaign/campaign.h"

#include <stdlib.h>

/* A path of @a that @b changes too; borrowed from @a. */
static const char *shared(const struct strlist *a, const struct strlist *b)
{
	FOR_EACH(x, a)
		FOR_EACH(y, b)
			if (path_is_below(*x, *y) || path_is_below(*y, *x))
				return *x;
	return NULL;
}

void patch_deps_find(struct patch_deps *needs, const struct strlist *paths, size_t first, size_t nr)
{
	const char **direct = xcalloc(nr + 1, sizeof(*direct));
	bool *needed = xcalloc(nr + 1, sizeof(*needed));

	/* backwards, so that whoever needs a patch has been seen before it */
	needed[nr] = true;
	for (size_t i = nr + 1; i-- > first;) {
		for (size_t k = first; needed[i] && k < i; k++) {
			const char *path = shared(&paths[i], &paths[k]);

			needed[k] = needed[k] || path;
			if (i == nr)
				direct[k] = path;
		}
	}
	for (size_t i = first; i < nr; i++) {
		struct patch_dep *need = needed[i] ? LIST_ADD(needs) : NULL;

		if (need)
			*need = (struct patch_dep){ .patch = i, .path = direct[i] };
	}
	free(needed);
	free((void *)direct);
}

const struct patch_dep *patch_deps_last(const struct patch_deps *needs)
{
	const struct patch_dep *last = NULL;

	FOR_EACH(need, needs)
		if (need->path)
			last = need;
	return last;
}

bool patch_deps_have(const struct patch_deps *needs, size_t nr)
{
	FOR_EACH(need, needs)
		if (need->patch == nr)
			return true;
	return false;
}
