/* SPDX-License-Identifier: GPL-2.0 */
/*
 * remaining.h - what a series leaves as it is, and why
 *
 * Pure functions: no repository, no files.
 */
#ifndef REMAINING_H
#define REMAINING_H

#include <stdbool.h>
#include <stddef.h>

struct campaign;
struct patches;
struct site;
struct step;

/* A use of the API that is not converted, or a file that is not wholly converted. */
struct remaining_use {
	char *path;
	unsigned line;		/* of the call; 0: the file */
	char *why;
	bool wanted;		/* a [convert] selects it: the series is not what it wants to be */
	bool relies;		/* its class is one that a [patch] retires */
	bool comment;		/* it is a comment, not a call */
};

struct remaining_uses {
	struct remaining_use *v;
	size_t nr, alloc;
};

/* @why is taken over. */
struct remaining_use *remaining_uses_add(struct remaining_uses *, const char *path, unsigned line,
					 char *why);
/* Does the step convert this site? */
bool step_selects(const struct campaign *, const struct step *, const struct site *);
/* Add a site that is there after the last patch. */
void remaining_site(struct remaining_uses *, const struct campaign *, const struct site *);
/* Add comments in the function of a converted site that may have become wrong; @text is
 * its file after the last patch. */
void remaining_comments(struct remaining_uses *, const struct campaign *, const struct site *,
			const char *text, size_t len);
/* Keep what concerns the patches from @first on: what stands in their files, and what
 * relies on something that they retire. */
void remaining_uses_narrow(struct remaining_uses *, const struct patches *, size_t first);
void remaining_uses_release(struct remaining_uses *);

#endif
