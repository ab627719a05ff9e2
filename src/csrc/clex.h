/* SPDX-License-Identifier: GPL-2.0 */
/*
 * clex.h - the tokens of C source, without comments and strings
 *
 * Not a parser: it finds identifiers the way grep would, but never inside a
 * comment or a literal, and knows in which function they stand. Works on any
 * bytes; broken source ends in fewer tokens, never in a crash.
 */
#ifndef CLEX_H
#define CLEX_H

#include <stdbool.h>
#include <stddef.h>

struct strlist;

enum ctoken_kind { CTOKEN_END, CTOKEN_WORD, CTOKEN_LITERAL, CTOKEN_PUNCT };

struct ctoken {
	enum ctoken_kind kind;
	const char *text;	/* into the source; not NUL-terminated */
	size_t len;
	unsigned line;		/* from 1 */
	bool directive;		/* inside a preprocessor line */
	bool opens;		/* the "#" that begins it */
};

struct clexer {
	const char *at, *end;
	unsigned line;
	bool directive, line_start;
};

void clexer_init(struct clexer *, const char *source, size_t len);
/* The next token; CTOKEN_END for ever at the end. */
struct ctoken clexer_next(struct clexer *);

bool ctoken_is(const struct ctoken *, const char *text);
/* Is it one of the words of a list that ends with NULL? */
bool ctoken_in(const struct ctoken *, const char *const *words);

/* "__init", "__acquires": it takes no name's place; but a name may look like that. */
bool ctoken_is_annotation(const struct ctoken *);
/* A word that may stand before a parenthesis and is no call. */
bool ctoken_is_keyword(const struct ctoken *);

/* One place where one of the wanted identifiers stands. */
struct cuse {
	const char *word;	/* borrowed from the list of wanted words */
	unsigned line;
	bool call;		/* followed by an opening parenthesis */
	char *function;		/* the enclosing function; "" outside; owned */
};

struct cuses {
	struct cuse *v;
	size_t nr, alloc;
};

/* All uses of @words (sorted with strlist_sort) in @source. */
void cuses_find(struct cuses *, const char *source, size_t len, const struct strlist *words);
void cuses_release(struct cuses *);

#endif
