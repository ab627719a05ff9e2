// SPDX-License-Identifier: GPL-2.0
/* Fuzz what make and the compiler print. */
#include "kbuild/buildlog.h"
#include "lib/cleanup.h"
#include "lib/list.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strlist errors = { 0 }, warnings = { 0 };
	char *text CLEANUP(free_text) = xcalloc(1, size + 1);
	char *lines CLEANUP(free_text) = NULL;

	memcpy(text, data, size);
	lines = buildlog_of(text, "a/x.o");
	/* at most one end of line is added */
	if (strlen(lines) > strlen(text) + 1)
		abort();
	buildlog_parse(lines, &errors, &warnings);
	buildlog_parse(text, &errors, &warnings);
	FOR_EACH(identity, &warnings)
		if (!**identity || strchr(*identity, '\n'))
			abort();
	strlist_release(&errors);
	strlist_release(&warnings);
	return 0;
}
