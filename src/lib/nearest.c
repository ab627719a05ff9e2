// SPDX-License-Identifier: GPL-2.0
/* Counts the slips between two words. */
#include "lib/nearest.h"

#include "lib/cleanup.h"
#include "lib/list.h"
#include "lib/word.h"

#include <string.h>

#define LONGEST 64 /* letters that are compared; what is longer is no slip of a word */

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

size_t nearest_slips(const char *a, const char *b)
{
	size_t rows[3][LONGEST + 1], la = strlen(a), lb = strlen(b);
	size_t *before = rows[0], *last = rows[1], *here = rows[2];

	if (la > LONGEST || lb > LONGEST)
		return (size_t)-1;
	for (size_t j = 0; j <= lb; j++)
		before[j] = last[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *free_row = before;

		here[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			here[j] = least(last[j] + 1, here[j - 1] + 1,
					last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < here[j])
				here[j] = before[j - 2] + 1;
		}
		before = last;
		last = here;
		here = free_row;
	}
	return last[lb];
}

static size_t allowed(const char *word)
{
	size_t third = strlen(word) / 3;

	return third ? third : 1;
}

const char *nearest_text(const struct strlist *known, const char *said)
{
	const char *best = NULL;
	size_t slips = (size_t)-1;

	FOR_EACH(word, known) {
		size_t far = nearest_slips(*word, said);

		if (far > allowed(*word) && (strlen(said) < 3 || !starts_with(*word, said)))
			continue;
		if (far < slips) {
			slips = far;
			best = *word;
		}
	}
	return best;
}

char *nearest_hint(const struct strlist *known, const char *said)
{
	const char *meant = nearest_text(known, said);

	return meant ? xasprintf("; did you mean %s?", meant) : xstrdup("");
}
