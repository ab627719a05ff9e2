/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_series.h - the cheap strong checks on a series as a whole
 *
 * residue: no word that a rule removes stands in a converted file; tree: the tip
 * is the base with all changes, nothing lost and nothing invented; silent: the
 * rules, run again on the tip, change nothing.
 */
#ifndef CHECK_SERIES_H
#define CHECK_SERIES_H

struct series_result;
struct state;

int check_series(struct series_result *, struct state *);

#endif
