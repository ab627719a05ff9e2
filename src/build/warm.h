/* SPDX-License-Identifier: GPL-2.0 */
/*
 * warm.h - which tree a build folder that stays warm was last made of
 *
 * Two stamps beside the folder tell: .holds names the tree of the last make that ended,
 * .from the one that is being left. Where only .from is there a run was killed on its
 * way: what was made since is removed, so that the folder holds nothing but that tree.
 */
#ifndef WARM_H
#define WARM_H

#include <git2.h>

/* The tree that the folder @build holds: 1; nobody knows: 0. */
int build_stamp_holds(const char *build, git_oid *tree);
/* From now on it holds @tree no longer, */
int build_stamp_leave(const char *build, const git_oid *tree);
/* and now it holds @tree. */
int build_stamp_arrive(const char *build, const git_oid *tree);
/* Remove the folder, its stamps and that of its configuration. */
int build_stamp_forget(const char *build);

#endif
