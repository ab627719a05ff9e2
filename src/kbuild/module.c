// SPDX-License-Identifier: GPL-2.0
/* Asks Kbuild which objects are linked together. */
#include "kbuild/module.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kbuild/makefile.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

#define VERSION "modules 3" /* of the way to read what query.mk says */

static void add_folders(struct strlist *dirs, const struct strlist *paths,
			const struct view *view)
{
	if (view_find(view, "Kbuild"))
		strlist_add(dirs, QUERY_TOP);
	FOR_EACH(path, paths) {
		char *dir CLEANUP(free_text) = xstrdup(*path);
		char *slash;

		while ((slash = strrchr(dir, '/'))) {
			*slash = '\0';
			char *makefile = xasprintf("%s/Makefile", dir);
			char *kbuild = xasprintf("%s/Kbuild", dir);
			if (view_find(view, makefile) || view_find(view, kbuild))
				strlist_add(dirs, dir);
			FREE_ALL(makefile, kbuild);
		}
	}
	strlist_sort(dirs);
}

static int recall_modules(struct modules *modules, const json_t *fact)
{
	FOR_EACH_JSON(row, fact) {
		const char *goal, *module, *kind;

		if (json_unpack(row, "[sss]", &goal, &module, &kind) < 0)
			return 0;
		query_add(modules, xstrdup(goal), xstrdup(module), *kind);
	}
	return 1;
}

static json_t *as_fact(const struct modules *modules)
{
	json_t *fact = json_array();

	FOR_EACH(member, modules) {
		const char kind[2] = { member->kind, '\0' };

		json_array_append_new(fact, json_pack("[sss]", member->goal, member->module,
						      kind));
	}
	return fact;
}

static int configure(struct kbuild *kbuild, const struct base *base, const git_oid *tree,
		     const git_oid *kconfig)
{
	if (worktree_set(kbuild->state, base, tree, WORKTREE_KBUILD) < 0 ||
	    kbuild_configure(kbuild, kconfig) < 0)
		return -1;
	return git_oid_equal(tree, &base->tree) ? kbuild_check(kbuild) : 0;
}

int modules_load_tree(struct modules *modules, struct kbuild *kbuild, const struct base *base,
		      const struct view *view, const git_oid *kconfig, const struct strlist *paths)
{
	struct strlist dirs CLEANUP(strlist_release) = { 0 };
	char *makefile CLEANUP(free_text) = query_makefile();
	char *text CLEANUP(free_text) = makefile ? io_read(makefile, NULL) : NULL;

	if (!text)
		return -1;
	add_folders(&dirs, paths, view);
	struct fact fact CLEANUP(fact_release) = {
		kbuild->state->ledger, "modules", DIGEST(VERSION, text, kconfig,
							      &kbuild->context, &dirs)
	};
	int result = fact_recall(&fact);
	if (result > 0)
		result = recall_modules(modules, fact.value);
	if (result)
		return result < 0 ? -1 : 0;
	modules_release(modules);
	if (configure(kbuild, base, &view->tree, kconfig) < 0 ||
	    query_run(modules, kbuild, makefile, &dirs) < 0)
		return -1;
	return fact_keep(&fact, as_fact(modules));
}

int modules_load(struct modules *modules, struct kbuild *kbuild, const struct base *base,
		 const struct files *all, const struct strlist *paths)
{
	const struct view whole = { .files = all, .tree = base->tree };
	git_oid kconfig = kbuild_digest(&whole);

	return modules_load_tree(modules, kbuild, base, &whole, &kconfig, paths);
}

char *module_object(const char *path)
{
	const char *dot = strrchr(path, '.');

	return xasprintf("%.*s.o", dot ? (int)(dot - path) : (int)strlen(path), path);
}

/* The first member whose object does not stand before @object. */
static const struct member *first_of(const struct modules *modules, const char *object)
{
	return modules->v + LIST_FIRST(modules, member, strcmp(member->object, object) < 0);
}

/* All members of one object. */
#define FOR_EACH_OF(member, modules, wanted) \
	for (const struct member *member = first_of(modules, wanted); \
	     member < (modules)->v + (modules)->nr && !strcmp(member->object, wanted); member++)

void modules_of(const struct modules *modules, const char *path, struct strlist *out)
{
	char *object CLEANUP(free_text) = module_object(path);
	bool composite = false;

	FOR_EACH_OF(member, modules, object)
		composite = composite || strcmp(member->module, object);
	FOR_EACH_OF(member, modules, object)
		if (!composite || strcmp(member->module, object))
			strlist_add_once(out, member->module);
}

void modules_members(const struct modules *modules, const char *module, struct strlist *objects)
{
	FOR_EACH(member, modules)
		if (!strcmp(member->module, module))
			strlist_add_once(objects, member->object);
}

char modules_kind(const struct modules *modules, const char *path)
{
	char *object CLEANUP(free_text) = module_object(path);
	char kind = 0;

	FOR_EACH_OF(member, modules, object)
		if (!kind || kind == 'n')
			kind = member->kind;
	return kind;
}

void modules_merge(struct modules *modules, const struct modules *more)
{
	struct modules missing = { 0 };

	FOR_EACH(member, more) {
		char kind = modules_kind(modules, member->object);

		if (member->kind != 'n' && kind != 'y' && kind != 'm')
			*LIST_ADD(&missing) = *member;
	}
	FOR_EACH(member, &missing)
		query_add(modules, xstrdup(member->goal), xstrdup(member->module), member->kind);
	free(missing.v); /* the elements are borrowed */
	query_sort(modules);
}

bool modules_descend(const struct modules *modules, const char *folder)
{
	FOR_EACH(member, modules)
		if (starts_with(member->goal, folder))
			return true;
	return false;
}

const char *modules_goal(const struct modules *modules, const char *object)
{
	const char *goal = object;

	FOR_EACH_OF(member, modules, object)
		if (member->kind != 'n')
			goal = member->goal;
	return goal;
}

static char *read_file(const struct base *base, const struct files *all, const char *path)
{
	const struct file *file = files_find(all, path);

	return file ? base_read(base, &file->oid, NULL) : NULL;
}

/* The Makefile of a folder, which may be called Kbuild. */
static char *read_makefile_of(const struct base *base, const struct files *all, const char *dir)
{
	char *kbuild CLEANUP(free_text) = xasprintf("%s%sKbuild", dir, *dir ? "/" : "");
	char *makefile CLEANUP(free_text) = xasprintf("%s%sMakefile", dir, *dir ? "/" : "");
	char *text = read_file(base, all, kbuild);

	return text ? text : read_file(base, all, makefile);
}

/* The same with the files beside it that it includes (Kbuild.platforms). */
static char *read_makefiles(const struct base *base, const struct files *all, const char *dir)
{
	char *text CLEANUP(free_text) = read_makefile_of(base, all, dir);
	char *whole = NULL, *line;
	const char *rest = text;
	FILE *out = text ? xmemstream(&whole, NULL) : NULL;

	if (!text)
		return NULL;
	fprintf(out, "%s\n", text);
	for (; (line = next_joined_line(&rest)); free(line)) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", dir, path_leaf(line));
		char *more CLEANUP(free_text) =
			makefile_includes(line) ? read_file(base, all, path) : NULL;

		fprintf(out, "%s\n", more ? more : "");
	}
	fclose(out);
	return whole;
}

void modules_options(const struct base *base, const struct files *all, const char *path,
		     struct strlist *options)
{
	char *rest CLEANUP(free_text) = xstrdup(path);
	char *word CLEANUP(free_text) = module_object(path_leaf(path));
	char *slash;

	while ((slash = strrchr(rest, '/'))) {
		*slash = '\0';
		char *makefile CLEANUP(free_text) = read_makefiles(base, all, rest);
		if (makefile)
			makefile_options(makefile, word, options);
		else
			/* a folder without Makefile: its objects are named as sub/foo.o above */
			continue;
		free(word);
		word = xasprintf("%s/", path_leaf(rest));
	}
}

void modules_release(struct modules *modules)
{
	FOR_EACH(member, modules)
		FREE_ALL(member->object, member->goal, member->module);
	LIST_RELEASE(modules);
}
