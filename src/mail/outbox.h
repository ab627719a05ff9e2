/* SPDX-License-Identifier: GPL-2.0 */
/*
 * outbox.h - the mails of a series that go out, and what became of each
 *
 * Before the first mail goes out all of them are on the disk, in
 * <state>/outbox/<branch>, with a journal that is written anew at every step: a run that
 * is cut short, whenever that may be, leaves behind what went out, what did not, and
 * what nobody can know. The next run goes on with the same mails. When the last one is
 * out the folder moves to <state>/sent/<branch>-v<N>.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "mail/transport.h"

#include <git2.h>
#include <jansson.h>

struct checked_mails;
struct state;

struct outbox {
	char *dir;
	json_t *journal;
};

/* What is to be done when all mails are out. */
struct outbox_plan {
	const char *branch;
	int revision;
	git_oid old_tip, new_tip;	/* of the branch; the new one is zero for a web endpoint */
	const char *tag;		/* to be made; NULL for none */
	git_oid tag_id;
	json_t *waived;			/* borrowed: [{"check", "reason"}] */
};

/* Open what a run before has left for this branch: 1; nothing: 0; -1. */
int outbox_load(struct outbox *, const struct state *, const char *branch);
/* Put the mails on the disk. All are FATE_WAITING. */
int outbox_create(struct outbox *, const struct state *, const struct checked_mails *,
		  const struct outbox_plan *);
/* Fill in what outbox_create() was told; strings are borrowed from the outbox. */
int outbox_plan_of(const struct outbox *, struct outbox_plan *);

size_t outbox_count(const struct outbox *);
size_t outbox_count_fate(const struct outbox *, enum fate);
/* The row of a mail: "nr", "subject", "file", "message_id", "sender", "to", "cc", "fate"
 * ("waiting", "sent", "unknown") and "why"; borrowed. */
json_t *outbox_mail(const struct outbox *, size_t index);
enum fate outbox_fate(const struct outbox *, size_t index);
/* Its text, owned by the caller; NULL when it is not what was written. */
char *outbox_text(const struct outbox *, size_t index, size_t *len);
/* Write down what became of a mail, or is about to: on the disk when it returns. */
int outbox_note(struct outbox *, size_t index, enum fate, const char *why);
/* All is done: keep the folder as what was sent. */
int outbox_finish(struct outbox *, const struct state *);
/* Nothing went out: remove the folder. */
int outbox_drop(struct outbox *);
void outbox_release(struct outbox *);

#endif
