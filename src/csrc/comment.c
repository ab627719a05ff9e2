// SPDX-License-Identifier: GPL-2.0
/* Comments stand between two tokens; they are compared word by word. */
#include "csrc/comment.h"

#include "csrc/clex.h"
#include "csrc/cscan.h"
#include "lib/lib.h"

#define BLANKS " \t\n\v\f\r"
#define LIMIT 80
#define SHOWN 120
/* A round may make neighbours of lines that the next one takes for a remark. */
#define ROUNDS 8

struct comment_word {
	const char *text, *line; /* @line: where its line begins */
	size_t len;
};

struct words {
	struct comment_word *v;
	size_t nr, alloc;
};

struct comment {
	const char *text, *end;		/* with its marks */
	const char *lines, *lines_end;	/* if it has them to itself */
	const char *eol;
	unsigned line;
	bool block, kernel_style;
	struct words words;
};

struct comments {
	struct comment *v;
	size_t nr, alloc;
};

static bool is_blank_line(char c)
{
	return c && strchr(BLANKS, c);
}

static const char *skip_blank(const char *at, const char *end)
{
	while (at < end && is_blank_line(*at))
		at++;
	return at;
}

/* Where the end of a line stands, and what comes behind it. */
static const char *line_end(const char *at, const char *end)
{
	const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;

	return stop ? stop : end;
}

static const char *next_comment_line(const char *at, const char *end)
{
	at = line_end(at, end);
	return at + (at < end);
}

/* Behind the asterisk that a line of a comment begins with; NULL if it has none. */
static const char *skip_star(const char *at, const char *end)
{
	at = skip_blank(at, end);
	return at < end && *at == '*' && (at + 1 == end || is_blank_line(at[1])) ? at + 1 : NULL;
}

/* True in kernel style: no words in the first and the last line, an asterisk in all others. */
static bool read_words(struct words *words, const char *text, const char *end)
{
	bool kernel_style = true;

	for (const char *line = text; line < end; line = next_comment_line(line, end)) {
		const char *stop = line_end(line, end), *star = skip_star(line, stop);
		const char *at = skip_blank(star ? star : line, stop);

		kernel_style &= line == text || stop == end ? at == stop : star != NULL;
		while (at < stop) {
			struct comment_word *word = LIST_ADD(words);

			*word = (struct comment_word){ .text = at, .line = line };
			while (at < stop && !is_blank_line(*at))
				at++;
			word->len = (size_t)(at - word->text);
			at = skip_blank(at, stop);
		}
	}
	return kernel_style;
}

/* Adds the comment at a slash, if it has an end; what comes behind it. */
static const char *read_comment(struct comments *comments, const char *text, const char *end,
				unsigned line)
{
	bool block = text[1] == '*';
	const char *stop = block ? memmem(text + 2, (size_t)(end - text - 2), "*/", 2) :
				   line_end(text + 2, end);

	if (!stop)
		return end;
	struct comment *comment = LIST_ADD(comments);
	*comment = (struct comment){ .text = text, .line = line, .block = block };
	comment->kernel_style = read_words(&comment->words, text + 2, stop);
	comment->end = stop + (block ? 2 : 0);
	return comment->end;
}

/* White space, backslashes and comments: nothing else stands between two tokens. */
static void read_comments(struct comments *comments, const char *source, size_t len)
{
	struct ctoken token;
	struct clexer lexer;

	clexer_init(&lexer, source, len);
	do {
		const char *at = lexer.at;
		unsigned line = lexer.line;

		token = clexer_next(&lexer);
		while (token.text - at > 1) {
			const char *stop = *at == '/' ?
				read_comment(comments, at, token.text, line) : at + 1;

			for (; at < stop; at++)
				line += *at == '\n';
		}
	} while (token.kind != CTOKEN_END);
}

static void free_comments(struct comments *comments)
{
	FOR_EACH(comment, comments)
		free(comment->words.v);
	free(comments->v);
}

static const char *new_text(const struct comment_edit *remark)
{
	return remark->new ? remark->new + strspn(remark->new, BLANKS) : "";
}

/* How many words @text has, if they are those from @at on; else 0. */
static size_t match(const struct words *words, size_t at, const char *text)
{
	size_t nr = 0;

	for (text += strspn(text, BLANKS); *text; text += strspn(text, BLANKS), nr++) {
		size_t len = strcspn(text, BLANKS);

		if (at + nr >= words->nr || words->v[at + nr].len != len ||
		    memcmp(words->v[at + nr].text, text, len))
			return 0;
		text += len;
	}
	return nr;
}

/* Do the @nr words from @at on end a line, and are they no part of the new text? */
static bool may_become_new(const struct comment_edit *remark, const struct words *words, size_t at,
			   size_t nr)
{
	const char *new = new_text(remark);
	size_t end = at + nr;

	if (end < words->nr && words->v[end].line == words->v[end - 1].line)
		return false;
	for (size_t back = 0; back <= at; back++)
		if (match(words, at - back, new) >= back + nr)
			return false;
	return !strstr(new, "/*") && !strstr(new, "*/") && !strchr(new, '\\');
}

/* The longest remark that takes whole lines from the word @at on, the first of its line;
 * in @nr its words, or those of the line if there is none. */
static const struct comment_edit *find_remark(const struct comment_edits *remarks,
					      const struct words *words, size_t at, size_t *nr)
{
	const struct comment_edit *found = NULL;
	size_t end = at;

	FOR_EACH(remark, remarks) {
		size_t size = match(words, at, remark->old);

		if (at + size > end && may_become_new(remark, words, at, size)) {
			end = at + size;
			found = remark;
		}
	}
	while (!found && end < words->nr && words->v[end].line == words->v[at].line)
		end++;
	*nr = end - at;
	return found;
}

static void write_wrapped(FILE *out, const char *prefix, size_t len, const char *text,
			  const char *eol)
{
	size_t column = 0;

	for (; *text; text += strspn(text, BLANKS)) {
		size_t size = strcspn(text, BLANKS), width = text_columns(text, size);

		if (column && column + 1 + width <= LIMIT) {
			fputc(' ', out);
			column += 1 + width;
		} else {
			fputs(column ? eol : "", out);
			fwrite(prefix, 1, len, out);
			column = text_columns(prefix, len) + width;
		}
		fwrite(text, 1, size, out);
		text += size;
	}
	fputs(eol, out);
}

/* Does the line before this one end in a backslash? */
static bool is_continued(const char *source, const char *line)
{
	for (line -= line > source; line > source && is_blank_line(line[-1]) && line[-1] != '\n';)
		line--;
	return line > source && line[-1] == '\\';
}

/* Sets the lines of a comment; false if it shares them. */
static bool has_own_lines(struct comment *comment, const char *source, const char *end)
{
	const char *begin = comment->text, *stop = line_end(comment->end, end);

	while (begin > source && (begin[-1] == ' ' || begin[-1] == '\t'))
		begin--;
	comment->lines = begin;
	comment->eol = stop[-1] == '\r' ? "\r\n" : "\n";
	comment->lines_end = next_comment_line(comment->end, end);
	if ((begin > source && begin[-1] != '\n') || skip_blank(comment->end, stop) < stop)
		return false;
	while (begin < comment->lines_end && !is_continued(source, begin))
		begin = next_comment_line(begin, end);
	return !is_continued(source, begin);
}

/* The whole comment becomes the new text. */
static void write_comment(FILE *out, const struct comment *comment, const char *new)
{
	int indent = (int)(comment->text - comment->lines);
	const char *eol = comment->eol, *last = comment->lines_end[-1] == '\n' ? eol : "";
	char *mark CLEANUP(free_text) = xasprintf("%.*s ", indent + 2, comment->lines);
	char *prefix CLEANUP(free_text) = xasprintf("%.*s * ", indent, comment->lines);
	char *closing CLEANUP(free_text) = xasprintf("%s%s", comment->block ? " */" : "", last);
	struct words words = { 0 };
	size_t width = text_columns(mark, strlen(mark) - 1) + (comment->block ? 3 : 0);

	read_words(&words, new, new + strlen(new));
	FOR_EACH(word, &words)
		width += 1 + text_columns(word->text, word->len);
	free(words.v);
	if (width <= LIMIT) {
		write_wrapped(out, mark, strlen(mark), new, closing);
		return;
	}
	fprintf(out, "%.*s/*%s", indent, comment->lines, eol);
	write_wrapped(out, prefix, strlen(prefix), new, eol);
	fprintf(out, "%.*s */%s", indent, comment->lines, last);
}

static void write_range(FILE *out, const char *from, const char *to)
{
	fwrite(from, 1, (size_t)(to - from), out);
}

/*
 * A comment in kernel style, line by line. What stands before words waits for them: the
 * first line of the comment, or blank lines; only one if a remark beside it was dropped.
 */
static size_t write_lines(FILE *out, const struct comment *comment,
			  const struct comment_edits *remarks)
{
	const struct words *words = &comment->words;
	const char *end = comment->lines_end, *from = next_comment_line(comment->lines, end);
	const char *wait = comment->lines, *wait_end = from;
	bool dropped = false;
	size_t count = 0;

	for (size_t at = 0, nr; at < words->nr; at += nr) {
		const struct comment_edit *remark = find_remark(remarks, words, at, &nr);
		const char *text = words->v[at].text, *line = words->v[at].line;

		if (!dropped) {
			wait_end = line;
		} else if (wait == wait_end && from < line) {
			wait = from;
			wait_end = next_comment_line(from, end);
		}
		from = next_comment_line(words->v[at + nr - 1].text, end);
		count += remark != NULL;
		dropped = remark && !*new_text(remark);
		if (dropped)
			continue;
		write_range(out, wait, wait_end);
		if (remark)
			write_wrapped(out, line, (size_t)(text - line), new_text(remark),
				      comment->eol);
		else
			write_range(out, line, from);
		wait = wait_end = from;
	}
	while (dropped && next_comment_line(from, end) < end)
		from = next_comment_line(from, end);
	if (wait != comment->lines)
		write_range(out, from, end);
	return count;
}

static char *rewrite_once(const char *source, size_t *len, const struct comment_edits *remarks,
			  size_t *count)
{
	struct comments comments CLEANUP(free_comments) = { 0 };
	const char *from = source, *end = source + *len;
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, len);
	size_t before = *count;

	read_comments(&comments, source, (size_t)(end - source));
	FOR_EACH(comment, &comments) {
		size_t nr;
		const struct comment_edit *remark = find_remark(remarks, &comment->words, 0, &nr);
		bool whole = nr == comment->words.nr, doc = !strncmp(comment->text, "/**", 3);

		if ((whole ? !remark || doc : !comment->kernel_style) ||
		    !has_own_lines(comment, source, end))
			continue;
		write_range(out, from, comment->lines);
		from = comment->lines_end;
		if (whole && *new_text(remark))
			write_comment(out, comment, new_text(remark));
		*count += whole ? 1 : write_lines(out, comment, remarks);
	}
	write_range(out, from, end);
	fclose(out);
	return *count > before ? TAKE(text) : NULL;
}

char *comment_rewrite(const char *source, size_t len, const struct comment_edits *remarks,
		      size_t *count)
{
	char *text CLEANUP(free_text) = NULL;

	*count = 0;
	if (memchr(source, '\0', len))
		return NULL;
	for (int round = 0; round < ROUNDS; round++) {
		char *next = rewrite_once(text ? text : source, &len, remarks, count);

		if (!next)
			return TAKE(text);
		free(text);
		text = next;
	}
	*count = 0;
	return NULL;
}

void comment_edits_release(struct comment_edits *remarks)
{
	FOR_EACH(remark, remarks)
		FREE_ALL(remark->old, remark->new);
	LIST_RELEASE(remarks);
}

/* Does one of the wanted identifiers stand in a comment? */
static bool has_identifier(const struct comment *comment, const struct strlist *wanted)
{
	for (const char *at = comment->text, *from = at; at < comment->end; from = ++at) {
		char *name CLEANUP(free_text) = NULL;

		while (at < comment->end && (isalnum((unsigned char)*at) || *at == '_' ||
					     (unsigned char)*at >= 0x80))
			at++;
		name = at > from ? xstrndup(from, (size_t)(at - from)) : NULL;
		if (name && strlist_find(wanted, name))
			return true;
	}
	return false;
}

static char *shown(const struct words *words)
{
	char *text = NULL;
	size_t used = 0;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(word, words) {
		used += word->len + (word != words->v);
		if (used > SHOWN) {
			fputs("...", out);
			break;
		}
		fprintf(out, "%s%.*s", word == words->v ? "" : " ", (int)word->len, word->text);
	}
	fclose(out);
	return text;
}

void comment_find(struct comment_places *places, const char *source, size_t len, unsigned from,
		  unsigned to, const struct strlist *words)
{
	struct comments comments CLEANUP(free_comments) = { 0 };

	read_comments(&comments, source, len);
	FOR_EACH(comment, &comments)
		if (comment->line >= from && (!to || comment->line <= to) &&
		    has_identifier(comment, words))
			*LIST_ADD(places) = (struct comment_place){ comment->line,
								    shown(&comment->words) };
}

void comment_places_release(struct comment_places *places)
{
	FOR_EACH(place, places)
		free(place->text);
	LIST_RELEASE(places);
}

/* Finds comments inside a function. */

void comment_find_stale(struct comment_places *out, const char *source, size_t len,
			const char *function, const struct strlist *words)
{
	struct cscan found CLEANUP(cscan_release) = { 0 };

	cscan_find(&found, source, len);
	FOR_EACH(f, &found.functions) {
		unsigned to = 0;

		if (f->macro || f->name.len != strlen(function) ||
		    memcmp(f->name.text, function, f->name.len))
			continue;
		/* up to the next one */
		FOR_EACH(other, &found.functions)
			if (!other->macro && other->name.line > f->name.line &&
			    (!to || other->name.line <= to))
				to = other->name.line - 1;
		comment_find(out, source, len, f->name.line, to, words);
	}
}
