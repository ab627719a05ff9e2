/* SPDX-License-Identifier: GPL-2.0 */
/*
 * includers.h - who reads the headers that a commit changes, and what it does to them
 *
 * Readers are found by the text of all #include lines, which is rather too many: only
 * compiling them tells. A text that is no header counts as one where others include it.
 *
 * Some are marked, to be compiled in any case: those in whose text, or in a header that
 * they can reach, stands a name that the commit newly declares. A static function of the
 * same name in one driver is found so, however few readers are compiled.
 */
#ifndef INCLUDERS_H
#define INCLUDERS_H

#include <stddef.h>

struct modules;
struct revisions;
struct changed_files;
struct treescan;
struct view;

/* Find out who can reach what a commit changes, in its tree. */
int includers_find(struct changed_files *, struct treescan *, const struct view *);
/* Of these, what the target builds; and what the commit, the one with number @nr, does to
 * the headers. */
int includers_sort(struct changed_files *, struct treescan *, struct revisions *,
		   const struct modules *, size_t nr);

#endif
