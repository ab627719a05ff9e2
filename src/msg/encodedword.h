/* SPDX-License-Identifier: GPL-2.0 */
/*
 * encodedword.h - words in the headers of a mail that are not what they look like (RFC 2047)
 *
 * Pure functions. git reads such words, and makes a blank of whatever ends a line in them; so what
 * was hidden there can only be seen before.
 */
#ifndef ENCODEDWORD_H
#define ENCODEDWORD_H

#include <stdbool.h>
#include <stddef.h>

/* Does an encoded word in these @len bytes of a header hide the end of a line, or a NUL? */
bool encodedword_hides_end(const char *value, size_t len);

#endif
