// SPDX-License-Identifier: GPL-2.0
/* Puts sources together that are compiled with the same flags. */
#include "readers/flagclass.h"

#include "git/base.h"
#include "lib/lib.h"

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct flag_folder *)a)->path,
		      ((const struct flag_folder *)b)->path);
}

static bool is_makefile(const char *leaf)
{
	return !strcmp(leaf, "Kbuild") || starts_with(leaf, "Makefile") || has_ending(leaf, ".mk");
}

static int read_makefile(struct flag_folders *folders, const struct base *base,
			 const struct file *file, const struct strlist *names)
{
	size_t dir = (size_t)(path_leaf(file->path) - file->path);
	char *text CLEANUP(free_text) = base_read(base, &file->oid, NULL);
	struct flag_folder *last = folders->nr ? &folders->v[folders->nr - 1] : NULL;

	if (!text)
		return -1;
	/* several texts of one folder stand one behind the other */
	if (!last || strlen(last->path) != dir || strncmp(last->path, file->path, dir) != 0) {
		last = LIST_ADD(folders);
		last->path = xstrndup(file->path, dir);
	}
	makeflags_read(&last->flags, text, names);
	return 0;
}

/* Are these text of the top, whose flags all sources get, or of no kernel? */
static bool is_no_kernels(const char *path)
{
	return !strchr(path, '/') || path_leaf(path) == path || starts_with(path, "tools/") ||
	       starts_with(path, "scripts/") || starts_with(path, "Documentation/");
}

/* Equal paths one behind the other become one folder. */
static void merge(struct flag_folders *folders)
{
	size_t kept = 0;

	for (size_t i = 0; i < folders->nr; i++) {
		struct flag_folder *last = kept ? &folders->v[kept - 1] : NULL;
		struct flag_folder *here = &folders->v[i];

		if (!last || strcmp(last->path, here->path) != 0) {
			folders->v[kept++] = *here;
			continue;
		}
		strlist_add_all(&last->flags.own, &here->flags.own);
		strlist_add_all(&last->flags.down, &here->flags.down);
		strlist_add_all(&last->flags.objects, &here->flags.objects);
		last->flags.local |= here->flags.local;
		last->flags.local_down |= here->flags.local_down;
		last->flags.includes |= here->flags.includes;
		last->flags.wild |= here->flags.wild;
		makeflags_release(&here->flags);
		free(here->path);
	}
	folders->nr = kept;
}

/* What a Makefile may include stands below the folder above its own: which objects that names. */
static void follow_includes(struct flag_folders *folders, struct flag_folder *folder)
{
	size_t len = strlen(folder->path) - 1;

	while (len && folder->path[len - 1] != '/')
		len--;
	FOR_EACH(other, folders) {
		if (other == folder || strncmp(other->path, folder->path, len) != 0)
			continue;
		for (size_t i = 0; i < other->objects; i++)
			strlist_add(&folder->flags.objects, other->flags.objects.v[i]);
		folder->flags.wild |= other->flags.wild;
	}
}

int flag_folders_read(struct flag_folders *folders, const struct base *base,
		      const struct view *view, const struct strlist *names)
{
	FOR_EACH_IN_VIEW(file, view) {
		if (is_makefile(path_leaf(file->path)) && !is_no_kernels(file->path) &&
		    (file->mode & 0170000) == 0100000 &&
		    read_makefile(folders, base, file, names) < 0)
			return -1;
	}
	LIST_SORT(folders, by_path);
	merge(folders);
	FOR_EACH(folder, folders)
		folder->objects = folder->flags.objects.nr;
	FOR_EACH(folder, folders)
		if (folder->flags.includes)
			follow_includes(folders, folder);
	return 0;
}

static const struct flag_folder *find_folder(const struct flag_folders *folders, const char *path,
					     size_t len)
{
	char *name CLEANUP(free_text) = xstrndup(path, len);
	size_t nr = LIST_FIRST(folders, folder, strcmp(folder->path, name) < 0);

	return nr < folders->nr && !strcmp(folders->v[nr].path, name) ? &folders->v[nr] : NULL;
}

static void add_own(FILE *out, const struct flag_folder *folder, const char *goal)
{
	const struct makeflags *flags = &folder->flags;
	const char *leaf = path_leaf(goal);
	size_t len = strlen(leaf);

	if (flags->local && (flags->own.nr || flags->includes))
		fprintf(out, "in %s\n", folder->path);
	FOR_EACH(line, &flags->own)
		fprintf(out, "%s\n", *line);
	FOR_EACH(line, &flags->objects)
		if (!strncmp(*line, leaf, len) && (*line)[len] == ' ')
			fprintf(out, "%s%s\n", flags->local ? goal : "", *line + len);
	if (flags->wild)
		fprintf(out, "alone %s\n", goal);
}

char *flag_class(const struct flag_folders *folders, const char *goal)
{
	char *text CLEANUP(free_text) = NULL;
	const char *up = strstr(goal, "/../");
	size_t dir = up ? (size_t)(up - goal) + 1 : (size_t)(path_leaf(goal) - goal);
	FILE *out = xmemstream(&text, NULL);
	const struct flag_folder *own = find_folder(folders, goal, dir);

	if (own)
		add_own(out, own, goal);
	for (size_t len = dir; len; len--) {
		const struct flag_folder *above =
			goal[len - 1] == '/' && len < dir ? find_folder(folders, goal, len) : NULL;

		if (!above)
			continue;
		if (above->flags.local_down && above->flags.down.nr)
			fprintf(out, "below %s\n", above->path);
		FOR_EACH(line, &above->flags.down)
			fprintf(out, "%s\n", *line);
	}
	/* a name that is declared twice is told there */
	fflush(out);
	if (strstr(text, "-Wshadow"))
		fprintf(out, "alone %s\n", goal);
	fclose(out);
	return TAKE(text);
}

void flag_folders_release(struct flag_folders *folders)
{
	FOR_EACH(folder, folders) {
		free(folder->path);
		makeflags_release(&folder->flags);
	}
	LIST_RELEASE(folders);
}
