// SPDX-License-Identifier: GPL-2.0
/* Finds the line of a key in a git-config file. */
#include "lib/confline.h"

#include "lib/cleanup.h"
#include "lib/io.h"
#include "lib/list.h"

#include <string.h>

unsigned confline_find(const char *path, const char *section, const char *sub, const char *name)
{
	return confline_find_value(path, section, sub, name, NULL);
}

char confline_cut(const char *path, const char *section, const char *sub, const char *name,
		  const char *value)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	unsigned line = confline_find_value(path, section, sub, name, value);
	const char *at = line ? text : NULL;
	size_t len = strlen(value);

	while (at && line-- > 1)
		at = (at = strchr(at, '\n')) ? at + 1 : NULL;
	at = at ? memchr(at, '=', strcspn(at, "\n")) : NULL;
	if (!at)
		return 0;
	at += 1 + strspn(at + 1, " \t");
	return !strncmp(at, value, len) && at[len] && strchr(";#", at[len]) ? at[len] : 0;
}

unsigned confline_find_value(const char *path, const char *section, const char *sub,
			     const char *name, const char *value)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	char *header CLEANUP(free_text) = sub ? xasprintf("[%s \"%s\"]", section, sub) :
						xasprintf("[%s]", section);
	bool inside = false;
	unsigned line = 0, first = 0;

	for (char *at = text; at && *at; at += *at == '\n') {
		char *start = at += strspn(at, " \t");

		line++;
		if (*start == '[') {
			inside = !strncasecmp(start, header, strlen(header));
			start += strcspn(start, "]\n");
			start += strspn(start, "] \t");
		}
		size_t len = strcspn(start, " \t=\n;#");
		if (inside && name && len == strlen(name) && !strncasecmp(start, name, len)) {
			if (!value || memmem(start, strcspn(start, "\n"), value, strlen(value)))
				return line;
			first = first ? first : line;
		}
		if (inside && !name)
			return line;
		at += strcspn(at, "\n");
	}
	return first;
}
