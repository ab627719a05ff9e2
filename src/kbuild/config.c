// SPDX-License-Identifier: GPL-2.0
/* Compares two texts of auto.conf. */
#include "kbuild/config.h"

#include "lib/list.h"

#include <string.h>

static void read_lines(const char *text, struct strlist *lines)
{
	strlist_split(lines, text, "\n");
	strlist_sort(lines);
}

/* The options of the lines that only @a has. */
static void subtract(const struct strlist *a, const struct strlist *b, struct strlist *options)
{
	FOR_EACH(line, a) {
		size_t len = strcspn(*line, "=");

		if (!strncmp(*line, "CONFIG_", 7) && (*line)[len] && !strlist_find(b, *line))
			*LIST_ADD(options) = xstrndup(*line, len);
	}
}

void autoconf_compare(const char *old, const char *new, struct strlist *options)
{
	struct strlist before = { 0 }, after = { 0 };

	read_lines(old, &before);
	read_lines(new, &after);
	subtract(&before, &after, options);
	subtract(&after, &before, options);
	strlist_sort(options);
	strlist_release(&before);
	strlist_release(&after);
}
