/* SPDX-License-Identifier: GPL-2.0 */
/*
 * worktree.h - our own copy of a tree, for programs that need files
 *
 * Only files that differ are written, so make sees just what changed. What the
 * folder holds is recorded beside it, and not while it changes: after a kill in
 * the middle of a move the next run makes the folder anew.
 */
#ifndef WORKTREE_H
#define WORKTREE_H

#include <git2.h>
#include <stdbool.h>

struct base;
struct state;

/* How much of the tree is there. */
enum worktree_level {
	WORKTREE_KBUILD,	/* what configures a kernel: Makefiles, Kconfig, scripts/ */
	WORKTREE_FULL,
};

/* Does a file belong to WORKTREE_KBUILD? */
bool worktree_is_kbuild(const char *path);

/*
 * Make <state>/tree hold @tree, at least up to @level. A full work tree stays
 * full. Names that git itself would refuse to check out ("..", ".git") and
 * everything that is neither file nor link are a failure.
 */
int worktree_set(struct state *, const struct base *, const git_oid *tree,
		 enum worktree_level level);
/* Its path; owned by the caller. */
char *worktree_path(const struct state *);
/*
 * Was anything in it changed, added or removed after the file @mark was written? The first
 * such path in *@path, owned by the caller, and the folder will be made anew; NULL: no.
 * (Linux: 0.3 s.)
 */
int worktree_touched(const struct state *, const char *mark, char **path);

#endif
