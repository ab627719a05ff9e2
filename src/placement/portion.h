/* SPDX-License-Identifier: GPL-2.0 */
/*
 * portion.h - the limits of a split: patches that are too large, and too many patches
 *
 * Pure.
 */
#ifndef PORTION_H
#define PORTION_H

struct placements;
struct splitting;

/*
 * Hold @places to the limits. A patch of more files or lines than its limit is cut into parts, in
 * the order of its files; a file of more lines than the limit is a part alone. Where there are more
 * patches than their limit, the smallest ones become one, the rest, with the subject prefix @rest:
 * the rest has as many files as it has. Placements with an empty key are left alone.
 */
void portions_cut(struct placements *places, const struct splitting *, const char *rest);

#endif
