// SPDX-License-Identifier: GPL-2.0
/* Finds the folders that a change of sources of modules concerns. */
#include "full/nearby.h"

#include "git/base.h"
#include "git/treediff.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <fts.h>
#include <sys/stat.h>

bool nearby_names(const char *text, const char *path)
{
	size_t len = strlen(path);

	for (const char *at = text; (at = strstr(at, path)); at += len)
		if (at > text && strchr("/ \t\n", at[-1]) && strchr(" \t\n\\'\")", at[len]))
			return true;
	return false;
}

bool nearby_is_source(const char *path)
{
	const char *dot = strrchr(path_leaf(path), '.');

	if (!dot || !strncmp(path, "scripts/", 8) || !strncmp(path, "tools/", 6) ||
	    !strncmp(path, "usr/", 4))
		return false;
	if (!strcmp(dot, ".c") || !strcmp(dot, ".S"))
		return true;
	return !strcmp(dot, ".h") && strncmp(path, "include/", 8) != 0 &&
	       strncmp(path, "arch/", 5) != 0;
}

/* What one file below the build folder says; 1: fine, 0: everything must be looked at, or -1. */
typedef int (*look_at)(void *ctx, const char *path, const char *name);

static void close_walk(FTS **walk)
{
	if (*walk)
		fts_close(*walk);
}

/* Look at all files below @build whose names end so; @path is told as it is below @build. */
static int walk_files(const char *build, const char *end, look_at look, void *ctx)
{
	char *root CLEANUP(free_text) = xstrdup(build);
	char *const roots[] = { root, NULL };
	FTS *walk CLEANUP(close_walk) = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int result = 1;

	if (!walk)
		return fail_errno("cannot look through %s", build);
	for (FTSENT *entry; result > 0 && (entry = fts_read(walk));)
		if (entry->fts_info == FTS_F && has_ending(entry->fts_name, end))
			result = look(ctx, entry->fts_path, entry->fts_name);
	return result;
}

struct nearby_search {
	struct nearby *nearby;
	const struct treediff *diff;
	const char *build;
};

/* "BUILD/drivers/x/.y.o.cmd" is the record of drivers/x/y.o. */
static int add_reader(struct nearby_search *search, const char *path, const char *name)
{
	const char *below = path + strlen(search->build) + 1;
	int folder = (int)(strlen(below) - strlen(name));

	if (!has_ending(name, ".o.cmd") || !folder)
		return 0;
	*LIST_ADD(&search->nearby->objects) =
		xasprintf("%.*s%.*s", folder, below, (int)strlen(name) - 5, name + 1);
	*LIST_ADD(&search->nearby->folders) = xasprintf("%.*s", folder, below);
	return 1;
}

/* The flag that Kbuild gives to objects of modules stands in their command, which is the first
 * line. */
static bool is_of_module(const char *text)
{
	const char *flag = strstr(text, " -DMODULE ");

	return flag && flag < text + strcspn(text, "\n");
}

static int look_at_record(void *ctx, const char *path, const char *name)
{
	struct nearby_search *search = ctx;
	char *text CLEANUP(free_text) = io_read(path, NULL);

	if (!text)
		return -1;
	FOR_EACH(delta, search->diff) {
		if (!nearby_names(text, delta->path))
			continue;
		return is_of_module(text) ? add_reader(search, path, name) : 0;
	}
	return 1;
}

int nearby_find(struct nearby *nearby, const char *build, const struct treediff *diff)
{
	struct nearby_search search = { .nearby = nearby, .diff = diff, .build = build };

	FOR_EACH(delta, diff)
		if (delta->mode_before != delta->mode_after || !delta->mode_after ||
		    !nearby_is_source(delta->path))
			return 0;
	int result = walk_files(build, ".cmd", look_at_record, &search);
	strlist_sort(&nearby->folders);
	strlist_sort(&nearby->objects);
	return result > 0 && !nearby->folders.nr ? 0 : result;
}

struct nearby_links {
	const struct nearby *nearby;
	const char *build;
	struct strlist linked;		/* objects whose module is newer than they are */
};

static bool is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec > b->st_mtim.tv_sec ||
	       (a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
		a->st_mtim.tv_nsec >= b->st_mtim.tv_nsec);
}

/* foo.mod lists the objects that foo.ko is linked from. */
static int look_at_module(void *ctx, const char *path, const char *name)
{
	struct nearby_links *links = ctx;
	char *text CLEANUP(free_text) = io_read(path, NULL);
	char *module CLEANUP(free_text) = xasprintf("%.*s.ko", (int)strlen(path) - 4, path);
	struct strlist objects CLEANUP(strlist_release) = { 0 };
	struct stat made;

	(void)name;
	if (!text)
		return -1;
	strlist_split(&objects, text, " \n");
	FOR_EACH(object, &objects) {
		char *file CLEANUP(free_text) = xasprintf("%s/%s", links->build, *object);
		struct stat of;

		if (!strlist_find(&links->nearby->objects, *object))
			continue;
		if (stat(module, &made) < 0 || stat(file, &of) < 0 || !is_newer(&made, &of))
			return 0;
		strlist_add_once(&links->linked, *object);
	}
	return 1;
}

int nearby_is_linked(const struct nearby *nearby, const char *build)
{
	struct nearby_links links = { .nearby = nearby, .build = build };
	int result = walk_files(build, ".mod", look_at_module, &links);
	bool all = links.linked.nr == nearby->objects.nr;

	strlist_release(&links.linked);
	return result > 0 ? all : result;
}

#define APART 1 /* seconds: file systems tell the time of the last tick */

static int look_at_time(void *ctx, const char *path, const char *name)
{
	const time_t *now = ctx;
	struct stat st;

	(void)name;
	return lstat(path, &st) < 0 || st.st_mtime <= *now + APART;
}

int nearby_is_ahead(const char *build, time_t now)
{
	int result = walk_files(build, "", look_at_time, &now);

	return result < 0 ? -1 : !result;
}

void nearby_release(struct nearby *nearby)
{
	STRLIST_RELEASE_ALL(&nearby->folders, &nearby->objects);
	*nearby = (struct nearby){ 0 };
}
