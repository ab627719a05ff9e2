/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nearest.h - which known word somebody may have meant
 *
 * Letters that are left out, added, replaced, or two that changed places count as one slip each.
 * A word is near with one slip for each three of its letters, and at least one; or when it begins
 * with what was said.
 */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

struct strlist;

/* How many slips make one of the other. Pure. */
size_t nearest_slips(const char *a, const char *b);
/* The one of @known that is nearest to @said, the first of several; borrowed, NULL: none is
 * near. */
const char *nearest_text(const struct strlist *known, const char *said);
/* For a message: "; did you mean WORD?", or "" where none is near; owned by the caller. */
char *nearest_hint(const struct strlist *known, const char *said);

#endif
