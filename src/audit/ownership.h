/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ownership.h - who owns what one call took: the decision, without a repository
 *
 * A taking call is judged for every driver that binds through it. Where these differ,
 * or where a way cannot be followed for sure, the answer is "unclear" with the reason.
 */
#ifndef OWNERSHIP_H
#define OWNERSHIP_H

#include "audit/callgraph.h"

/*
 * All uses of an API's family, with the ways to them
 */
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

struct evidence {
	char *file;
	unsigned line;
	char *what;
};

struct judgement {
	enum ownership owner;
	char *why;	    /* one sentence */
	bool maybe_managed; /* it is not certain that the device is not managed */
	bool maybe_plain;   /* it is not certain that the device is managed */
	struct {
		struct evidence *v;
		size_t nr, alloc;
	} evidence;
};

/* Who owns what @take took? */
void ownership_judge(struct judgement *, const struct srcindex *, const struct family *,
		     const struct api_uses *, const struct api_use *take);
void judgement_release(struct judgement *);

#endif
