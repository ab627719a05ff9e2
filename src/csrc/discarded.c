// SPDX-License-Identifier: GPL-2.0
/* Reads which names a source puts into sections that are freed. */
#include "csrc/discarded.h"

#include "lib/cleanup.h"
#include "lib/list.h"
#include "lib/word.h"

#include <string.h>

#define LONGEST 1000 /* bytes of a statement that are looked at */

/* Is it __init, __exit, __initdata, __net_init or the like, and no function of that name? */
static bool is_mark(const char *word, size_t len)
{
	static const char *const marks[] = { "init", "exit", "net_init", "net_exit", "meminit",
					     "memexit", "devinit", "devexit", "cpuinit",
					     "cpuexit" };

	if (len < 6 || strncmp(word, "__", 2) != 0 || word[len] == '(')
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t size = strlen(marks[i]);
		const char *end = word + 2 + size;

		if (len < 2 + size || strncmp(word + 2, marks[i], size) != 0)
			continue;
		if (len == 2 + size || !strncmp(end, "data", 4) || !strncmp(end, "const", 5) ||
		    !strncmp(end, "_memblock", 9) || !strncmp(end, "_or_module", 10) ||
		    !strncmp(end, "_refok", 6))
			return true;
	}
	return false;
}

/* The head of a statement: what stands before its value, its arguments or its body. */
static size_t head_length(const char *text)
{
	size_t len = strcspn(text, "(={;");

	return len < LONGEST ? len : LONGEST;
}

static void take_statement(struct strlist *names, const char *text)
{
	size_t len = head_length(text), end = strcspn(text, ";{=");
	bool marked = false;

	if (!strncmp(text, "static ", 7) || !strncmp(text, "typedef ", 8))
		return;
	/* "int x(void) __init;" */
	for (size_t at = 0, size; at < end && at < LONGEST; at += size ? size : 1) {
		size = word_length(text + at);
		marked = marked || is_mark(text + at, size);
	}
	for (size_t at = 0, size; marked && at < len; at += size ? size : 1) {
		size = word_length(text + at);
		if (size && !is_mark(text + at, size))
			*LIST_ADD(names) = xstrndup(text + at, size);
	}
}

void discarded_symbols_read(struct strlist *names, const char *source, size_t len)
{
	char *text CLEANUP(free_text) = xstrndup(source, len);
	const char *end;

	for (const char *line = text; *line; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		/* most lines are no statements at file scope */
		if (is_name_char(*line) && strncmp(line, "static ", 7) != 0)
			take_statement(names, line);
	}
}
