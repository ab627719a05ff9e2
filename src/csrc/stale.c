// SPDX-License-Identifier: GPL-2.0
/* Finds comments inside a function. */
#include "csrc/stale.h"

#include "csrc/cscan.h"
#include "lib/list.h"

#include <string.h>

void comment_find_stale(struct comment_places *out, const char *source, size_t len,
			const char *function, const struct strlist *words)
{
	struct cscan found = { 0 };

	cscan_find(&found, source, len);
	FOR_EACH(f, &found.functions) {
		unsigned to = 0;

		if (f->macro || f->name.len != strlen(function) ||
		    memcmp(f->name.text, function, f->name.len))
			continue;
		/* up to the next one */
		FOR_EACH(other, &found.functions)
			if (!other->macro && other->name.line > f->name.line &&
			    (!to || other->name.line <= to))
				to = other->name.line - 1;
		comment_find(out, source, len, f->name.line, to, words);
	}
	cscan_release(&found);
}
