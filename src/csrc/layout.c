// SPDX-License-Identifier: GPL-2.0
/* Re-aligns the continuation lines of changed calls and finds lines that grew too long. */
#include "csrc/layout.h"

#include "csrc/clex.h"
#include "lib/cleanup.h"
#include "lib/list.h"

#include <limits.h>
#include <string.h>

#define TAB 8
#define DEPTH 64

/* A line without its end. */
struct layout_line {
	const char *text;
	size_t len;
	char *moved;		/* the line with a new indent; owned */
	int old;		/* index of the line it came from; -1: added */
	bool changed;
};

struct layout_lines {
	struct layout_line *v;
	size_t nr, alloc;
};

/* Columns of the parentheses that are open: where they were and where they are. */
struct open_parens {
	int old[DEPTH], new[DEPTH];
	int nr;
};

static void split(struct layout_lines *lines, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		struct layout_line *line = LIST_ADD(lines);

		*line = (struct layout_line){ .text = text, .len = len, .old = -1 };
		text += len + (text[len] == '\n');
	}
}

static void free_lines(struct layout_lines *lines)
{
	FOR_EACH(line, lines)
		free(line->moved);
	free(lines->v);
}

static int width(const char *text, size_t len)
{
	int column = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\t')
			column += TAB - column % TAB;
		else if (((unsigned char)text[i] & 0xc0) != 0x80)
			column++;
	}
	return column;
}

static size_t indent_len(const struct layout_line *line)
{
	size_t len = 0;

	while (len < line->len && (line->text[len] == ' ' || line->text[len] == '\t'))
		len++;
	return len;
}

/* Lines that stand in both texts keep their number; the lines of a replacement
 * of equal size are taken as pairs. */
static int pair(struct layout_lines *old, struct layout_lines *new, const char *before,
		const char *after)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch CLEANUP(free_patch) = NULL;
	size_t at_old = 0, at_new = 0;

	options.context_lines = 0;
	options.flags = GIT_DIFF_FORCE_TEXT;
	if (git_patch_from_buffers(&patch, before, strlen(before), NULL, after, strlen(after),
				   NULL, &options) < 0)
		return -1;
	for (size_t i = 0; i < git_patch_num_hunks(patch); i++) {
		const git_diff_hunk *hunk;
		size_t start;

		if (git_patch_get_hunk(&hunk, NULL, patch, i) < 0)
			return -1;
		start = (size_t)hunk->new_start - (hunk->new_lines > 0);
		while (at_new < start && at_new < new->nr)
			new->v[at_new++].old = (int)at_old++;
		for (int k = 0; k < hunk->new_lines && at_new < new->nr; k++) {
			new->v[at_new].changed = true;
			if (hunk->new_lines == hunk->old_lines)
				new->v[at_new].old = (int)at_old + k;
			at_new++;
		}
		at_old += (size_t)hunk->old_lines;
	}
	while (at_new < new->nr && at_old < old->nr)
		new->v[at_new++].old = (int)at_old++;
	return 0;
}

/* Walk over a line and its older self: push and pop parentheses. Strings and
 * characters are stepped over; comments are rare inside calls and harmless. */
static int next_paren(const char *text, size_t len, size_t *at)
{
	for (; *at < len; (*at)++) {
		char c = text[*at];

		if (c == '"' || c == '\'') {
			for ((*at)++; *at < len && text[*at] != c; (*at)++)
				*at += text[*at] == '\\';
		} else if (c == '(' || c == ')') {
			return c;
		}
	}
	return 0;
}

static void follow_code(struct open_parens *open, const struct layout_line *old, const char *text,
			size_t len)
{
	size_t at_old = 0, at_new = 0;
	int c;

	while ((c = next_paren(text, len, &at_new))) {
		int was = next_paren(old->text, old->len, &at_old);

		if (c == '(' && open->nr < DEPTH) {
			open->old[open->nr] = was == c ? width(old->text, at_old) : -1;
			open->new[open->nr++] = width(text, at_new);
		} else if (c == ')' && open->nr) {
			open->nr--;
		}
		at_old++;
		at_new++;
	}
}

static char *indented(const struct layout_line *line, int column)
{
	size_t skip = indent_len(line);
	bool tabs = skip == 0 || memchr(line->text, '\t', skip) || column < TAB;
	int tab_count = tabs ? column / TAB : 0;
	int spaces = column - tab_count * TAB;
	char *text = xcalloc(1, (size_t)tab_count + (size_t)spaces + line->len - skip + 1);

	memset(text, '\t', (size_t)tab_count);
	memset(text + tab_count, ' ', (size_t)spaces);
	memcpy(text + tab_count + spaces, line->text + skip, line->len - skip);
	return text;
}

static const char *current(const struct layout_line *line, size_t *len)
{
	*len = line->moved ? strlen(line->moved) : line->len;
	return line->moved ? line->moved : line->text;
}

/* One statement that begins with a changed line: the index behind its last line. */
static size_t realign_statement(struct layout_lines *new, const struct layout_lines *old,
				size_t first)
{
	struct open_parens open = { .nr = 0 };
	size_t i = first;

	do {
		struct layout_line *line = &new->v[i];
		const struct layout_line *was = line->old >= 0 && (size_t)line->old < old->nr ?
						 &old->v[line->old] : NULL;
		const char *text;
		size_t len;

		if (!was)
			return i + 1;
		if (open.nr && open.old[open.nr - 1] >= 0) {
			int column = open.old[open.nr - 1] + 1;
			int target = open.new[open.nr - 1] + 1;

			if (column != target && width(was->text, indent_len(was)) == column)
				line->moved = indented(line, target);
		}
		text = current(line, &len);
		follow_code(&open, was, text, len);
		i++;
	} while (open.nr && i < new->nr);
	return i;
}

static void note_long(const struct layout_lines *new, const struct layout_lines *old, size_t first,
		      size_t end, unsigned limit, struct line_ranges *too_long)
{
	for (size_t i = first; i < end; i++) {
		const struct layout_line *line = &new->v[i];
		const struct layout_line *was = line->old >= 0 ? &old->v[line->old] : NULL;
		size_t len;
		const char *text = current(line, &len);

		if (width(text, len) <= (int)limit ||
		    (was && width(was->text, was->len) > (int)limit))
			continue;
		*LIST_ADD(too_long) = (struct line_range){ (unsigned)first + 1, (unsigned)end };
		return;
	}
}

char *layout_realign(const char *before, const char *after, unsigned limit, size_t *len,
		     struct line_ranges *too_long)
{
	struct layout_lines old CLEANUP(free_lines) = { 0 };
	struct layout_lines new CLEANUP(free_lines) = { 0 };
	char *result = NULL;
	FILE *stream;

	split(&old, before);
	split(&new, after);
	if (pair(&old, &new, before, after) < 0) {
		*len = strlen(after);
		return xstrdup(after);
	}
	for (size_t i = 0; i < new.nr;) {
		size_t end = i + 1;

		if (new.v[i].changed) {
			end = realign_statement(&new, &old, i);
			note_long(&new, &old, i, end, limit, too_long);
		}
		i = end;
	}
	stream = xmemstream(&result, len);
	FOR_EACH(line, &new) {
		size_t size;
		const char *text = current(line, &size);

		fwrite(text, 1, size, stream);
		if (line + 1 < new.v + new.nr || after[strlen(after) - 1] == '\n')
			fputc('\n', stream);
	}
	fclose(stream);
	return result;
}

unsigned layout_limit(const char *clang_format)
{
	static const char key[] = "ColumnLimit:";
	const char *at = clang_format ? clang_format : "";
	long limit = 80;

	for (; *at; at += strcspn(at, "\n"), at += *at == '\n')
		if (!strncmp(at, key, strlen(key)))
			limit = strtol(at + strlen(key), NULL, 10);
	return limit > 0 && limit < INT_MAX ? (unsigned)limit : 80;
}

/* How many more braces open than close, outside comments and strings. */
static long open_braces(const char *text)
{
	struct clexer lexer;
	struct ctoken token;
	long open = 0;

	clexer_init(&lexer, text, strlen(text));
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END)
		if (token.kind == CTOKEN_PUNCT)
			open += *token.text == '{' ? 1 : *token.text == '}' ? -1 : 0;
	return open;
}

const char *layout_implausible(const char *before, const char *after)
{
	struct layout_lines lines CLEANUP(free_lines) = { 0 };
	git_patch *patch CLEANUP(free_patch) = NULL;
	size_t removed = 0;

	split(&lines, before);
	if (git_patch_from_buffers(&patch, before, strlen(before), NULL, after, strlen(after),
				   NULL, NULL) < 0 ||
	    git_patch_line_stats(NULL, NULL, &removed, patch) < 0)
		return "it cannot be compared with the original";
	if (removed > lines.nr / 2)
		return "more than half of the lines are gone";
	if (open_braces(before) == 0 && open_braces(after) != 0)
		return "its braces do not match";
	return NULL;
}

int layout_same_code(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " \t\n\r");
		b += strspn(b, " \t\n\r");
		if (*a != *b)
			return 0;
		if (!*a)
			return 1;
	}
}
