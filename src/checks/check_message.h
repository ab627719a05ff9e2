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

struct plan;

/* Judge everything that the plan would write. */
int check_planned_messages(struct faults *, const struct plan *);

#endif
