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

#include "git/treediff.h"

#include <stdbool.h>
#include <stddef.h>

struct base;
struct file;
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
/* Make the folder hold the base in full, unless it is full already, of whatever tree. */
int worktree_fill(struct state *, const struct base *);
/*
 * A file that reads differently when the full folder has other headers, whatever is in them;
 * owned by the caller. To be handed to ccache (CCACHE_EXTRAFILES): by default that takes an
 * object for known when the headers that it read are the same, so it would not see a new one
 * that is found first.
 */
char *worktree_headers(const struct state *);
/* Its path; owned by the caller. */
char *worktree_path(const struct state *);
/* Write the file @mark, for worktree_touched(). */
int worktree_mark(const char *mark);
/*
 * Was anything in it changed, added or removed after the file @mark was written? The first
 * such path in *@path, owned by the caller, and the folder will be made anew; NULL: no.
 * (Linux: 0.3 s.)
 */
int worktree_touched(const struct state *, const char *mark, char **path);

/* Reads the files of a tree: from the folder where that has the same ones, else from the
 * repository. To inflate a kernel takes 4 s, to read it from files less than one. */
struct worktree {
	const struct base *base;	/* borrowed */
	char *root;			/* NULL: the folder is not full */
	struct treediff others;		/* that the folder has otherwise */
};

/* The folder must stay as it is until the end. */
int worktree_open(struct worktree *, const struct state *, const struct base *,
		  const git_oid *tree);
/* As base_read(). */
char *worktree_read(const struct worktree *, const struct file *, size_t *len);
void worktree_close(struct worktree *);

#endif
