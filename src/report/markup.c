// SPDX-License-Identifier: GPL-2.0
/* Writes text into XML and HTML. */
#include "report/markup.h"

#include "lib/list.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

static const char *entity(char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Controls, and U+FFFE and U+FFFF; how many bytes. */
static size_t forbidden(const char *at)
{
	if ((unsigned char)*at < 0x20 && !strchr("\t\n\r", *at))
		return 1;
	return strncmp(at, "\xef\xbf\xbe", 3) && strncmp(at, "\xef\xbf\xbf", 3) ? 0 : 3;
}

void markup_text(FILE *out, const char *text)
{
	while (*text) {
		size_t bad = forbidden(text);

		if (bad)
			fputs(REPLACEMENT, out);
		else if (entity(*text))
			fputs(entity(*text), out);
		else
			fputc(*text, out);
		text += bad ? bad : 1;
	}
}

void markup_print(FILE *out, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	markup_text(out, text);
	free(text);
}
