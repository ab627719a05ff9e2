/* SPDX-License-Identifier: GPL-2.0 */
/*
 * origin.h - which campaign.conf a branch was written from
 *
 * Branches are named by campaigns, and two folders may give theirs the same name. A folder
 * that was moved, or a copy of it, is the same campaign; one that is still there, has the
 * same name and another title is another one. What is known stands in the state directory:
 * with another one nothing is.
 */
#ifndef ORIGIN_H
#define ORIGIN_H

struct campaign;
struct base;
struct state;
struct strlist;

/* May @campaign write @branch, which is there? Fails with FAIL_USAGE when another campaign
 * wrote it; where that was a copy of this one @notes say so. */
int origin_check(const struct state *, const struct base *, const struct campaign *campaign,
		 const char *branch, struct strlist *notes);
/* Remember that @campaign writes @branch. */
int origin_keep(struct state *, const struct base *, const struct campaign *campaign,
		const char *branch);

#endif
