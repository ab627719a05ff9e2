/* SPDX-License-Identifier: GPL-2.0 */
/*
 * taglist.h - the tags at the end of a commit message, where they are a table
 *
 * "Name:<TAB>value", in the order of the table, aligned by tabs; a tag without a value is
 * dropped. For trees whose messages have these instead of trailers (msg/trailer.h). Pure.
 */
#ifndef TAGLIST_H
#define TAGLIST_H

#include <stdbool.h>
#include <stdio.h>

struct strlist;

struct tag_row {
	const char *name;	/* NULL behind the last one */
	bool url;		/* its value is a whole URL */
};

/* Is it "Name: value" with a name of the table? -1 with a reason that names those there are.
 * Without a value it is well formed, too. */
int tag_check(const struct tag_row *table, const char *tag);
/* Write @tags in the order of the table; what is in no row of it stands behind. */
void tags_write(FILE *out, const struct tag_row *table, const struct strlist *tags);
/*
 * Where the tags of a message begin: the last paragraph, if each of its lines begins with a tag
 * of the table or goes on with one. The length of the text when there are none.
 */
size_t tags_start(const struct tag_row *table, const char *text);
/* What is wrong with the tags of @message: the first one that is out of order, twice, empty or
 * not parted from its value by a tab, and its line in *@line; static; NULL: nothing. */
const char *tags_fault(const struct tag_row *table, const char *message, unsigned *line);

#endif
