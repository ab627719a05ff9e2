// SPDX-License-Identifier: GPL-2.0
/* Reads what spatch says of pieces that it cannot parse. */
#include "cocci/unparsed.h"

#include "lib/cleanup.h"
#include "lib/list.h"
#include "lib/word.h"

#include <string.h>

#define BAD "bad:"
#define WORST "BAD:!!!!!" /* the line itself */

static size_t line_length(const char *text)
{
	size_t len = strcspn(text, "\n");

	return len + (text[len] == '\n');
}

static bool is_bad(const char *line)
{
	return starts_with(line, BAD) || starts_with(line, WORST);
}

static bool holds_word(const char *text, size_t len, const struct strlist *words)
{
	for (const char *end = text + len; text < end;) {
		size_t size = word_length(text);
		char *word CLEANUP(free_text) = xstrndup(text, size);

		if (size && strlist_has(words, word))
			return true;
		text += size ? size : 1;
	}
	return false;
}

/* The piece that stands behind the complaint at @at: does it hold one of @words? */
static bool piece_holds(const char *at, const struct strlist *words)
{
	while (*at && !is_bad(at) && strncmp(at, "HANDLING: ", 10) != 0)
		at += line_length(at);
	for (; is_bad(at); at += line_length(at)) {
		size_t skip = strcspn(at, ":");

		if (holds_word(at + skip, line_length(at) - skip, words))
			return true;
	}
	return false;
}

void unparsed_find(struct strlist *lines, const char *log, const char *name,
		   const struct strlist *words)
{
	char *place CLEANUP(free_text) = xasprintf("= File \"%s\", line ", name);

	for (const char *at = log; (at = strstr(at, place));) {
		size_t digits = strspn(at += strlen(place), "0123456789");
		char *line CLEANUP(free_text) = xstrndup(at, digits);

		if (digits && (!words->nr || piece_holds(at, words)))
			strlist_add_once(lines, line);
	}
}
