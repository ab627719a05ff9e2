// SPDX-License-Identifier: GPL-2.0
/* Fuzz the reading of mails: what is read is written again, with its recipients and no others. */
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "mail/mail.h"
#include "recipients/recipient.h"

#include <stdint.h>
#include <string.h>

static void demand(bool truth)
{
	if (!truth)
		abort();
}

/* The body of the mail as the name of a recipient: nothing of it may become a header. */
static void readdress(const struct mail *mail)
{
	char *name CLEANUP(free_text) = xstrndup(mail->text + mail->body, mail->len - mail->body);
	struct recipient people[] = {
		{ .name = name, .email = (char *)"to@example.org", .to = true },
		{ .name = name, .email = (char *)"cc@example.org" },
	};
	struct recipients list = { people, 2, 2 };
	struct mail again CLEANUP(mail_release) = { 0 };
	struct strlist to = { 0 }, cc = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;

	text = mail_readdress(mail, &list, &len);
	demand(text && mail_parse(&again, text, len) == 0);
	mail_addresses(&to, &again, "To");
	mail_addresses(&cc, &again, "Cc");
	demand(to.nr == 1 && !strcmp(to.v[0], "to@example.org"));
	demand(cc.nr == 1 && !strcmp(cc.v[0], "cc@example.org"));
	demand(again.nr == mail->nr - mail_count(mail, "To") - mail_count(mail, "Cc") + 2);
	demand(again.len - again.body == mail->len - mail->body &&
	       !memcmp(again.text + again.body, mail->text + mail->body, mail->len - mail->body));
	strlist_release(&to);
	strlist_release(&cc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mail mail CLEANUP(mail_release) = { 0 };

	fail_clear();
	if (mail_parse(&mail, (const char *)data, size) < 0) {
		demand(fail_exit_code() == FAIL_NO);
		return 0;
	}
	FOR_EACH(header, &mail) {
		struct strlist list = { 0 };
		char *sender CLEANUP(free_text) = mail_sender(header->value);

		char *text CLEANUP(free_text) = rfc2047_decode(header->value);

		mail_split_addresses(&list, text);
		strlist_release(&list);
	}
	readdress(&mail);
	return 0;
}
