/* SPDX-License-Identifier: GPL-2.0 */
/*
 * expected.h - what the mails of a series should be, by its plan
 */
#ifndef EXPECTED_H
#define EXPECTED_H

struct base;
struct checked_mails;
struct plan;
struct series;
struct strlist;

/*
 * A letter for the cover (when there is more than one patch) and for each patch. Who
 * must get it is what the plan says, and in Cc people whom a trailer of the commit names
 * (a review that was picked up), unless they send it themselves or the campaign excludes
 * them. Fails with FAIL_NO when the branch is not what the plan makes. @parents are what
 * the cover may answer.
 */
int expected_mails(struct checked_mails *, struct strlist *parents, const struct base *,
		   const struct plan *, const struct series *);

#endif
