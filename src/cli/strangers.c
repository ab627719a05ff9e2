// SPDX-License-Identifier: GPL-2.0
/* Decides what is trusted, and keeps the folders in which the rest is proved. */
#include "cli/strangers.h"

#include "cli/options.h"
#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/confine.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#define KEPT 4		/* folders */
#define MOST_LENDERS 16 /* repositories from which the user's borrows */

enum trust { TRUST_NONE, TRUST_OWN, TRUST_ALL };

static int read_trust(const struct options *options, git_config *config, enum trust *trust)
{
	static const char *const names[] = { "none", "own", "all" };
	git_buf value CLEANUP(git_buf_dispose) = GIT_BUF_INIT;

	*trust = TRUST_OWN;
	if (!config || git_config_get_string_buf(&value, config, "treewide.trust") < 0)
		return 0;
	for (*trust = TRUST_NONE; strcmp(value.ptr, names[*trust]) != 0; ++*trust)
		if (*trust == TRUST_ALL)
			return fail_usage("treewide.trust = %s: known are own, none and all",
					  value.ptr);
	return 0;
}

int strangers_trust(const struct options *options, git_config *config, bool *trusted)
{
	enum trust trust;

	if (read_trust(options, config, &trust) < 0)
		return -1;
	*trusted = options->trust || trust == TRUST_ALL || (trust == TRUST_OWN && !options->mbox);
	return 0;
}

int strangers_refuse_campaign(const struct options *options, git_config *config)
{
	enum trust trust;

	if (read_trust(options, config, &trust) < 0)
		return -1;
	if (trust != TRUST_NONE || options->trust)
		return 0;
	return fail_usage("treewide.trust = none: a campaign is proved without a sandbox, for it "
			  "runs programs of its own; --trust takes the risk");
}

/* Names. */

static int digest_file(struct digest *digest, const char *path)
{
	size_t len;
	char *data CLEANUP(free_text) = io_read(path, &len);
	git_oid id;

	if (!data)
		return -1;
	if (git_odb_hash(&id, data, len, GIT_OBJECT_BLOB) < 0)
		return fail_git("cannot read %s", path);
	digest_oid(digest, &id);
	return 0;
}

static int add_folder(struct digest *digest, const char *dir)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_list(&names, dir) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, *name);

		if (**name != '.' && digest_file(digest, path) < 0)
			return -1;
	}
	return 0;
}

int strangers_name_mbox(const char *mbox, git_oid *name)
{
	char *cur CLEANUP(free_text) = xasprintf("%s/cur", mbox);
	char *new CLEANUP(free_text) = xasprintf("%s/new", mbox);
	struct digest digest = { 0 };
	struct stat st;
	int result;

	if (stat(mbox, &st) < 0)
		return fail_usage("--mbox %s: no such file", mbox);
	digest_text(&digest, "mailbox");
	if (S_ISDIR(st.st_mode))
		result = add_folder(&digest, cur) < 0 ? -1 : add_folder(&digest, new);
	else
		result = digest_file(&digest, mbox);
	*name = digest_end(&digest);
	return result;
}

/* Folders. */

struct room {
	char *path;
	struct timespec used;
};

struct rooms {
	struct room *v;
	size_t nr, alloc;
};

static void rooms_release(struct rooms *rooms)
{
	FOR_EACH(room, rooms)
		free(room->path);
	free(rooms->v);
}

static int newest_first(const void *a, const void *b)
{
	const struct room *x = a, *y = b;

	if (x->used.tv_sec != y->used.tv_sec)
		return x->used.tv_sec > y->used.tv_sec ? -1 : 1;
	return x->used.tv_nsec > y->used.tv_nsec ? -1 : x->used.tv_nsec < y->used.tv_nsec;
}

static int list_rooms(struct rooms *rooms, const char *parent)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct stat st;

	if (io_list(&names, parent) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", parent, *name);

		if (**name == '.' || stat(path, &st) < 0)
			continue;
		*LIST_ADD(rooms) = (struct room){ TAKE(path), st.st_mtim };
	}
	LIST_SORT(rooms, newest_first);
	return 0;
}

int strangers_remove(const char *path)
{
	char *lock CLEANUP(free_text) = xasprintf("%s/lock", path);
	int fd CLEANUP(close_fd) = open(lock, O_RDWR | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0)
		return 0;
	return io_remove(path);
}

char *strangers_state(const char *state, const git_oid *name)
{
	char *parent CLEANUP(free_text) = xasprintf("%s/strangers", state);
	char *root CLEANUP(free_text) = xasprintf("%s/%.16s", parent, git_oid_tostr_s(name));
	struct rooms rooms CLEANUP(rooms_release) = { 0 };

	if (io_mkdirs(root) < 0)
		return NULL;
	/* a stranger may leave programs of ours there that others must not start */
	if (chmod(parent, 0700) < 0 || utimensat(AT_FDCWD, root, NULL, 0) < 0) {
		fail_errno("cannot write to %s", parent);
		return NULL;
	}
	if (list_rooms(&rooms, parent) < 0)
		return NULL;
	for (size_t i = KEPT; i < rooms.nr; i++)
		if (strangers_remove(rooms.v[i].path) < 0)
			return NULL;
	return TAKE(root);
}

/* The sandbox. */

/* The folders of objects that the repository borrows from others, and those from still others. */
static int add_lenders(struct strlist *list, const char *objects)
{
	char *path CLEANUP(free_text) = xasprintf("%s/info/alternates", objects);
	char *text CLEANUP(free_text) = access(path, F_OK) == 0 ? io_read(path, NULL) : xstrdup("");
	struct strlist lines CLEANUP(strlist_release) = { 0 };

	if (!text)
		return -1;
	strlist_split(&lines, text, "\n");
	FOR_EACH(line, &lines) {
		char *full CLEANUP(free_text) = **line == '/' ? xstrdup(*line) :
								xasprintf("%s/%s", objects, *line);
		char *real CLEANUP(free_text) = realpath(full, NULL);

		if (!real || strlist_has(list, real) || list->nr == MOST_LENDERS)
			continue;
		strlist_add(list, real);
		if (add_lenders(list, real) < 0)
			return -1;
	}
	return 0;
}

int strangers_confine(const struct base *base, const char *outer, const char *root,
		      const char *tmp)
{
	struct strlist hidden CLEANUP(strlist_release) = { 0 };
	struct strlist repository CLEANUP(strlist_release) = { 0 };
	char *common CLEANUP(free_text) = realpath(git_repository_commondir(base->repo), NULL);
	char *objects CLEANUP(free_text) = common ? xasprintf("%s/objects", common) : NULL;
	const struct confine_scope scope = { .root = root, .hidden = &hidden,
					     .repository = &repository };

	if (!common)
		return fail_errno("cannot find the repository");
	strlist_add(&repository, common);
	if (add_lenders(&repository, objects) < 0)
		return -1;
	strlist_add(&hidden, outer);
	if (git_repository_workdir(base->repo))
		strlist_add(&hidden, git_repository_workdir(base->repo));
	return confine_begin(&scope, tmp);
}
