/* SPDX-License-Identifier: GPL-2.0 */
/*
 * commits.h - each commit with all that is known of it: verdicts, recipients, patch, logs
 */
#ifndef COMMITS_H
#define COMMITS_H

#include <jansson.h>
#include <stdio.h>

struct page_content;

/* What is not pass, the worst first. */
void commits_print_bad(FILE *out, const json_t *commits);
/* A part that opens for each commit, #cNR: its verdicts target by target with the command that
 * makes them again, who gets it and why, and the patch. */
void commits_print(FILE *out, const struct page_content *);
/* The logs that the verdicts lead to. */
void commits_print_logs(FILE *out, const struct page_content *);

#endif
