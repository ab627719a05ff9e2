/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cpre.h - the tokens of a C source, with its preprocessor lines made plain
 *
 * Nothing is expanded. "#if 0" is left out. Other conditionals become the tokens
 * IF, ELSE and ENDIF; "#define NAME body" becomes DEFINE (its text is the name),
 * the tokens of the body, and END_DEFINE; all other directives are dropped. IF and
 * ENDIF of a source match, or the rest of it stands inside.
 */
#ifndef CPRE_H
#define CPRE_H

#include "csrc/clex.h"

enum cpre_kind {
	CPRE_IF = 100,		/* a kind of struct ctoken, beside those of clex.h */
	CPRE_ELSE,
	CPRE_ENDIF,
	CPRE_DEFINE,
	CPRE_END_DEFINE,
};

struct ctokens {
	struct ctoken *v;
	size_t nr, alloc;
};

/* The tokens point into @source. */
void cpre_read(struct ctokens *, const char *source, size_t len);
void ctokens_release(struct ctokens *);

#endif
