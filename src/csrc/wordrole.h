/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wordrole.h - what the words of some declarations, or of a macro's body, are to the compiler
 *
 * Pure, and careful: a word counts as a parameter, a local variable or a member only where the
 * tokens around it leave no other reading.
 */
#ifndef WORDROLE_H
#define WORDROLE_H

#include "lib/list.h"

#include <stdbool.h>

struct ctoken;

struct wordroles {
	struct strlist plain;	/* must be declared or defined elsewhere to mean something */
	struct strlist tags;	/* stand behind struct, union or enum */
	struct strlist others;	/* keywords, attributes, members, what is declared right here */
	bool inside;		/* it looks into types: members, sizeof, typeof */
};

/* Add the words of @nr tokens; @body: of a macro, or behind the brace of a function. */
void wordroles_read(struct wordroles *, const struct ctoken *tokens, size_t nr, bool body);
void wordroles_release(struct wordroles *);

#endif
