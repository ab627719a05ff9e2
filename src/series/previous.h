/* SPDX-License-Identifier: GPL-2.0 */
/*
 * previous.h - what a plan takes over from the series that stands on the branch
 *
 * Ids of patches, prefixes of files that history does not know, and edits by hand; the
 * base may be another one than that of the branch.
 */
#ifndef PREVIOUS_H
#define PREVIOUS_H

#include "git/base.h"
#include "git/change.h"
#include "git/renames.h"
#include "series/edit.h"
#include "series/record.h"

#include <stdbool.h>

struct campaign;
struct patches;

/* Which edits: those that treewide has taken over before, or all that are on the branch. */
enum edits_from { EDITS_ADOPTED, EDITS_ALL };

struct previous_series {
	bool there;		/* there is a record of what was written */
	bool lost;		/* the branch names one that is not there */
	bool all;		/* EDITS_ALL */
	bool anew;		/* only ids and prefixes go on */
	struct record record;
	struct base old;	/* what the record stands on; repository borrowed */
	struct series branch;	/* on the old base; without commits when it is not there */
	struct changes *changed;	/* of each patch, as it was written */
	struct renames renames;	/* of these files, to the new base */
	struct edits edits;
	struct clashes clashes;	/* also those that the plan finds */
};

/* Read the branch of a campaign, or of a wave of it, and what was written on it. Nothing
 * there: success, and @there is false. EDITS_ALL fails when there is nothing that can be
 * taken over. */
int previous_open(struct previous_series *, const struct base *, const struct campaign *,
		  const char *wave, enum edits_from);
/* Forget the edits: only ids and prefixes go on. */
void previous_forget_edits(struct previous_series *);
/* Follow its files to the base, which has the files @all. */
int previous_follow(struct previous_series *, const struct base *, const struct files *all);
/* What the texts of the series call @base: as they did before where that is the same commit, for
 * another name would change them all; @previous may be NULL. */
const char *previous_base_name(const struct previous_series *previous, const struct base *base);
/* The prefix that a file had on the branch, under the name it had; NULL: it had none. */
const char *previous_prefix(const struct previous_series *, const char *path);
/* Was that one a guess, which nobody has confirmed? */
bool previous_guessed(const struct previous_series *, const char *path);
void previous_release(struct previous_series *);

/*
 * Which patch is which on another base
 *
 * By what it converts: a patch keeps the id of the one, of the same section, with which it
 * shares the most files; else of the one that had its id. Pure.
 */
/* Give the patches the ids that they had. Ids stay unique. */
void previous_assign_ids(struct patches *, const struct previous_series *);

#endif
