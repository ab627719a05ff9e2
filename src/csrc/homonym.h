/* SPDX-License-Identifier: GPL-2.0 */
/*
 * homonym.h - uses of a word that mean something else than the function of that name
 */
#ifndef HOMONYM_H
#define HOMONYM_H

#include <stddef.h>

struct cuses;
struct strlist;

/*
 * Drop from @uses of @source what only looks the same: a parameter or a local variable with
 * that name, from its declaration to the end of its function, and members of structs
 * (x.word, x->word, .word = y) unless it is one of @members (sorted). A call, word(...),
 * stays, unless it is called through a member.
 */
void homonyms_drop(struct cuses *uses, const char *source, size_t len,
		   const struct strlist *members);

#endif
