/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cscan.h - functions, calls and stores in C source, by braces and parentheses
 *
 * Follows the nesting of what cpre.h reads; of conditionals all branches count.
 * outline.h says what becomes of them.
 */
#ifndef CSCAN_H
#define CSCAN_H

#include "csrc/cpre.h"

enum mark_kind {
	MARK_CALL = 'c',	/* word(...) */
	MARK_POINTER = 'p',	/* x->word(...) */
	MARK_STORE = 's',	/* .other = word, x->other = word; other "" is by position */
	MARK_ARGUMENT = 'a',	/* other(..., word, ...) */
	MARK_MENTION = 'm',	/* anywhere else */
};

struct cfunction {
	struct ctoken name;
	bool local, macro, broken;
};

/* One mark with its words still in the source. */
struct cscan_mark {
	enum mark_kind kind;
	int function;		/* -1: outside of all */
	bool sure;		/* a call or a store: of interest whatever the word is */
	bool stray;		/* outside of functions and tables: declarations stand there */
	unsigned element;	/* of the table, from 1; 0 when it is no array */
	struct ctoken word, other, table, type;
};

struct cscan {
	struct {
		struct cfunction *v;
		size_t nr, alloc;
	} functions;
	struct {
		struct cscan_mark *v;
		size_t nr, alloc;
	} marks;
};

/* Words point into @source. */
void cscan_find(struct cscan *, const char *source, size_t len);
void cscan_release(struct cscan *);

#endif
