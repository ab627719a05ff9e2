// SPDX-License-Identifier: GPL-2.0
/* Follows files that were renamed between two bases. */
#include "git/renames.h"

#include "git/base.h"
#include "lib/lib.h"

#include <git2/sys/hashsig.h>

#define OPTIONS (GIT_HASHSIG_NORMAL | GIT_HASHSIG_ALLOW_SMALL_FILES)
#define ALIKE 50 /* per cent, as git diff --find-renames */

DEFINE_CLEANUP(free_hashsig, git_hashsig *, git_hashsig_free)

struct tracking {
	const struct base *base;
	const struct files *before, *after;
};

/* The length of the folder of a path, with its slash. */
static size_t folder_len(const char *path)
{
	return (size_t)(path_leaf(path) - path);
}

/* The folder above the one of @path, unless it is one at the top: then its own. */
static size_t region_len(const char *path)
{
	size_t own = folder_len(path), len = own;

	while (len > 1 && path[len - 2] != '/')
		len--;
	return len > 1 && memchr(path, '/', len - 2) ? len - 1 : own;
}

static bool is_possible(const struct tracking *tracking, const struct renames *renames,
			const char *old, const struct file *file)
{
	const char *end_old = strrchr(old, '.'), *end = strrchr(file->path, '.');

	if (!end_old || !end || strcmp(end_old, end) != 0 ||
	    files_find(tracking->before, file->path) ||
	    renames_from(renames, file->path) != file->path)
		return false;
	return !strcmp(path_leaf(old), path_leaf(file->path)) ||
	       !strncmp(old, file->path, region_len(old));
}

static git_hashsig *signature_of(const struct base *base, const git_oid *blob)
{
	size_t len;
	char *text CLEANUP(free_text) = base_read(base, blob, &len);
	git_hashsig *signature = NULL;

	if (text && git_hashsig_create(&signature, text, len, OPTIONS) < 0)
		fail_git("cannot compare files");
	return signature;
}

/* How alike are two blobs, in per cent? -1: failed. */
static int likeness(const struct base *base, const git_oid *a, const git_oid *b)
{
	if (git_oid_equal(a, b))
		return 101;
	git_hashsig *first CLEANUP(free_hashsig) = signature_of(base, a);
	git_hashsig *second CLEANUP(free_hashsig) = first ? signature_of(base, b) : NULL;
	return second ? git_hashsig_compare(first, second) : -1;
}

static int follow_rename(struct renames *renames, const struct tracking *tracking,
			 const struct file *old)
{
	const char *best = NULL;
	int best_score = ALIKE - 1;

	FOR_EACH(file, tracking->after) {
		if (!is_possible(tracking, renames, old->path, file))
			continue;
		int score = likeness(tracking->base, &old->oid, &file->oid);
		if (score < 0)
			return -1;
		if (score > best_score) {
			best = file->path;
			best_score = score;
		}
	}
	if (!best)
		return 0;
	struct rename *move = LIST_ADD(renames);
	move->from = xstrdup(old->path);
	move->to = xstrdup(best);
	return 0;
}

int renames_find(struct renames *renames, const struct base *base, const struct files *before,
		 const struct files *after, const struct strlist *paths)
{
	const struct tracking tracking = { base, before, after };

	FOR_EACH(path, paths) {
		const struct file *old = files_find(before, *path);

		if (old && !files_find(after, *path) && follow_rename(renames, &tracking, old) < 0)
			return -1;
	}
	return 0;
}

const char *renames_to(const struct renames *renames, const char *path)
{
	FOR_EACH(move, renames)
		if (!strcmp(move->from, path))
			return move->to;
	return path;
}

const char *renames_from(const struct renames *renames, const char *path)
{
	FOR_EACH(move, renames)
		if (!strcmp(move->to, path))
			return move->from;
	return path;
}

void renames_release(struct renames *renames)
{
	FOR_EACH(move, renames)
		FREE_ALL(move->from, move->to);
	LIST_RELEASE(renames);
}
