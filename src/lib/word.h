/* SPDX-License-Identifier: GPL-2.0 */
/*
 * word.h - where a word ends, and how a path does
 *
 * A word is what C takes for a name: letters and digits of ASCII, and "_".
 */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>
#include <stddef.h>

bool is_name_char(char c);
/* How many bytes of @text from its begin on are of a word. */
size_t word_length(const char *text);
bool starts_with(const char *text, const char *start);
/* Does @path end with @ending, as ".c"? */
bool has_ending(const char *path, const char *ending);
/* The same, with something in front of it: ".c" alone is no C source. */
bool has_extension(const char *path, const char *extension);
/* Does @path end with ".c" or ".h"? */
bool is_c_file(const char *path);
/* @ending, such as "s", for a number that is not one; else "". */
const char *plural(size_t nr, const char *ending);

#endif
