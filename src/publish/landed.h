/* SPDX-License-Identifier: GPL-2.0 */
/*
 * landed.h - has the base what a patch was to bring?
 *
 * By content, never by subject or author: somebody may have applied it under another
 * name, or as part of something larger. A file has it when it is what the patch made of
 * it, when the patch merged into it changes nothing, or when each function that the patch
 * changed makes the calls that the patch brought there, as often, and none of those that
 * it took away.
 */
#ifndef LANDED_H
#define LANDED_H

#include <git2.h>

struct base;
struct change;

enum landing {
	LANDING_NOT,
	LANDING_SAME,	/* the file is what the patch made of it */
	LANDING_MERGED,	/* it has the patch, and other changes */
	LANDING_CALLS,	/* it has the calls, in other lines */
};

/* Is @change, which was made on another base, in the blob @now? */
int landed_file(enum landing *, const struct base *, const struct change *, const git_oid *now);

#endif
