/* SPDX-License-Identifier: GPL-2.0 */
/*
 * publish.h - write a plan as the commits of a branch
 *
 * Commits go straight into the object store; the branch moves in one atomic
 * step at the very end. A commit that is there already with the same parent,
 * tree, message and author is used again, so that the same plan gives the same
 * branch.
 *
 * The cover commit is shared with b4 (b4.h): its head is written anew, the rest is
 * taken from the commit that stands on the branch. What people gave to the patches is
 * taken over (received.h).
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include <git2.h>
#include <stdbool.h>

struct base;
struct plan;
struct previous_series;
struct received_trailers;
struct record;
struct series;
struct state;

/* How a plan is to be written. */
struct publication {
	const char *cover;		/* the text of the cover letter (cover_text()) */
	bool force;			/* also over a branch that was changed by hand */
	struct previous_series *previous;	/* that the plan was made with */
	bool taken;			/* the plan has what people gave to the branch */
	const char *changelog;		/* for below the cover letter; NULL: as it was */
};

/* The head of the cover commit as it would be written; an edit of it by hand that does
 * not fit any more is added to the clashes of the heritage. */
int publish_check_head(const struct plan *, const struct publication *);
/*
 * Write the plan as branch; its patches receive the trailers that are kept, see @received,
 * unless they have them. A branch that was changed by hand is refused, unless it is taken
 * over or forced, and so is that of another campaign of the same name (origin.h); one
 * that is checked out somewhere is refused always. Beside the branch a
 * record is written (record.h).
 */
int publish_series(struct series *, struct received_trailers *received, struct state *,
		   struct plan *, const struct publication *);
/* Is the cover on the branch the one that would be written now? 1 or 0; also 0 when there
 * is no branch; -1. */
int publish_cover_is_current(const struct plan *, const struct publication *);
/* Let the branch, which stood at @old_tip, stand at @tip, which b4 made of it: 1. It
 * stands elsewhere by now, or is checked out in a work tree, and is left alone: 0; -1.
 * What b4 made is known again by its content (received.h). */
int publish_adopt(const struct base *, const char *branch, const git_oid *old_tip,
		  const git_oid *tip);

#endif
