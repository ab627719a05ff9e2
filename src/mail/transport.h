/* SPDX-License-Identifier: GPL-2.0 */
/*
 * transport.h - give one mail to the user's mail server or mail program
 *
 * The only file that knows libcurl and sendmail. Where mail goes is what git send-email
 * and b4 are told in git's configuration: sendemail.smtpserver (a host, or a command
 * when it holds a "/") or sendemail.sendmailcmd, smtpserverport, smtpencryption (tls or
 * ssl), smtpuser, smtppass (else git credential is asked), smtpsslcertpath, smtpdomain,
 * envelopesender, smtpbatchsize and smtprelogindelay (mails of one connection, and seconds
 * before the next one), and b4.sendemail-identity. As in b4, a user is named to the server
 * only under encryption. There is no default server. A server that says nothing for
 * treewide.mailtimeout seconds (300) is given up.
 */
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include "lib/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct base;
struct state;
struct strlist;
struct transport;

/* What became of a mail. */
enum fate {
	FATE_WAITING,	/* it did not go out: refused, or never handed over completely */
	FATE_SENT,
	FATE_UNKNOWN,	/* all of it was handed over, and no answer came */
};

/* Is a mail server or mail program set? */
bool transport_is_set(const struct base *);
/* Read the settings. Fails with FAIL_USAGE when they are wrong or there are none. */
int transport_open(struct transport **, struct state *, const struct base *);
/*
 * Send @text, whose lines end with LF, from @sender (unless sendemail.envelopesender
 * says another) to all of @recipients: when the server refuses one of them nobody gets
 * it. Fails with the answer of the server, or by a signal; @fate is set in any case. A
 * signal waits until the fate of the mail is certain; a mail program is told to stop.
 */
int transport_send(struct transport *, const char *text, size_t len, const char *sender,
		   const struct strlist *recipients, enum fate *fate);
void transport_free(struct transport *);

DEFINE_CLEANUP(free_transport, struct transport *, transport_free)

#endif
