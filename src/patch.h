/* SPDX-License-Identifier: GPL-2.0 */
/*
 * patch.h - changes that travel together
 *
 * A patch borrows its changes from the lists of the plan, which live longer.
 */
#ifndef PATCH_H
#define PATCH_H

#include "recipient.h"

#include <git2.h>

struct change;
struct step;

struct patch_changes {
	const struct change **v;
	size_t nr, alloc;
};

struct patch {
	unsigned nr;			/* from 1 */
	char *id;			/* stable: by what it changes, not by number */
	const struct step *step;	/* borrowed */
	char *prefix;			/* subject prefix; "" for a [patch] */
	char *subject;
	char *body;			/* without trailers, ends with end of line */
	struct strlist trailers;	/* in order, without the Signed-off-by of the sender */
	struct patch_changes changes;	/* sorted by path */
	struct recipients recipients;
	struct strlist received;	/* trailers that people gave, see kept.h */
	git_oid tree;			/* after this patch */
};

struct patches {
	struct patch *v;
	size_t nr, alloc;
};

void patches_release(struct patches *);

static inline __attribute__((unused)) void free_patches(struct patches *patches)
{
	patches_release(patches);
}

#endif
