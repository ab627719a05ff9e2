/* SPDX-License-Identifier: GPL-2.0 */
/*
 * screen.h - a result as a terminal shows it: lines that fit, colour where it helps; pure
 *
 * Into a file or a pipe a result goes as it is, a record a line, so that grep finds whole ones. On
 * a terminal a line that is wider than that goes on below, further to the right than it began,
 * broken between words; what is to be pasted into a shell is not broken, nor are patches, which
 * end a result. Colour repeats what words say: the verdicts, the ids of commits. Control
 * characters become "?", for they could command the terminal.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>
#include <stddef.h>

/* @text for a terminal of @width columns; owned by the caller. */
char *screen_text(const char *text, size_t width, bool colour);
/* How many columns the text has: one for each character of UTF-8. */
size_t screen_columns(const char *text, size_t len);

#endif
