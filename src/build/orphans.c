// SPDX-License-Identifier: GPL-2.0
/* Removes from a build folder what was made of files that are gone. */
#include "build/orphans.h"

#include "git/base.h"
#include "kbuild/kbuild.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <sys/stat.h>

void orphans_records(const struct kbuild *kbuild, const char *folder, struct strlist *records)
{
	if (folder) {
		char *dir CLEANUP(free_text) = xstrndup(folder, strlen(folder) - 1);

		io_find(records, kbuild->build, dir, ".cmd");
		return;
	}
	io_find(records, kbuild->build, "kernel", ".s.cmd");
	io_find(records, kbuild->build, "arch", ".s.cmd");
	io_find(records, kbuild->build, "scripts", ".cmd");
	io_find(records, kbuild->build, "tools", ".cmd");
}

bool orphans_has_all(const struct view *view, const char *record, const char *tree)
{
	size_t len = strlen(tree);

	for (const char *at = record; (at = strstr(at, tree)); at += len) {
		size_t end = at[len] == '/' ? strcspn(at + len, " \t\n\\\"'();,:") : 0;
		char *path CLEANUP(free_text) = end > 1 ? xstrndup(at + len + 1, end - 1) : NULL;

		if (!path)
			continue;
		path_normalize(path);
		/* what has no dot in its name is a folder (-I), mostly */
		if (strchr(path_leaf(path), '.') && !view_find(view, path))
			return false;
	}
	return true;
}

/* "a/.x.o.cmd" is the record of "a/x.o". */
static int drop_orphan(const struct kbuild *kbuild, const struct view *view, const char *record)
{
	const char *leaf = path_leaf(record);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, record);
	char *made CLEANUP(free_text) = xasprintf("%s/%.*s%.*s", kbuild->build,
						  (int)(leaf - record), record,
						  (int)strlen(leaf) - 5, leaf + 1);
	char *text CLEANUP(free_text) = io_read(path, NULL);

	if (!text)
		return -1;
	return orphans_has_all(view, text, kbuild->tree) ? 0 : io_remove(made);
}

/* Lists of Kbuild, and what is linked, follow from the rest. */
static bool may_be_unrecorded(const char *name)
{
	static const char *const endings[] = { ".o", ".a", ".ko", ".mod", ".order", ".symvers",
					       ".mod.c" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (has_ending(name, endings[i]))
			return false;
	return *name != '.';
}

static int remove_unrecorded(const struct kbuild *kbuild, const char *folder)
{
	char *dir CLEANUP(free_text) = xasprintf("%s/%s", kbuild->build, folder);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (io_list(&names, dir) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *path CLEANUP(free_text) = xasprintf("%s%s", dir, *name);
		char *record CLEANUP(free_text) = xasprintf("%s.%s.cmd", dir, *name);
		struct stat st;

		if (may_be_unrecorded(*name) && access(record, F_OK) < 0 &&
		    lstat(path, &st) == 0 && S_ISREG(st.st_mode) && io_remove(path) < 0)
			return -1;
	}
	return 0;
}

int orphans_remove(const struct kbuild *kbuild, const struct view *view, const char *folder)
{
	struct strlist records CLEANUP(strlist_release) = { 0 };

	orphans_records(kbuild, folder, &records);
	FOR_EACH(record, &records)
		if (*path_leaf(*record) == '.' && drop_orphan(kbuild, view, *record) < 0)
			return -1;
	return folder ? remove_unrecorded(kbuild, folder) : 0;
}
