// SPDX-License-Identifier: GPL-2.0
/* Documents of mails, and their text. */
#include "cmd/view_send.h"

#include "lib/cleanup.h"
#include "lib/json.h"
#include "mail/send.h"

#include <string.h>

static json_t *addresses(const struct mail *mail, const char *name)
{
	struct strlist list CLEANUP(strlist_release) = { 0 };
	json_t *array = json_array();

	mail_addresses(&list, mail, name);
	FOR_EACH(address, &list)
		json_array_append_new(array, json_text(*address));
	return array;
}

static json_t *texts(const struct strlist *list)
{
	json_t *array = json_array();

	FOR_EACH(text, list)
		json_array_append_new(array, json_text(*text));
	return array;
}

static json_t *header(const struct mail *mail, const char *name)
{
	const char *value = mail_header(mail, name);

	return value ? json_text(value) : json_null();
}

static json_t *row_of(const struct checked_mail *letter)
{
	json_t *row = json_object();

	json_object_set_new(row, "nr", json_integer(letter->nr));
	json_object_set_new(row, "subject", json_text(letter->subject));
	json_object_set_new(row, "file", letter->file ? json_text(letter->file) : json_null());
	json_object_set_new(row, "message_id", header(&letter->mail, "Message-ID"));
	json_object_set_new(row, "to", addresses(&letter->mail, "To"));
	json_object_set_new(row, "cc", addresses(&letter->mail, "Cc"));
	json_object_set_new(row, "in_reply_to", header(&letter->mail, "In-Reply-To"));
	json_object_set_new(row, "ok", json_boolean(!letter->problems.nr));
	json_object_set_new(row, "problems", texts(&letter->problems));
	return row;
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
	json_t *document = json_object();
	char *next CLEANUP(free_text) = send_next_ref(sending);

	json_object_set_new(document, "branch", json_text(sending->branch));
	json_object_set_new(document, "version", json_integer(sending->revision));
	json_object_set_new(document, "mails", mails_of(sending));
	json_object_set_new(document, "output", sending->dir ? json_text(sending->dir) :
							       json_null());
	json_object_set_new(document, "verdicts", gate_summary(&sending->gate));
	json_object_set_new(document, "open", sending->gate.open ?
						      json_incref(sending->gate.open) :
						      json_array());
	json_object_set_new(document, "waived", waived_of(sending));
	json_object_set_new(document, "web", json_boolean(sending->web));
	json_object_set_new(document, "reflected", json_boolean(sending->reflected));
	json_object_set_new(document, "sent", json_boolean(sending->sent));
	json_object_set_new(document, "next", json_string(adoptions[sending->adoption]));
	json_object_set_new(document, "next_ref", json_text(next));
	return document;
}

static void print_mail(FILE *out, const json_t *row)
{
	const json_t *problem;
	size_t i;

	fprintf(out, "%4d  %s\n      To %zu, Cc %zu  %s\n",
		json_number(row, "nr"), json_field(row, "subject"),
		json_array_size(json_object_get(row, "to")),
		json_array_size(json_object_get(row, "cc")),
		json_flag(row, "ok") ? "ok" : "not as planned");
	json_array_foreach(json_object_get(row, "problems"), i, problem)
		fprintf(out, "      ! %s\n", json_string_value(problem));
}

static size_t count_bad(const json_t *mails)
{
	const json_t *row;
	size_t i, bad = 0;

	json_array_foreach(mails, i, row)
		bad += !json_flag(row, "ok");
	return bad;
}

static void print_gate(FILE *out, const json_t *document)
{
	const json_t *open = json_object_get(document, "open"), *row;
	size_t i;

	json_array_foreach(json_object_get(document, "waived"), i, row)
		fprintf(out, "waived: %s: %s\n", json_field(row, "check"),
			json_field(row, "reason"));
	json_array_foreach(open, i, row)
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

void view_print_send(FILE *out, const json_t *document)
{
	const json_t *mails = json_object_get(document, "mails"), *row;
	size_t i, count = json_array_size(mails), bad = count_bad(mails);

	json_array_foreach(mails, i, row)
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
