// SPDX-License-Identifier: GPL-2.0
/* Looks for modules that have the name of one that a commit adds. */
#include "impact/modname.h"

#include "build/target_build.h"
#include "build/treegrep.h"
#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"

#include <string.h>

/* The last parts of the modules that the commit adds, "x.o". */
static void find_names(const struct target_build *build, size_t commit, struct strlist *names)
{
	const struct rebuild_set *rebuild = &build->changed.v[commit].rebuild;
	const struct strlist *lists[] = { &rebuild->added, &rebuild->again };

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		FOR_EACH(source, lists[i]) {
			struct strlist modules CLEANUP(strlist_release) = { 0 };

			if (modules_kind(&build->modules, *source) == 'm')
				modules_of(&build->modules, *source, &modules);
			FOR_EACH(module, &modules)
				strlist_add(names, path_leaf(*module));
		}
	strlist_sort(names);
}

/* A path in each folder whose Makefile holds one of the names. */
static int find_folders(const struct target_build *build, const struct view *view,
			const struct strlist *names, struct strlist *paths)
{
	FOR_EACH_IN_VIEW(file, view) {
		const char *leaf = path_leaf(file->path);
		char *text CLEANUP(free_text) = NULL;

		if (strcmp(leaf, "Makefile") != 0 && strcmp(leaf, "Kbuild") != 0)
			continue;
		text = base_read(build->revisions.base, &file->oid, NULL);
		if (!text)
			return -1;
		FOR_EACH(name, names)
			if (treegrep_holds(text, *name, false))
				*LIST_ADD(paths) = xasprintf("%.*sx.c", (int)(leaf - file->path),
							     file->path);
	}
	strlist_sort(paths);
	return 0;
}

static void compare(const struct modules *modules, const char *name, struct strlist *said)
{
	struct strlist found CLEANUP(strlist_release) = { 0 };

	FOR_EACH(member, modules)
		if (member->kind == 'm' && !strcmp(path_leaf(member->module), name) &&
		    !(strcmp(member->object, member->module) != 0 &&
		      !strcmp(path_leaf(member->object), name)))
			strlist_add(&found, member->module);
	strlist_sort(&found);
	if (found.nr > 1)
		*LIST_ADD(said) = xasprintf("the modules %s and %s have the same name", found.v[0],
					    found.v[1]);
}

int modname_twins(struct target_build *build, size_t commit, struct strlist *said)
{
	const struct revision *revision = &build->revisions.v[commit + 1];
	struct modules modules CLEANUP(modules_release) = { 0 };
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	find_names(build, commit, &names);
	if (!names.nr || find_folders(build, &revision->view, &names, &paths) < 0)
		return names.nr ? -1 : 0;
	if (modules_load_tree(&modules, &build->kbuild, build->revisions.base, &revision->view,
			      &revision->kconfig, &paths) < 0) {
		/* a Makefile that the commit breaks: that is said otherwise */
		if (!strstr(fail_text(), "cannot evaluate the Makefile"))
			return -1;
		fail_clear();
		return 0;
	}
	FOR_EACH(name, &names)
		compare(&modules, *name, said);
	return 0;
}
