/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_complete.h - the check complete: does anybody rely on what a patch retires?
 *
 * The tree of every commit that a [patch] with "retires" made is audited. A call of a
 * retired class fails the commit; when none is left, a call that is unclear and may be of
 * such a class leaves it uncovered. Files that the campaign accepts do not count.
 */
#ifndef CHECK_COMPLETE_H
#define CHECK_COMPLETE_H

struct series_result;
struct state;

int check_complete(struct series_result *, struct state *);

#endif
