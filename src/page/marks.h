/* SPDX-License-Identifier: GPL-2.0 */
/*
 * marks.h - verdicts and kinds of evidence: the sign of each, which no colour has to tell apart
 *
 * A check is a verdict of the document of a proof, see view.h of src/report.
 */
#ifndef MARKS_H
#define MARKS_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* Verdicts by how bad they are: 0 is pass, the last one fail; unknown words are fail, too. */
#define VERDICT_RANKS 5
size_t verdict_rank(const json_t *check);
const char *verdict_word(size_t rank);
/* One sign; the same word has always the same. */
const char *verdict_sign(size_t rank);
const char *verdict_meaning(size_t rank);

/* How a verdict is known. */
struct evidence_mark {
	const char *word;
	const char *sign;	/* one sign; of what was made, compared, derived, sampled or read */
	const char *grade;	/* class of its style: made, same, derived, sampled or read */
	const char *meaning;
};

/* The row in place @nr; NULL behind the last one. */
const struct evidence_mark *evidence_row(size_t nr);
/* The row of that word; of a word that is not known one with a question mark. */
const struct evidence_mark *evidence_find(const char *word);

/* Write "WORD" with its sign, which is hidden from readers of the screen. */
void evidence_print(FILE *out, const char *word);
/* Write "3 fail" with the sign of fail; grey where there is none. */
void verdict_print_count(FILE *out, const char *verdict, int count);

#endif
