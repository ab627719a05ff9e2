/* SPDX-License-Identifier: GPL-2.0 */
/*
 * split.h - which changes share a patch
 *
 * Pure functions: no repository, no files.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include <stdbool.h>
#include <stddef.h>

struct base;
struct campaign;
struct changes;
struct guesses;
struct patches;
struct previous_series;
struct state;
struct step;
struct strlist;

/*
 * Put each change that is not empty into the patch of its key; @keys[i] belongs
 * to change i (the subject prefix, or the path with split = file). New patches
 * are added in the order of their first path, with id, prefix and changes set.
 */
void split_changes(struct patches *, const struct changes *, char *const *keys, const char *step);

/*
 * The subject prefix that most of @subjects (newest first) use: what stands
 * before the last ": " that still looks like a prefix. NULL when none has one;
 * owned by the caller. A tie goes to the newer one.
 */
char *split_prefix(const struct strlist *subjects);

/* The length of the prefix of one subject, by the same rule; 0 when it has none. */
size_t split_prefix_len(const char *subject);

/* What tells the subject prefix of a file; all but @guesses is borrowed. */
struct prefix_sources {
	struct state *state;
	const struct base *base;
	const struct campaign *campaign;
	const struct previous_series *previous;	/* or NULL */
	const char *maintainers;		/* the text of MAINTAINERS; or NULL */
	struct guesses *guesses;		/* filled in */
};

/*
 * For each of @paths the subject prefix that the history of the file tells; where it cannot,
 * the campaign's; else the one that it had on the branch; else a guess (guess.h), which is
 * put into @guesses, too.
 */
int split_prefixes(struct strlist *prefixes, const struct prefix_sources *,
		   const struct strlist *paths);
/* For each change the key of its patch, see split_changes(): its subject prefix, or its path. */
int split_keys(struct strlist *keys, const struct prefix_sources *, const struct step *,
	       const struct changes *);
/* Is it the path of the file? */
bool split_is_by_file(const struct step *);

#endif
