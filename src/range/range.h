/* SPDX-License-Identifier: GPL-2.0 */
/*
 * range.h - the commits between two revisions, as a series without a campaign
 *
 * What `git rev-list --topo-order --reverse BASE..TIP` lists: whatever somebody sends, or a
 * maintainer has on a branch, merges too. Each commit is a change of its first parent, and a
 * merge is compared with its other parents as well. A parent may stand outside of the range
 * (a side branch that forked before BASE): its tree is kept beside the series.
 */
#ifndef RANGE_H
#define RANGE_H

#include <stdbool.h>

struct base;
struct series;

/* The two sides of "A..B", owned by the caller; an empty side is HEAD. Fails with FAIL_USAGE
 * where it is no range. Pure. */
int range_parse(const char *text, char **from, char **to);
/*
 * Read the range @text; @base becomes the commit that is compared with: the left side, or where
 * the right one does not stand on that, what both have in common. @first_parent: follow only
 * the first parent of each merge, which then is one change. Fails with FAIL_USAGE for a
 * revision that is not there, and with FAIL_NO for a range without commits.
 */
int range_load(struct series *, struct base *, const char *text, bool first_parent);
/*
 * The tree of HEAD as one change of the nearest revision that git bisect knows as good
 * (refs/bisect/good-*), which becomes @base; behind it that of the revision that is known as bad
 * (refs/bisect/bad), as another change of the same one. Fails with FAIL_USAGE where there is no
 * good one; a bad one may be missing.
 */
int range_load_bisect(struct series *, struct base *);

#endif
