/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_message.h - all checks of text, on the messages and the cover letter of a series
 *
 * The checks are in prose.h, tense.h and claim.h; here they get what they must know of
 * the plan. A fault's patch is the number of the commit, 0 for the cover letter; its
 * line counts from the subject.
 */
#ifndef CHECK_MESSAGE_H
#define CHECK_MESSAGE_H

#include "msg/prose.h"
#include "msg/tense.h"

struct commit;
struct patch;
struct plan;
struct series;

/* What messages are judged against. */
struct message_context {
	const struct plan *plan;	/* borrowed */
	unsigned total;			/* patches in the series */
	struct laters laters;		/* the [patch] sections, with their numbers */
};

/* As planned; or, if there is a @series, as it stands on the branch. */
int message_context_init(struct message_context *, const struct plan *, const struct series *);
void message_context_release(struct message_context *);
/* The plan's patch that a commit is, by tree or by subject; NULL: none. */
const struct patch *message_context_patch(const struct message_context *, const struct commit *);

/* Judge the message of patch @nr; @patch: the plan's, NULL when it is none of them. */
void check_message(struct faults *, const struct message_context *, const struct patch *,
		   unsigned nr, const char *message);
/* Judge the message of a cover's commit. */
void check_cover(struct faults *, const struct message_context *, const char *message);
/* Judge everything that the plan would write. */
int check_planned_messages(struct faults *, const struct plan *);


#endif
