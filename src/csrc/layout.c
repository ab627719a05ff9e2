// SPDX-License-Identifier: GPL-2.0
/* Re-aligns changed lines and finds statements that have to be wrapped, or joined, anew. */
#include "csrc/layout.h"

#include "csrc/clex.h"
#include "lib/lib.h"

#define TAB 8
#define DEPTH 64

/* A line without its end. */
struct layout_line {
	const char *text;
	size_t len;
	char *moved;		/* the line as it is laid out; owned */
	int old;		/* index of the line it came from; -1: added */
	bool changed;
	bool replaced;		/* changed, and not merely added */
	bool gone;
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
	FOR_EACH_LINE(line, text)
		*LIST_ADD(lines) = (struct layout_line){ .text = line.at, .len = line.len,
							 .old = -1 };
}

static void free_lines(struct layout_lines *lines)
{
	FOR_EACH(line, lines)
		free(line->moved);
	free(lines->v);
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

		if (git_patch_get_hunk(&hunk, NULL, patch, i) < 0)
			return -1;
		size_t start = (size_t)hunk->new_start - (hunk->new_lines > 0);
		while (at_new < start && at_new < new->nr)
			new->v[at_new++].old = (int)at_old++;
		for (int k = 0; k < hunk->new_lines && at_new < new->nr; k++) {
			new->v[at_new].changed = true;
			new->v[at_new].replaced = hunk->old_lines > 0;
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
			open->old[open->nr] = was == c ? text_columns(old->text, at_old) : -1;
			open->new[open->nr++] = text_columns(text, at_new);
		} else if (c == ')' && open->nr) {
			open->nr--;
		}
		at_old++;
		at_new++;
	}
}

static const char *current(const struct layout_line *line, size_t *len)
{
	*len = line->moved ? strlen(line->moved) : line->len;
	return line->moved ? line->moved : line->text;
}

static void set_indent(struct layout_line *line, int column)
{
	size_t len, skip = indent_len(line);
	const char *old = current(line, &len);
	bool tabs = skip == 0 || memchr(line->text, '\t', skip) || column < TAB;
	int tab_count = tabs ? column / TAB : 0;
	int spaces = column - tab_count * TAB;
	char *text = xcalloc(1, (size_t)tab_count + (size_t)spaces + len - skip + 1);

	memset(text, '\t', (size_t)tab_count);
	memset(text + tab_count, ' ', (size_t)spaces);
	memcpy(text + tab_count + spaces, old + skip, len - skip);
	free(line->moved);
	line->moved = text;
}

/* What stands behind a run of tabs, or of several spaces, inside of a line. */
struct gap {
	size_t at, len;		/* of the run */
	bool tabs;
};

#define GAPS 4

static size_t skip_quoted(const char *text, size_t len, size_t at)
{
	char quote = text[at++];

	for (; at < len && text[at] != quote; at++)
		at += text[at] == '\\';
	return at;
}

/* The gaps of a line; a comment is one piece. */
static int find_gaps(const char *text, size_t len, struct gap gaps[GAPS])
{
	size_t at = strspn(text, " \t");
	int nr = 0;

	for (; at < len && nr < GAPS; at++) {
		size_t size = strspn(text + at, " \t");

		if (text[at] == '"' || text[at] == '\'')
			at = skip_quoted(text, len, at);
		if (text[at] == '/' && (text[at + 1] == '*' || text[at + 1] == '/'))
			break;
		if (!size || at + size >= len)
			continue;
		if (size > 1 || text[at] == '\t')
			gaps[nr++] = (struct gap){ at, size, memchr(text + at, '\t', size) };
		at += size - 1;
	}
	return nr;
}

/* The column behind the first gap of a line that is as it was, and is a neighbour of the
 * same kind: as far indented, and with the same character there. 0: there is none. */
static int neighbour_column(const struct layout_lines *lines, size_t i, const char *text,
			    const struct gap *gap)
{
	const struct layout_line *line = i < lines->nr ? &lines->v[i] : NULL;
	struct gap found[GAPS];
	size_t indent = strspn(text, " \t");

	if (!line || line->changed || indent_len(line) != indent ||
	    strncmp(line->text, text, indent) || !find_gaps(line->text, line->len, found) ||
	    line->text[found->at + found->len] != text[gap->at + gap->len])
		return 0;
	return text_columns(line->text, found->at + found->len);
}

/* Where the lines around it have what it has at @column. */
static int block_column(const struct layout_lines *lines, size_t i, const char *text,
			const struct gap *gap, int column)
{
	int above = i ? neighbour_column(lines, i - 1, text, gap) : 0;
	int below = neighbour_column(lines, i + 1, text, gap);

	if (above && below && above != below)
		return column;
	return above ? above : below ? below : column;
}

/* From the column where the stream stands to @target, which a gap reaches if it can. */
static void fill_gap(FILE *out, int column, int target, bool tabs)
{
	if (column >= target) {
		fputc(tabs ? '\t' : ' ', out);
		return;
	}
	while (tabs && column - column % TAB + TAB <= target) {
		fputc('\t', out);
		column += TAB - column % TAB;
	}
	for (; column < target; column++)
		fputc(' ', out);
}

/* Keep the columns of a changed line. */
static void align_gaps(struct layout_lines *new, const struct layout_line *was, size_t i)
{
	struct layout_line *line = &new->v[i];
	struct gap old[GAPS], gaps[GAPS];
	int nr = find_gaps(line->text, line->len, gaps);
	char *text = NULL;
	size_t len, from = 0;

	if (!nr || find_gaps(was->text, was->len, old) != nr)
		return;
	FILE *out = xmemstream(&text, &len);
	for (int k = 0; k < nr; k++) {
		int target = text_columns(was->text, old[k].at + old[k].len);

		if (k == 0)
			target = block_column(new, i, line->text, gaps, target);
		fwrite(line->text + from, 1, gaps[k].at - from, out);
		fflush(out);
		fill_gap(out, text_columns(text, len), target, old[k].tabs);
		from = gaps[k].at + gaps[k].len;
	}
	fwrite(line->text + from, 1, line->len - from, out);
	fclose(out);
	line->moved = text;
}

static bool is_bare(const struct layout_line *line)
{
	return indent_len(line) == line->len;
}

/* Blanks at the end of a line that had none. */
static void trim(struct layout_line *line, const struct layout_line *was)
{
	if (was && was->len && strchr(" \t", was->text[was->len - 1]))
		return;
	while (line->len && strchr(" \t", line->text[line->len - 1]))
		line->len--;
}

/* A line of which nothing but its indent is left goes; a rule may add one that is empty. */
static void clear_changed(struct layout_lines *new, const struct layout_lines *old)
{
	FOR_EACH(line, new) {
		const struct layout_line *was = line->old >= 0 ? &old->v[line->old] : NULL;

		if (!line->changed || (was && is_bare(was)))
			continue;
		line->gone = is_bare(line) && (was || (line->replaced && line->len));
		trim(line, was);
	}
}

/* Of two blank lines that only now are neighbours one is left. */
static void clear_doubled(struct layout_lines *new)
{
	const struct layout_line *last = NULL;

	FOR_EACH(line, new) {
		if (line->gone)
			continue;
		line->gone = last && !line->changed && !last->changed && is_bare(line) &&
			     is_bare(last) && line->old != last->old + 1;
		if (!line->gone)
			last = line;
	}
}

/* The line itself is left out when it is gone: nothing may point at one. */
static void take_out_gone(struct layout_lines *lines)
{
	size_t nr = 0;

	FOR_EACH(line, lines)
		if (!line->gone)
			lines->v[nr++] = *line;
	lines->nr = nr;
}

static const struct layout_line *origin(const struct layout_lines *old,
					const struct layout_line *line)
{
	return line->old >= 0 && (size_t)line->old < old->nr ? &old->v[line->old] : NULL;
}

/* One statement that begins with a changed line: the index behind its last line. */
static size_t realign_statement(struct layout_lines *new, const struct layout_lines *old,
				size_t first)
{
	struct open_parens open = { .nr = 0 };
	size_t i = first;

	do {
		struct layout_line *line = &new->v[i];
		const struct layout_line *was = origin(old, line);
		size_t len;

		if (!was)
			return i + 1;
		if (open.nr && open.old[open.nr - 1] >= 0) {
			int column = open.old[open.nr - 1] + 1;
			int target = open.new[open.nr - 1] + 1;

			if (column != target && text_columns(was->text, indent_len(was)) == column)
				set_indent(line, target);
		}
		const char *text = current(line, &len);
		follow_code(&open, was, text, len);
		i++;
	} while (open.nr && i < new->nr);
	return i;
}

/* The limit that a line has passed now and had not before; 0: none. */
static unsigned passed(const struct layout_line *line, const struct layout_line *was,
		       const struct layout_limits *limits)
{
	size_t len;
	const char *text = current(line, &len);
	unsigned now = (unsigned)text_columns(text, len);
	unsigned before = was ? (unsigned)text_columns(was->text, was->len) : 0;

	if (now > limits->style && before <= limits->style)
		return limits->style;
	return limits->hard && now > limits->hard && before <= limits->hard ? limits->hard : 0;
}

static bool note_long(const struct layout_lines *new, const struct layout_lines *old, size_t first,
		      size_t end, const struct layout_limits *limits, struct line_ranges *ranges)
{
	unsigned limit = 0;

	for (size_t i = first; i < end; i++) {
		unsigned found = passed(&new->v[i], origin(old, &new->v[i]), limits);

		if (found && (!limit || found < limit))
			limit = found;
	}
	if (limit)
		*LIST_ADD(ranges) = (struct line_range){ (unsigned)first + 1, (unsigned)end,
							 limit, 0 };
	return limit;
}

/* Two lines as one: no blank behind a parenthesis that opens. */
static unsigned joined_width(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t skip = strspn(b, " \t");

	return (unsigned)(text_columns(a, a_len) + (a_len && a[a_len - 1] != '(') +
			  text_columns(b + skip, b_len - skip));
}

/* Could these two lines be one, which could not before? Not where the first one cannot be
 * followed by code: preprocessor, comment. */
static bool fit_now(const struct layout_line *a, const struct layout_line *b,
		    const struct layout_line *was_a, const struct layout_line *was_b,
		    unsigned limit)
{
	size_t a_len, b_len;
	const char *a_text = current(a, &a_len), *b_text = current(b, &b_len);

	if (!was_a || was_b != was_a + 1 || !a_len || strchr("\\/", a_text[a_len - 1]) ||
	    memmem(a_text, a_len, "//", 2) ||
	    b_text[strspn(b_text, " \t")] == '#' || is_bare(b))
		return false;
	return joined_width(a_text, a_len, b_text, b_len) <= limit &&
	       joined_width(was_a->text, was_a->len, was_b->text, was_b->len) > limit;
}

static void note_joins(const struct layout_lines *new, const struct layout_lines *old,
		       size_t first, size_t end, unsigned limit, struct line_ranges *ranges)
{
	for (size_t i = first; i + 1 < end; i++)
		if (fit_now(&new->v[i], &new->v[i + 1], origin(old, &new->v[i]),
			    origin(old, &new->v[i + 1]), limit)) {
			*LIST_ADD(ranges) = (struct line_range){ (unsigned)first + 1,
								 (unsigned)end, 0,
								 (unsigned)i + 1 };
			return;
		}
}

static void lay_out(struct layout_lines *new, const struct layout_lines *old,
		    const struct layout_limits *limits, struct line_ranges *ranges)
{
	clear_changed(new, old);
	clear_doubled(new);
	take_out_gone(new);
	for (size_t i = 0; i < new->nr; i++)
		if (new->v[i].changed && origin(old, &new->v[i]))
			align_gaps(new, origin(old, &new->v[i]), i);
	for (size_t i = 0; i < new->nr;) {
		size_t end = i + 1;

		if (new->v[i].changed) {
			end = realign_statement(new, old, i);
			if (!note_long(new, old, i, end, limits, ranges))
				note_joins(new, old, i, end, limits->style, ranges);
		}
		i = end;
	}
}

char *layout_realign(const char *before, const char *after, const struct layout_limits *limits,
		     size_t *len, struct line_ranges *ranges)
{
	struct layout_lines old CLEANUP(free_lines) = { 0 };
	struct layout_lines new CLEANUP(free_lines) = { 0 };
	char *result = NULL;

	split(&old, before);
	split(&new, after);
	if (pair(&old, &new, before, after) < 0) {
		*len = strlen(after);
		return xstrdup(after);
	}
	lay_out(&new, &old, limits, ranges);
	FILE *stream = xmemstream(&result, len);
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

/* Did the line stand in the column of the lines around it, which are as they were, and does it
 * no more? */
static bool left_column(const struct layout_lines *new, const struct layout_line *was, size_t i)
{
	const struct layout_line *line = &new->v[i];
	struct gap old, gap, found[GAPS];

	if (!was || !find_gaps(was->text, was->len, found))
		return false;
	old = found[0];
	if (!find_gaps(line->text, line->len, found))
		return false;
	gap = found[0];
	int column = block_column(new, i, line->text, &gap, 0);
	return column && text_columns(was->text, old.at + old.len) == column &&
	       text_columns(line->text, gap.at + gap.len) != column;
}

static bool ends_with_blank(const struct layout_line *line)
{
	return line->len && strchr(" \t", line->text[line->len - 1]);
}

static void add_fault(struct layout_faults *faults, size_t i, const char *what)
{
	*LIST_ADD(faults) = (struct layout_fault){ (unsigned)i + 1, what };
}

void layout_faults(struct layout_faults *faults, const char *before, const char *after)
{
	struct layout_lines old CLEANUP(free_lines) = { 0 };
	struct layout_lines new CLEANUP(free_lines) = { 0 };

	split(&old, before);
	split(&new, after);
	if (pair(&old, &new, before, after) < 0)
		return;
	for (size_t i = 0; i < new.nr; i++) {
		const struct layout_line *line = &new.v[i], *was = origin(&old, line);

		if (!line->changed)
			continue;
		if (ends_with_blank(line) && !(was && ends_with_blank(was)))
			add_fault(faults, i, is_bare(line) ? "the line holds nothing but blanks" :
							     "the line ends with a blank");
		if (left_column(&new, was, i))
			add_fault(faults, i, "the line leaves the column of those around it");
	}
}

char *layout_join(const char *text, unsigned line)
{
	const char *end = text;

	for (unsigned i = 1; *(end += strcspn(end, "\n")) && i < line; i++)
		end++;
	if (!*end)
		return xstrdup(text);
	return xasprintf("%.*s%s%s", (int)(end - text), text,
			 end > text && end[-1] == '(' ? "" : " ",
			 end + 1 + strspn(end + 1, " \t"));
}

unsigned layout_limit(const char *clang_format)
{
	static const char key[] = "ColumnLimit:";
	long limit = 80;

	FOR_EACH_LINE(line, clang_format ? clang_format : "")
		if (starts_with(line.at, key))
			limit = strtol(line.at + strlen(key), NULL, 10);
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
	size_t added = 0, removed = 0;

	split(&lines, before);
	if (git_patch_from_buffers(&patch, before, strlen(before), NULL, after, strlen(after),
				   NULL, NULL) < 0 ||
	    git_patch_line_stats(NULL, &added, &removed, patch) < 0)
		return "it cannot be compared with the original";
	/* a small header may well have another line for each of its lines */
	if (removed > lines.nr / 2 && added < removed - removed / 2)
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
