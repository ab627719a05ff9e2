/* SPDX-License-Identifier: GPL-2.0 */
/*
 * plan.h - what the series would be: patches, in order, with their trees
 *
 * Every step of the campaign works on the tree that the steps before it made.
 * Blobs and trees are stored in the repository, where nothing refers to them
 * until a branch is written.
 */
#ifndef PLAN_H
#define PLAN_H

#include "audit/audit.h"
#include "git/base.h"
#include "git/change.h"
#include "git/mailpatch.h"
#include "placement/guess.h"
#include "series/patch.h"
#include "placement/placement.h"
#include "series/remaining.h"
#include "series/users.h"
#include "series/wave.h"

struct campaign;
struct previous_series;
struct state;

/* Of each step of the campaign; empty for those that take no mail. */
struct mailpatches {
	struct mailpatch *v;
	size_t nr, alloc;
};

struct plan {
	const struct base *base;		/* borrowed */
	const struct campaign *campaign;	/* borrowed */
	char *base_name;			/* what messages and cover call the base */
	struct files all;			/* of the base */
	struct audit audit;			/* of the base; empty unless a [convert] selects */
	struct audit after;			/* of the tree after the last patch; likewise */
	struct mailpatches mails;
	struct step_changes steps;
	struct placed_files placed;		/* why each file of a [convert] is in its patch */
	struct step_changes amended;		/* likewise, of patches with edits by hand */
	struct patches patches;			/* of a wave: those below, then its own */
	struct patches rest;			/* patches of other waves; empty without a wave */
	struct waves waves;			/* all of the campaign, in order */
	const struct wave *wave;		/* of @waves; NULL: the whole campaign */
	size_t below;				/* how many of @patches belong to waves before */
	struct recipients cover;		/* who gets the cover letter */
	struct remaining_uses left;
	struct strlist notes;			/* what a person should know of the rules */
	struct strlist landed;			/* names of [patch] sections that the base has */
	struct strlist new_names;		/* functions that the series adds, see newname.h */
	git_oid tree;				/* after the last patch */
	size_t converted, reused;		/* files asked about; known to the ledger */
	struct guesses guesses;			/* subject prefixes that nobody knows */
	/* Set before plan_make(), or NULL: told the guesses there are, before the files are
	 * converted, which takes long. */
	void (*tell_guesses)(const struct guesses *);
};

/* Tell a person something of the rules; @text is taken over. */
void plan_note(struct plan *, char *text);
/* The plan of a range: no patches are made; the checks need the files of the base. */
int plan_nothing(struct plan *, const struct base *, const struct campaign *);
/* The name of its wave; NULL: the whole campaign. */
const char *plan_wave(const struct plan *);
/* How many patches the series itself has, without those below it. */
size_t plan_count(const struct plan *);
/* Selected files that are not wholly converted. */
size_t plan_residue(const struct plan *);
/* The tree of the base with the final state of every change, made in one go. */
int plan_whole_tree(const struct plan *, git_oid *tree);
void plan_release(struct plan *);

#endif
