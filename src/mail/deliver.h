/* SPDX-License-Identifier: GPL-2.0 */
/*
 * deliver.h - send mails one by one, so that none goes out twice
 */
#ifndef DELIVER_H
#define DELIVER_H

#include <stdbool.h>

struct gate;
struct checked_mails;
struct outbox;
struct progress;
struct transport;

struct delivery {
	struct transport *transport;
	struct progress *progress;
	bool again;	/* send what may have gone out again */
	struct gate *gate;	/* "mail-N=REASON": it went out, whatever the journal says */
};

/*
 * Send what waits in the outbox, in order. Stops at the first mail that does not go out,
 * or of which nobody knows whether it did; the failure says how far it came and how to
 * go on.
 */
int deliver_outbox(struct outbox *, const struct delivery *);
/* Send all mails to the one who sends them, and to nobody else. */
int deliver_to_self(const struct checked_mails *, const struct delivery *);

#endif
