/* SPDX-License-Identifier: GPL-2.0 */
/*
 * api_uses.h - all uses of an API's family, with the ways to them
 */
#ifndef API_USES_H
#define API_USES_H

#include "audit/callgraph.h"

/* One use of a word of the family, and all ways to it. */
struct api_use {
	struct ref ref;
	struct call_ways ways;
};

struct api_use_list {
	struct api_use *v;
	size_t nr, alloc;
};

/* All uses, by role. */
struct api_uses {
	struct api_use_list takes, releases, enables, plain;
};

void api_uses_find(struct api_uses *, const struct srcindex *, const struct family *);
void api_uses_release(struct api_uses *);

static inline __attribute__((unused)) void free_api_uses(struct api_uses *roles)
{
	api_uses_release(roles);
}

#endif
