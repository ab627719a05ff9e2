/* SPDX-License-Identifier: GPL-2.0 */
/*
 * b4run.h - the only file that runs b4
 *
 * b4 runs in a scratch clone, with a spool instead of a mail server (see spool.h) unless
 * a web endpoint is to take the series.
 */
#ifndef B4RUN_H
#define B4RUN_H

#include <stdbool.h>

struct clone;
struct checked_mails;
struct state;

enum b4_way {
	B4_WRITE,	/* write the mails, unsigned, and nothing else */
	B4_REFLECT,	/* as if to oneself: signed, no next version */
	B4_SEND,	/* as if to everybody: signed, tagged, and the next version made */
};

struct b4_run {
	enum b4_way way;
	bool web;		/* hand the mails to b4's web endpoint; @mails stay empty */
	bool handed;		/* result: b4 began to talk to the endpoint */
};

/* Is b4 there, with what it needs, and not too old? Fails with FAIL_SYSTEM. */
int b4run_require(struct state *);
/* Run b4 send, and give its mails to the letters. Fails with the last lines of its log. */
int b4run_send(struct b4_run *, struct state *, const struct clone *, struct checked_mails *);

#endif
