// SPDX-License-Identifier: GPL-2.0
/* The kernel repository through libgit2: one commit, its files, its blobs. */
#include "git/base.h"

#include "git/treediff.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/nearest.h"

#include <ctype.h>
#include <strings.h>

/* Extensions of the format that change nothing of what is read here. What changes objects or
 * references (objectFormat, refStorage) is none of them. */
static const char *const harmless[] = { "noop", "preciousobjects", "partialclone",
					"worktreeconfig", "relativeworktrees" };

#define EXTENSION "extensions."

struct unknown {
	char *name, *value;	/* the first extension that stands in the way; or NULL */
};

static int look_at(const git_config_entry *entry, void *payload)
{
	struct unknown *unknown = payload;
	const char *name = entry->name + strlen(EXTENSION);

	if (!starts_with(entry->name, EXTENSION))
		return 0;
	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		if (!strcmp(name, harmless[i]))
			return 0;
	if (!unknown->name && strcasecmp(entry->value, "sha1") &&
	    strcasecmp(entry->value, "files")) {
		unknown->name = xstrdup(name);
		unknown->value = xstrdup(entry->value);
	}
	return 0;
}

/* @gitdir ends with a slash; a linked work tree names the folder that has config. */
static char *config_path(const char *gitdir)
{
	char *link CLEANUP(free_text) = xasprintf("%scommondir", gitdir);
	char *common CLEANUP(free_text) = access(link, F_OK) == 0 ? io_read(link, NULL) : NULL;

	if (!common)
		return xasprintf("%sconfig", gitdir);
	common[strcspn(common, "\n")] = '\0';
	return *common == '/' ? xasprintf("%s/config", common) :
				xasprintf("%s%s/config", gitdir, common);
}

/* Which extension libgit2 does not know, and what to do about it. */
static int fail_extension(const char *dir, const struct unknown *unknown)
{
	if (!strcmp(unknown->name, "objectformat"))
		return fail_usage("%s: the objects of this repository have %s names "
				  "(extensions.objectFormat), and treewide reads SHA-1: use a "
				  "clone that git makes without --object-format", dir,
				  unknown->value);
	if (!strcmp(unknown->name, "refstorage"))
		return fail_usage("%s: the references of this repository are kept as %s "
				  "(extensions.refStorage), which treewide cannot read: run "
				  "git -C %s refs migrate --ref-format=files", dir,
				  unknown->value, dir);
	return fail_usage("%s: the repository has the extension extensions.%s = %s, which treewide "
			  "does not know: use a clone without it", dir, unknown->name,
			  unknown->value);
}

/* Did the system fail libgit2, as when a disk or a permission does? */
static bool system_failed(int code)
{
	const git_error *error = git_error_last();

	return code == GIT_ERROR && error && error->klass == GIT_ERROR_OS;
}

/* libgit2 gives the same answer for no repository and for one that it distrusts. */
static int fail_open(const char *dir, int code)
{
	git_buf found = GIT_BUF_INIT;
	git_config *config CLEANUP(free_config) = NULL;
	struct unknown unknown = { 0 };

	if (system_failed(code))
		return fail_git("cannot open the repository in %s", dir);
	bool there = git_repository_discover(&found, dir, 0, NULL) == 0;
	char *path CLEANUP(free_text) = there ? config_path(found.ptr) : NULL;
	git_buf_dispose(&found);
	if (!there)
		return fail_usage("%s: no git repository here (use --repo)", dir);
	if (git_config_open_ondisk(&config, path) == 0)
		git_config_foreach(config, look_at, &unknown);
	code = unknown.name ? fail_extension(dir, &unknown) :
			      fail_usage("%s: the repository is broken, or it belongs to another "
					 "user and is not listed as safe.directory "
					 "(git-config(1))", dir);
	FREE_ALL(unknown.name, unknown.value);
	return code;
}

/* What git config --worktree writes; later libgit2 reads it, too. */
static void add_worktree_config(git_repository *repo)
{
	git_config *config CLEANUP(free_config) = NULL;
	char *path CLEANUP(free_text) = xasprintf("%sconfig.worktree", git_repository_path(repo));
	int on = 0;

	if (access(path, F_OK) == 0 && git_repository_config(&config, repo) == 0 &&
	    git_config_get_bool(&on, config, "extensions.worktreeconfig") == 0 && on)
		git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_APP, repo, 1);
}

int base_open_repository(git_repository **repo, const char *dir)
{
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless, sizeof(harmless) / sizeof(*harmless));
	int error = git_repository_open_ext(repo, dir, 0, NULL);
	if (error)
		return error;
	add_worktree_config(*repo);
	return 0;
}

/* Packs of gigabytes are read here and there: without a limit all of it stays mapped. */
#define PACK_WINDOW ((size_t)32 << 20)
#define PACKS_MAPPED ((size_t)256 << 20)

int base_open(struct base *base, const char *dir, const char *rev)
{
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, PACK_WINDOW);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, PACKS_MAPPED);
	/* git fsck is the place to find broken objects; hashing each one again would
	 * triple the time of a scan */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	int code = base_open_repository(&base->repo, dir);
	if (code < 0)
		return fail_open(dir, code);
	if (git_repository_odb(&base->odb, base->repo) < 0)
		return fail_git("cannot open the objects of %s", dir);
	return rev ? base_choose(base, rev, rev) : 0;
}

/* The tag that may have been meant; of a version without its v, too. Owned by the caller. */
static char *tag_hint(git_repository *repo, const char *rev)
{
	const char *v = isdigit((unsigned char)*rev) ? "v" : "";
	char *said CLEANUP(free_text) = xasprintf("%s%s", v, rev);
	struct strlist tags CLEANUP(strlist_release) = { 0 };
	git_strarray names = { 0 };

	if (git_tag_list(&names, repo) < 0)
		return xstrdup("");
	for (size_t i = 0; i < names.count; i++)
		strlist_add(&tags, names.strings[i]);
	git_strarray_dispose(&names);
	return nearest_hint(&tags, said);
}

static int fail_no_commit(git_repository *repo, const char *rev)
{
	const char *where = git_repository_path(repo);

	if (!strcmp(rev, "HEAD"))
		return fail_usage("HEAD names no commit in %s (use --base)", where);
	char *hint CLEANUP(free_text) = tag_hint(repo, rev);
	return fail_usage("%s names no commit in %s%s", rev, where,
			  *hint ? hint : " (git tag lists the tags there; --repo names another "
					 "repository)");
}

int base_choose(struct base *base, const char *rev, const char *name)
{
	git_object *object CLEANUP(free_object) = NULL;
	git_object *commit CLEANUP(free_object) = NULL;

	free(base->rev);
	base->rev = xstrdup(name);
	int code = git_revparse_single(&object, base->repo, rev);
	if (code == 0)
		code = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	/* no file of a repository has a name that is too long for a file */
	if (system_failed(code) && strlen(rev) <= NAME_MAX)
		return fail_git("cannot read %s in %s", rev, git_repository_path(base->repo));
	if (code < 0)
		return fail_no_commit(base->repo, rev);
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

static int take_remote(const git_config_entry *entry, void *payload)
{
	static const char begin[] = "remote.", end[] = ".promisor";
	char **remote = payload;
	size_t len = strlen(entry->name);
	int on = 0;

	if (!*remote && len > strlen(begin) + strlen(end) &&
	    starts_with(entry->name, begin) && has_ending(entry->name, end) &&
	    git_config_parse_bool(&on, entry->value) == 0 && on)
		*remote = xstrndup(entry->name + strlen(begin), len - strlen(begin) - strlen(end));
	return 0;
}

char *base_promisor(const struct base *base)
{
	git_config *config CLEANUP(free_config) = NULL;
	char *remote = NULL;

	if (git_repository_config(&config, base->repo) == 0)
		git_config_foreach(config, take_remote, &remote);
	return remote;
}

/* An object cannot be read: in a partial clone one command gets all. */
static int fail_unread(const struct base *base, const char *what, const git_oid *oid)
{
	char *remote CLEANUP(free_text) = base_promisor(base);

	if (!remote)
		return fail_git("cannot read the %s %s", what, git_oid_tostr_s(oid));
	return fail_system("the %s %s is not in this partial clone: git -C %s fetch --refetch "
			   "--no-filter %s gets all that it lacks", what, git_oid_tostr_s(oid),
			   git_repository_path(base->repo), remote);
}

char *base_read(const struct base *base, const git_oid *blob, size_t *len)
{
	git_odb_object *object;

	if (git_odb_read(&object, base->odb, blob) < 0) {
		fail_unread(base, "object", blob);
		return NULL;
	}
	size_t size = git_odb_object_size(object);
	char *data = xrealloc(NULL, size + 1);
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

/* "./a//b/./c": a/b/c. */
static void drop_empty_parts(char *path)
{
	char *to = path;

	for (const char *at = path; *at;) {
		bool begins = to == path || to[-1] == '/';

		if (begins && at[0] == '.' && at[1] == '/')
			at += 2;
		else if (begins && to > path && *at == '/')
			at++;
		else
			*to++ = *at++;
	}
	*to = '\0';
}

void path_normalize(char *path)
{
	char *up;

	drop_empty_parts(path);
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

	if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB)
		return 0;
	struct file *file = LIST_ADD(files);
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
	LIST_SORT(files, files_by_path);
}

int files_load(struct files *files, const struct base *base, const git_oid *oid)
{
	git_tree *tree CLEANUP(free_tree) = NULL;

	if (git_tree_lookup(&tree, base->repo, oid) < 0 ||
	    git_tree_walk(tree, GIT_TREEWALK_PRE, add_entry, files) < 0)
		return fail_unread(base, "tree", oid);
	files_sort(files);
	return 0;
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
	LIST_RELEASE(files);
}

int view_load(struct view *view, const struct base *base, const struct files *files,
	      const git_oid *from, const git_oid *to)
{
	struct treediff diff CLEANUP(treediff_release) = { 0 };

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
