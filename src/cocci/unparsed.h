/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unparsed.h - where spatch gave up on a piece of a file
 *
 * It skips what it cannot parse and exits 0, but says so with --verbose-parsing: the line,
 * and the text of the whole piece (a function, as a rule), line by line behind "bad:". Pure.
 */
#ifndef UNPARSED_H
#define UNPARSED_H

struct strlist;

/* Add the numbers of the lines at which it gave up in the file that it calls @name, where the
 * piece holds one of @words; no words: any piece. */
void unparsed_find(struct strlist *lines, const char *log, const char *name,
		   const struct strlist *words);

#endif
