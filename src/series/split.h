/* SPDX-License-Identifier: GPL-2.0 */
/*
 * split.h - which changes share a patch
 *
 * Pure: where each change belongs was found before (placement.h).
 */
#ifndef SPLIT_H
#define SPLIT_H

struct changes;
struct patches;
struct placements;

/*
 * Put each change that is not empty into the patch of its key; the placement of change i is
 * number i. New patches are added in the order of their first path, the rest of portion.h last,
 * with id, key, prefix, part and changes set.
 */
void split_changes(struct patches *, const struct changes *, const struct placements *,
		   const char *step);

#endif
