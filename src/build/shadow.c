// SPDX-License-Identifier: GPL-2.0
/* Looks through the records of a build folder. */
#include "build/shadow.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/list.h"

#include <fts.h>
#include <string.h>

bool stale_object_matches(const char *record, const struct strlist *leaves)
{
	FOR_EACH(leaf, leaves) {
		size_t len = strlen(*leaf);

		for (const char *at = record; (at = strstr(at, *leaf)); at += len)
			if (at > record && at[-1] == '/' && strchr(" \n\t\\", at[len]))
				return true;
	}
	return false;
}

/* a/.x.o.cmd is the record of a/x.o */
static char *object_of(const FTSENT *entry)
{
	size_t len = entry->fts_namelen;

	if (len < 8 || entry->fts_name[0] != '.' ||
	    strcmp(entry->fts_name + len - 6, ".o.cmd") != 0)
		return NULL;
	return xasprintf("%.*s%.*s", (int)(entry->fts_pathlen - len), entry->fts_path, (int)len - 5,
			 entry->fts_name + 1);
}

static int look_at(const FTSENT *entry, const struct strlist *leaves)
{
	char *object CLEANUP(free_text) = object_of(entry);
	char *record CLEANUP(free_text) = object ? io_read(entry->fts_path, NULL) : NULL;

	if (!object)
		return 0;
	if (!record)
		return -1;
	return stale_object_matches(record, leaves) ? io_remove(object) : 0;
}

static void close_walk(FTS **walk)
{
	if (*walk)
		fts_close(*walk);
}

int stale_objects_remove(const char *build, const struct strlist *leaves)
{
	char *const roots[] = { (char *)build, NULL };
	FTS *walk CLEANUP(close_walk) = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);

	if (!walk)
		return fail_errno("cannot look through %s", build);
	for (FTSENT *entry; (entry = fts_read(walk));)
		if (entry->fts_info == FTS_F && look_at(entry, leaves) < 0)
			return -1;
	return 0;
}
