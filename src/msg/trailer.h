/* SPDX-License-Identifier: GPL-2.0 */
/*
 * trailer.h - the tags at the end of a commit message
 *
 * Which there are and what stands in them: Documentation/process/submitting-patches.rst
 * of the kernel ("Using Reported-by:, ...", "When to use Acked-by:, Cc:, and
 * Co-developed-by:"). Their order is the one of maintainer-tip.rst, "Ordering of commit
 * tags", but for Link:, which stands behind Suggested-by: (tip adds its own Link: when
 * a patch is applied), and for Tested-by: and the like, which stand before the last
 * Signed-off-by:, where b4 puts them: Fixes, Reported-by, Closes, Suggested-by, Link,
 * Tested-by, Reviewed-by, Acked-by, Co-developed-by with the Signed-off-by of the same
 * person, and at last the Signed-off-by of the one who sends.
 */
#ifndef TRAILER_H
#define TRAILER_H

#include "lib/list.h"

#include <stdbool.h>
#include <stddef.h>

struct strlist;

/*
 * Is this a trailer that a campaign may name, and well formed? -1 with a reason that names
 * what is known. Another one that ends in "-by" is for the base to decide
 * (trailer_is_for_base()); it stands before Co-developed-by. Cc: and To: are refused, for
 * recipients are data; so is a Signed-off-by: but behind the Co-developed-by: of the same
 * person, which @before is (NULL: none).
 */
int trailer_check(const char *trailer, const char *before);
/* The same for all "trailer" keys of one section of campaign.conf; the reason begins
 * with file and line. */
int trailers_check(const char *path, const char *section, const char *sub,
		   const struct strlist *trailers);
/* Is it one of which only the base knows whether it is a trailer? */
bool trailer_is_for_base(const char *trailer);
/* -1, and the reason that it is none. */
int trailer_refuse(const char *trailer);
/* Add @trailers to @all, which is in order and stays so; what is there already is not
 * added again. */
void trailers_merge(struct strlist *all, const struct strlist *trailers);

/* Length of the name of the trailer that a line begins with, known or not ("Any-name:"
 * and a blank); 0 when it begins with none. */
size_t trailer_name(const char *line);
/* "Any-name: ... <a@b>" or "Any-name: a@b": b4 makes a recipient of it. */
bool trailer_is_person(const char *line, size_t len);
/*
 * Where the trailers of a message begin: the last paragraph, if each of its lines looks
 * like a trailer (or goes on with one, by a blank) and at least one is known; also, as for
 * git, if one is a Signed-off-by: and at least every fourth is a trailer. The length of the
 * text when there are none.
 */
size_t trailers_start(const char *text);
/* Add the trailers of such a paragraph to @all, in their order and as they stand; a line that is
 * none belongs to the one before it. */
void trailers_take(struct strlist *all, const char *text);
/* Does the line begin with Signed-off-by:? */
bool trailer_is_sign_off(const char *line);

/*
 * A commit message taken apart as b4 does it
 *
 * Trailers are the lines "Name: value" in the last paragraph above a line "---" (b4 0.12,
 * LoreMessage.get_body_parts() and find_trailers()). When b4 adds some it puts them behind
 * those that are there, and the committer's own Signed-off-by last. Pure functions.
 */
/* The parts of a message. */
struct commit_message {
	char *text;		/* subject and body, without trailers and end of line */
	struct strlist trailers;	/* a line "[...]" below one belongs to it */
	char *below;		/* what stands below "---", without end of line; "" */
};

void commit_message_split(struct commit_message *, const char *message);
void commit_message_release(struct commit_message *);

/* Is it the same trailer to b4? Case does not matter, nor what is said in "# ..." or "[...]". */
bool trailer_same(const char *a, const char *b);
bool trailers_have(const struct strlist *, const char *trailer);
/* Does a person speak for the patch, as in Reviewed-by: but not Signed-off-by:? */
bool trailer_is_praise(const char *trailer);

#endif
