/* SPDX-License-Identifier: GPL-2.0 */
/*
 * steps.h - a plan while it is made: the steps of the campaign, one after the other
 */
#ifndef STEPS_H
#define STEPS_H

#include "cocci/convert.h"
#include "cocci/spatch.h"
#include "kbuild/kbuild.h"
#include "series/plan.h"
#include "placement/subjectprefix.h"

struct previous_series;

struct planner {
	struct plan *plan;
	struct state *state;
	struct previous_series *previous;	/* or NULL */
	struct overlay overlay;
	struct files over;
	struct spatch spatch;
	struct strlist removed;	/* words that the rules take away everywhere */
	struct kbuild kbuild;	/* open once a [convert] needs to know modules: */
	bool knows_modules;
	char *maintainers;	/* the text of MAINTAINERS; NULL: the base has none */
	struct prefix_sources sources;
};

/* Read all mails that are patches, before anything is made that takes long. */
int planner_read_mails(struct planner *);
/* Tell the prefixes that nobody knows, where the files are known before they are converted. */
int planner_guess_early(struct planner *);
/* Carry out one step: its changes, and its patches at the end of those of the plan, still
 * without trees. */
int planner_run_step(struct planner *, const struct step *, struct changes *);

#endif
