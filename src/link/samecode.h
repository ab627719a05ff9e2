/* SPDX-License-Identifier: GPL-2.0 */
/*
 * samecode.h - do two objects of one source hold the same code?
 *
 * Compared is what is loaded, section by section: bytes, what they refer to, where the symbols
 * stand that others see. Not compared: debug data, names of local symbols and labels, where
 * strings stand, lines of sources (and their names beside these) in the tables of WARN and of
 * dynamic debug. A line that stands elsewhere, such as an argument of a call, is a difference.
 * Pure, but for reading the two files.
 */
#ifndef SAMECODE_H
#define SAMECODE_H

#include "lib/list.h"

/* A symbol that others see, before and after. */
struct new_symbol {
	char *old, *new;
};

struct new_symbols {
	struct new_symbol *v;
	size_t nr, alloc;
};

/* Add that @old is called @new afterwards, unless it is known. false: one of them is known as
 * something else. */
bool new_symbols_add(struct new_symbols *, const char *old, const char *new);
/* What a name is called afterwards; the marks of an export (__ksymtab_NAME and the like) follow
 * their name. The name itself where nothing is said of it; owned by the caller. */
char *new_symbols_map(const struct new_symbols *, const char *name);
void new_symbols_release(struct new_symbols *);

/* Add the pairs of names of which the object @before defines one and @after the other, in the
 * same place. 0 or -1. */
int samecode_names(struct new_symbols *, const char *before, const char *after);
/* Add a text for each function, variable or section that differs ("function foo differs at
 * +0x1c"), the most telling ones first; none: the code is the same. 0 or -1. */
int samecode_compare(struct strlist *differences, const char *before, const char *after,
		     const struct new_symbols *);

#endif
