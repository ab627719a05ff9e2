/* SPDX-License-Identifier: GPL-2.0 */
/*
 * chart.h - pictures of the page: the audit by folder, bases one after the other, time
 *
 * Each picture stands in a table beside the numbers that it shows, so it is hidden from readers of
 * the screen. The kinds in a bar are told apart by patterns as well as by colour.
 */
#ifndef CHART_H
#define CHART_H

#include <jansson.h>
#include <stdio.h>

/* The patterns, once, before any bar. */
void chart_print_patterns(FILE *out);
/* The calls of an audit by folder and class, see view_audit.h of src/report; NULL: nothing. */
void chart_print_audit(FILE *out, const json_t *audit);
/* What is left to do on each base, the oldest first: @bases is "bases" of a status. */
void chart_print_bases(FILE *out, const json_t *bases);
/* @phases: [{"phase", "seconds"}]; and what the verdicts of each check cost. */
void chart_print_times(FILE *out, const json_t *phases, const json_t *commits);

#endif
