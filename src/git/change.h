/* SPDX-License-Identifier: GPL-2.0 */
/*
 * change.h - what a rule made of one file
 *
 * The only thing that travels from the conversion to the patches. Diffs and
 * mails are drawn from it at the end.
 */
#ifndef CHANGE_H
#define CHANGE_H

#include "csrc/clex.h"
#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>

struct base;

struct change {
	char *path;		 /* in the tree; owned */
	unsigned mode;		 /* as git stores it */
	unsigned mode_before;	 /* likewise; the same but for what a diff changes */
	git_oid before, after;	 /* blobs; equal when only the mode changed, or nothing did */
	struct cuses residue;	 /* words of the rule that still stand in @after */
	struct strlist *words;	 /* owns the words that @residue points to */
	bool settled;		 /* all of @residue means something else, see spatch_explain() */
	char *trouble;		 /* why the result cannot be trusted; or NULL */
	struct strlist unparsed; /* numbers of lines round which nobody knows what the rule
					 * would change, for spatch cannot parse it */
	char *understood;	 /* how much of @before was parsed, where that is told; or NULL */
	bool reused;			/* the ledger knew it */
};

struct changes {
	struct change *v;
	size_t nr, alloc;
};

/* Add a change of @path that starts at @before and changes nothing yet. */
struct change *changes_add(struct changes *, const char *path, unsigned mode,
			   const git_oid *before);
/* What is different in the tree @to against @from, sorted by path; a zero id: no file. */
int changes_between(struct changes *, const struct base *, const git_oid *from, const git_oid *to);
bool change_is_empty(const struct change *);
void changes_release(struct changes *);

#endif
