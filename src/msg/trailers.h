/* SPDX-License-Identifier: GPL-2.0 */
/*
 * trailers.h - a commit message taken apart as b4 does it
 *
 * Trailers are the lines "Name: value" in the last paragraph above a line "---" (b4 0.12,
 * LoreMessage.get_body_parts() and find_trailers()). When b4 adds some it puts them behind
 * those that are there, and the committer's own Signed-off-by last. Pure functions.
 */
#ifndef TRAILERS_H
#define TRAILERS_H

#include "lib/list.h"

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

static inline __attribute__((unused)) void free_commit_message(struct commit_message *letter)
{
	commit_message_release(letter);
}

#endif
