/* SPDX-License-Identifier: GPL-2.0 */
/*
 * planner.h - work out the series of a campaign
 */
#ifndef PLANNER_H
#define PLANNER_H

#include "series/plan.h"

/* Work out the series: of the wave named @wave, or of the whole campaign (NULL). Fails
 * with FAIL_NO when a rule changes nothing. @previous (NULL: none): what it takes over from
 * the branch; where edits clash the patch is as treewide makes it, see its @clashes. */
int plan_make(struct plan *, struct state *, const struct base *, const struct campaign *,
	      const char *wave, struct previous_series *);

#endif
