/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pretext.h - how the preprocessed text of one source differs between two trees
 *
 * Pure. Line markers and empty lines do not count. Two sources whose texts got the same
 * insertion share a class: what the compiler says of the insertion in one of them it
 * says in the other, too. For that
 *	- nothing but whole declarations is inserted;
 *	- no name that these declare stands anywhere else in the text;
 *	- every other word in them has the same declarations before it (function, variable,
 *	  type with its body, constant), and stands before it at all, or does not;
 *	- the pragmas before it and the compiler's flags are the same.
 * What those declarations mention in turn is not followed: a type of the same text is
 * taken for the same type. A source of which this does not hold is alone.
 */
#ifndef PRETEXT_H
#define PRETEXT_H

#include <git2.h>

enum pretext_kind {
	PRETEXT_SAME,		/* the compiler reads the same */
	PRETEXT_CLASS,
	PRETEXT_ALONE,
};

struct pretext {
	enum pretext_kind kind;
	git_oid id;		/* of a class */
	char *why;		/* alone: the reason, for people; owned */
};

/* Compare what a compiler called with @flags reads. Both texts are changed. */
int pretext_compare(struct pretext *, char *old, char *new, const char *flags);
void pretext_release(struct pretext *);

#endif
