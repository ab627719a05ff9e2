/* SPDX-License-Identifier: GPL-2.0 */
/*
 * premise.h - the questions on which it rests that an addition reads the same in all readers
 *
 * Each premise is a question to the text of the whole tree. It sets those readers apart for which
 * the answer is another one than for all others, so that they are compiled, or it says why nothing
 * can be derived. docs/derived.md says why these are enough.
 */
#ifndef PREMISE_H
#define PREMISE_H

#include "readers/meaning.h"
#include "csrc/addition.h"
#include "kbuild/closure.h"

#include <jansson.h>

struct changed_files;
struct target_build;
struct view;

/* What one commit adds to one header. */
struct derivation {
	struct target_build *build;	/* borrowed, as all pointers here but those below */
	struct changed_files *changed;
	const struct view *view;	/* the tree of the commit */
	const char *header;
	struct strlist readers;		/* of the header, that the target builds; sorted, owned */
	struct strlist pasted;		/* words of which a macro can make a new name; sorted */
	struct addition addition;
	struct closure closure;
	struct meaning meaning;
	json_t *carriers;		/* see carriers.h */
	struct strlist apart;		/* readers that can come out otherwise; sorted */
	struct strlist knowing;		/* who may have a word from elsewhere; sorted */
	char *why;			/* why nothing can be derived; or NULL */
};

struct premise {
	const char *name;	/* "macros" */
	const char *says;	/* of how many readers it tells what: "%zu define ..." */
	/* Add readers to the list, or say why not in @why of the derivation. */
	int (*ask)(struct derivation *, struct strlist *readers);
	bool knowing;		/* they are not set apart, but cannot speak for others */
};

/* All, in the order in which they are asked; the last one has no name. */
extern const struct premise premises[];

/* Note how many of what there are, for people. */
void derivation_tell(struct derivation *, const char *name, size_t nr, const char *says);
/* Nothing can be derived, for this reason or an earlier one. */
void derivation_refuse(struct derivation *, const char *why);
void derivation_release(struct derivation *);

#endif
