// SPDX-License-Identifier: GPL-2.0
/* Cuts prose into sentences and words. */
#include "msg/sentence.h"

#include "lib/lib.h"

#define QUOTE_INDENT 4 /* columns */

static const char opening[] = "([{<\"'`*";
static const char closing[] = ".,;:!?\"'`)]}>*";

struct cutter {
	struct sentences *out;
	struct sentence *open;	/* NULL: the next word begins one */
	unsigned paragraph, line;
	bool ended;		/* the last word ended with a stop */
	unsigned item;		/* column of the text of the item of a list; 0: in none */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The length of a mark such as "-" or "12." at the head of an item; 0 for none. */
static size_t mark_len(const char *line, size_t len)
{
	size_t size = 0;

	while (size < len && size < 3 && isdigit((unsigned char)line[size]))
		size++;
	if (size < len && (size ? strchr(".)", line[size]) : strchr("-*+o", line[size])) &&
	    size + 1 < len && is_blank(line[size + 1]))
		return size + 1;
	return 0;
}

static bool is_quoted(const struct cutter *cutter, const char *line, size_t len, unsigned indent)
{
	bool more = cutter->item && indent >= cutter->item && indent < cutter->item + QUOTE_INDENT;

	if (indent && !more && memmem(line, len, "   ", 3))
		return true;
	return indent >= QUOTE_INDENT && !more;
}

/* Words that end with a dot and end no sentence. */
static bool is_abbreviation(const char *raw, size_t len)
{
	static const char *const known[] = { "e.g.", "i.e.", "cf.", "vs.", "incl.", "approx.",
					     "resp.", "fig.", "dr.", "mr.", "mrs.", "al." };

	while (len && strchr(opening, *raw)) {
		raw++;
		len--;
	}
	if (len == 2 && isupper((unsigned char)*raw))
		return true;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i]) == len && !strncasecmp(known[i], raw, len))
			return true;
	return false;
}

static bool is_end(const char *raw, size_t len)
{
	size_t end = len;

	while (end && strchr("\"'`)]}>*", raw[end - 1]))
		end--;
	return end && strchr(".!?", raw[end - 1]) && !is_abbreviation(raw, end);
}

static bool is_beginning(const char *raw, size_t len)
{
	while (len && strchr(opening, *raw)) {
		raw++;
		len--;
	}
	return len && (isupper((unsigned char)*raw) || isdigit((unsigned char)*raw) ||
		       (unsigned char)*raw >= 0x80 || memchr(raw, '_', len) ||
		       memmem(raw, len, "()", 2));
}

static size_t count_chars(const char *text, size_t len, char c)
{
	size_t found = 0;

	for (size_t i = 0; i < len; i++)
		found += text[i] == c;
	return found;
}

/* Without the punctuation around it; "f()" stays as it is. */
static void trim(const char **raw, size_t *len)
{
	while (*len && strchr(opening, **raw)) {
		(*raw)++;
		(*len)--;
	}
	while (*len && strchr(closing, (*raw)[*len - 1])) {
		char last = (*raw)[*len - 1];

		if (last == ')' && count_chars(*raw, *len, '(') >= count_chars(*raw, *len, ')'))
			break;
		(*len)--;
	}
	if (*len > 2 && !memcmp(*raw + *len - 2, "'s", 2))
		*len -= 2;
}

static void add_word(struct cutter *cutter, const char *text, size_t len, bool stop, bool quoted)
{
	if (!cutter->open) {
		cutter->open = LIST_ADD(cutter->out);
		cutter->open->paragraph = cutter->paragraph;
	}
	struct word *word = LIST_ADD(cutter->open);
	word->text = xstrndup(text, len);
	for (char *c = word->text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	word->line = cutter->line;
	word->stop = stop;
	word->quoted = quoted;
}

static bool is_compound(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalpha((unsigned char)text[i]) && text[i] != '-' && text[i] != '/')
			return false;
	return true;
}

static void take_token(struct cutter *cutter, const char *raw, size_t len)
{
	const char *text = raw;
	size_t size = len, piece;

	if (cutter->ended && is_beginning(raw, len))
		cutter->open = NULL;
	cutter->ended = is_end(raw, len);
	trim(&text, &size);
	bool quoted = text > raw && text + size < raw + len && strchr("\"'`", text[-1]);
	bool cut = is_compound(text, size);
	if (!size || strspn(text, "-=+/|&~#") >= size) {
		if (cutter->open && cutter->open->nr)
			cutter->open->v[cutter->open->nr - 1].stop = true;
		return;
	}
	for (; size; text += piece, size -= piece) {
		piece = 0;
		while (piece < size && !(cut && (text[piece] == '-' || text[piece] == '/')))
			piece++;
		if (piece)
			add_word(cutter, text, piece, piece == size && text + size < raw + len,
				 quoted);
		piece += piece < size;
	}
}

static void take_sentence_line(struct cutter *cutter, const char *line, size_t len)
{
	unsigned indent = 0;
	size_t at = 0, mark;

	for (; at < len && is_blank(line[at]); at++)
		indent = line[at] == '\t' ? (indent / 8 + 1) * 8 : indent + 1;
	if (at == len) {
		cutter->open = NULL;
		cutter->ended = false;
		cutter->item = 0;
		cutter->paragraph++;
		return;
	}
	if (is_quoted(cutter, line + at, len - at, indent)) {
		cutter->open = NULL;
		return;
	}
	mark = mark_len(line + at, len - at);
	if (mark) {
		cutter->open = NULL;
		at += mark;
		cutter->item = indent + (unsigned)mark + 1;
	}
	while (at < len) {
		size_t size = 0;

		while (at < len && is_blank(line[at]))
			at++;
		while (at + size < len && !is_blank(line[at + size]))
			size++;
		if (size)
			take_token(cutter, line + at, size);
		at += size;
	}
}

void sentences_find(struct sentences *sentences, const char *text)
{
	struct cutter cutter = { .out = sentences, .paragraph = 1, .line = 1 };

	FOR_EACH_LINE(line, text) {
		take_sentence_line(&cutter, line.at, line.len);
		cutter.line++;
	}
}

void sentences_release(struct sentences *sentences)
{
	FOR_EACH(sentence, sentences) {
		FOR_EACH(word, sentence)
			free(word->text);
		free(sentence->v);
	}
	LIST_RELEASE(sentences);
}

size_t sentence_at(const struct sentence *sentence, size_t at, const char *phrase)
{
	size_t words = 0;

	while (*phrase) {
		size_t len = strcspn(phrase, " ");
		bool open = phrase[len - 1] == '*';

		if (at + words >= sentence->nr)
			return 0;
		const char *text = sentence->v[at + words].text;
		if (strncmp(text, phrase, len - open) || (!open && text[len]))
			return 0;
		words++;
		phrase += len + (phrase[len] == ' ');
	}
	return words;
}

size_t sentence_find(const struct sentence *sentence, size_t from, const char *const *phrases,
		     const char **which)
{
	for (size_t at = from; at < sentence->nr; at++)
		for (size_t i = 0; phrases[i]; i++)
			if (sentence_at(sentence, at, phrases[i])) {
				if (which)
					*which = phrases[i];
				return at;
			}
	return sentence->nr;
}

bool sentence_has(const struct sentence *sentence, const char *const *phrases)
{
	return sentence_find(sentence, 0, phrases, NULL) < sentence->nr;
}
