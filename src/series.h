/* SPDX-License-Identifier: GPL-2.0 */
/*
 * series.h - the commits of a series, as they stand on a branch
 *
 * From the tip down to the cover commit; what the cover stands on is the base of the
 * branch. A branch without a cover is read down to the base of the campaign.
 */
#ifndef SERIES_H
#define SERIES_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct base;
struct campaign;

struct commit {
	git_oid id, tree;
	char *subject;
	char *message;		/* whole */
	char *author;		/* Name <address> */
};

struct series {
	char *branch;		/* b4/<campaign> */
	git_oid base;		/* the commit that the cover stands on */
	git_oid start;		/* the commit that the first patch stands on: the cover */
	git_oid tip;
	char *cover;		/* message of the cover commit; NULL: there is none */
	bool unchanged;		/* the branch stood there already */
	struct commit *v;	/* the patches in order, without the cover */
	size_t nr, alloc;
};

/* The branch of a campaign: b4/<name>; owned by the caller. */
char *series_branch(const struct campaign *);
/* The reference of @branch; owned by the caller. */
char *series_ref(const char *branch);
/* Read the commits between the base and the tip of @branch. */
int series_load(struct series *, const struct base *, const char *branch);
/* Read @branch, which may stand on another base: 1; there is no such branch: 0; it cannot
 * be read as a series: 1 with its tip and no commits. */
int series_find(struct series *, const struct base *, const char *branch);
void series_release(struct series *);

static inline __attribute__((unused)) void free_series(struct series *series)
{
	series_release(series);
}

#endif
