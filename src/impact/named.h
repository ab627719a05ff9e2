/* SPDX-License-Identifier: GPL-2.0 */
/*
 * named.h - where text that is no source of the kernel names a file
 *
 * Makefiles, scripts, host programs, tables and linker scripts can read any file, or write its
 * name into a source that they generate. They are searched for words that end with the last
 * part of a path. Not searched: documentation, Kconfig (its help names files), other
 * architectures, what treescan.h reads, lines that are comments.
 */
#ifndef NAMED_H
#define NAMED_H

#include "lib/list.h"

#include <stdbool.h>

struct treescan;
struct view;

/* The file @by holds the word @word. */
struct naming {
	char *by, *word;
};

struct namings {
	struct naming *v;
	size_t nr, alloc;
};

/* Can @word in the file @by mean the file @path? A word without folders means a source or a
 * header only beside it. Pure. */
bool naming_means(const struct naming *, const char *path);
/* Take the words of a text that end with one of @leaves (sorted). Pure. */
void namings_read(struct namings *, const char *by, const char *text,
		  const struct strlist *leaves);
/* All of the base; of such text, or of @sources: what treescan.h reads. */
int namings_load(struct namings *, const struct treescan *, bool sources,
		 const struct strlist *leaves);
/* Those of the files that the series has otherwise in @view. */
int namings_add(struct namings *, const struct treescan *, const struct view *,
		const struct strlist *leaves);
void namings_release(struct namings *);

#endif
