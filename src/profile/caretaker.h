/* SPDX-License-Identifier: GPL-2.0 */
/*
 * caretaker.h - a MAINTAINERS file that is a table of subsystem, logins and notes
 *
 * Below a line "subsystem<TAB>login<TAB>notes" and one of dashes each line is an entry, its fields
 * parted by tabs; a line that begins with a blank goes on with the notes. A subsystem is a path
 * (from the top, or from sys/), a glob, a manual page such as ath(4), or free words, which a
 * table of aliases places. Logins are parted by commas and mixed with lists and prose. The file is
 * advice: what it says of a path is told with its notes, and never more. Pure functions.
 */
#ifndef CARETAKER_H
#define CARETAKER_H

#include "profile/reviewer.h"

#include <stdbool.h>

struct strlist;

struct caretaker {
	char *subsystem, *logins, *notes;	/* "" where the line has none */
	unsigned line;				/* of the file, from 1 */
};

struct caretakers {
	struct caretaker *v;
	size_t nr, alloc;
};

/* Read the text of such a file. False: it has no such table. */
bool caretakers_read(struct caretakers *, const char *text);
/* Is the file @path of that subsystem? */
bool caretaker_has(const char *subsystem, const char *path);
/* Are these free words that no alias places? Such an entry is of no path. */
bool caretaker_is_unplaced(const char *subsystem);
/* Add a row for each login of an entry, with its notes; what is no login is a note. @source names
 * the file. */
void caretaker_tell(struct reviewers *, const struct caretaker *, const char *source);
void caretakers_release(struct caretakers *);

/* What a CODEOWNERS file says of @path: its last line that is about it decides. Pure. */
void codeowners_find(struct reviewers *, const char *text, const char *source, const char *path);
/* What a LOCKS file says of @path: entries are paths behind the name of a branch. Pure. */
void locks_find(struct reviewers *, const char *text, const char *source, const char *path);

#endif
