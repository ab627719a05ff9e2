// SPDX-License-Identifier: GPL-2.0
/* Documents of mails, and their text. */
#include "report/view_send.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "mail/send.h"

static json_t *header(const struct mail *mail, const char *name)
{
	return json_text_or_null(mail_header(mail, name));
}

static json_t *row_of(const struct checked_mail *letter)
{
	return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o}",
			 "nr", letter->nr, "subject", json_text(letter->subject),
			 "file", json_text_or_null(letter->file),
			 "message_id", header(&letter->mail, "Message-ID"),
			 "to", mail_address_list(&letter->mail, "To"),
			 "cc", mail_address_list(&letter->mail, "Cc"),
			 "in_reply_to", header(&letter->mail, "In-Reply-To"),
			 "ok", !letter->problems.nr, "problems", json_list(&letter->problems));
}

/* A mail of the outbox: it was compared before it came there. */
static json_t *kept_row(const struct outbox *outbox, size_t index)
{
	json_t *row = json_deep_copy(outbox_mail(outbox, index));
	const json_t *cover = outbox_mail(outbox, 0);

	json_object_set_new(row, "file",
			    json_sprintf("%s/%s", outbox->dir, json_field(row, "file")));
	json_object_set_new(row, "in_reply_to", index ? json_text(json_field(cover, "message_id")) :
							json_null());
	json_object_set_new(row, "ok", json_true());
	json_object_set_new(row, "problems", json_array());
	return row;
}

static json_t *mails_of(const struct sending *sending)
{
	bool kept = sending->outbox.journal && sending->how->really;
	json_t *mails = json_array();

	for (size_t i = 0; kept && i < outbox_count(&sending->outbox); i++)
		json_array_append_new(mails, kept_row(&sending->outbox, i));
	FOR_EACH(letter, &sending->mails)
		if (!kept && letter->mail.text)
			json_array_append_new(mails, row_of(letter));
	return mails;
}

static json_t *waived_of(const struct sending *sending)
{
	return sending->pending && sending->how->really ?
		       json_incref(json_object_get(sending->outbox.journal, "waived")) :
		       gate_waived(&sending->gate);
}

json_t *view_send(const struct sending *sending)
{
	static const char *const adoptions[] = { "nothing", "moved", "kept" };
	char *next CLEANUP(free_text) = send_next_ref(sending);
	json_t *open = sending->gate.open;

	return json_pack("{s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:b, s:b, s:b, s:s, s:o}",
			 "branch", json_text(sending->branch), "version", sending->revision,
			 "mails", mails_of(sending), "output", json_text_or_null(sending->dir),
			 "verdicts", gate_summary(&sending->gate),
			 "open", open ? json_incref(open) : json_array(),
			 "waived", waived_of(sending), "web", sending->web,
			 "reflected", sending->reflected, "sent", sending->sent,
			 "next", adoptions[sending->adoption], "next_ref", json_text(next));
}

static void print_mail(FILE *out, const json_t *row)
{
	fprintf(out, "%4d  %s\n      To %zu, Cc %zu  %s\n",
		json_number(row, "nr"), json_field(row, "subject"),
		json_array_size(json_object_get(row, "to")),
		json_array_size(json_object_get(row, "cc")),
		json_flag(row, "ok") ? "ok" : "not as planned");
	FOR_EACH_JSON(problem, json_object_get(row, "problems"))
		fprintf(out, "      ! %s\n", json_string_value(problem));
}

static size_t count_bad(const json_t *mails)
{
	size_t bad = 0;

	FOR_EACH_JSON(row, mails)
		bad += !json_flag(row, "ok");
	return bad;
}

static void print_gate(FILE *out, const json_t *document)
{
	const json_t *open = json_object_get(document, "open");

	FOR_EACH_JSON(row, json_object_get(document, "waived"))
		fprintf(out, "waived: %s: %s\n", json_field(row, "check"),
			json_field(row, "reason"));
	FOR_EACH_JSON(row, open)
		fprintf(out, "does not pass: %s %s: %s: %s\n", json_field(row, "check"),
			json_field(row, "verdict"), json_field(row, "subject"),
			json_field(row, "detail"));
	if (json_array_size(open))
		fprintf(out, "not sent while these are open: %zu; --waive CHECK=REASON sends it in "
			"spite of them\n", json_array_size(open));
}

static const char *what_happened(const json_t *document)
{
	if (json_flag(document, "sent"))
		return "all of them went out";
	if (json_flag(document, "reflected"))
		return "all of them went to you, and to nobody else";
	return "nothing was sent";
}

/* Where nothing is sent: a person submits what stands in the folder. */
static void print_folder(FILE *out, const json_t *document)
{
	print_gate(out, document);
	if (*json_field(document, "output"))
		fprintf(out, "%s stands in %s; nothing was sent: read README there first\n",
			json_field(document, "branch"), json_field(document, "output"));
	else
		fprintf(out, "no folder was written for %s\n", json_field(document, "branch"));
}

void view_print_send(FILE *out, const json_t *document)
{
	const json_t *mails = json_object_get(document, "mails");
	size_t count = json_array_size(mails), bad = count_bad(mails);

	if (json_flag(document, "folder")) {
		print_folder(out, document);
		return;
	}
	FOR_EACH_JSON(row, mails)
		print_mail(out, row);
	if (*json_field(document, "output"))
		fprintf(out, "\nThe mails stand in %s\n", json_field(document, "output"));
	print_gate(out, document);
	fprintf(out, "%zu mail%s of %s, v%d: %zu not as planned; %s\n", count,
		count == 1 ? "" : "s",
		json_field(document, "branch"),
		json_number(document, "version"), bad,
		what_happened(document));
	if (!strcmp(json_field(document, "next"), "moved"))
		fprintf(out, "The branch stands at the next version now; say in its cover letter "
			     "what changes\n");
	if (!strcmp(json_field(document, "next"), "kept"))
		fprintf(out, "The branch was changed or is checked out, so it was left alone; git "
			     "reset --keep %s on it takes the next version\n",
			json_field(document, "next_ref"));
}
