// SPDX-License-Identifier: GPL-2.0
/* Fuzz the lines of get_maintainer.pl: whatever they hold, a mail header stays one header. */
#include "cleanup.h"
#include "message.h"
#include "patch.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static void check_text(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char empty[] = "";
	char *line CLEANUP(free_text) = xcalloc(1, size + 1);
	char *message CLEANUP(free_text) = NULL;
	struct recipient recipient;
	struct patch patch = { .subject = empty, .body = empty,
			       .recipients = { &recipient, 1, 1 } };

	memcpy(line, data, size);
	if (!recipient_parse(&recipient, line))
		return 0;
	check_text(recipient.name);
	check_text(recipient.email);
	check_text(recipient.why);
	message = message_compose(&patch, "x");
	/* subject, blank line, trailer, "---" and one Cc */
	size = 0;
	for (const char *at = message; (at = strchr(at, '\n')); at++)
		size++;
	if (size != 5 || !strchr(recipient.email, '@'))
		abort();
	free(recipient.name);
	free(recipient.email);
	free(recipient.why);
	return 0;
}
