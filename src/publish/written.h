/* SPDX-License-Identifier: GPL-2.0 */
/*
 * written.h - the record of a plan that is about to be written
 */
#ifndef WRITTEN_H
#define WRITTEN_H

struct previous_series;
struct plan;
struct record;

/*
 * Write the record of @plan for b4's @revision: its patches as treewide makes them and as
 * they stand with edits, the @head of the cover without edits and as the @letter with
 * them, the @changelog. It follows the record of @previous (or NULL). When that one, or one
 * before it of the same revision, says the same, it is that: what comes back has the same
 * id.
 */
int publish_record(struct record *, const struct plan *, const struct previous_series *,
		   const char *identity, const char *head, const char *letter,
		   const char *changelog, int revision);

#endif
