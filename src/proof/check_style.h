/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_style.h - the checks checkpatch and kernel-doc: is anything new to complain of?
 *
 * checkpatch reads each commit as the mail that it becomes: the whole message with what
 * stands below its "---", and the diff. What it says of a line of code is new unless it
 * says the same of the way back, which has the old lines in the same surroundings
 * (finding.h tells which belong together). All else that it says is of the commit.
 * kernel-doc reads each changed source before and after.
 */
#ifndef CHECK_STYLE_H
#define CHECK_STYLE_H

struct series_result;
struct state;

int check_style(struct series_result *, struct state *);

#endif
