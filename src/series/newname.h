/* SPDX-License-Identifier: GPL-2.0 */
/*
 * newname.h - functions that a series adds, and where to look for earlier attempts
 *
 * A function is new when a [patch] defines or declares it in a .c or .h file (static
 * ones and macros with arguments too) and no .c or .h file of the base does. Somebody
 * may have proposed it before, perhaps by the same name: the archive of all lists can
 * be asked, and the cover letter should say what came out.
 */
#ifndef NEWNAME_H
#define NEWNAME_H

#include <stdbool.h>
#include <stddef.h>

struct base;
struct files;
struct patches;
struct state;
struct strlist;

/* Add the names of the new functions, sorted; patches without a number do not count. The
 * whole base is searched for them (2 s for Linux), which the ledger remembers. */
int newnames_find(struct strlist *names, struct state *, const struct base *,
		  const struct files *all, const struct patches *);
/* Add the names of all functions that a source defines or declares outside of braces. */
void functions_of(struct strlist *names, const char *source, size_t len);

/* "https://lore.kernel.org/all/?q=NAME"; owned by the caller. */
char *newname_link(const char *name);
/*
 * What stands for {searches} in a cover letter, owned by the caller: one link in each
 * line, behind two blanks, so that it makes a paragraph of its own; without end of line.
 * "  (no function is new)" when there are no names.
 */
char *newname_links(const struct strlist *names);
/* Does the text hold that link? */
bool newname_is_linked(const char *text, const char *name);

#endif
