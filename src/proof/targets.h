/* SPDX-License-Identifier: GPL-2.0 */
/*
 * targets.h - under which targets a series is proved
 *
 * Those of the campaign in its order, or those that the user asked for. A proof under
 * fewer targets than the campaign names is no proof of the campaign, and says so: the check
 * targets, at the last commit.
 */
#ifndef TARGETS_H
#define TARGETS_H

struct campaign;
struct strlist;

/* The targets to prove under; @asked: those of the command line, empty for all. Fails with
 * FAIL_USAGE when one is asked for twice. */
int targets_choose(struct strlist *chosen, const struct campaign *, const struct strlist *asked);

#endif
