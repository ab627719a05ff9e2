/* SPDX-License-Identifier: GPL-2.0 */
/*
 * slug.h - a text as part of a name: of a file, a branch, an id
 */
#ifndef SLUG_H
#define SLUG_H

/* Letters, digits and "_" of @text in lower case, all else between them as one "-"; "" when
 * there are none. Owned by the caller. */
char *slug_make(const char *text);

#endif
