// SPDX-License-Identifier: GPL-2.0
/* Sends the mails of an outbox, or all of them to oneself. */
#include "mail/deliver.h"

#include "lib/job.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "mail/gate.h"
#include "mail/mailcheck.h"
#include "mail/outbox.h"
#include "mail/transport.h"

#define IN_FLIGHT "the run ended while it was sent"

static unsigned nr_of(const json_t *row)
{
	return (unsigned)json_integer_value(json_object_get(row, "nr"));
}

static void add_all(struct strlist *list, const json_t *array)
{
	FOR_EACH_JSON(address, array)
		if (json_is_string(address))
			strlist_add_once(list, json_string_value(address));
}

static int fail_unknown(const struct outbox *outbox, size_t index)
{
	const json_t *row = outbox_mail(outbox, index);

	return fail_system("%zu of %zu mail%s went out; nobody knows whether mail %u went out too "
			   "(%s): look for %s on the list. treewide send --really --force sends "
			   "it again and goes on; --waive mail-%u=REASON instead of --force goes "
			   "on without it", outbox_count_fate(outbox, FATE_SENT),
			   outbox_count(outbox), plural(outbox_count(outbox), "s"), nr_of(row),
			   json_field(row, "why"),
			   json_field(row, "message_id"), nr_of(row));
}

static int fail_waiting(const struct outbox *outbox, size_t index)
{
	const json_t *row = outbox_mail(outbox, index);

	return fail_context("%zu of %zu mail%s went out, mail %u (%s) did not; treewide send "
			    "--really goes on with it", outbox_count_fate(outbox, FATE_SENT),
			    outbox_count(outbox), plural(outbox_count(outbox), "s"), nr_of(row),
			    json_field(row, "subject"));
}

/* The mail counts as unknown while it is sent: a kill leaves it so. */
static int send_one(struct outbox *outbox, size_t index, const struct delivery *delivery)
{
	const json_t *row = outbox_mail(outbox, index);
	struct strlist recipients CLEANUP(strlist_release) = { 0 };
	size_t len;
	char *text CLEANUP(free_text) = outbox_text(outbox, index, &len);
	enum fate fate = FATE_WAITING;

	if (!text)
		return fail_waiting(outbox, index);
	if (outbox_note(outbox, index, FATE_UNKNOWN, IN_FLIGHT) < 0)
		return -1;
	add_all(&recipients, json_object_get(row, "to"));
	add_all(&recipients, json_object_get(row, "cc"));
	int result = transport_send(delivery->transport, text, len, json_field(row, "sender"),
				    &recipients, &fate);
	char *why CLEANUP(free_text) = xstrdup(fail_text());
	if (outbox_note(outbox, index, fate, why) < 0)
		return -1;
	if (result == 0)
		return 0;
	if (fate == FATE_WAITING)
		return fail_waiting(outbox, index);
	if (fail_exit_code() > FAIL_SIGNAL)
		return fail_context("nobody knows whether mail %u went out", nr_of(row));
	fail_clear();
	return fail_unknown(outbox, index);
}

/* A mail of which nobody knows: the user may. */
static int settle_mail(struct outbox *outbox, size_t index, const struct delivery *delivery)
{
	char *name CLEANUP(free_text) = xasprintf("mail-%u", nr_of(outbox_mail(outbox, index)));
	const char *reason = gate_reason(delivery->gate, name);

	if (reason)
		return outbox_note(outbox, index, FATE_SENT, reason);
	if (delivery->again)
		return outbox_note(outbox, index, FATE_WAITING, "to be sent again");
	return fail_unknown(outbox, index);
}

int deliver_outbox(struct outbox *outbox, const struct delivery *delivery)
{
	size_t count = outbox_count(outbox);

	for (size_t i = 0; i < count; i++) {
		if (outbox_fate(outbox, i) == FATE_UNKNOWN && settle_mail(outbox, i, delivery) < 0)
			return -1;
		if (job_interrupted() < 0)
			return fail_waiting(outbox, i);
		if (outbox_fate(outbox, i) == FATE_WAITING && send_one(outbox, i, delivery) < 0)
			return -1;
		progress_report(delivery->progress, "sending", i + 1, count,
				json_field(outbox_mail(outbox, i), "subject"));
	}
	return 0;
}

int deliver_to_self(const struct checked_mails *mails, const struct delivery *delivery)
{
	size_t done = 0;

	FOR_EACH(letter, mails) {
		const char *from = mail_header(&letter->mail, "From");
		char *sender CLEANUP(free_text) = mail_sender(from ? from : "");
		struct strlist self CLEANUP(strlist_release) = { 0 };
		enum fate fate;
		int result;

		if (!sender)
			return fail_no("mail %u has no From:", letter->nr);
		strlist_add(&self, sender);
		result = transport_send(delivery->transport, letter->mail.text, letter->mail.len,
					sender, &self, &fate);
		if (result < 0)
			return fail_context("%zu of %zu mail%s went to you, mail %u did not", done,
					    mails->nr, plural(mails->nr, "s"), letter->nr);
		progress_report(delivery->progress, "sending", ++done, mails->nr,
				letter->subject);
	}
	return 0;
}
