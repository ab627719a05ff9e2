/* SPDX-License-Identifier: GPL-2.0 */
/*
 * plaintext.h - text that a person wrote and that is going to be mailed
 *
 * Pure functions.
 */
#ifndef PLAINTEXT_H
#define PLAINTEXT_H

#include <stddef.h>

/* Bytes in one line, without its end (RFC 5322, 2.1.1). */
#define PLAINTEXT_MAX_LINE 998

/*
 * May these @len bytes of the file @path be a template? Refused with path:line: a NUL
 * or another control character than tab and end of line, bytes that are not UTF-8 (RFC
 * 3629), a line of more than PLAINTEXT_MAX_LINE bytes, and a text of blanks alone.
 */
int plaintext_check(const char *path, const char *text, size_t len);
/* The columns that @len bytes of UTF-8 take on a screen: tabs go to the next multiple
 * of 8, East Asian wide characters (UAX #11) count 2, combining marks 0, a byte that is
 * no UTF-8 counts 1. */
unsigned plaintext_columns(const char *text, size_t len);

#endif
