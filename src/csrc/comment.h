/* SPDX-License-Identifier: GPL-2.0 */
/*
 * comment.h - comments that a conversion made wrong: replace, drop or find them
 *
 * Pure functions: text in, text out; nothing but the lines of a comment is touched.
 * The words of a comment are what stands between white space, without the comment's
 * marks and without the asterisk that a line begins with. Each "//" line is a comment
 * of its own. Works on any bytes: a comment that does not end or that holds a continued
 * line stays as it is, and so does a source with a NUL in it. Tabs are 8 columns wide.
 */
#ifndef COMMENT_H
#define COMMENT_H

#include <stddef.h>

struct strlist;

struct comment_edit {
	char *old;		/* owned */
	char *new;		/* NULL or "": the remark is dropped; owned */
};

struct comment_edits {
	struct comment_edit *v;
	size_t nr, alloc;
};

/*
 * A remark stands where a comment that has its lines to itself holds the words of @old,
 * wrapped in any way, as whole lines. Of several remarks the one of most words counts.
 *
 * If it is all of the comment, the comment becomes one of @new (in a single line if 80
 * columns are enough, with "//" if it had that), or its lines go away. A comment of
 * kernel-doc stays. If it is some lines of a comment in kernel style (only marks in the
 * first and the last line, an asterisk in all others), they become @new, wrapped at 80
 * columns behind what the first of them begins with, or go away together with a blank
 * line that would be the first, the last or a second one. All others stay: beside a
 * mark, beside code, in a macro.
 *
 * Where @old is a part of @new that stands there already, it stays. A remark is used
 * nowhere if @old has no words, or if @new has a comment mark or a backslash.
 *
 * The new source, owned by the caller, and how many were rewritten; NULL and 0 if there
 * are none, or if the remarks bring back each other for ever. Doing it again changes
 * nothing.
 */
char *comment_rewrite(const char *source, size_t len, const struct comment_edits *, size_t *count);
void comment_edits_release(struct comment_edits *);

/* A comment that begins in @line. */
struct comment_place {
	unsigned line;		/* from 1 */
	char *text;		/* the words of the first 120 bytes, then "..."; owned */
};

struct comment_places {
	struct comment_place *v;
	size_t nr, alloc;
};

/* Add the comments that begin in the lines @from to @to (0: the last one) and in which
 * one of @words (sorted with strlist_sort) stands as a whole identifier. Their texts
 * are of the bytes of the source, which need not be UTF-8. */
void comment_find(struct comment_places *, const char *source, size_t len, unsigned from,
		  unsigned to, const struct strlist *words);
void comment_places_release(struct comment_places *);

/*
 * Comments of a converted function that may name the old ownership
 */
/* Add the comments inside @function of @source that hold one of @words. Pure. */
void comment_find_stale(struct comment_places *, const char *source, size_t len,
			const char *function, const struct strlist *words);

#endif
