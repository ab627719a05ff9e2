// SPDX-License-Identifier: GPL-2.0
/* Keeps the stamps of a warm build folder. */
#include "build/warm.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/list.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static bool is_output(const char *name)
{
	static const char *const suffixes[] = { ".o", ".ko", ".a", ".order", ".symvers", ".s" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (!strcmp(dot, suffixes[i]))
			return true;
	return strstr(name, "vmlinux") != NULL;
}

/* Remove what was made since @since. */
static int remove_newer(const char *folder, const struct timespec *since)
{
	DIR *stream = opendir(folder);
	struct dirent *entry;
	int result = 0;

	while (stream && result == 0 && (entry = readdir(stream))) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", folder, entry->d_name);
		struct stat st;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
		    lstat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode))
			result = remove_newer(path, since);
		else if (S_ISREG(st.st_mode) && is_output(entry->d_name) &&
			 st.st_mtim.tv_sec >= since->tv_sec && unlink(path) < 0)
			result = fail_errno("cannot remove %s", path);
	}
	if (stream)
		closedir(stream);
	return result;
}

static int read_stamp(const char *stamp, git_oid *tree)
{
	char *text CLEANUP(free_text) = access(stamp, F_OK) == 0 ? io_read(stamp, NULL) : NULL;

	return text && git_oid_fromstr(tree, text) == 0;
}

int build_stamp_holds(const char *build, git_oid *tree)
{
	char *holds CLEANUP(free_text) = xasprintf("%s.holds", build);
	char *from CLEANUP(free_text) = xasprintf("%s.from", build);
	struct stat st;

	if (read_stamp(holds, tree))
		return 1;
	if (!read_stamp(from, tree) || stat(from, &st) < 0)
		return 0;
	return remove_newer(build, &st.st_mtim) < 0 ? -1 : 1;
}

int build_stamp_leave(const char *build, const git_oid *tree)
{
	char *holds CLEANUP(free_text) = xasprintf("%s.holds", build);
	char *from CLEANUP(free_text) = xasprintf("%s.from", build);

	/* killed before: the time when that tree was left stays */
	if (access(holds, F_OK) < 0)
		return 0;
	if (io_write(from, git_oid_tostr_s(tree), GIT_OID_HEXSZ) < 0)
		return -1;
	return io_remove(holds);
}

int build_stamp_arrive(const char *build, const git_oid *tree)
{
	char *holds CLEANUP(free_text) = xasprintf("%s.holds", build);
	char *from CLEANUP(free_text) = xasprintf("%s.from", build);

	if (io_write(holds, git_oid_tostr_s(tree), GIT_OID_HEXSZ) < 0)
		return -1;
	return io_remove(from);
}

int build_stamp_forget(const char *build)
{
	static const char *const suffixes[] = { ".holds", ".from", ".configured", "" };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s%s", build, suffixes[i]);

		if (io_remove(path) < 0)
			return -1;
	}
	return 0;
}
