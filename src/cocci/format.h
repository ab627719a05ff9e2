/* SPDX-License-Identifier: GPL-2.0 */
/*
 * format.h - lay out a change, with clang-format where a line grew too long
 */
#ifndef FORMAT_H
#define FORMAT_H

struct state;

/*
 * @after with its changed lines laid out (layout.h); statements that became
 * wider than the style's ColumnLimit are wrapped by clang-format, nothing else
 * is. @style is the text of the tree's .clang-format; NULL: no wrapping. The
 * result is owned by the caller; NULL on failure. When clang-format would change
 * more than white space, its work is not taken.
 */
char *format_change(struct state *state, const char *before, const char *after, const char *style);

#endif
