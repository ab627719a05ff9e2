/* SPDX-License-Identifier: GPL-2.0 */
/*
 * claim.h - sentences that claim a bug, and what shows that there is one
 *
 * Pure functions over words. Looked for are: double free, use after free (UAF), leak,
 * memory corruption, NULL pointer dereference, out of bounds, deadlock, race condition
 * and data race, with or without hyphens, in their usual forms.
 *
 * No claims are: a sentence with "would"; a bug with "no", "not", "never", "nor",
 * "neither", "nothing", "nobody", "without", "cannot" or a word with "n't" among the four
 * words before it in the same clause ("must not leak"; but "not only" counts for
 * nothing); a single word in quotes, which is a name. "May", "can" and "could" are
 * claims: that is how unproven ones are written.
 */
#ifndef CLAIM_H
#define CLAIM_H

#include <stdbool.h>
#include <stddef.h>

/* What a text refers to. */
enum reference_kind { REFERENCE_NONE, REFERENCE_URL, REFERENCE_COMMIT, REFERENCE_PLACE };

struct reference {
	enum reference_kind kind;
	const char *text;	/* into the text; not NUL-terminated */
	size_t len;		/* of a place: of the path */
	unsigned line;		/* of a place */
};

/*
 * The next reference in *@text, of which *@text then stands behind; false: none. A URL;
 * a commit by 12 to 40 hex digits; a place, "drivers/x/y.c:12".
 */
bool reference_next(struct reference *, const char **text, const char *end);

/* One sentence that claims a bug. */
struct claim {
	const char *bug;	/* static: "double free" */
	unsigned line;
	const char *from, *to;	/* its paragraph in the text */
};

struct claims {
	struct claim *v;
	size_t nr, alloc;
};

/* At most one for each sentence and bug. */
void claims_find(struct claims *, const char *text);
/* Those bugs, for a message. */
#define CLAIM_BUGS "double free, use after free, leak, memory corruption, NULL pointer " \
		   "dereference, out of bounds, deadlock and race condition"
/* The bug that a word stands for ("Double-Free", "leaks"); NULL: none that is known. */
const char *claim_bug(const char *word);
void claims_release(struct claims *);

#endif
