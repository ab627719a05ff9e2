/* SPDX-License-Identifier: GPL-2.0 */
/*
 * left.h - who still uses the names that a campaign converts, in the whole tree
 *
 * The names are those that the rules take away and that sections name (residue =, removes =).
 * Uses are those of removal.h, whether or not they are in the scope of the campaign. A use is in
 * flight when it is gone on a branch of the campaign.
 */
#ifndef LEFT_H
#define LEFT_H

#include "lib/list.h"

struct base;
struct campaign;
struct state;

/* A use; @word is borrowed from the list of words. */
struct left_use {
	char *path;
	unsigned line;
	const char *word;
	char *tree;   /* that its patch goes through; "": none of its own; NULL: not
				 * asked */
	char *branch;		/* on which it is gone; NULL: on none */
};

struct left_uses {
	struct left_use *v;
	size_t nr, alloc;
};

/* The names, sorted: asks spatch for those of the rules. Fails with FAIL_NO where there is none. */
int left_words(struct strlist *words, struct state *, const struct base *,
	       const struct campaign *);
/* All uses in @base, with trees and branches. */
int left_find(struct left_uses *, struct state *, const struct base *, const struct campaign *,
	      const struct strlist *words);
/* The uses in @base without trees and branches: for comparing, and where nobody's scripts may be
 * run. */
int left_search(struct left_uses *, struct state *, const struct base *, const struct campaign *,
		const struct strlist *words);
void left_release(struct left_uses *);

#endif
