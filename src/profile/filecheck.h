/* SPDX-License-Identifier: GPL-2.0 */
/*
 * filecheck.h - what came of compiling one file of one tree, or of building the tree
 *
 * The question and the answer alone; who answers is a row of profile.h. That one file compiles
 * says nothing of the files around it, and not that the kernel links: the answer names what was
 * done.
 */
#ifndef FILECHECK_H
#define FILECHECK_H

#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>

struct base;
struct state;

struct file_question {
	struct state *state;
	const struct base *base;
	git_oid tree;
	const char *path;	/* NULL: the whole tree */
};

struct file_answer {
	char *target;		/* for what it was compiled: "x86_64-unknown-..." */
	char *why_not;		/* why it could not be asked; NULL: it was */
	bool made;		/* the object (or the kernel) appeared */
	char *error;		/* the first one; NULL: none */
	struct strlist warnings;	/* "file: text", without lines; one may stand twice */
	double seconds;
	bool reused;		/* the ledger answered */
};

void file_answer_release(struct file_answer *);
/* The warnings of @after that @before does not have, each as often as it is new. */
void file_answer_new_warnings(struct strlist *out, const struct file_answer *before,
			      const struct file_answer *after);

#endif
