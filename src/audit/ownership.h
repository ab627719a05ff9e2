/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ownership.h - who owns what one call took: the decision, without a repository
 *
 * A taking call is judged for every driver that binds through it. Where these differ,
 * or where a way cannot be followed for sure, the answer is "unclear" with the reason.
 */
#ifndef OWNERSHIP_H
#define OWNERSHIP_H

#include "audit/api_uses.h"

struct evidence {
	char *file;
	unsigned line;
	char *what;
};

struct judgement {
	enum ownership owner;
	char *why;	    /* one sentence */
	bool maybe_managed; /* it is not certain that the device is not managed */
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
