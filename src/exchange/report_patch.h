/* SPDX-License-Identifier: GPL-2.0 */
/*
 * report_patch.h - what the last proof says of the patch in a mail
 *
 * For whoever hands patches over as mails, such as b4 prep --check: a line for each verdict that
 * does not pass, which begins with "ERROR: " for fail and uncovered. The patch is known by its diff
 * (git patch-id), and what is known of it by the tree of the commit on the branch that has this
 * diff, so that a proof of another version of the branch is none.
 */
#ifndef REPORT_PATCH_H
#define REPORT_PATCH_H

#include <jansson.h>
#include <stdbool.h>

struct base;
struct series;
struct state;

/* The lines for the mail in the file @path ("-": standard input), owned by the caller; NULL with a
 * reason. @proof: NULL where nothing was proved yet. @bad: a line is an error. */
char *report_patch(struct state *, const struct base *, const struct series *, const json_t *proof,
		   const char *path, bool *bad);

#endif
