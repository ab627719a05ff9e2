/* SPDX-License-Identifier: GPL-2.0 */
/*
 * request.h - is what a reviewer has asked for answered, and by which line?
 *
 * A request of campaign.conf names lines that must be added, or words that the message must hold.
 * Each is open, or done with the line that answers it; nobody's word counts. Pure.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>

struct difftext;
struct request;

struct request_answer {
	bool done;
	char *where;	/* "file:12: text" or "message, line 3: text"; what is missing; owned */
};

/* Look in the lines that a commit adds, and in its message. */
struct request_answer request_judge(const struct request *, const struct difftext *,
				    const char *message);
void request_answer_release(struct request_answer *);

#endif
