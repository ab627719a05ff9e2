// SPDX-License-Identifier: GPL-2.0
/* Looks into encoded words for what must not be in a header. */
#include "msg/encodedword.h"

#include "lib/lib.h"

static bool ends(unsigned byte)
{
	return byte == '\n' || byte == '\r' || byte == '\0';
}

static int hex_of(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* "=0A" */
static bool quoted_hides(const char *text, size_t len)
{
	for (size_t i = 0; i + 2 < len; i++) {
		int high = text[i] == '=' ? hex_of(text[i + 1]) : -1;
		int low = high < 0 ? -1 : hex_of(text[i + 2]);

		if (low >= 0 && ends((unsigned)(high << 4 | low)))
			return true;
	}
	return false;
}

static bool base64_hides(const char *text, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	unsigned bits = 0, nr = 0;

	for (size_t i = 0; i < len; i++) {
		const char *at = text[i] ? strchr(digits, text[i]) : NULL;

		if (!at)
			continue;
		bits = (bits << 6 | (unsigned)(at - digits)) & 0xffff;
		nr += 6;
		if (nr < 8)
			continue;
		nr -= 8;
		if (ends(bits >> nr & 0xff))
			return true;
	}
	return false;
}

/* "=?charset?q?text?=": @word stands behind its "=?". */
static bool word_hides(const char *word, size_t len)
{
	const char *charset = memchr(word, '?', len);
	const char *end = word + len;

	if (!charset || end - charset < 4 || charset[2] != '?')
		return false;
	const char *text = charset + 3, *stop = memmem(text, (size_t)(end - text), "?=", 2);
	size_t size = (size_t)((stop ? stop : end) - text);

	return tolower((unsigned char)charset[1]) == 'b' ? base64_hides(text, size) :
							   quoted_hides(text, size);
}

bool encodedword_hides_end(const char *value, size_t len)
{
	for (size_t i = 0; i + 2 < len; i++)
		if (value[i] == '=' && value[i + 1] == '?' &&
		    word_hides(value + i + 2, len - i - 2))
			return true;
	return false;
}
