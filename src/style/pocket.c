// SPDX-License-Identifier: GPL-2.0
/* Makes pocket kernels. */
#include "style/pocket.h"

#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/list.h"
#include "lib/state.h"

#include <string.h>
#include <sys/stat.h>

int pocket_open(struct pocket *pocket, const struct state *state, const struct base *base)
{
	pocket->base = base;
	pocket->dir = io_mktemp(state->tmp);
	return pocket->dir ? 0 : -1;
}

/* git takes any name into a tree object; what checks them is not always there. */
static bool leaves(const char *path)
{
	return *path == '/' || !strncmp(path, "../", 3) || strstr(path, "/../");
}

int pocket_put(const struct pocket *pocket, const char *path, const git_oid *blob)
{
	char *to CLEANUP(free_text) = xasprintf("%s/%s", pocket->dir, path);
	char *folder CLEANUP(free_text) = xstrndup(to, (size_t)(strrchr(to, '/') - to));
	char *data CLEANUP(free_text) = NULL;
	size_t len;

	if (leaves(path))
		return fail_system("%s: no path of a tree", path);
	data = base_read(pocket->base, blob, &len);
	if (!data || io_mkdirs(folder) < 0)
		return -1;
	return io_write(to, data, len);
}

int pocket_put_below(const struct pocket *pocket, const struct files *all, const char *prefix)
{
	FOR_EACH(file, all) {
		if (strncmp(file->path, prefix, strlen(prefix)) || !S_ISREG(file->mode))
			continue;
		if (pocket_put(pocket, file->path, &file->oid) < 0)
			return -1;
	}
	return 0;
}

int pocket_close(struct pocket *pocket)
{
	int result = pocket->dir ? io_remove(pocket->dir) : 0;

	free(pocket->dir);
	*pocket = (struct pocket){ 0 };
	return result;
}
