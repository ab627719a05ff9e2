/* SPDX-License-Identifier: GPL-2.0 */
/*
 * addition.h - what a header gains, when it gains nothing but declarations
 *
 * Pure. Accepted are prototypes, "struct x;", types, static inline functions and macros, with
 * whole conditionals around them, in a header whose guard lets it be read once. Everything else is
 * refused with the reason, and so is a name that the header mentions elsewhere.
 */
#ifndef ADDITION_H
#define ADDITION_H

#include "csrc/wordrole.h"

struct addition {
	struct strlist own;	/* names that are declared, sorted */
	struct strlist tests;	/* names that the conditions around them test */
	struct wordroles words;	/* of all but the bodies of macros, which nobody uses yet */
	struct strlist forward;	/* tags that "struct x;" of the addition declares */
	unsigned line, last;	/* of the first and the last of them, in the new text */
	bool types;		/* one has a body: how it is laid out can be told by a pragma */
	char *why;		/* why it is refused; or NULL */
};

void addition_read(struct addition *, const char *old, const char *new);
void addition_release(struct addition *);

#endif
