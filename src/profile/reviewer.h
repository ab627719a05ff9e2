/* SPDX-License-Identifier: GPL-2.0 */
/*
 * reviewer.h - who should look at a change, how that is known, and what they ask for
 *
 * For trees in which people are accounts, lists and rules rather than addresses. A row without
 * a name is an answer, too: that a source has nobody, or cannot be asked here. Nothing is
 * guessed: an account is as its source writes it, and no address is made of it.
 */
#ifndef REVIEWER_H
#define REVIEWER_H

#include <stddef.h>

struct reviewer {
	char *who;	/* as the source writes it; "": nobody, and @note says why */
	char *source;	/* the file and its line, or what else told it */
	char *note;	/* what they ask for, or why nobody stands here; "" */
};

struct reviewers {
	struct reviewer *v;
	size_t nr, alloc;
};

/* Add a row; all three are copied. One that is there already is not added again. */
void reviewers_add(struct reviewers *, const char *who, const char *source, const char *note);
/* How many rows name somebody. */
size_t reviewers_count(const struct reviewers *);
void reviewers_release(struct reviewers *);

#endif
