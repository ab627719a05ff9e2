// SPDX-License-Identifier: GPL-2.0
/* Fuzz the tokens of C source, and the layout of a change from one text to another. */
#include "csrc/clex.h"
#include "csrc/layout.h"
#include "lib/cleanup.h"
#include "lib/list.h"

#include <stdint.h>
#include <string.h>

/* The input is "before \0 after". */
static void realign(const char *data, size_t size)
{
	char *copy CLEANUP(free_text) = xcalloc(1, size + 2);
	struct layout_limits limits = { 80, 100 };
	struct line_ranges ranges = { 0 };
	char *result, *again;
	const char *after;
	size_t len;

	memcpy(copy, data, size);
	after = copy + strlen(copy) + 1;
	limits.style = layout_limit(copy);
	result = layout_realign(copy, after, &limits, &len, &ranges);
	/* white space may change, nothing else */
	if (len != strlen(result) || !layout_same_code(after, result))
		abort();
	FOR_EACH(range, &ranges)
		if (!range->first || range->first > range->last || !range->limit == !range->join ||
		    (range->join && (range->join < range->first || range->join >= range->last)))
			abort();
	again = layout_realign(result, result, &limits, &len, &ranges);
	if (strcmp(again, result))
		abort();
	free(ranges.v);
	free(result);
	free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words[] = { (char *)"a", (char *)"give", (char *)"take" };
	const struct strlist list = { words, 3, 3 };
	struct cuses uses CLEANUP(cuses_release) = { 0 };

	cuses_find(&uses, (const char *)data, size, &list);
	FOR_EACH(use, &uses)
		if (!use->line || use->line > size)
			abort();
	realign((const char *)data, size);
	return 0;
}
