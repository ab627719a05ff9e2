// SPDX-License-Identifier: GPL-2.0
/* Looks through a state directory. */
#include "machine/storage.h"

#include "cli/strangers.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/space.h"

#include <dirent.h>
#include <sys/stat.h>

/* What stands there and is no build; the last row is for all else. */
static const struct needed {
	const char *name, *why;
} needed[] = {
	{ "ledger.db", "what is known" },
	{ "ledger.db-wal", "what is known" },
	{ "ledger.db-shm", "what is known" },
	{ "outbox", "a series that is being sent" },
	{ "sent", "what was sent" },
	{ "mails", "the mails that were written last" },
	{ "logs", "reports name them" },
	{ "shards", "a proof that others work on" },
	{ "incoming.git", "reports of mailboxes name its commits" },
	{ "watch", "each night works there, in a state directory of its own" },
	{ "ccache", "the compiler cache; ccache -M limits it" },
	{ "tree", "the work tree, which every run uses" },
	{ NULL, "small, or not ours" },
};

static void read_folder(struct strlist *names, const char *path)
{
	DIR *stream = opendir(path);

	for (const struct dirent *entry; stream && (entry = readdir(stream));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			strlist_add(names, entry->d_name);
	if (stream)
		closedir(stream);
	strlist_sort(names);
}

static bool is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static struct storage_item *add_item(struct storage *storage, enum storage_kind kind, char *name)
{
	struct storage_item *item = LIST_ADD(storage);

	item->kind = kind;
	item->name = name;
	return item;
}

static void add_path(struct storage_item *item, const char *path)
{
	time_t newest;

	strlist_add(&item->paths, path);
	item->bytes += space_used(path, &newest);
	if (newest > item->used)
		item->used = newest;
}

static void add_needed(struct storage *storage, const char *dir, const char *name)
{
	const struct needed *row = needed;
	char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, name);
	struct storage_item *item = add_item(storage, STORAGE_NEEDED, xstrdup(name));

	while (row->name && strcmp(row->name, name) != 0)
		row++;
	item->why = row->why;
	add_path(item, path);
}

/* The build to which "x86_64-clang.compile.log" belongs: the longest name that it begins with. */
static struct storage_item *owner_of(struct storage *storage, size_t from, const char *name)
{
	struct storage_item *best = NULL;

	for (size_t i = from; i < storage->nr; i++) {
		const char *stem = storage->v[i].name;
		size_t len = strlen(stem);

		if (!strncmp(stem, name, len) && name[len] == '.' &&
		    (!best || len > strlen(best->name)) && storage->v[i].kind == STORAGE_BUILD)
			best = &storage->v[i];
	}
	return best;
}

static enum storage_kind kind_of_build(const char *folder)
{
	return has_ending(folder, ".kept") ? STORAGE_KEPT : STORAGE_BUILD;
}

/* The builds in one folder: each with what stands beside it under its name, which are files, and
 * the objects of trees that were not checked out. */
static void add_builds(struct storage *storage, const char *dir, const char *folder)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist files CLEANUP(strlist_release) = { 0 };
	char *parent CLEANUP(free_text) = xasprintf("%s/%s", dir, folder);
	size_t from = storage->nr;

	read_folder(&names, parent);
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", parent, *name);
		char *full CLEANUP(free_text) = xasprintf("%s/%s", folder, *name);

		if (is_folder(path) && !has_ending(*name, ".objects"))
			add_path(add_item(storage, kind_of_build(*name), TAKE(full)), path);
		else
			strlist_add(&files, full);
	}
	FOR_EACH(file, &files) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, *file);
		struct storage_item *owner = owner_of(storage, from, *file);

		if (!owner)
			owner = add_item(storage, STORAGE_BUILD, xstrdup(*file));
		add_path(owner, path);
	}
}

/* Each is a state directory of its own. */
static void add_rooms(struct storage *storage, const char *dir, const char *folder)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *parent CLEANUP(free_text) = xasprintf("%s/%s", dir, folder);

	read_folder(&names, parent);
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", parent, *name);

		add_path(add_item(storage, STORAGE_ROOM, xasprintf("%s/%s", folder, *name)), path);
	}
}

/* Builds and rooms go by their age alone. */
static int goes_first(const void *a, const void *b)
{
	const struct storage_item *x = a, *y = b;
	bool x_build = x->kind == STORAGE_BUILD || x->kind == STORAGE_ROOM;
	bool y_build = y->kind == STORAGE_BUILD || y->kind == STORAGE_ROOM;

	if (!(x_build && y_build) && x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->kind == STORAGE_NEEDED && x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	if (x->kind != STORAGE_NEEDED && x->used != y->used)
		return x->used < y->used ? -1 : 1;
	return strcmp(x->name, y->name);
}

void storage_list(struct storage *storage, const char *dir)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	read_folder(&names, dir);
	FOR_EACH(name, &names)
		if (!strcmp(*name, "build") || !strcmp(*name, "full") || !strcmp(*name, "run"))
			add_builds(storage, dir, *name);
		else if (!strcmp(*name, "strangers") || !strcmp(*name, "nodes"))
			add_rooms(storage, dir, *name);
		else
			add_needed(storage, dir, *name);
	LIST_SORT(storage, goes_first);
}

int64_t storage_total(const struct storage *storage)
{
	int64_t total = 0;

	FOR_EACH(item, storage)
		total += item->bytes;
	return total;
}

int storage_remove(const struct storage_item *item, bool *gone)
{
	*gone = true;
	if (item->kind == STORAGE_ROOM) {
		if (strangers_remove(item->paths.v[0]) < 0)
			return -1;
		*gone = access(item->paths.v[0], F_OK) < 0;
		return 0;
	}
	/* the records first: a folder without one is made anew, a record without its folder lies */
	for (size_t i = item->paths.nr; i-- > 0;)
		if (io_remove(item->paths.v[i]) < 0)
			return -1;
	return 0;
}

void storage_release(struct storage *storage)
{
	FOR_EACH(item, storage) {
		free(item->name);
		strlist_release(&item->paths);
	}
	LIST_RELEASE(storage);
}
