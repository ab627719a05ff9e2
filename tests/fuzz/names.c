// SPDX-License-Identifier: GPL-2.0
/* Fuzz what is read from a source or a Makefile without understanding it: definitions, exports,
 * options. */
#include "csrc/definitions.h"
#include "csrc/exports.h"
#include "kbuild/autoconf.h"
#include "lib/cleanup.h"
#include "lib/list.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

static void check_words(const struct strlist *names)
{
	FOR_EACH(name, names) {
		if (!**name)
			abort();
		for (const char *c = *name; *c; c++)
			/* bytes beyond ASCII are letters to clex.h */
			if (!isalnum((unsigned char)*c) && *c != '_' && !(*c & 0x80))
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strlist names = { 0 }, exports = { 0 }, terms = { 0 }, options = { 0 };
	char *text CLEANUP(free_text) = xcalloc(1, size + 1);
	char *lines CLEANUP(free_text) = NULL;

	memcpy(text, data, size);
	size = strlen(text);
	definitions_read(&names, text, size);
	check_words(&names);
	exports_read(&exports, &terms, "x.c", "", text, size);
	FOR_EACH(line, &exports)
		if (strcmp(*line + strcspn(*line, " "), " x.c") || **line == ' ')
			abort();
	autoconf_options(text, &options);
	check_words(&options);
	lines = autoconf_subset(&names, &options);
	strlist_release(&names);
	strlist_release(&exports);
	strlist_release(&terms);
	strlist_release(&options);
	return 0;
}
