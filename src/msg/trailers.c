// SPDX-License-Identifier: GPL-2.0
/* Takes commit messages apart into text, trailers and the rest. */
#include "msg/trailers.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CUT "---\n"

/* Does @line, of @len bytes, look like a trailer to b4? */
static bool is_trailer(const char *line, size_t len)
{
	size_t at = 0, name;

	while (at < len && isspace((unsigned char)line[at]))
		at++;
	name = at;
	while (at < len && !isspace((unsigned char)line[at]))
		at++;
	if (at - name < 3 || line[at - 1] != ':' ||
	    !(isalnum((unsigned char)line[name]) || line[name] == '_' ||
	      (unsigned char)line[name] >= 0x80))
		return false;
	while (at < len && isspace((unsigned char)line[at]))
		at++;
	return at < len;
}

/* "[for the driver]" below a trailer. */
static bool is_remark(const char *line, size_t len)
{
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	while (len && isspace((unsigned char)*line))
		line++, len--;
	return len > 2 && *line == '[' && line[len - 1] == ']' && !memchr(line, ']', len - 1);
}

/* The line of the cut; the end of the text when there is none. */
static const char *find_cut(const char *message)
{
	const char *at;

	if (!strncmp(message, CUT, strlen(CUT)))
		return message;
	at = strstr(message, "\n" CUT);
	return at ? at + 1 : message + strlen(message);
}

static void chop(char *text)
{
	size_t len = strlen(text);

	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
}

static void add_trailer(struct strlist *trailers, const char *line, size_t len)
{
	char **entry = LIST_ADD(trailers);

	while (len && isspace((unsigned char)*line))
		line++, len--;
	*entry = xstrndup(line, len);
	chop(*entry);
}

static void add_remark(struct strlist *trailers, const char *line, size_t len)
{
	char **last = &trailers->v[trailers->nr - 1];
	char *whole = xasprintf("%s\n%.*s", *last, (int)len, line);

	free(*last);
	*last = whole;
	chop(*last);
}

/* Take the trailers out of a paragraph; other lines go to @out. */
static void read_paragraph(struct commit_message *letter, const char *text, FILE *out)
{
	bool was_trailer = false;

	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n");

		if (is_trailer(line, len)) {
			add_trailer(&letter->trailers, line, len);
			was_trailer = true;
		} else {
			if (was_trailer && is_remark(line, len))
				add_remark(&letter->trailers, line, len);
			else
				fprintf(out, "%.*s\n", (int)len, line);
			was_trailer = false;
		}
		line += len;
		line += *line == '\n';
	}
}

void commit_message_split(struct commit_message *letter, const char *message)
{
	const char *cut = find_cut(message);
	char *above = xstrndup(message, (size_t)(cut - message));
	char *last, *next;
	size_t size;
	FILE *out;

	letter->below = xstrdup(*cut ? cut + strlen(CUT) : "");
	chop(letter->below);
	chop(above);
	/* the subject is no paragraph of its body */
	last = strstr(above, "\n\n");
	while (last && (next = strstr(last + 2, "\n\n")))
		last = next;
	out = xmemstream(&letter->text, &size);
	fprintf(out, "%.*s\n\n", last ? (int)(last - above) : (int)strlen(above), above);
	if (last)
		read_paragraph(letter, last + 2, out);
	fclose(out);
	chop(letter->text);
	free(above);
}

void commit_message_release(struct commit_message *letter)
{
	free(letter->text);
	free(letter->below);
	strlist_release(&letter->trailers);
	*letter = (struct commit_message){ 0 };
}

/* How much of a trailer counts: not what is said about it. */
static size_t weight(const char *trailer)
{
	size_t len = strcspn(trailer, "\n");
	const char *remark = strstr(trailer, " #");

	if (remark && remark < trailer + len)
		len = (size_t)(remark - trailer);
	while (len && isspace((unsigned char)trailer[len - 1]))
		len--;
	return len;
}

bool trailer_same(const char *a, const char *b)
{
	const char *value_a = strchr(a, ':'), *value_b = strchr(b, ':');
	size_t len_a = weight(a), len_b = weight(b);

	if (!value_a || !value_b || value_a - a != value_b - b ||
	    strncasecmp(a, b, (size_t)(value_a - a)) != 0)
		return false;
	len_a -= (size_t)(++value_a - a);
	len_b -= (size_t)(++value_b - b);
	while (len_a && isspace((unsigned char)*value_a))
		value_a++, len_a--;
	while (len_b && isspace((unsigned char)*value_b))
		value_b++, len_b--;
	return len_a == len_b && !strncasecmp(value_a, value_b, len_a);
}

bool trailers_have(const struct strlist *trailers, const char *trailer)
{
	FOR_EACH(known, trailers)
		if (trailer_same(*known, trailer))
			return true;
	return false;
}

bool trailer_is_praise(const char *trailer)
{
	size_t name = strcspn(trailer, ":");

	return name > 3 && !strncasecmp(trailer + name - 3, "-by", 3) && strchr(trailer, '@') &&
	       strncasecmp(trailer, "Signed-off-by", name) != 0;
}
