/* SPDX-License-Identifier: GPL-2.0 */
/*
 * layout.h - give the lines of a change the layout of the kernel
 *
 * spatch leaves continuation lines where they were when a name before them
 * grows. Pure functions: text in, text out; no line outside the change and its
 * continuation lines is touched. Tabs are 8 columns wide.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stddef.h>

/* Lines from @first to @last, counted from 1. */
struct line_range {
	unsigned first, last;
};

struct line_ranges {
	struct line_range *v;
	size_t nr, alloc;
};

/*
 * Take @after, made from @before, and move each continuation line that stood
 * right behind the opening parenthesis of a changed line to where that is now.
 * The result is owned by the caller; its size in @len. @too_long receives the
 * statements that have a line wider than @limit columns which was not that wide
 * before: a formatter has to re-wrap those.
 */
char *layout_realign(const char *before, const char *after, unsigned limit, size_t *len,
		     struct line_ranges *too_long);
/* The ColumnLimit of a .clang-format file; 80 when it names none. */
unsigned layout_limit(const char *clang_format);
/* Can @after be the work of a rule on @before? NULL, or why not: most lines are
 * gone, or braces do not match any more. */
const char *layout_implausible(const char *before, const char *after);
/* Do both texts hold the same characters, white space aside? */
int layout_same_code(const char *a, const char *b);

#endif
