// SPDX-License-Identifier: GPL-2.0
/* Judges the form of messages and cover letters, line by line. */
#include "msg/prose.h"

#include "lib/lib.h"
#include "msg/plaintext.h"
#include "msg/trailer.h"

#include <stdarg.h>

#define MARKER "--- b4-submit-tracking ---"
#define MARK_COLUMNS 6 /* "[1]", "Link:", "-" before a long word */

void faults_add(struct faults *faults, const char *kind, unsigned line, const char *fmt, ...)
{
	struct fault *fault = LIST_ADD(faults);
	FILE *out = xmemstream(&fault->what, NULL);
	va_list args;

	va_start(args, fmt);
	vfprintf(out, fmt, args);
	va_end(args);
	fclose(out);
	fault->kind = kind;
	fault->line = line;
}

void faults_release(struct faults *faults)
{
	FOR_EACH(fault, faults)
		free(fault->what);
	LIST_RELEASE(faults);
}

static size_t line_len(const char *text)
{
	return strcspn(text, "\n");
}

static const char *next_prose_line(const char *text)
{
	text += line_len(text);
	return text + (*text == '\n');
}

static bool is_blank(const char *line)
{
	return strspn(line, " \t\r") >= line_len(line);
}

/* "---" and nothing else. */
static bool is_cut(const char *line)
{
	return starts_with(line, "---") && is_blank(line + 3);
}

/* A copy up to the line "---", which is not in it. */
static char *above_cut(const char *message)
{
	const char *at = message;

	while (*at && !(at > message && is_cut(at)))
		at = next_prose_line(at);
	return xstrndup(message, (size_t)(at - message));
}

char *prose_body(const char *message)
{
	char *body = above_cut(message);
	size_t subject = line_len(body);
	char *text = body + subject;
	size_t trailers = trailers_start(text);

	for (char *c = body; c < text; c++)
		*c = ' ';
	for (char *c = text + trailers; *c; c++)
		if (*c != '\n')
			*c = ' ';
	return body;
}

/* "net: net: Do it": somebody wrote the prefix where it is put by itself. */
static bool says_twice(const char *subject, size_t len)
{
	const char *end, *at = subject, *last = subject + len;

	while ((end = memmem(at, (size_t)(last - at), ": ", 2))) {
		size_t size = (size_t)(end - at);

		if ((size_t)(last - end) > size + 2 && !strncmp(end + 2, at, size) &&
		    end[2 + size] == ':')
			return true;
		at = end + 2;
	}
	return false;
}

void prose_subject(struct faults *faults, const char *subject, size_t prefix)
{
	size_t len = line_len(subject);
	const char *summary = subject + prefix + (prefix ? 2 : 0);
	unsigned all = plaintext_columns(subject, len);
	unsigned wide = prefix + 2 <= len ?
				plaintext_columns(summary, len - (size_t)(summary - subject)) : 0;

	if (is_blank(subject)) {
		faults_add(faults, "subject", 1, "there is no subject");
		return;
	}
	if (!prefix)
		faults_add(faults, "subject", 1,
			   "the subject does not begin with \"subsystem: \"");
	if (wide > PROSE_COLUMNS)
		faults_add(faults, "subject", 1,
			   "the summary%s has %u columns; %d is the limit",
			   prefix ? " behind the prefix" : "", wide, PROSE_COLUMNS);
	if (all > PROSE_SUBJECT)
		faults_add(faults, "subject", 1, "the subject has %u columns; %d is the limit",
			   all, PROSE_SUBJECT);
	if (subject[len - 1] == '.')
		faults_add(faults, "subject", 1, "the subject ends with a full stop");
	if (says_twice(subject, len))
		faults_add(faults, "subject", 1, "a part of the prefix stands twice");
	if (prefix && prefix < len && subject[prefix - 1] == ':')
		faults_add(faults, "subject", 1, "the prefix ends with two colons");
	if (memmem(subject, len, "EDITME", 6))
		faults_add(faults, "subject", 1, "the subject holds EDITME");
}

/* One long word, perhaps behind a short mark: nobody can wrap it. */
static bool is_unbreakable(const char *line, size_t len)
{
	const char *end = line + len, *word;

	while (line < end && isspace((unsigned char)*line))
		line++;
	while (end > line && isspace((unsigned char)end[-1]))
		end--;
	word = end;
	while (word > line && !isspace((unsigned char)word[-1]))
		word--;
	return plaintext_columns(line, (size_t)(word - line)) <= MARK_COLUMNS;
}

/* Lines from the second one on, up to @end, that are wider than @limit. */
static void judge_wide(struct faults *faults, const char *text, const char *end, bool cover,
		       unsigned limit)
{
	unsigned nr = 1;

	if (!*text)
		return;
	for (const char *at = next_prose_line(text); *at && at < end; at = next_prose_line(at)) {
		size_t len = line_len(at);
		unsigned columns = plaintext_columns(at, len);

		nr++;
		if (columns <= limit || (cover && (*at == ' ' || *at == '\t')) ||
		    is_unbreakable(at, len))
			continue;
		faults_add(faults, "columns", nr, "the line has %u columns; %u is the limit",
			   columns, limit);
	}
}

void prose_lines(struct faults *faults, const char *message, bool cover)
{
	char *text CLEANUP(free_text) = above_cut(message);

	judge_wide(faults, text, text + trailers_start(text), cover, PROSE_COLUMNS);
}

void prose_wide_lines(struct faults *faults, const char *message, size_t end, unsigned limit)
{
	char *text CLEANUP(free_text) = above_cut(message);
	size_t len = strlen(text);

	judge_wide(faults, text, text + (end < len ? end : len), false, limit);
}

void prose_filled(struct faults *faults, const char *message)
{
	char *body CLEANUP(free_text) = prose_body(message);
	unsigned nr = 1;

	if (!body[strspn(body, " \t\r\n")]) {
		faults_add(faults, "empty", 1, "nothing says why: there is no text");
		return;
	}
	for (const char *at = message; *at; at = next_prose_line(at), nr++)
		if (nr > 1 && memmem(at, line_len(at), "EDITME", 6))
			faults_add(faults, "empty", nr, "EDITME was not replaced");
}

void prose_trailers(struct faults *faults, const char *message, bool taken)
{
	char *text CLEANUP(free_text) = above_cut(message);
	const char *start = text + trailers_start(text);
	bool is_signed = false;
	unsigned nr = 1;

	for (const char *at = text; *at; at = next_prose_line(at), nr++) {
		if (at < start)
			continue;
		is_signed = is_signed || starts_with(at, "Signed-off-by: ");
		if (!taken && (starts_with(at, "Cc:") || starts_with(at, "To:")) &&
		    !memmem(at, line_len(at), "stable@", 7))
			faults_add(faults, "trailer", nr,
				   "a recipient stands in the message: it belongs below \"---\"");
	}
	if (!is_signed)
		faults_add(faults, "trailer", nr > 1 ? nr - 1 : 1,
			   "there is no Signed-off-by:");
}

/* A line at which git mailsplit begins another mail: "From x ... 12:34". */
static bool is_from_line(const char *line, size_t len)
{
	if (!starts_with(line, "From "))
		return false;
	for (size_t i = 7; i + 2 < len; i++)
		if (line[i] == ':' && isdigit((unsigned char)line[i - 1]) &&
		    isdigit((unsigned char)line[i - 2]) && isdigit((unsigned char)line[i + 1]) &&
		    isdigit((unsigned char)line[i + 2]))
			return true;
	return false;
}

static bool is_patch_break(const char *line)
{
	return is_cut(line) || starts_with(line, "diff -") || starts_with(line, "Index: ") ||
	       (starts_with(line, "--- ") && line[4] && !isspace((unsigned char)line[4]));
}

bool prose_is_mail_header(const char *line)
{
	static const char *const names[] = { "From:", "Subject:", "Date:" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strncasecmp(line, names[i], strlen(names[i])))
			return true;
	return false;
}

void prose_cuts(struct faults *faults, const char *text, unsigned line)
{
	bool head = true;

	for (; *text; text = next_prose_line(text), line++) {
		int len = (int)line_len(text);

		if (is_patch_break(text))
			faults_add(faults, "cut", line,
				   "a line \"%.*s\" ends the message when it is applied",
				   len < 60 ? len : 60, text);
		else if (is_from_line(text, (size_t)len))
			faults_add(faults, "cut", line,
				   "a line \"From ...\" with a time begins another mail");
		else if (head && prose_is_mail_header(text))
			faults_add(faults, "cut", line,
				   "a first line \"%.*s\" becomes a header of the mail",
				   len < 60 ? len : 60, text);
		head = head && is_blank(text);
	}
}

static bool is_changelog(const char *line)
{
	const char *next = next_prose_line(line);

	return is_cut(line) && starts_with(next, "Changes in v");
}

/* The part of a finished cover letter that is its text: without trailers and changelog. */
static char *letter_of(const char *cover)
{
	const char *at = cover;

	while (*at && !is_changelog(at))
		at = next_prose_line(at);
	char *text = xstrndup(cover, (size_t)(at - cover));
	text[trailers_start(text)] = '\0';
	return text;
}

void prose_cover(struct faults *faults, const char *text, bool finished)
{
	char *letter CLEANUP(free_text) = finished ? letter_of(text) : xstrdup(text);
	unsigned line = 1;

	for (const char *at = letter; *at; at = next_prose_line(at), line++) {
		size_t len = line_len(at);

		if (memmem(at, len, MARKER, strlen(MARKER)))
			faults_add(faults, "cover", line,
				   "the text holds b4's marker line \"" MARKER "\"");
		else if (*at == '#')
			faults_add(faults, "cover", line, "b4 drops a line that begins with #");
		else if (starts_with(at, "---") && !is_changelog(at))
			faults_add(faults, "cover", line,
				   "b4 takes a line that begins with --- for the end of the text");
		else if (trailer_is_person(at, len))
			faults_add(faults, "cover", line, "b4 takes \"%.*s\" for a recipient",
				   (int)(len < 60 ? len : 60), at);
	}
}
