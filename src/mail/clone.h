/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clone.h - a scratch clone of the repository, in which b4 may do what it likes
 *
 * b4 checks out, cherry-picks and filters where it runs, so it never runs in the user's
 * repository. The clone shares the objects, holds one branch and the tags of what was
 * sent, and a work tree without files: a sparse checkout of nothing but .b4-config, so
 * that git status is clean and 85,000 files need not be written. It stands in the
 * temporary folder of the state directory.
 */
#ifndef CLONE_H
#define CLONE_H

#include <git2.h>

struct base;
struct state;

struct clone {
	const struct base *base;	/* borrowed */
	char *dir;
	char *branch;
	git_oid tip;			/* of the branch, when the clone was made */
};

/* What b4 made in the clone: the branch of the next version, and the tag of this one. */
struct reroll {
	git_oid tip;
	char *tag;			/* "sent/x-v1"; NULL when it was there before */
	git_oid tag_id;
};

/* The user's settings for mail, b4 and identity are copied from his repository. */
int clone_make(struct clone *, struct state *, const struct base *, const char *branch);
/* Copy what b4 made to the repository: objects, and no reference. Fails when b4 made
 * no new version. */
int clone_bring(const struct clone *, struct reroll *);
void clone_release(struct clone *);
void reroll_release(struct reroll *);

#endif
