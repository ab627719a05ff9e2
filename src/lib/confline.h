/* SPDX-License-Identifier: GPL-2.0 */
/*
 * confline.h - in which line of a git-config file a key stands
 */
#ifndef CONFLINE_H
#define CONFLINE_H

#include <stddef.h>

/*
 * The line of the key @name in [section] or [section "sub"] (@sub NULL: the former);
 * of the section itself when @name is NULL. 0 when it is not found. libgit2 does not
 * tell lines: this looks for them in files that libgit2 has parsed, where a simple
 * search is enough.
 */
unsigned confline_find(const char *path, const char *section, const char *sub, const char *name);
/* The same for a key that may be repeated: the line that also holds the text @value. */
unsigned confline_find_value(const char *path, const char *section, const char *sub,
			     const char *name, const char *value);
/* The line of the header of [section "sub"] under which its @nth key stands, from 0; such a section
 * may stand there several times. 0 when it is not found. */
unsigned confline_header(const char *path, const char *section, const char *sub, size_t nth);
/* Is a comment stuck to the value, as in "a; b", where a person may not mean one? ';' or '#';
 * 0 when there is none, or a blank before it. */
char confline_cut(const char *path, const char *section, const char *sub, const char *name,
		  const char *value);

#endif
