// SPDX-License-Identifier: GPL-2.0
/* Writes and reads the words of RFC 2047. */
#include "mail/rfc2047.h"

#include "lib/list.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WORD 70 /* of RFC 2047, with what stands around it; a line of them has 76 at most */

/* Length of the UTF-8 character at @text; 0 when there is none. */
static size_t utf8_len(const unsigned char *text)
{
	size_t len = *text < 0x80 ? 1 : *text < 0xc2 ? 0 : *text < 0xe0 ? 2 : *text < 0xf0 ? 3 :
		     *text < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

static bool is_utf8(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t len;

	for (; *at; at += len) {
		len = utf8_len(at);
		if (!len)
			return false;
	}
	return true;
}

void rfc2047_put(FILE *out, const char *name)
{
	bool utf8 = is_utf8(name);
	const char *charset = utf8 ? "utf-8" : "iso-8859-1";
	const size_t limit = MAX_WORD - strlen("=?" "?q?" "?=") - strlen(charset);
	const unsigned char *at = (const unsigned char *)name;
	bool first = true;
	size_t room = 0;

	for (size_t len; *at; at += len) {
		size_t cost;

		len = utf8 ? utf8_len(at) : 1;
		cost = isalnum(*at) || *at == ' ' ? 1 : 3 * len;
		if (cost > room) {
			fprintf(out, "%s=?%s?q?", first ? "" : "?=\n ", charset);
			first = false;
			room = limit;
		}
		room -= cost;
		for (size_t i = 0; i < len; i++) {
			if (cost == 1)
				fputc(*at == ' ' ? '_' : *at, out);
			else
				fprintf(out, "=%02X", at[i]);
		}
	}
	fputs("?=", out);
}

/* One character of a word as UTF-8. */
static void put_decoded(FILE *out, unsigned char c, bool latin)
{
	if (latin && c >= 0x80)
		fprintf(out, "%c%c", 0xc0 | c >> 6, 0x80 | (c & 0x3f));
	else
		fputc(c ? c : ' ', out);
}

static void decode_q(FILE *out, const char *text, size_t len, bool latin)
{
	for (size_t i = 0; i < len; i++) {
		char hex[3] = "", *end;
		unsigned long c;

		if (text[i] == '=' && i + 2 < len)
			memcpy(hex, text + i + 1, 2);
		c = strtoul(hex, &end, 16);
		if (isxdigit((unsigned char)hex[0]) && end == hex + 2) {
			put_decoded(out, (unsigned char)c, latin);
			i += 2;
		} else {
			put_decoded(out, text[i] == '_' ? ' ' : (unsigned char)text[i], latin);
		}
	}
}

static void decode_b(FILE *out, const char *text, size_t len, bool latin)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < len; i++) {
		const char *digit = strchr(digits, text[i]);

		if (!digit || !text[i])
			continue;
		bits = (bits << 6 | (unsigned)(digit - digits)) & 0xffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			put_decoded(out, (unsigned char)(bits >> have), latin);
		}
	}
}

/* Read the word "=?charset?q?text?=" at @text; its length, or 0 when there is none. */
static size_t decode_word(FILE *out, const char *text)
{
	size_t charset = strcspn(text + 2, "? ");
	const char *kind = text + 2 + charset;
	const char *start = kind + 3, *end;
	bool latin = !strncasecmp(text + 2, "iso-8859-1?", 11);

	if (strncasecmp(text + 2, "utf-8?", 6) && strncasecmp(text + 2, "us-ascii?", 9) && !latin)
		return 0;
	if (!kind[1] || kind[2] != '?')
		return 0;
	end = start + strcspn(start, "? ");
	if (end[0] != '?' || end[1] != '=')
		return 0;
	if (strchr("qQ", kind[1]))
		decode_q(out, start, (size_t)(end - start), latin);
	else if (strchr("bB", kind[1]))
		decode_b(out, start, (size_t)(end - start), latin);
	else
		return 0;
	return (size_t)(end + 2 - text);
}

static void squeeze(char *text)
{
	char *to = text;

	for (const char *c = text; *c; c++) {
		bool blank = isspace((unsigned char)*c);

		if (!blank)
			*to++ = *c;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
}

char *rfc2047_decode(const char *value)
{
	char *text = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);
	const char *blanks = value; /* where those before @at begin */
	bool after_word = false;

	for (const char *at = value; *at;) {
		size_t word = 0;

		if (isspace((unsigned char)*at)) {
			at++;
			continue;
		}
		/* blanks between two words do not count */
		if (!strncmp(at, "=?", 2) && after_word)
			word = decode_word(out, at);
		if (!word) {
			fwrite(blanks, 1, (size_t)(at - blanks), out);
			word = !strncmp(at, "=?", 2) ? decode_word(out, at) : 0;
		}
		after_word = word > 0;
		if (!word)
			fputc(*at, out);
		at += word ? word : 1;
		blanks = at;
	}
	fclose(out);
	squeeze(text);
	return text;
}
