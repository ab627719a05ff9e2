// SPDX-License-Identifier: GPL-2.0
/* Breaks and colours the lines of a result. */
#include "cli/screen.h"

#include "lib/lib.h"

#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define MAGENTA "\033[35m"
#define PLAIN "\033[m"

#define FURTHER 4 /* columns by which a line that goes on stands further to the right */

/* Words with which a line of a result begins, and "0 fail" of a last line. Of a word in a sentence
 * nothing is known. */
static const struct {
	const char *word, *colour;
} words[] = {
	{ "pass", GREEN },	{ "ok", GREEN },
	{ "fail", RED },	{ "missing", RED },
	{ "uncovered", YELLOW },	{ "optional", YELLOW },
	{ "void", MAGENTA },
};

size_t screen_columns(const char *text, size_t len)
{
	size_t columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

static const char *colour_of(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == len && !strncmp(words[i].word, word, len))
			return words[i].colour;
	return NULL;
}

/* "  12  0123456789ab  subject" */
static bool is_commit(const char *word, size_t len, const char *line)
{
	return len == 12 && strspn(word, "0123456789abcdef") == 12 &&
	       strspn(line, " 0123456789") >= (size_t)(word - line);
}

/* Where and how a line has colour: its first word, where that stands in a column of its own, or the
 * id of a commit. */
static const char *find_coloured(const char *line, size_t *at, size_t *length)
{
	size_t from = strspn(line, " ");
	size_t word = strcspn(line + from, " ");
	const char *behind = line + from + word;
	const char *colour = colour_of(line + from, word);

	*at = from;
	*length = word;
	/* the widest word of a column has one blank behind it */
	if (colour && (!*behind || !strncmp(behind, "  ", 2) || (word == 9 && from)))
		return colour;
	*at = (size_t)(behind - line) + strspn(behind, " ");
	*length = strcspn(line + *at, " ");
	return is_commit(line + *at, *length, line) ? YELLOW : NULL;
}

/* How much of @text goes into @width columns: words, at least one. */
static size_t fitting(const char *text, size_t width)
{
	size_t end = 0;

	while (text[end]) {
		size_t next = end + strspn(text + end, " ");

		next += strcspn(text + next, " ");
		if (end && screen_columns(text, next) > width)
			break;
		end = next;
	}
	return end;
}

static bool may_break(const char *line)
{
	const char *text = line + strspn(line, " ");

	return strncmp(text, "by hand:", strlen("by hand:")) != 0 &&
	       strncmp(text, "mend:", strlen("mend:")) != 0;
}

static void put_first(FILE *out, const char *line, size_t len, bool colour)
{
	size_t at, length;
	const char *shade = colour ? find_coloured(line, &at, &length) : NULL;

	if (!shade || at + length > len) {
		fwrite(line, 1, len, out);
		return;
	}
	fwrite(line, 1, at, out);
	fputs(shade, out);
	fwrite(line + at, 1, length, out);
	fputs(PLAIN, out);
	fwrite(line + at + length, 1, len - at - length, out);
}

static void put_broken(FILE *out, const char *line, size_t width, bool colour)
{
	size_t indent = strspn(line, " ") + FURTHER;
	size_t end = may_break(line) ? fitting(line, width) : strlen(line);

	if (indent > width / 2)
		indent = 0;
	put_first(out, line, end, colour);
	for (line += end; line[strspn(line, " ")]; line += end) {
		line += strspn(line, " ");
		end = fitting(line, width - indent);
		fprintf(out, "\n%*s%.*s", (int)indent, "", (int)end, line);
	}
}

/* What a stranger wrote must not command the terminal. */
static void disarm(char *line)
{
	for (; *line; line++) {
		unsigned char next = (unsigned char)line[1];
		/* U+0080 to U+009F, of which one begins a command as ESC [ does */
		bool high = *line == '\xc2' && next >= 0x80 && next < 0xa0;

		if (high)
			line[1] = '?';
		if (high || ((unsigned char)*line < 0x20 && *line != '\t') || *line == 0x7f)
			*line = '?';
	}
}

char *screen_text(const char *text, size_t width, bool colour)
{
	char *shown = NULL;
	FILE *out = xmemstream(&shown, NULL);
	bool patch = false;

	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line CLEANUP(free_text) = xstrndup(text, len);

		disarm(line);
		patch = patch || starts_with(line, "diff --git ");
		if (patch)
			fputs(line, out);
		else
			put_broken(out, line, width, colour);
		if (text[len])
			fputc('\n', out);
		text += len + (text[len] == '\n');
	}
	fclose(out);
	return shown;
}
