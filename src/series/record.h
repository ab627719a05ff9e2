/* SPDX-License-Identifier: GPL-2.0 */
/*
 * record.h - what treewide wrote on a branch, kept beside it
 *
 * A branch is edited, and b4 changes all its commits. So treewide writes its patches a
 * second time, without what people gave, as commits that depend on nothing but their
 * content and their author, and a commit on top of them that tells in JSON whose they are:
 * the id of each patch, the base, b4's revision. The id of that commit stands in the
 * tracking data of the cover (b4.h), so branch and record can never be of two different
 * runs; refs/treewide/written/<branch> keeps it from git gc. Each record knows the one before.
 *
 * What differs between a record and the branch that names it was made by hand.
 */
#ifndef RECORD_H
#define RECORD_H

#include "lib/list.h"
#include "series/series.h"

struct base;
struct patches;

struct record {
	git_oid id;		/* zero: there is none */
	git_oid previous;	/* the record before; zero: the first */
	git_oid base;		/* the commit that the campaign stood on */
	char *rev;		/* as the user named it */
	int revision;		/* b4's: the version that was being made */
	char *head;		/* of the cover, as treewide alone makes it (b4.h) */
	char *letter;		/* the same with the edits by hand that it has taken over */
	char *changelog;	/* what treewide wrote below the cover; "" */
	size_t below;		/* how many patches belong to waves before */
	struct strlist ids;	/* of the patches, in order */
	struct strlist prefixes;
	struct strlist guesses;	/* ids of those whose prefix is a guess (guess.h) */
	struct series wrote;	/* as treewide alone makes them */
	struct series stood;	/* with the edits by hand that it has taken over */
};

/* The record that the message of a cover names: 1; it names none, or it is gone: 0; -1. */
int record_of(struct record *, const struct base *, const char *cover);
/* Does the message name one, whether it is there or not? */
bool record_is_named(const char *cover);
int record_load(struct record *, const struct base *, const git_oid *id);
/* Do two records say the same? Which one comes before them, and b4's revision, do not count. */
bool record_same(const struct record *, const struct record *);
/* The place of a patch; -1. */
long record_find(const struct record *, const char *id);
void record_release(struct record *);

/* A commit of a record; all but the message is borrowed. */
struct record_commit {
	char *message;
	const git_oid *tree;
	const git_signature *author;
	bool dated;		/* with the time of the author; else with that of the base */
};

struct record_commits {
	struct record_commit *v;
	size_t nr, alloc;
};

/* The author in records of before authors were written there. */
#define RECORD_NOBODY "treewide <treewide@localhost>"

/* Write the patches on @base as the commits of a record, in order. The tip goes to @tip. */
int record_chain(git_oid *tip, const struct base *, const struct record_commits *);
void record_commits_release(struct record_commits *);
/* Write the record: its id, previous, ids, prefixes and texts are set, and so are the tips
 * of both series. The same record again has the same id. */
int record_write(struct record *, const struct base *);
/* Keep it from git gc, as that of @branch. */
int record_keep(const struct record *, const struct base *, const char *branch);

#endif
