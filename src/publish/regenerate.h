/* SPDX-License-Identifier: GPL-2.0 */
/*
 * regenerate.h - make a series again on another base, with all that people gave to it
 *
 * The plan is made anew. A patch keeps its id by the files that it changes (previous.h),
 * edits by hand are merged into it (reapply.h), received trailers go on where it is the same
 * change (seriesdiff.h), b4's tracking data stays. Where an edit clashes nothing is written.
 */
#ifndef REGENERATE_H
#define REGENERATE_H

#include "publish/received.h"
#include "publish/seriesdiff.h"
#include "series/plan.h"
#include "series/previous.h"
#include "series/series.h"

struct regeneration {
	struct previous_series previous;
	struct plan plan;
	struct differences differences;	/* against the branch as it stood */
	int sent;			/* the version that was sent last; 0: none is known */
	struct differences since;	/* against that version */
	struct received_trailers received;		/* of the branch */
	char *changelog;		/* since that version; NULL: none was sent */
	struct series series;		/* what was written; without commits: nothing was */
};

/* Work out the plan of the campaign, or of a @wave, and what becomes of each patch. */
int regenerate_plan(struct regeneration *, struct state *, const struct base *,
		    const struct campaign *, const char *wave);
/*
 * Write it, with @cover as the text of the cover letter: 1; there are clashes, and nothing
 * is written unless @force, which leaves out the edits that clash: 0; -1.
 */
int regenerate_write(struct regeneration *, struct state *, const char *cover, bool force);
void regeneration_release(struct regeneration *);

#endif
