// SPDX-License-Identifier: GPL-2.0
/* Sorts the files that a commit changes by what they ask of a target. */
#include "build/changed.h"

#include "build/remark.h"
#include "build/revision.h"
#include "campaign/campaign.h"
#include "git/base.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kbuild/module.h"
#include "lib/fail.h"
#include "lib/lib.h"

bool changed_is_idle(const char *path)
{
	static const char *const paths[] = {
		"scripts/checkpatch.pl", "scripts/get_maintainer.pl", "scripts/spelling.txt",
		"scripts/const_structs.checkpatch", "scripts/coccinelle/", "scripts/coccicheck",
		"scripts/tags.sh", "scripts/bloat-o-meter", "scripts/decodecode",
		"scripts/decode_stacktrace.sh", "scripts/faddr2line",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (path_is_below(path, paths[i]))
			return true;
	return false;
}

/* Of these no make of a kernel reads anything. */
static bool is_text(const char *path)
{
	static const char *const top[] = {
		"COPYING", "CREDITS", "MAINTAINERS", "README", ".mailmap", ".clang-format",
		".cocciconfig", ".editorconfig", ".gitattributes", ".get_maintainer.ignore",
		".rustfmt.toml", NULL
	};

	return is_one_of(path, top) || path_is_below(path, "Documentation/") ||
	       path_is_below(path, "LICENSES/") || has_ending(path, ".rst") ||
	       !strcmp(path_leaf(path), ".gitignore") || path_is_below(path, "tools/");
}

static void sort_file(struct changed_files *changed, const char *path, bool exists)
{
	if (changed_is_idle(path))
		strlist_add(&changed->silent, path);
	else if (kbuild_decides(path))
		strlist_add(&changed->kbuild, path);
	else if (is_text(path))
		strlist_add(&changed->silent, path);
	else if (has_ending(path, ".h"))
		strlist_add(&changed->headers, path);
	else if (!has_ending(path, ".c") && !has_ending(path, ".S"))
		strlist_add(&changed->others, path);
	else if (exists)
		strlist_add(&changed->sources, path);
	else
		strlist_add(&changed->gone, path);
}

/* Nobody runs a source or a header, so nobody reads its mode. */
static bool is_mode_alone(const struct view *a, const struct view *b, const char *path)
{
	const struct file *x = view_find(a, path), *y = view_find(b, path);

	return x && y && git_oid_equal(&x->oid, &y->oid) &&
	       (x->mode & 0170000) == (y->mode & 0170000) &&
	       (has_ending(path, ".c") || has_ending(path, ".S") || has_ending(path, ".h"));
}

/* Programs of which the kernel holds a copy that is compared are left out. */
static bool may_be_remark(const char *path)
{
	return kbuild_decides(path) &&
	       (!path_is_below(path, "tools/") || path_is_below(path, "tools/objtool/"));
}

/* Of what make reads or runs, are only comments otherwise? */
static bool is_remark_alone(const struct revisions *revisions, const struct view *a,
			    const struct view *b, const char *path)
{
	const struct file *x = view_find(a, path), *y = view_find(b, path);
	char *old CLEANUP(free_text) = NULL, *new CLEANUP(free_text) = NULL;

	if (!x || !y || x->mode != y->mode || (x->mode & 0170000) != 0100000 ||
	    !may_be_remark(path))
		return false;
	old = base_read(revisions->base, &x->oid, NULL);
	new = base_read(revisions->base, &y->oid, NULL);
	if (!old || !new)
		fail_clear();
	return old && new &&remark_is_all(path, old, new);
}

static void take_path(struct changed_files *changed, const struct revisions *revisions,
		      const struct view *old, const struct view *new, const char *path)
{
	strlist_add(&changed->paths, path);
	if (is_mode_alone(old, new, path)) {
		strlist_add(&changed->silent, path);
	} else if (is_remark_alone(revisions, old, new, path)) {
		strlist_add(&changed->silent, path);
		changed->remarks++;
	} else {
		sort_file(changed, path, view_find(new, path) != NULL);
	}
}

static bool differs(const struct view *a, const struct view *b, const char *path)
{
	const struct file *x = view_find(a, path), *y = view_find(b, path);

	if (!x || !y)
		return x != y;
	return !git_oid_equal(&x->oid, &y->oid) || x->mode != y->mode;
}

void changed_load(struct changed_list *list, const struct revisions *revisions, size_t commits)
{
	for (size_t i = 1; i <= commits; i++) {
		const struct view *new = &revisions->v[i].view;
		const struct view *old = &revisions->v[revisions->v[i].before].view;
		struct changed_files *changed = LIST_ADD(list);
		struct strlist paths CLEANUP(strlist_release) = { 0 };

		FOR_EACH(file, &old->changed)
			strlist_add(&paths, file->path);
		FOR_EACH(file, &new->changed)
			strlist_add(&paths, file->path);
		strlist_sort(&paths);
		FOR_EACH(path, &paths)
			if (differs(old, new, *path))
				take_path(changed, revisions, old, new, *path);
	}
}

void changed_want(struct changed_list *list, const struct modules *modules,
		  struct objects *objects)
{
	for (size_t i = 0; i < list->nr; i++) {
		struct changed_files *changed = &list->v[i];

		FOR_EACH(source, &changed->sources) {
			char kind = modules_kind(modules, *source);

			if (kind == 'y' || kind == 'm')
				object_refs_add(&changed->objects,
						object_want(objects, modules, *source, i + 1));
			else if (!strlist_has(&changed->headers, *source))
				strlist_add(&changed->uncovered, *source);
		}
	}
}

char *changed_name(const struct strlist *paths)
{
	if (paths->nr == 0)
		return xstrdup("");
	if (paths->nr == 1)
		return xstrdup(paths->v[0]);
	if (paths->nr == 2)
		return xasprintf("%s or %s", paths->v[0], paths->v[1]);
	return xasprintf("%s, %s or %zu more", paths->v[0], paths->v[1], paths->nr - 2);
}

void changed_release(struct changed_list *list)
{
	FOR_EACH(changed, list) {
		struct includers *includers = &changed->includers;
		struct rebuild_set *rebuild = &changed->rebuild;
		struct strlist *lists[] = {
			&changed->paths, &changed->sources, &changed->headers,
			&changed->kbuild, &changed->gone, &rebuild->options,
			&rebuild->added, &rebuild->removed, &rebuild->again, &rebuild->moved,
			&rebuild->orphans, &changed->others, &changed->silent, &changed->open,
			&changed->folders, &changed->own, &changed->ruled,
			&changed->programs, &changed->program_folders,
			&changed->uncovered, &includers->reach, &includers->unmade,
			&includers->built,
			&includers->marked, &includers->added, &includers->altered,
			&includers->words, &includers->premises,
			&includers->speakers
		};

		for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
			strlist_release(lists[i]);
		FREE_ALL(rebuild->unheld, rebuild->warning);
		FREE_ALL(includers->limits, rebuild->undecided, rebuild->broken,
			 rebuild->made.v, rebuild->lost.v, changed->objects.v, changed->readers.v,
			 changed->unlisted.v, changed->ruled_objects.v);
	}
	LIST_RELEASE(list);
}
