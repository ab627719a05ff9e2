/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pull.h - a series for a maintainer who pulls
 *
 * The branch pull/NAME has the commits of b4/NAME without the cover commit, and without what stands
 * below "---" in their messages, which git am would drop. Its ids follow from the commits of
 * b4/NAME, so the same series makes the same branch. refs/treewide/pull/NAME remembers what was
 * written, so that what somebody changed is never overwritten.
 */
#ifndef PULL_H
#define PULL_H

#include <git2.h>

struct base;
struct series;
struct state;

struct pull {
	char *branch;	/* pull/NAME */
	char *head;	/* of the mail: Subject:, To: and Cc:, a line each */
	char *letter;	/* what the cover says below its subject, without trailers; "" */
	char *request;	/* what git request-pull prints; NULL: not asked yet */
	git_oid tip;
};

/* Write the branch. Fails with FAIL_NO where patches of waves before stand below the series, for
 * who pulls would get them, too; with FAIL_USAGE where the branch is not as it was written, or is
 * checked out. */
int pull_write(struct pull *, const struct base *, const struct series *);
/* Ask git request-pull, which looks at @url. Fails with FAIL_NO and what to do where the branch
 * is not there as it is here. */
int pull_request(struct pull *, const struct state *, const struct base *, const struct series *,
		 const char *url);
/* A commit message as a maintainer takes it: without what stands below "---"; owned by the caller.
 * Pure. */
char *pull_message(const char *message);
void pull_release(struct pull *);

#endif
