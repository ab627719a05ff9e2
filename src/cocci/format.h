/* SPDX-License-Identifier: GPL-2.0 */
/*
 * format.h - lay out a change, with clang-format where lines do not fit any more
 */
#ifndef FORMAT_H
#define FORMAT_H

struct layout_limits;
struct state;

/*
 * @after with its changed lines laid out (layout.h); statements that became wider than a
 * limit are wrapped by clang-format, and two lines that fit one now are joined where it
 * would not part them; nothing else is. @style is the text of the tree's .clang-format;
 * NULL: neither. The result is owned by the caller; NULL on failure. When clang-format would
 * change more than white space, its work is not taken.
 */
char *format_change(struct state *state, const char *before, const char *after,
		    const char *style, const struct layout_limits *limits);
/*
 * @after with every line that was added laid out by clang-format in @style, and no other line:
 * where it would take away more old lines than the change itself, or change more than white space,
 * its work is not taken. The result is owned by the caller; NULL on failure.
 */
char *format_added(struct state *state, const char *before, const char *after, const char *style);

#endif
