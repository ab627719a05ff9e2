// SPDX-License-Identifier: GPL-2.0
/* Makes pocket kernels. */
#include "style/mintree.h"

#include "git/base.h"
#include "lib/ask.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/state.h"

#include <sys/stat.h>

int mintree_open(struct mini_tree *mintree, const struct state *state, const struct base *base)
{
	mintree->base = base;
	mintree->dir = io_mktemp(state->tmp);
	return mintree->dir ? 0 : -1;
}

/* git takes any name into a tree object; what checks them is not always there. */
static bool leaves(const char *path)
{
	return *path == '/' || !strncmp(path, "../", 3) || strstr(path, "/../");
}

int mintree_put(const struct mini_tree *mintree, const char *path, const git_oid *blob)
{
	char *to CLEANUP(free_text) = xasprintf("%s/%s", mintree->dir, path);
	char *folder CLEANUP(free_text) = xstrndup(to, (size_t)(strrchr(to, '/') - to));
	size_t len;

	if (leaves(path))
		return fail_system("%s: not a path of a tree", path);
	char *data CLEANUP(free_text) = base_read(mintree->base, blob, &len);
	if (!data || io_mkdirs(folder) < 0)
		return -1;
	return io_write(to, data, len);
}

int mintree_put_below(const struct mini_tree *mintree, const struct files *all, const char *prefix)
{
	FOR_EACH(file, all) {
		if (!starts_with(file->path, prefix) || !S_ISREG(file->mode))
			continue;
		if (mintree_put(mintree, file->path, &file->oid) < 0)
			return -1;
	}
	return 0;
}

char *mintree_said(const struct ask_run *run, const char *script, const char *thing, int found)
{
	size_t len = 0;
	char *text CLEANUP(free_text) = io_read(run->out ? run->out : run->log, &len);
	char *log CLEANUP(free_text) = io_read(run->log, NULL);

	if (!text)
		return NULL;
	if (run->job.timed_out)
		fail_system("%s did not finish with a %s in %u s", script, thing,
			    run->job.timeout);
	else if (run->job.exit != (*text ? found : 0))
		fail_system("%s failed (exit %d): %.300s", script, run->job.exit,
			    log && *log ? log : text);
	else if (strlen(text) != len)
		fail_system("%s prints bytes of value 0", script);
	else
		return TAKE(text);
	return NULL;
}

int mintree_close(struct mini_tree *mintree)
{
	int result = mintree->dir ? io_remove(mintree->dir) : 0;

	free(mintree->dir);
	*mintree = (struct mini_tree){ 0 };
	return result;
}
