// SPDX-License-Identifier: GPL-2.0
/* Reads what macros paste, and takes names apart by it. */
#include "csrc/paste.h"

#include "lib/cleanup.h"
#include "lib/list.h"
#include "lib/word.h"

#include <string.h>

/* The begin of the line of @at, and of those before it that end with a backslash. */
static const char *logical_line(const char *text, const char *at)
{
	for (;;) {
		while (at > text && at[-1] != '\n')
			at--;
		if (at - text < 2 || at[-2] != '\\')
			return at;
		at--;
	}
}

/* Is it a parameter of "#define NAME(a, b) ..."? */
static bool is_parameter(const char *define, const char *word, size_t len)
{
	const char *at = define + strcspn(define, "(\n"), *end = at + strcspn(at, ")");

	while (at < end) {
		size_t size;

		at += 1 + strspn(at + 1, " \t\\\n");
		size = word_length(at);
		if (size == len && !strncmp(at, word, len))
			return true;
		at += strcspn(at, ",)");
	}
	return false;
}

static void take_literal(struct strlist *literals, const char *define, const char *word,
			 size_t len, char side)
{
	/* one letter would be part of everything */
	if (len > 1 && !is_parameter(define, word, len))
		*LIST_ADD(literals) = xasprintf("%c %.*s", side, (int)len, word);
}

/* Both sides of "a ## b". */
static void take_paste(struct strlist *literals, const char *text, const char *at)
{
	const char *define = logical_line(text, at), *left = at, *right = at + 2, *end;

	if (*define != '#')
		return;
	while (left > define && strchr(" \t\\\n", left[-1]))
		left--;
	end = left;
	while (left > define && is_name_char(left[-1]))
		left--;
	take_literal(literals, define, left, (size_t)(end - left), '<');
	right += strspn(right, " \t\\\n");
	take_literal(literals, define, right, word_length(right), '>');
}

void paste_read(struct strlist *literals, const char *source, size_t len)
{
	char *text CLEANUP(free_text) = xstrndup(source, len);

	for (const char *at = text; (at = strstr(at, "##")); at += 2)
		take_paste(literals, text, at);
}

static bool is_literal(const struct strlist *literals, char side, const char *word, size_t len)
{
	char *entry CLEANUP(free_text) = xasprintf("%c %.*s", side, (int)len, word);

	return strlist_find(literals, entry);
}

void paste_arguments(const struct strlist *literals, const char *name, struct strlist *arguments)
{
	size_t len = strlen(name);

	for (size_t begin = 0; begin < len; begin++) {
		if (begin && !is_literal(literals, '<', name, begin))
			continue;
		for (size_t end = len; end > begin; end--) {
			if ((begin || end < len) &&
			    (end == len || is_literal(literals, '>', name + end, len - end)))
				*LIST_ADD(arguments) = xstrndup(name + begin, end - begin);
		}
	}
	strlist_sort(arguments);
}
