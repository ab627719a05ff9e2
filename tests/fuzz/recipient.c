// SPDX-License-Identifier: GPL-2.0
/* Fuzz the lines of get_maintainer.pl: whatever they hold, a mail header stays one header. */
#include "campaign/campaign.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "series/message.h"
#include "series/patch.h"
#include "recipients/policy.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* No control character, nothing that ends a line for Python, and UTF-8 as JSON wants it. */
static void check_text(const char *text)
{
	json_t *json CLEANUP(free_json) = json_string(text);

	if (!json || strstr(text, "\xc2\x85") || strstr(text, "\xe2\x80\xa8") ||
	    strstr(text, "\xe2\x80\xa9"))
		abort();
	for (; *text; text++)
		if (iscntrl((unsigned char)*text))
			abort();
}

static void check(const struct recipient *recipient)
{
	check_text(recipient->name);
	check_text(recipient->email);
	check_text(recipient->why);
	if (strstr(recipient->name, "=?") || !strchr(recipient->email, '@') ||
	    strpbrk(recipient->email, " <>,;:\"()\\") || strlen(recipient->name) > 120)
		abort();
}

/* As somebody in a patch: subject, blank line, trailer, "---" and one Cc. */
static void check_line(const char *line)
{
	char empty[] = "";
	char *message CLEANUP(free_text) = NULL;
	struct recipient recipient;
	struct patch patch = { .subject = empty, .body = empty,
			       .recipients = { &recipient, 1, 1 } };
	size_t lines = 0;

	if (!recipient_parse(&recipient, line))
		return;
	check(&recipient);
	message = message_compose(&patch, "x");
	for (const char *at = message; (at = strchr(at, '\n')); at++)
		lines++;
	if (lines != 5)
		abort();
	recipient_release(&recipient);
}

/* As an answer that the usual policy judges, twice, and as part of a union. */
static void check_answer(const char *line)
{
	char path[] = "campaign.conf";
	struct campaign campaign = { .path = path };
	struct policy policy CLEANUP(policy_release) = { 0 };
	struct recipients list CLEANUP(recipients_release) = { 0 };
	struct recipients all CLEANUP(recipients_release) = { 0 };

	if (policy_open(&policy, &campaign) < 0)
		abort();
	for (int i = 0; i < 2; i++)
		if (policy_add(&policy, &list, line, "x.c") < 0 && !*fail_text())
			abort();
	fail_clear();
	if (list.nr > 1)
		abort();
	recipients_join(&all, &list, "api");
	recipients_join(&all, &list, "api");
	FOR_EACH(recipient, &all)
		check(recipient);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line CLEANUP(free_text) = xcalloc(1, size + 1);

	memcpy(line, data, size);
	check_line(line);
	check_answer(line);
	return 0;
}
