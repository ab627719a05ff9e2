/* SPDX-License-Identifier: GPL-2.0 */
/*
 * meaning.h - on which names it depends how an addition to a header is read
 *
 * Pure, on the text of all that is read in front of the addition (closure.h). The names are the
 * words of the addition; those that a macro of one of them holds, or its declaration; and what the
 * conditions around all of these test. They mean the same in every source that brings none of them
 * itself, if it cannot depend on an order in which headers were read; else that is said. What is
 * declared under a condition is so for all of these sources, or for none; whether it is, is shown
 * by one that cannot have it from elsewhere.
 */
#ifndef MEANING_H
#define MEANING_H

#include "lib/list.h"

#include <stddef.h>

struct addition;
struct closure;

struct meaning {
	struct strlist names;	/* a source that defines or undefines one differs; sorted */
	struct strlist free;	/* not surely declared: all know it, or nobody; sorted */
	struct strlist doubtful;	/* files that decide, but may be left out; sorted */
	char *order;		/* what depends on an order; or NULL */
};

void meaning_find(struct meaning *, const struct addition *, const struct closure *);
void meaning_release(struct meaning *);

#endif
