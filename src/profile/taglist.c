// SPDX-License-Identifier: GPL-2.0
/* Checks, orders and writes the tags of a table. */
#include "profile/taglist.h"

#include "lib/lib.h"

#include <ctype.h>

#define COLUMN 16 /* where values begin, unless the name is longer */

static const struct tag_row *find_row(const struct tag_row *table, const char *line)
{
	for (const struct tag_row *row = table; row->name; row++) {
		size_t len = strlen(row->name);

		if (!strncmp(line, row->name, len) && line[len] == ':')
			return row;
	}
	return NULL;
}

static const char *value_of(const struct tag_row *row, const char *tag)
{
	const char *value = tag + strlen(row->name) + 1;

	return value + strspn(value, " \t");
}

static char *names_of(const struct tag_row *table)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (const struct tag_row *row = table; row->name; row++)
		fprintf(out, "%s%s", row > table ? ", " : "", row->name);
	fclose(out);
	return text;
}

int tag_check(const struct tag_row *table, const char *tag)
{
	const struct tag_row *row = find_row(table, tag);

	if (!row) {
		char *names CLEANUP(free_text) = names_of(table);

		return fail_usage("\"%s\" is not a tag of this tree; known are %s", tag, names);
	}
	if (row->url && *value_of(row, tag) && !strstr(value_of(row, tag), "://"))
		return fail_usage("\"%s\": the value must be a whole URL", tag);
	return 0;
}

static void write_tag(FILE *out, const struct tag_row *row, const char *tag)
{
	size_t width = strlen(row->name) + 1;
	const char *value = value_of(row, tag);

	if (!*value)
		return;
	fprintf(out, "%s:\t", row->name);
	for (width = (width / 8 + 1) * 8; width < COLUMN; width += 8)
		fputc('\t', out);
	fprintf(out, "%s\n", value);
}

void tags_write(FILE *out, const struct tag_row *table, const struct strlist *tags)
{
	for (const struct tag_row *row = table; row->name; row++)
		FOR_EACH(tag, tags)
			if (find_row(table, *tag) == row)
				write_tag(out, row, *tag);
	FOR_EACH(tag, tags)
		if (!find_row(table, *tag))
			fprintf(out, "%s\n", *tag);
}

static bool is_blank_line(struct text_line line)
{
	return strspn(line.at, " \t\r") >= line.len;
}

size_t tags_start(const struct tag_row *table, const char *text)
{
	size_t start = strlen(text);
	bool inside = false, good = false;

	FOR_EACH_LINE(line, text) {
		bool begins = find_row(table, line.at) != NULL;

		if (is_blank_line(line)) {
			inside = false;
			continue;
		}
		if (!inside) {
			start = (size_t)(line.at - text);
			good = line.at > text;
		}
		good = good && (begins || (inside && isspace((unsigned char)*line.at)));
		inside = true;
	}
	return good ? start : strlen(text);
}

const char *tags_fault(const struct tag_row *table, const char *message, unsigned *line)
{
	const char *start = message + tags_start(table, message);
	const struct tag_row *last = NULL;

	*line = 1;
	for (const char *at = message; at < start; at++)
		*line += *at == '\n';
	FOR_EACH_LINE(at, start) {
		const struct tag_row *row = find_row(table, at.at);

		if (row && row == last)
			return "this tag occurs twice: one line holds all of its values";
		if (row && row < last)
			return "the tags are out of order";
		if (row && at.at[strlen(row->name) + 1] != '\t')
			return "a tag and its value are parted by a tab";
		if (row && value_of(row, at.at) >= at.at + at.len)
			return "a tag without a value is left out";
		last = row ? row : last;
		++*line;
	}
	return NULL;
}
