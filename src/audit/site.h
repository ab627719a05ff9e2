/* SPDX-License-Identifier: GPL-2.0 */
/*
 * site.h - one call that takes, judged; and as JSON
 */
#ifndef SITE_H
#define SITE_H

#include "audit/ownership.h"

#include <jansson.h>

struct opinion;

struct site {
	char *path;
	unsigned line;
	char *function;		/* the macro, for a call in one; "" outside */
	char *call;
	char *module;		/* the first one that it is linked into */
	char kind;		/* y, m, n, or 0: see struct source */
	struct judgement judgement;
	/* Where a person judged, see opinion.h: */
	const struct opinion *opinion;	/* of the campaign, borrowed; NULL: nobody did */
	char *unclear;		/* why the audit could not tell; NULL likewise */
};

struct sites {
	struct site *v;		/* sorted by path and line */
	size_t nr, alloc;
};

/* The site that @take is. */
void sites_add(struct sites *, const struct srcindex *, const struct family *,
	       const struct api_uses *, const struct api_use *take);
void sites_sort(struct sites *);
/* The fields that treewide-audit(1) describes; a new reference. */
json_t *site_json(const struct site *);
/* Read what site_json() wrote; -1 without a reason when it is something else. */
int sites_read(struct sites *, const json_t *array);
void sites_release(struct sites *);

#endif
