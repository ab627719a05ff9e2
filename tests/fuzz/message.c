// SPDX-License-Identifier: GPL-2.0
/* Fuzz the templates of messages. */
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "msg/plaintext.h"
#include "series/message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct field fields[] = { { "a", "{a}" }, { "name", "" }, { NULL, NULL } };
	char *template CLEANUP(free_text) = xcalloc(1, size + 1);
	char *text CLEANUP(free_text) = NULL;

	memcpy(template, data, size);
	fail_clear();
	text = message_fill("template", template, fields);
	if (!text && fail_exit_code() != FAIL_USAGE)
		abort();
	if (text && plaintext_check("text", text, strlen(text)) < 0 &&
	    fail_exit_code() != FAIL_USAGE)
		abort();
	/* without fields a template stands for itself */
	if (!strchr(template, '{') && (!text || strcmp(text, template)))
		abort();
	return 0;
}
