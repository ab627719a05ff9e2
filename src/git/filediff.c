// SPDX-License-Identifier: GPL-2.0
/* Compares the two sides of one change. */
#include "git/filediff.h"

#include "git/base.h"
#include "git/change.h"
#include "lib/lib.h"

/* The content of a side, NULL where the file is not there. */
static int read_blob_or_none(char **text, size_t *len, const struct base *base, const git_oid *oid)
{
	*text = NULL;
	*len = 0;
	if (git_oid_is_zero(oid))
		return 0;
	*text = base_read(base, oid, len);
	return *text ? 0 : -1;
}

static void add_place(struct diff_places *places, const git_diff_line *line)
{
	struct diff_place *place = LIST_ADD(places);
	const char *text = line->content;
	size_t len = line->content_len;

	while (len && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	place->line = (unsigned)(line->old_lineno > 0 ? line->old_lineno : line->new_lineno);
	place->text = xstrndup(text, len);
}

/* A run begins where the line before it stays. */
static void read_hunk(struct diff_places *places, git_patch *patch, size_t hunk)
{
	int lines = git_patch_num_lines_in_hunk(patch, hunk);
	bool inside = false;

	for (int i = 0; i < lines; i++) {
		const git_diff_line *line;

		if (git_patch_get_line_in_hunk(&line, patch, hunk, (size_t)i) < 0)
			return;
		bool changed = line->origin == '-' || line->origin == '+';
		if (changed && !inside)
			add_place(places, line);
		inside = changed || (inside && line->origin != ' ');
	}
}

int filediff_load(struct filediff *diff, const struct base *base, const struct change *change)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch CLEANUP(free_patch) = NULL;
	char *before CLEANUP(free_text) = NULL, *after CLEANUP(free_text) = NULL;
	git_buf text = GIT_BUF_INIT;
	size_t old = 0, new = 0;

	if (read_blob_or_none(&before, &old, base, &change->before) < 0 ||
	    read_blob_or_none(&after, &new, base, &change->after) < 0)
		return -1;
	if (git_patch_from_buffers(&patch, before, old, change->path, after, new, change->path,
				   &options) < 0 ||
	    git_patch_line_stats(NULL, &diff->added, &diff->deleted, patch) < 0 ||
	    git_patch_to_buf(&text, patch) < 0)
		return fail_git("cannot compare %s with what it was", change->path);
	diff->text = xstrndup(text.ptr ? text.ptr : "", text.size);
	git_buf_dispose(&text);
	for (size_t i = 0; i < git_patch_num_hunks(patch); i++)
		read_hunk(&diff->places, patch, i);
	return 0;
}

void filediff_release(struct filediff *diff)
{
	FOR_EACH(place, &diff->places)
		free(place->text);
	LIST_RELEASE(&diff->places);
	free(diff->text);
	*diff = (struct filediff){ 0 };
}
