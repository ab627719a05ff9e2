// SPDX-License-Identifier: GPL-2.0
/* Sorts the files that a commit changes by what they ask of a target. */
#include "build/changed.h"

#include "build/revision.h"
#include "campaign/scope.h"
#include "git/base.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"

#include <string.h>

static bool has_suffix(const char *path, const char *suffix)
{
	size_t a = strlen(path), b = strlen(suffix);

	return a >= b && !strcmp(path + a - b, suffix);
}

/* Some scripts are for people, or only read what is built. */
static bool is_idle(const char *path)
{
	static const char *const paths[] = {
		"scripts/checkpatch.pl", "scripts/get_maintainer.pl", "scripts/kernel-doc",
		"scripts/spelling.txt", "scripts/const_structs.checkpatch", "scripts/coccinelle/",
		"scripts/coccicheck", "scripts/tags.sh", "scripts/bloat-o-meter",
		"scripts/decodecode", "scripts/decode_stacktrace.sh", "scripts/faddr2line",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (path_is_below(path, paths[i]))
			return true;
	return false;
}

static bool is_silent(const char *path)
{
	return is_idle(path) || !strncmp(path, "Documentation/", 14) || has_suffix(path, ".rst") ||
	       has_suffix(path, ".txt") || !strcmp(path, "MAINTAINERS") ||
	       has_suffix(path, ".gitignore") || (!strchr(path, '/') && !kbuild_decides(path));
}

static void sort_file(struct touched *touched, const char *path, bool exists)
{
	if (is_silent(path))
		strlist_add(&touched->silent, path);
	else if (kbuild_decides(path))
		strlist_add(&touched->kbuild, path);
	else if (has_suffix(path, ".h"))
		strlist_add(&touched->headers, path);
	else if (!has_suffix(path, ".c") && !has_suffix(path, ".S"))
		strlist_add(&touched->others, path);
	else if (exists)
		strlist_add(&touched->sources, path);
	else
		strlist_add(&touched->gone, path);
}

static bool differs(const struct view *a, const struct view *b, const char *path)
{
	const struct file *x = view_find(a, path), *y = view_find(b, path);

	if (!x || !y)
		return x != y;
	return !git_oid_equal(&x->oid, &y->oid) || x->mode != y->mode;
}

void touched_load(struct touched_list *list, const struct stands *stands)
{
	for (size_t i = 1; i < stands->nr; i++) {
		const struct view *old = &stands->v[i - 1].view, *new = &stands->v[i].view;
		struct touched *touched = LIST_ADD(list);
		struct strlist paths = { 0 };

		FOR_EACH(file, &old->changed)
			strlist_add(&paths, file->path);
		FOR_EACH(file, &new->changed)
			strlist_add(&paths, file->path);
		strlist_sort(&paths);
		FOR_EACH(path, &paths) {
			if (!differs(old, new, *path))
				continue;
			strlist_add(&touched->paths, *path);
			sort_file(touched, *path, view_find(new, *path) != NULL);
		}
		strlist_release(&paths);
	}
}

void touched_want(struct touched_list *list, const struct modules *modules,
		  struct obligations *obligations)
{
	for (size_t i = 0; i < list->nr; i++) {
		struct touched *touched = &list->v[i];

		FOR_EACH(source, &touched->sources) {
			char kind = modules_kind(modules, *source);

			if (kind == 'y' || kind == 'm')
				*LIST_ADD(&touched->objects) =
					obligation_want(obligations, modules, *source, i + 1);
			else if (!strlist_has(&touched->headers, *source))
				strlist_add(&touched->uncovered, *source);
		}
	}
}

char *touched_name(const struct strlist *paths)
{
	if (paths->nr == 0)
		return xstrdup("");
	if (paths->nr == 1)
		return xstrdup(paths->v[0]);
	if (paths->nr == 2)
		return xasprintf("%s or %s", paths->v[0], paths->v[1]);
	return xasprintf("%s, %s or %zu more", paths->v[0], paths->v[1], paths->nr - 2);
}

void touched_release(struct touched_list *list)
{
	FOR_EACH(touched, list) {
		struct audience *audience = &touched->audience;
		struct remake *remake = &touched->remake;
		struct strlist *lists[] = { &touched->paths, &touched->sources, &touched->headers,
					    &touched->kbuild, &touched->gone, &remake->options,
					    &remake->added, &remake->removed, &remake->again,
					    &remake->orphans,
					    &touched->others, &touched->silent, &touched->uncovered,
					    &audience->reach, &audience->built, &audience->marked,
					    &audience->added, &audience->altered,
					    &audience->words };

		for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
			strlist_release(lists[i]);
		free(audience->limits);
		free(remake->undecided);
		free(remake->broken);
		free(remake->unheld);
		free(remake->made.v);
		free(remake->lost.v);
		free(touched->objects.v);
		free(touched->readers.v);
	}
	free(list->v);
	*list = (struct touched_list){ 0 };
}
