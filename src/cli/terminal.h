/* SPDX-License-Identifier: GPL-2.0 */
/*
 * terminal.h - whether results have colour and a pager, as the user has told git
 */
#ifndef TERMINAL_H
#define TERMINAL_H

struct options;

/*
 * Where stdout is a terminal, choose its pager (pager.h; none with --no-pager) and colour: none
 * where NO_COLOR is set to anything, where TERM is dumb or not set, or where color.treewide, else
 * color.ui, says never, false, no or off.
 */
void terminal_choose(const struct options *);

#endif
