// SPDX-License-Identifier: GPL-2.0
/* The kernel repository through libgit2: one commit, its files, its blobs. */
#include "git/base.h"

#include "git/treediff.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <string.h>

/* libgit2 gives the same answer for no repository and for one that it distrusts. */
static int fail_open(const char *dir)
{
	git_buf found = GIT_BUF_INIT;
	bool there = git_repository_discover(&found, dir, 0, NULL) == 0;

	git_buf_dispose(&found);
	if (!there)
		return fail_usage("%s: no git repository here (use --repo)", dir);
	return fail_usage("%s: the repository is broken, or it belongs to another user and is no "
			  "safe.directory of git-config(1)", dir);
}

int base_open(struct base *base, const char *dir, const char *rev)
{
	/* git fsck is the place to find broken objects; hashing each one again would
	 * triple the time of a scan */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	if (git_repository_open_ext(&base->repo, dir, 0, NULL) < 0)
		return fail_open(dir);
	if (git_repository_odb(&base->odb, base->repo) < 0)
		return fail_git("cannot open the objects of %s", dir);
	return rev ? base_choose(base, rev, rev) : 0;
}

int base_choose(struct base *base, const char *rev, const char *name)
{
	git_object *object CLEANUP(free_object) = NULL;
	git_object *commit CLEANUP(free_object) = NULL;

	base->rev = xstrdup(name);
	if (git_revparse_single(&object, base->repo, rev) < 0 ||
	    git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0)
		return fail_usage("%s names no commit in %s (use --base)", rev,
				  git_repository_path(base->repo));
	git_oid_cpy(&base->commit, git_object_id(commit));
	git_oid_cpy(&base->tree, git_commit_tree_id((git_commit *)commit));
	return 0;
}

void base_release(struct base *base)
{
	git_odb_free(base->odb);
	git_repository_free(base->repo);
	free(base->rev);
	*base = (struct base){ 0 };
}

char *base_read(const struct base *base, const git_oid *blob, size_t *len)
{
	git_odb_object *object;
	char *data;
	size_t size;

	if (git_odb_read(&object, base->odb, blob) < 0) {
		fail_git("cannot read the object %s", git_oid_tostr_s(blob));
		return NULL;
	}
	size = git_odb_object_size(object);
	data = xrealloc(NULL, size + 1);
	memcpy(data, git_odb_object_data(object), size);
	data[size] = '\0';
	git_odb_object_free(object);
	if (len)
		*len = size;
	return data;
}

int base_write(const struct base *base, const void *data, size_t len, git_oid *out)
{
	if (git_odb_write(out, base->odb, data, len, GIT_OBJECT_BLOB) < 0)
		return fail_git("cannot write to the repository %s",
				git_repository_path(base->repo));
	return 0;
}

bool base_has(const struct base *base, const git_oid *oid)
{
	return git_odb_exists(base->odb, oid) == 1;
}

char *base_config(const struct base *base, const char *key)
{
	git_config *config CLEANUP(free_config) = NULL;
	git_buf value = GIT_BUF_INIT;
	char *copy = NULL;

	if (git_repository_config(&config, base->repo) == 0 &&
	    git_config_get_string_buf(&value, config, key) == 0)
		copy = xstrdup(value.ptr);
	git_buf_dispose(&value);
	return copy;
}

const char *path_leaf(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void path_normalize(char *path)
{
	char *up;

	while ((up = strstr(path, "/../")) && up > path) {
		char *from = up;

		while (from > path && from[-1] != '/')
			from--;
		memmove(from, up + 4, strlen(up + 4) + 1);
	}
}

static int add_entry(const char *root, const git_tree_entry *entry, void *payload)
{
	struct files *files = payload;
	struct file *file;

	if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
		return 0;
	file = LIST_ADD(files);
	file->path = xasprintf("%s%s", root, git_tree_entry_name(entry));
	file->mode = git_tree_entry_filemode_raw(entry);
	git_oid_cpy(&file->oid, git_tree_entry_id(entry));
	return 0;
}

static int files_by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

void files_sort(struct files *files)
{
	if (files->nr)
		qsort(files->v, files->nr, sizeof(*files->v), files_by_path);
}

int files_load(struct files *files, const struct base *base, const git_oid *oid)
{
	git_tree *tree CLEANUP(free_tree) = NULL;

	if (git_tree_lookup(&tree, base->repo, oid) < 0 ||
	    git_tree_walk(tree, GIT_TREEWALK_PRE, add_entry, files) < 0)
		return fail_git("cannot read the tree %s", git_oid_tostr_s(oid));
	files_sort(files);
	return 0;
}

bool path_ends(const char *path, const char *suffix)
{
	size_t a = strlen(path), b = strlen(suffix);

	return a >= b && !strcmp(path + a - b, suffix);
}

const struct file *files_find(const struct files *files, const char *path)
{
	const struct file wanted = { .path = (char *)path };

	if (!files->nr)
		return NULL;
	return bsearch(&wanted, files->v, files->nr, sizeof(*files->v), files_by_path);
}

void files_release(struct files *files)
{
	FOR_EACH(file, files)
		free(file->path);
	free(files->v);
	*files = (struct files){ 0 };
}

int view_load(struct view *view, const struct base *base, const struct files *files,
	      const git_oid *from, const git_oid *to)
{
	struct treediff diff CLEANUP(free_treediff) = { 0 };

	view->files = files;
	git_oid_cpy(&view->tree, to);
	if (treediff_load(&diff, base->repo, from, to) < 0)
		return -1;
	FOR_EACH(delta, &diff) {
		struct file *file = LIST_ADD(&view->changed);

		file->path = xstrdup(delta->path);
		file->mode = delta->mode_after;
		git_oid_cpy(&file->oid, &delta->after);
	}
	return 0;
}

const struct file *view_find(const struct view *view, const char *path)
{
	const struct file *file = files_find(&view->changed, path);

	if (!file)
		return files_find(view->files, path);
	return git_oid_is_zero(&file->oid) ? NULL : file;
}

const struct file *view_next(const struct view *view, size_t *at)
{
	while (*at < view->files->nr) {
		const struct file *file = view_find(view, view->files->v[(*at)++].path);

		if (file)
			return file;
	}
	while (*at - view->files->nr < view->changed.nr) {
		const struct file *file = &view->changed.v[(*at)++ - view->files->nr];

		if (!git_oid_is_zero(&file->oid) && !files_find(view->files, file->path))
			return file;
	}
	return NULL;
}

void view_release(struct view *view)
{
	files_release(&view->changed);
	*view = (struct view){ 0 };
}
