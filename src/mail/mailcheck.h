/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mailcheck.h - the mails of a series, compared with what they should be
 *
 * Pure functions. A letter knows who must get it; the mail is given to it as text. What
 * is wrong is written down in the letter, one line for each fault, and is no failure of
 * the function.
 */
#ifndef MAILCHECK_H
#define MAILCHECK_H

#include "mail/mail.h"
#include "series/patch.h"

struct checked_mail {
	unsigned nr;		  /* 0: the cover; of a single patch: 1 */
	const char *subject;	  /* without [PATCH]; borrowed */
	const char *author;	  /* Name <address> of the commit; borrowed; NULL: of the cover */
	struct recipients wanted; /* the list is owned, its strings are borrowed: from
					 * the plan, or from the names of the letters */
	struct strlist known;		/* may get it from b4 too, but need not */
	struct mail mail;
	char *file;			/* where it stands; NULL before it is written */
	struct strlist problems;
};

/* In the order in which they are sent: the cover, if there is one, is the first. */
struct checked_mails {
	struct checked_mail *v;
	size_t nr, alloc;
	struct strlist names;	/* owned: what is written nowhere else */
	bool together;		/* To and Cc are one: they are sent as b4 made them */
};

/* How many there should be is how many there are, or FAIL_NO. */
int checked_mails_expect(const struct checked_mails *, size_t wanted);
/* Take the mail. Fails when it is none. */
int checked_mail_take(struct checked_mail *, const char *data, size_t len);
/* Take the mail again, as it stands in @file now: a difference is a problem. */
int checked_mail_retake(struct checked_mail *, const char *data, size_t len);
/* Does b4 send each mail to those who must get it, and to nobody whom the plan does not
 * know? To and Cc are not told apart. A stranger is named with the line of the mail that
 * he comes from. */
void checked_mails_check_b4(struct checked_mails *);
/* Set To and Cc of every mail. */
int checked_mails_readdress(struct checked_mails *);
/*
 * Compare the mails as they would be sent: To and Cc as written, number and subject, who
 * answers whom, what must be there once, and whom git am would take for the author. @parents
 * may be answered by the cover.
 */
void checked_mails_check(struct checked_mails *, const struct strlist *parents);
size_t checked_mails_problems(const struct checked_mails *);
/* The addresses of To and Cc; owned by the caller. */
struct strlist checked_mail_envelope(const struct checked_mail *);
void checked_mails_release(struct checked_mails *);

#endif
