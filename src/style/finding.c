// SPDX-License-Identifier: GPL-2.0
/* Tells new findings from old ones. */
#include "style/finding.h"

#include "lib/lib.h"

struct finding *findings_add(struct findings *findings, const char *file, unsigned line,
			     const char *kind, const char *text)
{
	struct finding *finding = LIST_ADD(findings);

	*finding = (struct finding){ .file = xstrdup(file ? file : ""), .line = line,
				     .function = xstrdup(""), .kind = xstrdup(kind),
				     .text = xstrdup(text) };
	return finding;
}

static bool is_same_finding(const struct finding *a, const struct finding *b)
{
	return !strcmp(a->file, b->file) && !strcmp(a->kind, b->kind) && !strcmp(a->text, b->text);
}

/* Where a line came from: the lines [@first, @first + @count) of the other side. */
static void origin_of(const struct blocks *blocks, const struct finding *after, unsigned *first,
		      unsigned *count)
{
	*first = after->line;
	*count = 1;
	FOR_EACH(block, blocks) {
		if (strcmp(block->file, after->file) || block->new_line > after->line)
			continue;
		if (after->line - block->new_line < block->new_count) {
			*first = block->old_line;
			*count = block->old_count;
			return;
		}
		*first = after->line + block->old_line + block->old_count - block->new_line -
			 block->new_count;
	}
}

static void match_place(struct findings *before, struct finding *after, const struct blocks *blocks)
{
	unsigned first, count;

	origin_of(blocks, after, &first, &count);
	FOR_EACH(old, before) {
		if (old->old || old->line < first || old->line - first >= count ||
		    !is_same_finding(old, after))
			continue;
		old->old = after->old = true;
		return;
	}
}

void findings_match_lines(struct findings *before, struct findings *after,
			  const struct blocks *blocks)
{
	FOR_EACH(finding, after)
		match_place(before, finding, blocks);
	FOR_EACH(finding, after)
		FOR_EACH(old, before)
			if (!finding->old && !old->old && *finding->function &&
			    !strcmp(old->function, finding->function) &&
			    is_same_finding(old, finding))
				finding->old = old->old = true;
}

void findings_match_names(struct findings *before, struct findings *after)
{
	FOR_EACH(finding, after)
		FOR_EACH(old, before)
			if (!finding->old && !old->old && is_same_finding(old, finding))
				finding->old = old->old = true;
}

void findings_release(struct findings *findings)
{
	FOR_EACH(finding, findings)
		FREE_ALL(finding->file, finding->function, finding->kind, finding->text);
	LIST_RELEASE(findings);
}

/* The word before the first parenthesis of a line; NULL when nothing begins there. */
static const char *name_on(const char *line, size_t len, size_t *size)
{
	const char *open = memchr(line, '(', len), *end, *start;

	if (!open || (!isalpha((unsigned char)*line) && *line != '_') || line[len - 1] == ':' ||
	    line[len - 1] == ';')
		return NULL;
	for (end = open; end > line && end[-1] == ' ';)
		end--;
	for (start = end; start > line && is_name_char(start[-1]);)
		start--;
	*size = (size_t)(end - start);
	return *size ? start : NULL;
}

char *finding_function(const char *source, unsigned line)
{
	const char *name = "";
	size_t size = 0;

	for (unsigned nr = 1; nr <= line && *source; nr++) {
		size_t len = strcspn(source, "\n"), found_size = 0;
		const char *found = len ? name_on(source, len, &found_size) : NULL;

		if (found) {
			name = found;
			size = found_size;
		} else if (nr < line && (*source == '}' || (isalpha((unsigned char)*source) &&
							    source[len - 1] == ';'))) {
			size = 0;
		}
		source += len + (source[len] == '\n');
	}
	return xstrndup(name, size);
}
