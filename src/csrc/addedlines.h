/* SPDX-License-Identifier: GPL-2.0 */
/*
 * addedlines.h - which lines of a text are new against an older one
 *
 * Pure. A changed line is an added one, and an old one that is gone.
 */
#ifndef ADDEDLINES_H
#define ADDEDLINES_H

#include <stddef.h>

/* Lines that stand behind each other, counted from 1. */
struct added_run {
	unsigned first, last;
};

struct added_lines {
	struct added_run *v;
	size_t nr, alloc;
	size_t gone;		/* how many lines of the older text are there no more */
};

/* -1 when the texts cannot be compared. */
int added_lines_find(struct added_lines *, const char *before, const char *after);
void added_lines_release(struct added_lines *);

#endif
