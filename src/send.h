/* SPDX-License-Identifier: GPL-2.0 */
/*
 * send.h - hand a series over
 *
 * First everything is prepared and compared, and nothing has left the machine; the
 * caller may say what it wants to; then send_go() hands over. b4 makes the mails in a
 * scratch clone. When they go out for real, the outbox holds them before the first one
 * does, and the user's repository gets what b4 made of the branch after the last one.
 */
#ifndef SEND_H
#define SEND_H

#include "clone.h"
#include "gate.h"
#include "letter.h"
#include "outbox.h"
#include "heritage.h"
#include "plan.h"
#include "proof.h"
#include "series.h"
#include "session.h"

enum adoption {
	ADOPT_NOTHING,		/* nothing was made, or it is not known yet */
	ADOPT_MOVED,		/* the branch stands at the next version */
	ADOPT_KEPT,		/* the branch was left alone: see send_next_ref() */
};

struct sending {
	const struct options *options;	/* borrowed */
	struct session session;
	char *branch;
	struct gate gate;
	struct heritage heritage;
	struct plan plan;
	struct series series;
	struct proof proof;
	struct letters letters;
	struct strlist parents;
	struct clone clone;
	struct outbox outbox;
	char *dir;		/* where the mails were written; NULL before */
	int revision;
	bool web;		/* b4's web endpoint takes the mails: no To for each patch */
	bool pending;		/* the outbox holds mails of a run before */
	bool sent, reflected;
	enum adoption adoption;
};

/* Open the session, prove the branch, make the mails and compare them. What is wrong
 * with a mail is in its letter, and no failure. */
int send_prepare(struct sending *, const struct options *, struct progress *);
/* Does something speak against sending for real? */
bool send_is_blocked(const struct sending *);
/* With --reflect or --really: send, unless something is wrong with a mail; --really
 * also when something speaks against it. */
int send_go(struct sending *);
/* Where the next version can be found while the branch was left alone; owned by the
 * caller. */
char *send_next_ref(const struct sending *);
void send_release(struct sending *);

static inline __attribute__((unused)) void free_sending(struct sending *sending)
{
	send_release(sending);
}

#endif
