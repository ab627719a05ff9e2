/* SPDX-License-Identifier: GPL-2.0 */
/*
 * submission.h - the folder from which a person submits a series to FreeBSD
 *
 * README with FreeBSD's rule on machine-generated submissions on top, patches with full context,
 * messages, reviewers with their evidence, the commands of git-arc (one for each commit, for its
 * ranges want a tail that Linux lacks), the checklist of a pull request, the test plan, and the
 * requests of reviewers. A pull request or a review, not both; nothing is sent, and no command
 * that is written down is run.
 */
#ifndef SUBMISSION_H
#define SUBMISSION_H

#include "profile/bundle.h"

/* Write all of it into @handover->dir. */
int submission_write(const struct handover *);
/* Add the sentences of a CONTRIBUTING.md that speak of machine-generated work. */
void submission_rule(struct strlist *sentences, const char *contributing);

#endif
