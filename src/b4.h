/* SPDX-License-Identifier: GPL-2.0 */
/*
 * b4.h - the only file that knows what b4 expects of a branch
 *
 * A branch is a b4 prep branch when an empty commit on it carries the cover
 * letter and, behind a marker line, b4's tracking data as JSON (b4 0.12 to 0.16,
 * strategy "commit"). b4 looks back one year by committer date, and later
 * versions want the committer to be the sender.
 */
#ifndef B4_H
#define B4_H

#include <stdbool.h>

struct strlist;

struct b4_tracking {
	char *change_id;	/* stays the same for all revisions */
	int revision;
};

/* Is this the message of a cover commit? */
bool b4_is_cover(const char *message);
/* The tracking data of a cover message: 1; it has none: 0; broken: -1. */
int b4_parse(struct b4_tracking *, const char *message);
/* Add what the cover letter may answer, as "<id>": the versions before, and the thread
 * that the series began from. */
void b4_parents(struct strlist *, const char *message);
/* A new change-id for a series named @name, from today's date; owned by the caller. */
char *b4_change_id(const char *name);
/* The message of the cover commit; owned by the caller. @addresses get every mail;
 * the first one stands in To. NULL when @text holds b4's marker line. */
char *b4_cover(const char *title, const char *text, const char *signed_off_by,
	       const struct strlist *addresses, const struct b4_tracking *);
void b4_tracking_release(struct b4_tracking *);

#endif
