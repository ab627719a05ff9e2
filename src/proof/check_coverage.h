/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_coverage.h - is each file of each commit compiled under any of the targets?
 *
 * Check: coverage. What no chosen target compiles is uncovered, which is no pass; the
 * verdict names a target or the options that would compile it.
 */
#ifndef CHECK_COVERAGE_H
#define CHECK_COVERAGE_H

struct series_result;
struct state;
struct strlist;

/* Judge the rows that the targets have left in the proof. @chosen: these targets. */
int check_coverage(struct series_result *, struct state *, const struct strlist *chosen);

#endif
