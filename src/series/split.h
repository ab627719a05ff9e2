/* SPDX-License-Identifier: GPL-2.0 */
/*
 * split.h - which changes share a patch
 *
 * Pure functions: no repository, no files.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include <stddef.h>

struct base;
struct campaign;
struct changes;
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

/*
 * By what changes share patches: the subject prefix of their files
 */
/*
 * For each change the key of its patch, see split_changes(): the prefix that the history
 * of the file tells; where it cannot, the campaign's; else the one that it had on the branch
 * (@previous, or NULL). A file without any is refused and named.
 */
int split_keys(struct strlist *keys, struct state *, const struct base *,
	       const struct campaign *, const struct previous_series *, const struct step *,
	       const struct changes *);

#endif
