// SPDX-License-Identifier: GPL-2.0
/* Copies the campaign to begin with into a new folder. */
#include "cmd/skeleton.h"

#include "lib/io.h"
#include "lib/lib.h"

#include <fcntl.h>
#include <sys/stat.h>

static const char *const parts[] = {
	"campaign.conf",
	"convert.cocci",
	"convert.txt",
	"cover.txt",
	"tests/convert/leave.c",
	"tests/convert/leave.res",
	"tests/convert/replace.c",
	"tests/convert/replace.res",
};

#define PARTS (sizeof(parts) / sizeof(*parts))

int skeleton_check_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/b4/%s", name);
	size_t len = strlen(name), good = 0;
	int valid = 0;

	while (name[good] && (strchr(letters, name[good]) || (good && strchr("-_.", name[good]))))
		good++;
	if (!len || good < len)
		return fail_usage("%s cannot name a campaign: take letters, digits, '-', '_' and "
				  "'.', and begin with a letter or digit", len ? name : "\"\"");
	if (git_reference_name_is_valid(&valid, ref) < 0 || !valid || len > NAME_MAX)
		return fail_usage("%s cannot name a branch", name);
	return 0;
}

/* @text with @name in place of each "@name@". Owned by the caller. */
static char *fill_template(const char *text, const char *name, size_t *len)
{
	static const char field[] = "@name@";
	char *filled = NULL;
	FILE *out = xmemstream(&filled, len);

	for (const char *at; (at = strstr(text, field)); text = at + strlen(field)) {
		fwrite(text, 1, (size_t)(at - text), out);
		fputs(name, out);
	}
	fputs(text, out);
	fclose(out);
	return filled;
}

static int copy_part(const char *from, const char *to, const char *part, const char *name)
{
	char *source CLEANUP(free_text) = xasprintf("%s/%s", from, part);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", to, part);
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	char *text CLEANUP(free_text) = io_read(source, NULL);
	size_t len = 0;

	if (!text || io_mkdirs(folder) < 0)
		return -1;
	char *filled CLEANUP(free_text) = fill_template(text, name, &len);
	return io_write(path, filled, len);
}

/* mkdtemp() makes folders that nobody else can read. */
static int open_up(const char *folder)
{
	mode_t mask = umask(0);

	umask(mask);
	return chmod(folder, 0777 & ~mask) < 0 ? fail_errno("cannot open up %s", folder) : 0;
}

static int publish(const char *folder, const char *path)
{
	if (renameat2(AT_FDCWD, folder, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EEXIST)
		return fail_usage("%s exists already; nothing was written", path);
	return fail_errno("cannot make the folder %s", path);
}

static int fill_folder(const char *from, const char *folder, const char *path, const char *name)
{
	for (size_t i = 0; i < PARTS; i++)
		if (copy_part(from, folder, parts[i], name) < 0)
			return -1;
	return open_up(folder) < 0 ? -1 : publish(folder, path);
}

int skeleton_write(const char *parent, const char *name, struct strlist *files)
{
	char *from CLEANUP(free_text) = io_find_data("skeleton");
	char *path CLEANUP(free_text) = xasprintf("%s/%s", parent, name);
	char *folder CLEANUP(free_text) = xasprintf("%s/.treewide-XXXXXX", parent);
	struct stat st;

	if (!from)
		return fail_system("the folder skeleton/ of treewide is nowhere");
	if (lstat(path, &st) == 0)
		return fail_usage("%s exists already; nothing was written", path);
	if (!mkdtemp(folder))
		return fail_errno("cannot make a folder in %s", parent);
	if (fill_folder(from, folder, path, name) < 0) {
		io_remove(folder);
		return -1;
	}
	for (size_t i = 0; i < PARTS; i++) {
		char *file CLEANUP(free_text) = xasprintf("%s/%s", name, parts[i]);

		strlist_add(files, file);
	}
	return 0;
}
