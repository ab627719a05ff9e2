/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftext.h - a commit as a mail, and which line of it is what
 *
 * The patch as git formats it, made by libgit2 without a look at anybody's
 * configuration or attributes. The way back, from the new lines to the old ones, is
 * written from the same lines: what a reader says of it holds for the old side with
 * the same lines around.
 */
#ifndef DIFFTEXT_H
#define DIFFTEXT_H

#include "style/finding.h"

#include <git2.h>

struct base;

/* One file of the diff. Contents are "" where a side has none. */
struct difffile {
	char *path, *old_path;		/* the same unless it moved; both are never NULL */
	git_oid old_oid, new_oid;	/* zero: there is none */
	char *header;			/* what git says before the first hunk */
	char *old_source, *new_source;
};

/* A line of a hunk; @origin is ' ', '+' or '-', '@' for where a hunk begins, '\\' for the
 * note that the line before does not end. */
struct diffline {
	size_t file;
	char origin;
	unsigned old_nr, new_nr;
	char *text;			/* with its end of line, when it has one */
	size_t len;
	unsigned old_lines, new_lines;	/* '@' only */
};

struct difftext {
	struct {
		struct difffile *v;
		size_t nr, alloc;
	} files;
	struct {
		struct diffline *v;
		size_t nr, alloc;
	} lines;
	struct blocks blocks;
	size_t most;			/* bytes of both sides that may be read; 0: all */
	bool over;			/* there are more, so nothing is in it */
};

/* What line n + 1 of a text is. */
struct difftext_row {
	const struct difffile *file;	/* NULL: not about a file */
	char origin;			/* ' ' and '+': a line of the side that is written; or 0 */
	unsigned line;			/* its number on that side */
};

struct difftext_rows {
	struct difftext_row *v;
	size_t nr, alloc;
};

/* Compare two trees, @most being set before; moved files are found as git format-patch does. */
int difftext_load(struct difftext *, const struct base *, const git_oid *from, const git_oid *to);
/* The mail: @author as "Name <address>" (NULL: nobody yet), the whole message, the diff, the
 * signature.
 * The text and its length; owned by the caller. */
char *difftext_patch(const struct difftext *, const char *author, const char *message, size_t *len,
		     struct difftext_rows *);
/* The diff back to the old side, without a message. */
char *difftext_reverse(const struct difftext *, size_t *len, struct difftext_rows *);
void difftext_release(struct difftext *);

#endif
