// SPDX-License-Identifier: GPL-2.0
/* Fuzz what Kbuild keeps beside an object. */
#include "kbuild/depfile.h"
#include "lib/cleanup.h"
#include "lib/list.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strlist sources = { 0 }, generated = { 0 };
	char *text CLEANUP(free_text) = xcalloc(1, size + 1);

	memcpy(text, data, size);
	depfile_parse(text, "/tree", &sources, &generated);
	/* files of the system stay out */
	FOR_EACH(path, &generated)
		if (**path == '/' || strchr(*path, '\n'))
			abort();
	strlist_release(&sources);
	strlist_release(&generated);
	return 0;
}
