/* SPDX-License-Identifier: GPL-2.0 */
/*
 * declare.h - what a C text declares at file scope, declaration by declaration
 *
 * For headers as they are written, of which both branches of a conditional count, and
 * for preprocessed text. Not a parser: declarations end at a semicolon or with the
 * body of a function, outside of all braces and parentheses; a macro is one, and so is
 * every other directive but conditionals. Text that cannot be cut well makes long
 * declarations: two of them are taken for different rather than for the same.
 */
#ifndef DECLARE_H
#define DECLARE_H

#include "csrc/clex.h"

#include <stdint.h>

struct strlist;

struct declaration {
	size_t first, end;	/* its tokens */
	uint64_t hash;		/* of the tokens, and of the conditions around it */
	bool whole;		/* it does not end because the text does */
};

/* A name that a declaration brings: function, variable, typedef, macro, constant of an
 * enum, tag that is followed by a body. Never a parameter or a member. */
struct declared {
	const char *text;	/* in the source */
	size_t len;
	size_t declaration;
};

struct declarations {
	struct declaration *v;
	size_t nr, alloc;
	struct {
		struct ctoken *v;
		size_t nr, alloc;
	} tokens;
	struct {
		struct declared *v;
		size_t nr, alloc;
	} names;		/* in the order of the source */
};

/* Tokens and names point into @source. */
void declarations_read(struct declarations *, const char *source, size_t len);
void declarations_release(struct declarations *);

/*
 * What became of the declarations of a text. Names that only @new declares, or declares
 * once more, go to @added; those of @old that are gone or read differently to @altered;
 * both come sorted. A directive has no name: then its word stands there ("#include").
 * False when anything of @old is gone, altered, or in another order.
 */
bool declarations_compare(const struct declarations *old, const struct declarations *new,
			  struct strlist *added, struct strlist *altered);
/* Which declarations of @new @old has not: as many as @new has, owned by the caller. */
bool *declarations_fresh(const struct declarations *old, const struct declarations *new);
/* Add all words of the declarations that @new has and @old has not. */
void declarations_words(const struct declarations *old, const struct declarations *new,
			struct strlist *words);

#endif
