// SPDX-License-Identifier: GPL-2.0
/* Fills lines of a letter with words. */
#include "publish/wrap.h"

#include <string.h>

#define WIDTH 75

/* Columns of a text; bytes that go on a character take none. */
static size_t columns(const char *text, size_t len)
{
	size_t width = 0;

	for (size_t i = 0; i < len; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
	return width;
}

void wrap_put(FILE *out, const char *text, size_t indent, size_t hang)
{
	size_t at = 0;

	for (const char *word = text; *word;) {
		size_t len = strcspn(word, " "), width = columns(word, len);

		if (at && at + 1 + width > WIDTH) {
			fputc('\n', out);
			at = 0;
		}
		if (at)
			at += (size_t)fprintf(out, " ");
		else
			at += (size_t)fprintf(out, "%*s", (int)(word == text ? indent :
									       indent + hang), "");
		fprintf(out, "%.*s", (int)len, word);
		at += width;
		word += len;
		word += strspn(word, " ");
	}
	fputc('\n', out);
}
