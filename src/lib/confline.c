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

/* "[section "sub"]"; owned by the caller. */
static char *header_text(const char *section, const char *sub)
{
	return sub ? xasprintf("[%s \"%s\"]", section, sub) : xasprintf("[%s]", section);
}

/* What stands in the line behind a header. */
static const char *behind_header(const char *start)
{
	start += strcspn(start, "]\n");
	return start + strspn(start, "] \t");
}

unsigned confline_header(const char *path, const char *section, const char *sub, size_t nth)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	char *header CLEANUP(free_text) = header_text(section, sub);
	unsigned line = 0, inside = 0;
	bool goes_on = false;

	for (const char *at = text; at && *at; at += *at == '\n') {
		const char *start = at + strspn(at, " \t"), *end = at + strcspn(at, "\n");

		line++;
		if (*start == '[' && !goes_on) {
			inside = strncasecmp(start, header, strlen(header)) ? 0 : line;
			start = behind_header(start);
		}
		if (inside && !goes_on && !strchr("\n;#", *start) && !nth--)
			return inside;
		goes_on = end > at && end[-1] == '\\';
		at = end;
	}
	return 0;
}

unsigned confline_find_value(const char *path, const char *section, const char *sub,
			     const char *name, const char *value)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);
	char *header CLEANUP(free_text) = header_text(section, sub);
	bool inside = false;
	unsigned line = 0, first = 0;

	for (const char *at = text; at && *at; at += *at == '\n') {
		const char *start = at += strspn(at, " \t");

		line++;
		if (*start == '[') {
			inside = !strncasecmp(start, header, strlen(header));
			start = behind_header(start);
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
