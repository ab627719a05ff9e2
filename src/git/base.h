/* SPDX-License-Identifier: GPL-2.0 */
/*
 * base.h - the commit that a campaign stands on
 *
 * The only handle on the kernel repository. Objects are read and written here;
 * the user's index, HEAD and work tree are never looked at.
 */
#ifndef BASE_H
#define BASE_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct base {
	git_repository *repo;
	git_odb *odb;
	char *rev;		/* as the user named it */
	git_oid commit, tree;
};

/* Open a repository, whatever clone it is: with extensions of its format that do not concern
 * objects, and with config.worktree. 0, or what libgit2 says. */
int base_open_repository(git_repository **, const char *dir);
/* Open the repository that holds @dir and the commit @rev in it; NULL: that is chosen
 * later. */
int base_open(struct base *, const char *dir, const char *rev);
/* Stand on the commit @rev; @name is what people call it. */
int base_choose(struct base *, const char *rev, const char *name);
void base_release(struct base *);

/* A blob's content, NUL-terminated, owned by the caller; NULL on failure. */
char *base_read(const struct base *, const git_oid *blob, size_t *len);
/* Store a blob. */
int base_write(const struct base *, const void *data, size_t len, git_oid *out);
/* Is the object there? Facts outlive objects that nothing refers to. */
bool base_has(const struct base *, const git_oid *oid);
/* The remote that has promised the objects that a partial clone lacks; NULL: it is whole. Owned
 * by the caller. */
char *base_promisor(const struct base *base);
/* A value of git's configuration, owned by the caller; NULL when it is not set. */
char *base_config(const struct base *, const char *key);

/* One file of a tree. */
struct file {
	char *path;
	git_oid oid;		/* zero in struct view: the file does not exist */
	unsigned mode;		/* as git stores it */
};

/* Files in the order of their paths. */
struct files {
	struct file *v;
	size_t nr, alloc;
};

/* The part of @path behind its last slash. */
const char *path_leaf(const char *path);
/* "a/b/../c", "./a//c" and "a/./c" become "a/c", in place. */
void path_normalize(char *path);
/* All files of a tree (0.2 s for Linux). */
int files_load(struct files *, const struct base *, const git_oid *tree);
const struct file *files_find(const struct files *, const char *path);
void files_sort(struct files *);
void files_release(struct files *);

/* A tree that differs little from one whose files are known. */
struct view {
	const struct files *files;	/* borrowed */
	git_oid tree;
	struct files changed;		/* against @files; zero oid: removed */
};

int view_load(struct view *, const struct base *, const struct files *, const git_oid *from,
	      const git_oid *tree);
/* The file @path of that tree; NULL when it has none. */
const struct file *view_find(const struct view *, const char *path);
/* One file after the other: those of @files as they are there, then the new ones. @at
 * begins as 0; NULL at the end. */
const struct file *view_next(const struct view *, size_t *at);

#define FOR_EACH_IN_VIEW(file, view) \
	for (size_t at_ = 0, once_ = 1; once_; once_ = 0) \
		for (const struct file *file; (file = view_next(view, &at_));)

void view_release(struct view *);

#endif
