/* SPDX-License-Identifier: GPL-2.0 */
/*
 * output.h - how commands speak: results, failures, progress
 *
 * stdout is the result, stderr is the talk. On a terminal progress is one line
 * that changes; elsewhere it is a plain line now and then.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "lib/progress.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct plan;
struct strlist;

/* The progress of this process; never freed. */
struct progress *output_progress(void);
/* Take away the progress line before something else is said. */
void output_clear(void);
/* One line of talk. */
void output_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What the results that follow are about: a line "== name" before them. */
void output_heading(const char *name);
/* Each of them is one line of talk. */
void output_notes(const struct strlist *notes);
/* Say why it failed; the exit code that belongs to it. */
int output_failure(void);
/* The same where the plan could not be made: before that, what is known of its rules and of
 * what stays as it is. */
int output_plan_failure(const struct plan *);
/* Print a JSON document and an end of line. */
void output_json(const json_t *document);
/* Print a result that was written to memory. */
void output_text(const char *text);
/* The same, on a terminal as screen.h says. */
void output_fitting(const char *text);
/* Print a document as JSON, or as text by @print: on a terminal as screen.h says. */
void output_document(bool json, const json_t *document,
		     void (*print)(FILE *out, const json_t *document));
/* The same for what people read rather than wait for: by the pager, where there is one. */
void output_paged(bool json, const json_t *document,
		  void (*print)(FILE *out, const json_t *document));
/* stdout is a terminal: its @pager, a copy is kept, NULL: none; and whether results have colour. */
void output_set_terminal(const char *pager, bool colour);
/* Print a JSON document, or put its fields into @gathered, where there is one. */
void output_gather(json_t *gathered, json_t *document);
/* Make sure that everything was written; 0, or the exit code for a full disk. */
int output_flush(void);

#endif
