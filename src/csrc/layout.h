/* SPDX-License-Identifier: GPL-2.0 */
/*
 * layout.h - give the lines of a change the layout of the kernel
 *
 * spatch leaves continuation lines and columns where they were when a name before them
 * grows or shrinks, and the indent of a line that it has emptied. Pure functions: text in,
 * text out; no line outside the change and its continuation lines is touched, but for a
 * blank line that would stand twice. Tabs are 8 columns wide.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stddef.h>

/* Widest lines, in columns. Above @style a line is wrapped; above @hard one is that stands
 * where lines are wider than @style already (what checkpatch.pl complains of; 0: nothing). */
struct layout_limits {
	unsigned style, hard;
};

/* What a formatter has to look at: lines from @first to @last, counted from 1. */
struct line_range {
	unsigned first, last;
	unsigned limit;		/* wrap them at this column; 0: see @join */
	unsigned join;		/* this line and the next one did not fit one, and do now */
};

struct line_ranges {
	struct line_range *v;
	size_t nr, alloc;
};

/*
 * Take @after, made from @before, and
 * - move each continuation line that stood right behind the opening parenthesis of a changed
 *   line to where that is now;
 * - keep what stood behind tabs, or several spaces, of a changed line in its column, or in
 *   that of the lines around it (members of an initialiser, comments at the end);
 * - take out the lines that it emptied, and blanks that it left at the end of a line.
 * The result is owned by the caller; its size in @len. @ranges receives the statements that
 * have a line wider than a limit which was not that wide before, and those with two lines
 * that fit one now: a formatter has to re-wrap the first, and to say of the others whether
 * the style of the tree joins them (layout_join()).
 */
char *layout_realign(const char *before, const char *after, const struct layout_limits *,
		     size_t *len, struct line_ranges *ranges);
/* @text with the line @line and the next one as one; owned by the caller. */
char *layout_join(const char *text, unsigned line);
/* The ColumnLimit of a .clang-format file; 80 when it names none. */
unsigned layout_limit(const char *clang_format);
/* A changed line that is not laid out as a person would. */
struct layout_fault {
	unsigned line;		/* of the text after the change, from 1 */
	const char *what;	/* static */
};

struct layout_faults {
	struct layout_fault *v;
	size_t nr, alloc;
};

/* Add what is left of a change once it is laid out, or was written by hand: blanks at the end of
 * a line, and a column that a line had in common with the lines around it and has no more. */
void layout_faults(struct layout_faults *, const char *before, const char *after);
/* Can @after be the work of a rule on @before? NULL, or why not: most lines are
 * gone and less than half as many came, or braces do not match any more. */
const char *layout_implausible(const char *before, const char *after);
/* Do both texts hold the same characters, white space aside? */
int layout_same_code(const char *a, const char *b);

#endif
