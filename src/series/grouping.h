/* SPDX-License-Identifier: GPL-2.0 */
/*
 * grouping.h - by what changes share patches: the subject prefix of their files
 */
#ifndef GROUPING_H
#define GROUPING_H

struct base;
struct campaign;
struct changes;
struct previous_series;
struct state;
struct step;
struct strlist;

/*
 * For each change the key of its patch, see split_changes(): the prefix that the history
 * of the file tells; where it cannot, the campaign's; else the one that it had on the branch
 * (@previous, or NULL). A file without any is refused and named.
 */
int split_keys(struct strlist *keys, struct state *, const struct base *,
	       const struct campaign *, const struct previous_series *, const struct step *,
	       const struct changes *);

#endif
