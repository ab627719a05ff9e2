/* SPDX-License-Identifier: GPL-2.0 */
/*
 * evidence.h - does what a claim refers to exist?
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

struct base;
struct campaign;

/*
 * Is there a reference between @text and @end that holds? A URL does (nobody asks the
 * network), but for one that searches ("?q="); a place, if the base has that file with
 * so many lines; a commit, if the repository has it (where it has no history, every 12
 * digits do).
 */
bool evidence_in(const struct base *, const char *text, const char *end);
/*
 * The [claim] sections: each names a bug that claim.h knows, and evidence that holds.
 * Refused with file and line.
 */
int evidence_check(const struct campaign *, const struct base *);
/* What the campaign names as evidence for @bug (of claim.h); NULL: nothing. */
const char *evidence_named(const struct campaign *, const char *bug);

#endif
