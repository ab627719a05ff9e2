/* SPDX-License-Identifier: GPL-2.0 */
/*
 * word.h - where a word ends, or a line, and how a path does
 *
 * A word is what C takes for a name: letters and digits of ASCII, and "_".
 */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

bool is_name_char(char c);
/* How many bytes of @text from its begin on are of a word. */
size_t word_length(const char *text);
/* Where @word stands in @text as a whole, and not within a longer one; NULL: nowhere, as an empty
 * one. */
const char *word_find(const char *text, const char *word);
bool starts_with(const char *text, const char *start);
/* Some texts for the next three: an array that ends with NULL. */
#define TEXTS(...) ((const char *const[]){ __VA_ARGS__, NULL })
/* Is @text one of them, does it start with one, does one stand somewhere in it? */
bool is_one_of(const char *text, const char *const *texts);
bool starts_with_one_of(const char *text, const char *const *texts);
bool holds_one_of(const char *text, const char *const *texts);
/* Does @path end with @ending, as ".c"? */
bool has_ending(const char *path, const char *ending);
/* The same, with something in front of it: ".c" alone is no C source. */
bool has_extension(const char *path, const char *extension);
/* Does @path end with ".c" or ".h"? */
bool is_c_file(const char *path);
/* One line of a text after the other, without its end: "line.len" bytes from "line.at" on. */
struct text_line {
	const char *at;
	size_t len;
};

static inline __attribute__((unused)) struct text_line line_from(const char *text)
{
	return (struct text_line){ text, strcspn(text, "\n") };
}

#define FOR_EACH_LINE(line, text) \
	for (struct text_line line = line_from(text); *line.at; \
	     line = line_from(line.at + line.len + (line.at[line.len] == '\n')))

/* Is @text nothing but digits, and the number from @least to @most? Then it is in @value. */
bool whole_number(const char *text, unsigned long least, unsigned long most,
		  unsigned long *value);
/* How wide a text stands in its line: tabs of 8, and one for each character of UTF-8. */
int text_columns(const char *text, size_t len);
/* @ending, such as "s", for a number that is not one; else "". */
const char *plural(size_t nr, const char *ending);

#endif
