/* SPDX-License-Identifier: GPL-2.0 */
/*
 * preview.h - what the steps of a campaign make of a few files, and nothing else
 *
 * For who writes a rule and wants to see it now: no other file of the tree is read, neither
 * history nor MAINTAINERS nor the audit is asked. So a step that selects calls is shown with every
 * call that its rule would convert, and a program gets these files alone.
 */
#ifndef PREVIEW_H
#define PREVIEW_H

#include "git/change.h"
#include "lib/list.h"

struct base;
struct campaign;
struct state;

struct preview {
	struct changes changes;	/* from the base to what the last step leaves, sorted by path */
	struct strlist left;	/* "FILE: what stays, or why nothing was made of it" */
	struct strlist notes;	/* what a person should know */
};

/* Carry out the steps of @campaign on the files and the folders @paths of the base. Fails with
 * FAIL_USAGE where there is no such file, and for a rule that does not parse. */
int preview_make(struct preview *, struct state *, const struct base *, const struct campaign *,
		 const struct strlist *paths);
void preview_release(struct preview *);

#endif
