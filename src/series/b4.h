/* SPDX-License-Identifier: GPL-2.0 */
/*
 * b4.h - the only file that knows what b4 expects of a branch
 *
 * A branch is a b4 prep branch when an empty commit on it carries the cover
 * letter and, behind a marker line, b4's tracking data as JSON (b4 0.12 to 0.16,
 * strategy "commit"). b4 looks back one year by committer date, and later
 * versions want the committer to be the sender.
 *
 * Such a message has three parts: the head (subject, text, trailers), which is
 * treewide's; what stands below a line "---" ("Changes in v2:", "- Link to v1: ..."),
 * which b4 begins and a person writes; and the tracking data, which is b4's.
 */
#ifndef B4_H
#define B4_H

#include <git2.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct recipients;
struct strlist;

/* All of a cover message but its head. */
struct b4_tracking {
	char *change_id;	/* stays the same for all revisions */
	int revision;
	json_t *data;		/* the JSON as b4 left it, with keys that only b4 knows */
	char *below;		/* from the line "---" to the marker; NULL: no such line */
};

/* Is this the message of a cover commit? */
bool b4_is_cover(const char *message);
/* The JSON of its tracking data, and what stands behind it; borrowed; NULL: none. */
const char *b4_notes(const char *message);
/* The tracking data of a cover message: 1; it has none: 0; broken: -1. */
int b4_parse(struct b4_tracking *, const char *message);
/* Add what the cover letter may answer, as "<id>": the versions before, and the thread
 * that the series began from. */
void b4_replied_ids(struct strlist *, const char *message);
/* For a new series named @name: revision 1, a change-id from today's date. */
void b4_tracking_init(struct b4_tracking *, const char *name);
/* The record that the tracking data names (record.h); false: none. b4 keeps keys that it
 * does not know. */
bool b4_get_record(const struct b4_tracking *, git_oid *record);
void b4_set_record(struct b4_tracking *, const git_oid *record);
void b4_tracking_release(struct b4_tracking *);

/* The head of a cover; owned by the caller. @recipients are its To and Cc. NULL when
 * b4 would lose or misread a part of @text: its marker, a line "---" or "-- ", a line that
 * begins with "#", EDITME. */
char *b4_cover_head(const char *title, const char *text, const struct recipients *,
		    const char *signed_off_by);
/* The head of a cover message, without end of line; owned by the caller. */
char *b4_cover_head_of(const char *message);
/* The message of the cover commit; owned by the caller. */
char *b4_cover_message(const char *head, const struct b4_tracking *);
/*
 * The mail that b4 makes of a cover message: "Subject: ", a blank line, and the text up to
 * the change-id (b4's greeting and signature follow). The hex id @base and the texts of
 * git have no end of line. Owned by the caller; NULL with a reason.
 */
char *b4_cover_mail(const char *message, size_t patches, const char *base, const char *shortlog,
		    const char *diffstat);

#endif
