/* SPDX-License-Identifier: GPL-2.0 */
/*
 * send.h - hand a series over
 *
 * First everything is prepared and compared, and nothing has left the machine; the
 * caller may say what it wants to; then send_mails() hands over. b4 makes the mails in a
 * scratch clone. When they go out for real, the outbox holds them before the first one
 * does, and the user's repository gets what b4 made of the branch after the last one.
 */
#ifndef SEND_H
#define SEND_H

#include "mail/clone.h"
#include "mail/gate.h"
#include "mail/mailcheck.h"
#include "mail/outbox.h"
#include "series/series.h"

struct base;
struct campaign;
struct plan;
struct state;

/* What the caller wants. All borrowed. */
struct send_how {
	const char *wave;	/* NULL: the whole campaign */
	const char *output;	/* where the mails are written; NULL: in the state directory */
	bool really, reflect;	/* to everybody; to the sender alone */
	bool force;		/* hand over again what a web endpoint may have */
};

enum adoption {
	ADOPT_NOTHING,		/* nothing was made, or it is not known yet */
	ADOPT_MOVED,		/* the branch stands at the next version */
	ADOPT_KEPT,		/* the branch was left alone: see send_next_ref() */
};

struct sending {
	const struct send_how *how;	/* borrowed, as are state and base */
	struct state *state;
	const struct base *base;
	char *branch;
	struct gate gate;	/* the caller reads the waivers into it, and judges */
	struct series series;
	struct checked_mails mails;
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

/* Choose the way, load the branch, and look for mails that a run before has left. */
int send_open(struct sending *, const struct send_how *, struct state *, const struct base *,
	      const struct campaign *);
/* Are there mails of a run before to be handed over? Then nothing is to be prepared. */
bool send_is_resumed(const struct sending *);
/* Make the mails and compare them. The gate has judged before; the plan is borrowed. What is
 * wrong with a mail is in its letter, and no failure. */
int send_prepare(struct sending *, const struct plan *);
/* Does something speak against sending for real? */
bool send_is_blocked(const struct sending *);
/* With --reflect or --really: send, unless something is wrong with a mail; --really
 * also when something speaks against it. */
int send_mails(struct sending *);
/* Where the next version can be found while the branch was left alone; owned by the
 * caller. */
char *send_next_ref(const struct sending *);
void send_release(struct sending *);

#endif
