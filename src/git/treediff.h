/* SPDX-License-Identifier: GPL-2.0 */
/*
 * treediff.h - which files differ between two trees
 *
 * Looks into a folder only where its object differs, so it takes 50 us for a patch of one
 * file; git_diff_tree_to_tree() walks all folders, 20 ms for Linux. Renames are not
 * looked for.
 */
#ifndef TREEDIFF_H
#define TREEDIFF_H

#include <git2.h>

struct treedelta {
	char *path;
	git_oid before, after;		/* zero: it is not there */
	unsigned mode_before, mode_after; /* as git stores them; 0: it is not there */
};

/* Sorted by path. A file that becomes a folder goes, and those of the folder come. */
struct treediff {
	struct treedelta *v;
	size_t nr, alloc;
};

/* -1 when a tree is not in the repository. */
int treediff_load(struct treediff *, git_repository *repo, const git_oid *from, const git_oid *to);
/* What became of @path; NULL: it is the same in both. */
const struct treedelta *treediff_find(const struct treediff *, const char *path);
void treediff_release(struct treediff *);

#endif
