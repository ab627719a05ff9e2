/* SPDX-License-Identifier: GPL-2.0 */
/*
 * directive.h - the preprocessor lines of one text, and which names the conditions around them test
 *
 * Pure. Nothing is evaluated: every branch counts, and a condition tests each word that stands in
 * its #if, #ifdef and #elif lines. Works on any bytes; an #if without an #endif reaches to the end.
 */
#ifndef DIRECTIVE_H
#define DIRECTIVE_H

#include "lib/list.h"

#include <stdbool.h>

enum directive_kind {
	DIRECTIVE_DEFINE,
	DIRECTIVE_UNDEF,
	DIRECTIVE_INCLUDE,	/* include_next, too */
	DIRECTIVE_OTHER,	/* #pragma, #error and the like */
};

struct directive {
	enum directive_kind kind;
	char *name;		/* of the macro, of the included file; else its own word */
	bool quoted;		/* an included "name", not a <name> */
	unsigned line;
	size_t first, end;	/* define: the tokens of its body */
	struct strlist parameters;	/* of a macro */
};

/* One #if with all its branches. */
struct directive_condition {
	unsigned first, last;	/* lines of the #if and the #endif */
	struct strlist names;
};

struct directives {
	struct directive *v;
	size_t nr, alloc;
	struct {
		struct ctoken *v;
		size_t nr, alloc;
	} tokens;
	struct {
		struct directive_condition *v;
		size_t nr, alloc;
	} conditions;		/* in the order of their #if */
	char *guard;		/* the macro that lets the whole text be read once; or NULL */
};

/* Tokens point into @source. */
void directives_read(struct directives *, const char *source, size_t len);
/* Add the names that the conditions test which stand around, or in, the lines @first to @last. */
void directives_tests(const struct directives *, unsigned first, unsigned last,
		      struct strlist *names);
/* Are these lines read whenever the text is read for the first time: nothing but the guard stands
 * around them? */
bool directives_plain(const struct directives *, unsigned first, unsigned last);
void directives_release(struct directives *);

#endif
