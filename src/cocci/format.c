// SPDX-License-Identifier: GPL-2.0
/* clang-format for the few statements of a change that must be wrapped. */
#include "cocci/format.h"

#include "csrc/layout.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/list.h"
#include "lib/state.h"

#include <string.h>

static void free_ranges(struct line_ranges *ranges)
{
	free(ranges->v);
}

#define FIRST_ARGUMENT "AllowAllArgumentsOnNextLine:"

/* The tree's style, and that the first argument stays on the line of its call: the
 * kernel's people do not like it to leave. The document may end with "..." . */
static char *style_file(const char *style)
{
	char *text = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	while (*style) {
		size_t line = strcspn(style, "\n");

		if (strncmp(style, "...", 3) &&
		    strncmp(style, FIRST_ARGUMENT, strlen(FIRST_ARGUMENT)))
			fprintf(out, "%.*s\n", (int)line, style);
		style += line + (style[line] == '\n');
	}
	fputs(FIRST_ARGUMENT " false\n", out);
	fclose(out);
	return text;
}

static char *run_formatter(const char *dir, const struct line_ranges *ranges)
{
	char *output CLEANUP(free_text) = xasprintf("%s/wrapped", dir);
	char *log CLEANUP(free_text) = xasprintf("%s/format.log", dir);
	const char **argv CLEANUP(free_memory) = xcalloc(ranges->nr + 4, sizeof(*argv));
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	struct job job = { .dir = dir, .log = log, .out = output, .timeout = 60 };
	size_t argc = 0;
	int result;

	argv[argc++] = "clang-format";
	argv[argc++] = "--style=file";
	FOR_EACH(range, ranges)
		*LIST_ADD(&lines) = xasprintf("--lines=%u:%u", range->first, range->last);
	FOR_EACH(line, &lines)
		argv[argc++] = *line;
	argv[argc++] = "wrap.c";
	job.argv = argv;
	result = job_run(&job);
	if (result < 0)
		return NULL;
	if (job.exit || job.timed_out) {
		char *why CLEANUP(free_text) = io_read(log, NULL);

		fail_system("clang-format failed (exit %d): %.200s", job.exit, why ? why : "");
		return NULL;
	}
	return io_read(output, NULL);
}

static char *wrap(struct state *state, const char *text, const char *style,
		  const struct line_ranges *ranges)
{
	char *dir CLEANUP(free_text) = io_mktemp(state->tmp);
	char *conf CLEANUP(free_text) = xasprintf("%s/.clang-format", dir ? dir : "");
	char *input CLEANUP(free_text) = xasprintf("%s/wrap.c", dir ? dir : "");
	char *full CLEANUP(free_text) = style_file(style);
	char *wrapped CLEANUP(free_text) = NULL;

	if (!dir || io_write(conf, full, strlen(full)) < 0 ||
	    io_write(input, text, strlen(text)) < 0)
		return NULL;
	wrapped = run_formatter(dir, ranges);
	if (io_remove(dir) < 0 || !wrapped)
		return NULL;
	return layout_same_code(text, wrapped) ? TAKE(wrapped) : xstrdup(text);
}

char *format_change(struct state *state, const char *before, const char *after, const char *style)
{
	struct line_ranges too_long CLEANUP(free_ranges) = { 0 };
	size_t len;
	char *aligned CLEANUP(free_text) = layout_realign(before, after, layout_limit(style), &len,
							  &too_long);

	if (!style || !too_long.nr)
		return TAKE(aligned);
	return wrap(state, aligned, style, &too_long);
}
