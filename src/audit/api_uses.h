/* SPDX-License-Identifier: GPL-2.0 */
/*
 * api_uses.h - all uses of an API's family, with the ways to them
 */
#ifndef API_USES_H
#define API_USES_H

#include "audit/callgraph.h"

/* One use of a word of the family, and all ways to it. */
struct use {
	struct ref ref;
	struct reaches ways;
};

struct uses {
	struct use *v;
	size_t nr, alloc;
};

/* All uses, by role. */
struct roles {
	struct uses takes, releases, enables, plain;
};

void roles_find(struct roles *, const struct code *, const struct family *);
void roles_release(struct roles *);

static inline __attribute__((unused)) void free_roles(struct roles *roles)
{
	roles_release(roles);
}

#endif
