// SPDX-License-Identifier: GPL-2.0
/* Reads off the text of a Makefile how far it reaches. */
#include "kbuild/makefile.h"

#include <string.h>

/* Does the first word of the line make another file a part of this one? */
static bool includes(const char *line)
{
	static const char *const words[] = { "include", "-include", "sinclude" };

	line += strspn(line, " \t");
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = strlen(words[i]);

		if (!strncmp(line, words[i], len) && (line[len] == ' ' || line[len] == '\t'))
			return true;
	}
	return false;
}

bool makefile_has_hidden_inputs(const char *text)
{
	if (strstr(text, "(shell") || strstr(text, "{shell") || strstr(text, "(wildcard") ||
	    strstr(text, "{wildcard") || strstr(text, "!="))
		return true;
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (includes(line))
			return true;
	return false;
}

bool makefile_hands_down(const char *text)
{
	static const char *const words[] = { "subdir-", "export", "KBUILD_" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}
