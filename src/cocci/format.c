// SPDX-License-Identifier: GPL-2.0
/* clang-format for the few statements of a change that must be wrapped. */
#include "cocci/format.h"

#include "csrc/addedlines.h"
#include "csrc/layout.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"

static void free_ranges(struct line_ranges *ranges)
{
	free(ranges->v);
}

#define FIRST_ARGUMENT "AllowAllArgumentsOnNextLine:"
#define LIMIT "ColumnLimit:"

static bool sets(const char *line, const char *key)
{
	return starts_with(line, key);
}

/* The tree's style, with this limit, and that the first argument stays on the line of its
 * call: the kernel's people do not like it to leave. The document may end with "..." . */
static char *style_file(const char *style, unsigned limit)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH_LINE(line, style)
		if (!sets(line.at, "...") && !sets(line.at, FIRST_ARGUMENT) &&
		    !sets(line.at, LIMIT))
			fprintf(out, "%.*s\n", (int)line.len, line.at);
	fprintf(out, FIRST_ARGUMENT " false\n" LIMIT " %u\n", limit);
	fclose(out);
	return text;
}

static char *run_formatter(const char *dir, const struct added_lines *ranges)
{
	char *output CLEANUP(free_text) = xasprintf("%s/wrapped", dir);
	char *log CLEANUP(free_text) = xasprintf("%s/format.log", dir);
	struct strlist words CLEANUP(strlist_release) = { 0 };

	STRLIST_ADD(&words, "clang-format", "--style=file");
	FOR_EACH(range, ranges) {
		char *lines CLEANUP(free_text) =
			xasprintf("--lines=%u:%u", range->first, range->last);

		strlist_add(&words, lines);
	}
	strlist_add(&words, "wrap.c");
	const char **argv CLEANUP(free_memory) = strlist_array(&words);
	struct job job = { .argv = argv, .dir = dir, .log = log, .out = output, .timeout = 60 };

	if (job_run(&job) < 0)
		return NULL;
	if (job.exit || job.timed_out) {
		char *why CLEANUP(free_text) = io_read(log, NULL);

		fail_system("clang-format failed (exit %d): %.200s", job.exit, why ? why : "");
		return NULL;
	}
	return io_read(output, NULL);
}

/* What the style, a whole document, makes of some lines of @text; NULL with a reason. */
static char *ask_style(struct state *state, const char *text, const char *style,
		       const struct added_lines *ranges)
{
	char *dir CLEANUP(free_text) = io_mktemp(state->tmp);
	char *conf CLEANUP(free_text) = xasprintf("%s/.clang-format", dir ? dir : "");
	char *input CLEANUP(free_text) = xasprintf("%s/wrap.c", dir ? dir : "");

	if (!dir || io_write(conf, style, strlen(style)) < 0 ||
	    io_write(input, text, strlen(text)) < 0)
		return NULL;
	char *wrapped CLEANUP(free_text) = run_formatter(dir, ranges);
	if (io_remove(dir) < 0 || !wrapped)
		return NULL;
	return TAKE(wrapped);
}

/* Lines that end with an opening parenthesis. */
static size_t count_open(const char *text)
{
	size_t count = 0;

	FOR_EACH_LINE(line, text)
		count += line.len && line.at[line.len - 1] == '(';
	return count;
}

/* Is no line of the range wider than that? */
static bool range_fits(const char *text, const struct line_range *range, unsigned columns)
{
	unsigned nr = 0;

	FOR_EACH_LINE(line, text)
		if (++nr >= range->first && nr <= range->last &&
		    (unsigned)text_columns(line.at, line.len) > columns)
			return false;
	return true;
}

/* checkpatch.pl complains of a line that ends with a parenthesis, and not of one that is wider
 * than the style and no wider than the hard limit: then the statement stays as it is. */
static bool is_worse(const char *text, const char *wrapped, const struct line_range *range,
		     const struct layout_limits *limits)
{
	return limits->hard && count_open(wrapped) > count_open(text) &&
	       range_fits(text, range, limits->hard);
}

/* Is the statement, or the two lines that were made one, to stand as clang-format has it? */
static bool is_taken(const char *text, const char *joined, const char *asked,
		     const struct line_range *range, const struct layout_limits *limits)
{
	if (joined)
		return !strcmp(joined, asked);
	return layout_same_code(text, asked) && !is_worse(text, asked, range, limits);
}

/* The statement wrapped, or with two lines as one where the style leaves that as it is. */
static char *format_range(struct state *state, const char *text, const char *style,
			  const struct line_range *range, const struct layout_limits *limits)
{
	char *joined CLEANUP(free_text) = range->join ? layout_join(text, range->join) : NULL;
	char *full CLEANUP(free_text) = style_file(style, joined ? limits->style : range->limit);
	struct added_run run = { range->first, range->last - (joined != NULL) };
	const struct added_lines one = { &run, 1, 1, 0 };
	char *asked CLEANUP(free_text) = ask_style(state, joined ? joined : text, full, &one);

	if (!asked)
		return NULL;
	return is_taken(text, joined, asked, range, limits) ? TAKE(asked) : xstrdup(text);
}

char *format_change(struct state *state, const char *before, const char *after,
		    const char *style, const struct layout_limits *limits)
{
	struct line_ranges ranges CLEANUP(free_ranges) = { 0 };
	size_t len;
	char *text CLEANUP(free_text) = layout_realign(before, after, limits, &len, &ranges);

	/* from the end, for lines move */
	for (size_t i = ranges.nr; style && i-- > 0;) {
		char *next = format_range(state, text, style, &ranges.v[i], limits);

		if (!next)
			return NULL;
		free(text);
		text = next;
	}
	return TAKE(text);
}

/* Does the text hold the same code, and as many old lines? */
static int is_better(const char *before, const char *after, const char *laid_out, size_t gone)
{
	struct added_lines now CLEANUP(added_lines_release) = { 0 };

	if (added_lines_find(&now, before, laid_out) < 0)
		return -1;
	return layout_same_code(after, laid_out) && now.gone <= gone;
}

char *format_added(struct state *state, const char *before, const char *after, const char *style)
{
	struct added_lines added CLEANUP(added_lines_release) = { 0 };

	if (added_lines_find(&added, before, after) < 0)
		return NULL;
	if (!added.nr)
		return xstrdup(after);
	char *laid_out CLEANUP(free_text) = ask_style(state, after, style, &added);
	int better = laid_out ? is_better(before, after, laid_out, added.gone) : -1;
	if (better < 0)
		return NULL;
	return better ? TAKE(laid_out) : xstrdup(after);
}
