// SPDX-License-Identifier: GPL-2.0
/* Files and folders: read whole, publish by rename, remove, find our data. */
#include "lib/io.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

char *io_read(const char *path, size_t *len)
{
	int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = 0, alloc = 0;
	struct stat st;
	ssize_t got;

	if (fd < 0 || fstat(fd, &st) < 0) {
		fail_errno("cannot open %s", path);
		return NULL;
	}
	alloc = (size_t)st.st_size + 1;
	char *data CLEANUP(free_text) = xrealloc(NULL, alloc + 1);
	while ((got = read(fd, data + size, alloc - size)) > 0) {
		size += got;
		if (size == alloc)
			data = xrealloc(data, (alloc *= 2) + 1);
	}
	if (got < 0) {
		fail_errno("cannot read %s", path);
		return NULL;
	}
	data[size] = '\0';
	if (len)
		*len = size;
	return TAKE(data);
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		len -= put;
	}
	return 0;
}

int io_write(const char *path, const void *data, size_t len)
{
	char *temporary CLEANUP(free_text) = xasprintf("%s.XXXXXX", path);
	int fd CLEANUP(close_fd) = mkostemp(temporary, O_CLOEXEC);

	if (fd < 0)
		return fail_errno("cannot write %s", path);
	if (write_all(fd, data, len) < 0 || fchmod(fd, 0644) < 0 || rename(temporary, path) < 0) {
		fail_errno("cannot write %s", path);
		unlink(temporary);
		return -1;
	}
	return 0;
}

static int make_folder(const char *path)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		errno = ENOTDIR;
	return errno == EEXIST ? 0 : fail_errno("cannot make the folder %s", path);
}

int io_mkdirs(const char *path)
{
	char *copy CLEANUP(free_text) = xstrdup(path);

	for (char *slash = copy; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		if (slash > copy && make_folder(copy) < 0)
			return -1;
		*slash = '/';
	}
	return make_folder(copy);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

int io_remove(const char *path)
{
	if (nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
		return fail_errno("cannot remove %s", path);
	return 0;
}

int io_list(struct strlist *names, const char *dir)
{
	DIR *stream = opendir(dir);

	if (!stream)
		return errno == ENOENT ? 0 : fail_errno("cannot read %s", dir);
	for (const struct dirent *entry; (entry = readdir(stream));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			strlist_add(names, entry->d_name);
	closedir(stream);
	strlist_sort(names);
	return 0;
}

void io_find(struct strlist *paths, const char *root, const char *dir, const char *ending)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", root, dir);
	DIR *stream = opendir(path);

	size_t len = strlen(ending);

	for (const struct dirent *entry; stream && (entry = readdir(stream));) {
		char *name CLEANUP(free_text) = xasprintf("%s/%s", dir, entry->d_name);

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (entry->d_type == DT_DIR)
			io_find(paths, root, name, ending);
		else if (strlen(name) >= len && !strcmp(name + strlen(name) - len, ending))
			strlist_add(paths, name);
	}
	if (stream)
		closedir(stream);
}

char *io_mktemp(const char *parent)
{
	char *path CLEANUP(free_text) = xasprintf("%s/XXXXXX", parent);

	if (io_mkdirs(parent) < 0)
		return NULL;
	if (!mkdtemp(path)) {
		fail_errno("cannot make a folder in %s", parent);
		return NULL;
	}
	return TAKE(path);
}

char *io_find_program(const char *name)
{
	const char *path = getenv("PATH");
	struct strlist dirs CLEANUP(strlist_release) = { 0 };

	if (strchr(name, '/'))
		return access(name, X_OK) == 0 ? xstrdup(name) : NULL;
	strlist_split(&dirs, path ? path : "", ":");
	FOR_EACH(dir, &dirs) {
		char *program CLEANUP(free_text) = xasprintf("%s/%s", *dir, name);

		if (access(program, X_OK) == 0)
			return TAKE(program);
	}
	return NULL;
}

char *io_find_data(const char *name)
{
	char program[PATH_MAX] = "", *slash;
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	const char *roots[] = { ".", NULL, NULL, NULL, TREEWIDE_DATADIR };
	char *above[3] = { NULL, NULL, NULL };
	char *found = NULL;

	/* build/treewide or build/dev/treewide in a checkout */
	for (size_t i = 0; len > 0 && i < 3 && (slash = strrchr(program, '/')); i++) {
		*slash = '\0';
		if (i > 0)
			roots[i] = above[i - 1] = xstrdup(program);
	}
	/* PREFIX/bin/treewide, wherever PREFIX was moved to */
	if (above[0])
		roots[3] = above[2] = xasprintf("%s/share/treewide", above[0]);
	for (size_t i = 0; !found && i < 5; i++) {
		char *path = roots[i] ? xasprintf("%s/%s", roots[i], name) : NULL;

		if (path && access(path, R_OK) == 0)
			found = realpath(path, NULL);
		free(path);
	}
	FREE_ALL(above[0], above[1], above[2]);
	return found;
}
