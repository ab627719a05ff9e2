/* SPDX-License-Identifier: GPL-2.0 */
/*
 * users.h - who still speaks of what a series takes away, where no rule looks
 *
 * A rule changes code in .c and .h files. Named here for a person are comments of these,
 * other files (.S, .rst, .dts, Kconfig and so on), sources in Rust, and users of a #define that
 * a patch changes.
 */
#ifndef USERS_H
#define USERS_H

#include <stddef.h>

struct changes;
struct overlay;
struct remaining_uses;
struct strlist;

/* The changes of each step; patches borrow from here. */
struct step_changes {
	struct changes *v;
	size_t nr, alloc;
};

/* Add places that hold one of @removed (sorted): inside the campaign's scope, and, where a
 * header does not have the word any more, in the whole tree; uses in Rust (ruse.h) always in the
 * whole tree but what the campaign excludes. @overlay is the tree after
 * @steps. */
int users_find(struct remaining_uses *, const struct overlay *, const struct step_changes *,
	       const struct strlist *removed);
/* Add code that uses a #define of which the steps change what it stands for, and that is not
 * changed itself. */
int users_of_macros(struct remaining_uses *, const struct overlay *);

#endif
