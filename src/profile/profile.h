/* SPDX-License-Identifier: GPL-2.0 */
/*
 * profile.h - what a kernel asks of a change, and of the tools that make it: a row for each kernel
 *
 * How its tree is recognised, what of it is left alone, how wide and in which style added lines
 * are, the form of a commit message, who should look at a change, what compiles a file, and how
 * a series is handed over. No other wing names a kernel or asks which one it is: it asks the row
 * for what it needs, and goes its own way where the row has none. Rows are static.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include "profile/bundle.h"
#include "profile/filecheck.h"
#include "profile/reviewer.h"
#include "profile/taglist.h"

#include <stdbool.h>

struct base;
struct files;
struct state;
struct strlist;

struct profile {
	const char *name;		/* for people */
	const char *const *marks;	/* files that its tree has, all of them; NULL: any tree */
	/* Folders whose files come from somebody else: left alone by what looks for files in all
	 * of a scope, unless the scope names a place in them. NULL: none. */
	const char *const *vendor;
	/* The text of a .clang-format by which added lines are laid out, all of them, and how wide
	 * they may be. NULL and 0: the tree's own .clang-format, where a line became too wide, and
	 * the tree's own script judges. */
	const char *format;
	unsigned columns;
	unsigned message_columns;	/* of a line of a commit message; 0: the usual ones */
	const struct tag_row *tags;	/* of a commit message; NULL: trailers, and a sign-off */
	bool tells_parsed;		/* how much of a changed file the parser knew is told */
	/* Who should look at @path. NULL: get_maintainer.pl of the tree. */
	int (*ask_reviewers)(struct reviewers *, struct state *, const struct base *,
			     const struct files *all, const char *path);
	/* Compile one file of one tree. NULL: targets, by the tree's own build. */
	int (*compile)(struct file_answer *, const struct file_question *);
	/* Build one tree whole, with the tree's own program. NULL where @compile is. */
	int (*build)(struct file_answer *, const struct file_question *);
	/* Write a folder that a person submits. NULL: mails, by b4. */
	int (*hand_over)(const struct handover *);
};

/* The row of the tree with the files @all, of the first whose marks are all there. Never NULL. */
const struct profile *profile_of(const struct files *all);
/* Is @path of somebody else, and does no entry of @scope lead there? */
bool profile_leaves(const struct profile *, const struct strlist *scope, const char *path);

#endif
