/* SPDX-License-Identifier: GPL-2.0 */
/*
 * removal.h - names that a patch takes away for good, and who still uses them
 *
 * A patch removes what its section says (removes =), and a word that the rules of the campaign
 * convert and that one of its headers does not have any more. Then nothing in the whole tree may
 * use it: code in .c and .h files, assembler, Rust, and whatever else makes code, as scripts and
 * the strings of programs in scripts/, tools/ and usr/. Comments and documents do not count, nor
 * what only looks the same (homonym.h). What ## pastes together is not found.
 */
#ifndef REMOVAL_H
#define REMOVAL_H

#include <git2.h>

struct base;
struct campaign;
struct files;
struct patches;
struct remaining_uses;
struct state;
struct strlist;

/* Set what each patch removes; @converted: words that the rules take away, sorted. */
int removal_mark(struct patches *, const struct base *, const struct strlist *converted);

/* A tree to be searched; borrowed. */
struct removal_search {
	struct state *state;
	const struct base *base;	/* for its repository */
	const struct campaign *campaign;	/* for [accept] */
	const struct files *files;	/* of the tree */
	const git_oid *tree;
};

/* Add who uses one of @words (sorted) there, as what relies on a removed name. */
int removal_users(struct remaining_uses *, const struct removal_search *,
		  const struct strlist *words);

#endif
