/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rlex.h - the tokens of Rust source, without comments and literals
 *
 * Not a parser. Knows nested comments, raw strings, raw identifiers, and a lifetime ('a) from a
 * character ('a'). Works on any bytes; broken source ends in fewer tokens, never in a crash.
 * Source: the chapter "Lexical structure" of The Rust Reference.
 */
#ifndef RLEX_H
#define RLEX_H

#include <stdbool.h>
#include <stddef.h>

enum rtoken_kind { RTOKEN_END, RTOKEN_WORD, RTOKEN_LITERAL, RTOKEN_LIFETIME, RTOKEN_PUNCT };

struct rtoken {
	enum rtoken_kind kind;
	const char *text;	/* into the source, without r#; not NUL-terminated */
	size_t len;		/* of a mark 1, but for "::" and "->" */
	unsigned line;		/* from 1 */
};

struct rlexer {
	const char *at, *end;
	unsigned line;
};

void rlexer_init(struct rlexer *, const char *source, size_t len);
/* The next token; RTOKEN_END for ever at the end. */
struct rtoken rlexer_next(struct rlexer *);

bool rtoken_is(const struct rtoken *, const char *text);

#endif
