/* SPDX-License-Identifier: GPL-2.0 */
/*
 * patch.h - changes that travel together
 *
 * A patch borrows its changes from the lists of the plan, which live longer.
 */
#ifndef PATCH_H
#define PATCH_H

#include "profile/reviewer.h"
#include "recipients/recipient.h"

#include <git2.h>
#include <stdbool.h>

struct change;
struct mailpatch;
struct step;
struct tag_row;

struct patch_changes {
	const struct change **v;
	size_t nr, alloc;
};

/* Files of a patch that the same people maintain. */
struct owner_group {
	char *who;		/* their addresses, ", " between them; "nobody" */
	struct strlist files;
};

struct owner_groups {
	struct owner_group *v;
	size_t nr, alloc;
};

struct patch {
	unsigned nr;			/* from 1 */
	char *id;			/* stable: by what it changes, not by number */
	const struct step *step;	/* borrowed */
	const struct mailpatch *mail;	/* whose author and message it has; borrowed; NULL: none */
	git_signature *author;		/* set by hand (reapply.h); NULL: see patch_author() */
	char *prefix;			/* subject prefix; "" for a [patch] */
	char *key;			/* why its files are together (placement.h); or NULL */
	unsigned part, parts;		/* the second of three by a limit; 0: it is whole */
	bool guessed;			/* the prefix: see guess.h */
	char *subject;
	char *body;			  /* without trailers, ends with end of line */
	struct strlist trailers;	  /* in order, without the Signed-off-by of the sender, but
					 * for those of a mail, which stay as they are; one may
					 * have more lines below it */
	struct strlist removes;		/* names that it takes away for good (removal.h); sorted */
	struct patch_changes changes;	/* sorted by path */
	struct recipients recipients;	/* of several owners the union */
	struct owner_groups owners;	/* who they are; empty where all files have the same */
	struct reviewers reviewers;	/* of a tree that knows no recipients (profile.h) */
	const struct tag_row *tag_rows;	/* static; NULL: the message has trailers, see profile.h */
	struct strlist tags;		/* where it has tags, in any order */
	struct strlist received;	/* trailers that people gave, see received.h */
	git_oid tree;			/* after this patch */
	git_oid plain_tree;		/* the same without edits by hand (reapply.h); or zero */
	char *plain_subject, *plain_body;	/* likewise; or NULL */
};

struct patches {
	struct patch *v;
	size_t nr, alloc;
};

/* The tree after this patch without any edit by hand. */
const git_oid *patch_plain_tree(const struct patch *);
/* Who is its author: by hand, else of its mail, else @me, who runs treewide. Borrowed. */
const git_signature *patch_author(const struct patch *, const git_signature *me);
/* The same without what was changed by hand. */
const git_signature *patch_plain_author(const struct patch *, const git_signature *me);
/* Does it take away something that nobody may rely on any more? */
bool patch_retires(const struct patch *);
void owner_groups_release(struct owner_groups *);
void patches_release(struct patches *);

#endif
