// SPDX-License-Identifier: GPL-2.0
/* Writes the difference of two trees forward as a mail, and back. */
#include "style/difftext.h"

#include "git/base.h"
#include "git/treediff.h"
#include "lib/lib.h"

#include <sys/stat.h>

struct loader {
	struct difftext *diff;
	const struct base *base;
	size_t bytes;
	bool failed;
};

static char *read_side(struct loader *loader, const git_diff_file *side)
{
	if (git_oid_is_zero(&side->id) || !S_ISREG(side->mode))
		return xstrdup("");
	size_t size = 0;
	char *text = base_read(loader->base, &side->id, &size);
	loader->bytes += size;
	loader->failed = loader->failed || !text;
	return text ? text : xstrdup("");
}

static int add_difffile(struct loader *loader, const git_diff_delta *delta)
{
	struct difffile *file = LIST_ADD(&loader->diff->files);

	file->path = xstrdup(delta->new_file.path);
	file->old_path = xstrdup(delta->old_file.path);
	git_oid_cpy(&file->old_oid, &delta->old_file.id);
	git_oid_cpy(&file->new_oid, &delta->new_file.id);
	file->old_source = read_side(loader, &delta->old_file);
	file->new_source = read_side(loader, &delta->new_file);
	file->header = xstrdup("");
	return loader->failed ? -1 : 0;
}

static void add_header(struct difffile *file, const git_diff_line *line)
{
	char *whole = xasprintf("%s%.*s", file->header, (int)line->content_len, line->content);

	free(file->header);
	file->header = whole;
}

static unsigned line_number(int line)
{
	return line > 0 ? (unsigned)line : 0;
}

/* libgit2 has told all files before it gets here, in the same order. */
static int add_diffline(const git_diff_delta *delta, const git_diff_hunk *hunk,
			const git_diff_line *line, void *payload)
{
	struct loader *loader = payload;
	struct difftext *diff = loader->diff;
	size_t at = diff->lines.nr ? diff->lines.v[diff->lines.nr - 1].file : 0;
	char origin = line->origin;

	while (at + 1 < diff->files.nr && strcmp(diff->files.v[at].path, delta->new_file.path))
		at++;
	if (origin == GIT_DIFF_LINE_FILE_HDR || origin == GIT_DIFF_LINE_BINARY) {
		add_header(&diff->files.v[at], line);
		return 0;
	}
	struct diffline *entry = LIST_ADD(&diff->lines);
	entry->file = at;
	if (origin == GIT_DIFF_LINE_HUNK_HDR) {
		entry->origin = '@';
		entry->old_nr = line_number(hunk->old_start);
		entry->new_nr = line_number(hunk->new_start);
		entry->old_lines = line_number(hunk->old_lines);
		entry->new_lines = line_number(hunk->new_lines);
		return 0;
	}
	entry->origin = strchr(" +-", origin) ? origin : '\\';
	entry->old_nr = line_number(line->old_lineno);
	entry->new_nr = line_number(line->new_lineno);
	entry->text = xcalloc(line->content_len + 1, 1);	/* it may hold NUL */
	memcpy(entry->text, line->content, line->content_len);
	entry->len = line->content_len;
	return 0;
}

static struct block *new_block(struct difftext *diff, const struct diffline *line, unsigned old,
			       unsigned new)
{
	struct block *block = LIST_ADD(&diff->blocks);

	block->file = diff->files.v[line->file].path;
	block->old_line = old;
	block->new_line = new;
	return block;
}

static void find_blocks(struct difftext *diff)
{
	struct block *block = NULL;
	unsigned old = 0, new = 0;	/* the next line of each side */

	FOR_EACH(line, &diff->lines) {
		if (line->origin == '@') {
			/* a side without lines names the line before */
			old = line->old_nr + !line->old_lines;
			new = line->new_nr + !line->new_lines;
		}
		if (line->origin == '@' || line->origin == ' ')
			block = NULL;
		if ((line->origin == '+' || line->origin == '-') && !block)
			block = new_block(diff, line, old, new);
		if (line->origin == '+' && block)
			block->new_count++;
		if (line->origin == '-' && block)
			block->old_count++;
		old += line->origin == ' ' || line->origin == '-';
		new += line->origin == ' ' || line->origin == '+';
	}
}

int difftext_load(struct difftext *diff, const struct base *base, const git_oid *from,
		  const git_oid *to)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_diff_find_options similar = GIT_DIFF_FIND_OPTIONS_INIT;
	git_tree *old CLEANUP(free_tree) = NULL;
	git_tree *new CLEANUP(free_tree) = NULL;
	git_diff *changes CLEANUP(free_diff) = NULL;
	struct treediff files CLEANUP(treediff_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	struct loader loader = { diff, base, false };

	if (treediff_load(&files, base->repo, from, to) < 0)
		return -1;
	if (!files.nr)
		return 0;
	FOR_EACH(delta, &files)
		strlist_add(&paths, delta->path);
	options.pathspec = (git_strarray){ paths.v, paths.nr };
	options.flags |= GIT_DIFF_DISABLE_PATHSPEC_MATCH;
	options.old_prefix = "a";
	options.new_prefix = "b";
	options.id_abbrev = 12;
	similar.flags = GIT_DIFF_FIND_RENAMES;
	int result = git_tree_lookup(&old, base->repo, from) < 0 ||
			 git_tree_lookup(&new, base->repo, to) < 0 ||
			 git_diff_tree_to_tree(&changes, base->repo, old, new, &options) < 0 ||
			 git_diff_find_similar(changes, &similar) < 0 ?
			 fail_git("cannot compare the trees %s", git_oid_tostr_s(to)) : 0;
	if (result < 0)
		return -1;
	for (size_t i = 0; i < git_diff_num_deltas(changes) && !diff->over; i++) {
		if (add_difffile(&loader, git_diff_get_delta(changes, i)) < 0)
			return -1;
		diff->over = diff->most && loader.bytes > diff->most;
	}
	if (diff->over) {
		difftext_release(diff);
		diff->over = true;
		return 0;
	}
	if (git_diff_print(changes, GIT_DIFF_FORMAT_PATCH, add_diffline, &loader) < 0)
		return fail_git("cannot write the diff of %s", git_oid_tostr_s(to));
	find_blocks(diff);
	return 0;
}

/* A text that knows what each of its lines is. */
struct patch_writer {
	FILE *out;
	struct difftext_rows *rows;
	bool open;		/* the last line has not ended */
};

static void put_row(struct patch_writer *writer, const struct difftext_row *row, const char *text,
		    size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!writer->open)
			*LIST_ADD(writer->rows) = *row;
		fputc(text[i], writer->out);
		writer->open = text[i] != '\n';
	}
}

static void put_text(struct patch_writer *writer, const struct difffile *file, const char *text)
{
	const struct difftext_row row = { .file = file };

	put_row(writer, &row, text, strlen(text));
}

/* "@@ -1,2 +1,3 @@ int f(void)": the line that git shows behind it is the last one before
 * the hunk that begins in the first column. */
static void put_hunk(struct patch_writer *writer, const struct difffile *file,
		     const struct diffline *line, bool back)
{
	const char *source = back ? file->new_source : file->old_source, *shown = "";
	unsigned first = back ? line->new_nr : line->old_nr;
	unsigned count = back ? line->new_lines : line->old_lines;
	size_t shown_len = 0;
	char *text CLEANUP(free_text) = NULL;

	for (unsigned nr = 1; nr < first && *source; nr++) {
		size_t len = strcspn(source, "\n");

		if (isalpha((unsigned char)*source) || *source == '_' || *source == '$') {
			shown = source;
			shown_len = len;
		}
		source += len + (source[len] == '\n');
	}
	text = xasprintf("@@ -%u,%u +%u,%u @@%s%.*s\n", first, count,
			 back ? line->old_nr : line->new_nr,
			 back ? line->old_lines : line->new_lines, shown_len ? " " : "",
			 (int)(shown_len > 80 ? 80 : shown_len), shown);
	put_text(writer, file, text);
}

static void put_line(struct patch_writer *writer, const struct difffile *file,
		     const struct diffline *line, bool back)
{
	char origin = line->origin;
	struct difftext_row row = { .file = file };

	if (back && origin != ' ')
		origin = origin == '+' ? '-' : '+';
	if (line->origin == '\\') {
		put_row(writer, &row, line->text, line->len);
		return;
	}
	row.origin = origin;
	row.line = back ? line->old_nr : line->new_nr;
	put_row(writer, &row, &origin, 1);
	put_row(writer, &row, line->text, line->len);
}

/* Lines of a block that have @origin, each with the note behind it. */
static void put_side(struct patch_writer *writer, const struct difftext *diff, size_t from,
		     size_t to, char origin)
{
	bool wanted = false;

	for (size_t i = from; i < to; i++) {
		const struct diffline *line = &diff->lines.v[i];

		if (line->origin != '\\')
			wanted = line->origin == origin;
		if (wanted)
			put_line(writer, &diff->files.v[line->file], line, true);
	}
}

/* The first line behind the block that begins with line @at. */
static size_t block_end(const struct difftext *diff, size_t at, size_t file)
{
	while (at < diff->lines.nr && diff->lines.v[at].file == file &&
	       diff->lines.v[at].origin != ' ' && diff->lines.v[at].origin != '@')
		at++;
	return at;
}

/* A name that is one word, for checkers read words. */
static char *plain_name(const char *path)
{
	char *name = xstrdup(path);

	for (char *at = name; *at; at++)
		if (!isgraph((unsigned char)*at) || *at == '"' || *at == '\\')
			*at = '?';
	return name;
}

static void put_file(struct patch_writer *writer, const struct difftext *diff, size_t nr,
		     size_t *at, bool back)
{
	const struct difffile *file = &diff->files.v[nr];
	char *name CLEANUP(free_text) = plain_name(file->old_path);
	char *header CLEANUP(free_text) = back ? xasprintf("diff --git a/%s b/%s\n"
							   "--- a/%s\n+++ b/%s\n",
							   name, name, name, name) :
						 xstrdup(file->header);

	put_text(writer, file, header);
	while (*at < diff->lines.nr && diff->lines.v[*at].file == nr) {
		const struct diffline *line = &diff->lines.v[*at];
		bool turn = back && (line->origin == '+' || line->origin == '-');
		size_t end = turn ? block_end(diff, *at, nr) : *at + 1;

		if (turn) {
			put_side(writer, diff, *at, end, '+');
			put_side(writer, diff, *at, end, '-');
		} else if (line->origin == '@') {
			put_hunk(writer, file, line, back);
		} else {
			put_line(writer, file, line, back);
		}
		*at = end;
	}
}

static char *write_patch(const struct difftext *diff, const char *head, size_t *len,
			 struct difftext_rows *rows)
{
	char *text = NULL;
	struct patch_writer writer = { xmemstream(&text, len), rows, false };
	size_t at = 0;

	if (head)
		put_text(&writer, NULL, head);
	for (size_t i = 0; i < diff->files.nr; i++)
		if (head || !git_oid_is_zero(&diff->files.v[i].old_oid))
			put_file(&writer, diff, i, &at, !head);
		else
			while (at < diff->lines.nr && diff->lines.v[at].file == i)
				at++;
	put_text(&writer, NULL, "-- \ntreewide\n");
	fclose(writer.out);
	return text;
}

char *difftext_patch(const struct difftext *diff, const char *author, const char *message,
		     size_t *len, struct difftext_rows *rows)
{
	size_t subject = strcspn(message, "\n");
	const char *rest = message + subject + strspn(message + subject, "\n");
	size_t rest_len = strlen(rest);
	char *from CLEANUP(free_text) = author ? xasprintf("From: %s\n", author) : xstrdup("");
	char *head CLEANUP(free_text) =
		xasprintf("%sSubject: [PATCH] %.*s\n\n%s%s---\n\n", from, (int)subject, message,
			  rest, rest_len && rest[rest_len - 1] != '\n' ? "\n" : "");

	return write_patch(diff, head, len, rows);
}

char *difftext_reverse(const struct difftext *diff, size_t *len, struct difftext_rows *rows)
{
	return write_patch(diff, NULL, len, rows);
}

void difftext_release(struct difftext *diff)
{
	FOR_EACH(file, &diff->files) {
		char *texts[] = { file->path, file->old_path, file->header, file->old_source,
				  file->new_source };

		for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
			free(texts[i]);
	}
	free(diff->files.v);
	FOR_EACH(line, &diff->lines)
		free(line->text);
	FREE_ALL(diff->lines.v, diff->blocks.v);
	*diff = (struct difftext){ 0 };
}
