/* SPDX-License-Identifier: GPL-2.0 */
/*
 * manual.h - where the pages of the manual are: in a checkout, or installed
 */
#ifndef MANUAL_H
#define MANUAL_H

struct strlist;

/* The file of the page treewide-@topic, or of the overview where that is "treewide", of the first
 * section that has it; owned by the caller, NULL without a reason: there is none. */
char *manual_find(const char *topic);
/* What there are pages of: "prove", "campaign"; sorted. */
void manual_topics(struct strlist *topics);

#endif
