/* SPDX-License-Identifier: GPL-2.0 */
/*
 * drift.h - what has changed between two proofs of one campaign
 *
 * Works on the documents of proofs (view.h), so one of them may have been made on another
 * base, by another rule or on another machine. Pure. Commits are matched by the id of
 * their patch, or by subject where they have none; verdicts by check and target, where
 * the worst of several counts; coverage also file by file, under each target. Bad verdicts
 * are fail, uncovered and void: the last one, for whoever looks every night wants to know
 * that the base is broken.
 */
#ifndef DRIFT_H
#define DRIFT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * A new reference to an object of lists. Of rows with patch, subject, nr, check, target,
 * was (the verdict before; "" when there was none), verdict, detail and log, and file where
 * it is about one that is compiled under a target or not any more:
 *	worse	bad, and not before
 *	better	not bad, and bad before
 *	still	bad, as before
 *	lost	made before, and skipped or not made now, though the patch is there
 * Of objects with patch and subject:
 *	added	patches that were not there before
 *	gone	patches that are not there any more
 * And base and rev of the proof before.
 */
json_t *drift_make(const json_t *before, const json_t *now);

/*
 * The document of a drift (drift.h) as text
 */
/* The lists, the bad ones first, each with a title; one line says how many of each. */
void view_print_drift(FILE *out, const json_t *drift);
/* What a list means, for a person; NULL behind the last one. */
struct drift_title {
	const char *list, *title;
};
const struct drift_title *view_drift_titles(void);

#endif
