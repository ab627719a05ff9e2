/* SPDX-License-Identifier: GPL-2.0 */
/*
 * untidy.h - lines of a series that are not laid out as a person would
 *
 * What rules write is laid out (layout.h), as far as that goes; a diff is applied as it is.
 * A plan tells what is left, for a proof is dear, and the plan is what people read first.
 */
#ifndef UNTIDY_H
#define UNTIDY_H

struct base;
struct patches;
struct strlist;

/* Add "FILE:LINE: what" to @notes, for the .c and .h files of the patches: the first of them, and
 * how many there are more. */
int untidy_find(struct strlist *notes, const struct base *, const struct patches *);

#endif
