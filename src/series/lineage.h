/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lineage.h - which patch is which on another base
 *
 * By what it converts: a patch keeps the id of the one, of the same section, with which it
 * shares the most files; else of the one that had its id. Pure.
 */
#ifndef LINEAGE_H
#define LINEAGE_H

struct previous_series;
struct patches;

/* Give the patches the ids that they had. Ids stay unique. */
void previous_assign_ids(struct patches *, const struct previous_series *);

#endif
