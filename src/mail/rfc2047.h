/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rfc2047.h - text that is not ASCII in the headers of a mail (RFC 2047)
 */
#ifndef RFC2047_H
#define RFC2047_H

#include <stdio.h>

/* Write text as words that are UTF-8, folded where they get too long, between two
 * characters; text that is not UTF-8 counts as ISO 8859-1. */
void rfc2047_put(FILE *out, const char *text);
/* A header's value with its words (UTF-8, ASCII and ISO 8859-1) read, as UTF-8, and white
 * space made one blank; owned by the caller. */
char *rfc2047_decode(const char *value);

#endif
