/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sentence.h - prose, cut into sentences and words
 *
 * Pure functions; any bytes will do. Paragraphs end at blank lines; an item of a list
 * ("- ", "* ", "1. ") begins a sentence. A line that is indented by a tab or by four
 * columns and does not go on with an item, or that is indented and has three blanks
 * in a row (a table), is quoted and holds no words.
 *
 * A sentence ends at ".", "!" or "?", if what follows looks like a beginning: a capital,
 * a digit, an identifier. "e.g.", "i.e.", "cf.", "vs." and initials end none, nor does a
 * dot inside of a word (6.12, msi.c).
 */
#ifndef SENTENCE_H
#define SENTENCE_H

#include <stdbool.h>
#include <stddef.h>

struct word {
	char *text;	/* lower-case, without punctuation around it; "f()" keeps the brackets */
	unsigned line;	/* of the text, from 1 */
	bool stop;	/* something other than a blank stands behind it */
	bool quoted;	/* in quotes, all alone */
};

struct sentence {
	struct word *v;
	size_t nr, alloc;
	unsigned paragraph;	/* from 1 */
};

struct sentences {
	struct sentence *v;
	size_t nr, alloc;
};

/* Words of letters and hyphens or slashes alone are cut in pieces: "double-free". */
void sentences_find(struct sentences *, const char *text);
void sentences_release(struct sentences *);

/* How many words of @sentence from @at on are those of @phrase ("no longer"); 0: they are
 * others. A word of the phrase that ends with "*" stands for all that begin so. */
size_t sentence_at(const struct sentence *, size_t at, const char *phrase);
/* Where the first of @phrases stands, from @from on: its index, or @sentence->nr. The list
 * ends with NULL; @which is set to the phrase. */
size_t sentence_find(const struct sentence *, size_t from, const char *const *phrases,
		     const char **which);
/* Does any of them stand in it? */
bool sentence_has(const struct sentence *, const char *const *phrases);

#endif
