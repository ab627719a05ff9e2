/* SPDX-License-Identifier: GPL-2.0 */
/*
 * edit.h - what people changed by hand in patches that treewide wrote
 *
 * An edit belongs to a patch: a file that they left otherwise than treewide did, other words
 * in its message, or another author. It is put onto the patch as it is made now by a merge of
 * three versions (reapply.h). What does not go is a clash, for a person to look at.
 */
#ifndef EDIT_H
#define EDIT_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct base;
struct record;
struct series;

struct edit {
	char *id;		/* of the patch */
	char *path;		/* NULL: the message, or the author */
	unsigned mode_was, mode;	/* of the file: as treewide wrote it, as it is by hand */
	git_oid was, is;	/* blobs, likewise */
	char *old, *new;	/* texts of the message, without trailers; or NULL */
	git_signature *wrote, *author;	/* whom treewide wrote, and who it is by hand; or NULL */
};

struct edits {
	struct edit *v;
	size_t nr, alloc;
};

/* What a person must look at. */
struct clash {
	char *id;		/* of the patch; "" for the cover */
	char *path;		/* of the file; "" for a message */
	char *what;		/* one line */
	char *text;		/* both sides, with git's markers; "" */
};

struct clashes {
	struct clash *v;
	size_t nr, alloc;
};

/* The edits of @branch (or of what @record took over before, record->stood) against what
 * the record says. What no edit can say, such as a patch that was taken out, is a clash. */
int edits_find(struct edits *, struct clashes *, const struct base *old, const struct record *,
	       const struct series *branch);
void clashes_add(struct clashes *, const char *id, const char *path, const char *what, char *text);
void edits_release(struct edits *);
void clashes_release(struct clashes *);

/*
 * Which commit of an edited branch is which of those that were written
 *
 * By subject; else by "fixup! " before one; else the one that is left and changes the
 * same files; else the one that is left and shares a file.
 */
/* One commit of the branch. */
struct commit_match {
	long place;	/* of the commit that was written; -1: it is none of these */
	bool more;	/* another commit of the branch is that one already: a fix-up */
};

struct commit_matches {
	struct commit_match *v;		/* for each commit of the branch */
	size_t nr, alloc;
};

/* @old is the base of both, or of @branch alone: trees are compared within a series. */
int commit_matches_make(struct commit_matches *, const struct base *old,
			const struct series *branch, const struct series *wrote);
/* The first commit of the branch that was written as @place; -1: none is. */
long commit_matches_find(const struct commit_matches *, size_t place);
void commit_matches_release(struct commit_matches *);

#endif
