// SPDX-License-Identifier: GPL-2.0
/* Lists the ways in which a make can read a path, and which of them no check answers. */
#include "impact/ways.h"

#include "impact/named.h"
#include "build/target_build.h"
#include "git/base.h"
#include "kbuild/makerule.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/word.h"

#include <string.h>

/* One commit that is looked at. */
struct way_search {
	struct target_build *build;
	struct changed_files *changed;
	const struct view *before, *after;
	const struct namings *text, *newer, *sources;	/* who names its paths */
	const char *config;			/* auto.conf; "" when there is none */
	bool taken;				/* the make of a folder answers for the path */
};

bool ways_configures(const char *path)
{
	const char *folder = starts_with(path, "arch/") ? strchr(path + strlen("arch/"), '/') :
			     starts_with(path, "kernel/") ? path + strlen("kernel") : NULL;

	return folder && starts_with(folder, "/configs/") && path_leaf(path)[0];
}

const char *ways_command(const char *path)
{
	if (ways_configures(path))
		return has_ending(path, "defconfig") ? "make *_defconfig" : "make *.config";
	if (starts_with(path, "Documentation/devicetree/bindings/"))
		return "make dt_binding_check";
	if (starts_with(path, "Documentation/") || has_ending(path, ".rst"))
		return "make htmldocs";
	if (starts_with(path, "tools/testing/selftests/"))
		return "make kselftest";
	return starts_with(path, "tools/") ? "make tools/all" : NULL;
}

bool ways_lists_files(const char *makefile)
{
	return holds_one_of(makefile, TEXTS("$(wildcard", "$(shell", "find "));
}

static bool is_compiled(const char *path)
{
	return has_ending(path, ".c") || has_ending(path, ".S");
}

/* "PATH: way" */
static void leave_open(const struct way_search *search, const char *path, char *way)
{
	*LIST_ADD(&search->changed->open) = xasprintf("%s %s", path, way);
	free(way);
}

static bool is_on(const struct way_search *search, const char *option)
{
	char *line CLEANUP(free_text) = xasprintf("%s=y", option);

	return strstr(search->config, line) != NULL;
}

static void find_exported(const struct way_search *search, const char *path)
{
	char *arch CLEANUP(free_text) = xasprintf("arch/%s/include/uapi/",
						  search->build->kbuild.target.srcarch);

	if ((starts_with(path, "include/uapi/") || starts_with(path, arch)) &&
	    (is_on(search, "CONFIG_UAPI_HEADER_TEST") || is_on(search, "CONFIG_HEADERS_INSTALL")))
		leave_open(search, path, xstrdup("is exported to user space and tested there, "
						 "which is not tried: make headers usr/"));
}

/* Does the make that prepares a tree look at it? */
static bool is_prepared_from(const struct way_search *search, const char *path)
{
	const char *arch = search->build->kbuild.target.srcarch;
	char *generated CLEANUP(free_text) = xasprintf("arch/%s/include/generated/", arch);

	return starts_with(path, "include/generated/") || starts_with(path, "include/config/") ||
	       starts_with(path, generated) ||
	       strlist_find(&search->build->revisions.prepare_inputs, path);
}

/* Is the naming answered by what is tried anyway? */
static bool is_answered(const struct way_search *search, const struct naming *naming,
			const char *path)
{
	const struct changed_files *changed = search->changed;
	const char *leaf = path_leaf(naming->by);
	bool makefile = !strncmp(leaf, "Makefile", 8) || !strncmp(leaf, "Kbuild", 6);
	bool header = strlist_has(&changed->headers, path);

	/* -include: all objects read it */
	if (header && makefile)
		return false;
	/* what a script generates reads the header as other sources do */
	return is_prepared_from(search, path) || (header && changed->includers.built.nr);
}

static bool builds_in(const struct modules *modules, const char *folder)
{
	FOR_EACH(member, modules)
		if (member->kind != 'n' && starts_with(member->goal, folder))
			return true;
	return false;
}

/* Does this target build anything in the folder? */
static bool is_descended(const struct way_search *search, const char *folder)
{
	struct target_build *build = search->build;
	struct modules more CLEANUP(modules_release) = { 0 };
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	if (builds_in(&build->modules, folder))
		return true;
	*LIST_ADD(&paths) = xasprintf("%sx.c", folder);
	if (modules_load(&more, &build->kbuild, build->revisions.base, build->revisions.all,
			 &paths) < 0) {
		fail_clear();
		return false;
	}
	modules_merge(&build->modules, &more);
	return builds_in(&build->modules, folder);
}

/* The folder of a Makefile, where this target builds in it, so that to make it answers; NULL: it
 * does not. Owned by the caller. */
static char *made_folder(const struct way_search *search, const char *by)
{
	const char *leaf = path_leaf(by);
	char *folder CLEANUP(free_text) = xstrndup(by, (size_t)(leaf - by));
	bool makefile = !strcmp(leaf, "Makefile") || !strcmp(leaf, "Kbuild");

	return !makefile || leaf == by || starts_with(by, "scripts/") ||
	       starts_with(by, "tools/") || !is_descended(search, folder) ? NULL : TAKE(folder);
}

/* Have the folder of that Makefile made, where it can be. 1: so it is. */
static bool take_folder(const struct way_search *search, const char *by)
{
	char *folder CLEANUP(free_text) = made_folder(search, by);

	if (folder && !strlist_has(&search->changed->folders, folder))
		strlist_add(&search->changed->folders, folder);
	return folder != NULL;
}

/* 1: somebody names it, and that is left open. */
static bool find_named(struct way_search *search, const struct namings *namings,
		       const char *path)
{
	bool header = strlist_has(&search->changed->headers, path);

	FOR_EACH(naming, namings) {
		if (!strcmp(naming->by, path) || !naming_means(naming, path) ||
		    is_answered(search, naming, path))
			continue;
		/* a header that all objects are told to read is no input of one folder */
		if (!header && take_folder(search, naming->by)) {
			search->taken = true;
			continue;
		}
		leave_open(search, path, xasprintf("is named by %s, and what that makes of it is "
						   "not tried", naming->by));
		return true;
	}
	return false;
}

/* Does the link @file lead to @path or to a folder above it? */
static int leads_to(const struct way_search *search, const struct file *file, const char *path)
{
	char *text CLEANUP(free_text) = base_read(search->build->revisions.base, &file->oid, NULL);
	char *target CLEANUP(free_text) = NULL;

	if (!text)
		return -1;
	target = xasprintf("%.*s%s", (int)(path_leaf(file->path) - file->path), file->path, text);
	path_normalize(target);
	return !strcmp(target, path) || (starts_with(path, target) && path[strlen(target)] == '/');
}

/* What @path is read as, too. */
static int find_links(const struct way_search *search, const char *path)
{
	const struct files *lists[] = { search->build->revisions.all, &search->after->changed };

	for (size_t i = 0; i < 2; i++)
		FOR_EACH(file, lists[i]) {
			int leads;

			/* device trees have a name of their own for these */
			if ((file->mode & 0170000) != 0120000 || git_oid_is_zero(&file->oid) ||
			    starts_with(file->path, "scripts/dtc/include-prefixes/"))
				continue;
			leads = leads_to(search, file, path);
			if (leads < 0)
				return -1;
			if (leads)
				leave_open(search, path,
					   xasprintf("is read as %s, too", file->path));
		}
	return 0;
}

/* Might a Makefile of a folder above, but the top, find the file by itself? */
static int find_listed(const struct way_search *search, const char *path)
{
	static const char *const names[] = { "Kbuild", "Makefile" };
	char *folder CLEANUP(free_text) = xstrdup(path);

	for (char *slash; (slash = strrchr(folder, '/'));) {
		*slash = '\0';
		for (size_t i = 0; i < 2; i++) {
			char *name CLEANUP(free_text) = xasprintf("%s/%s", folder, names[i]);
			const struct file *file = view_find(search->after, name);
			char *text CLEANUP(free_text) =
				file ? base_read(search->build->revisions.base, &file->oid, NULL) :
				       xstrdup("");

			if (!text)
				return -1;
			if (!ways_lists_files(text))
				continue;
			leave_open(search, path, xasprintf("may be read by %s, which looks for "
							   "files", name));
			return 1;
		}
	}
	return 0;
}

/* What is neither source nor header, and that no source includes: 1 when it is left open. */
static int find_other(struct way_search *search, const char *path)
{
	static const struct {
		const char *ending, *what;
	} kinds[] = {
		{ ".dts", "is a device tree, which is not compiled: make dtbs" },
		{ ".dtsi", "is part of device trees, which are not compiled: make dtbs" },
		{ ".dtso", "is a device tree, which is not compiled: make dtbs" },
	};

	if (target_is_foreign(&search->build->kbuild.target, path)) {
		leave_open(search, path, xstrdup("is of an architecture that this target does not "
						 "build"));
		return 1;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!has_ending(path, kinds[i].ending))
			continue;
		leave_open(search, path, xstrdup(kinds[i].what));
		return 1;
	}
	/* a file that a target of Rust compiles or none, as coverage says */
	if (has_extension(path, ".rs"))
		return 1;
	if (!strchr(path, '/')) {
		leave_open(search, path, xstrdup("stands in the top folder, where make looks"));
		return 1;
	}
	return find_named(search, search->sources, path) ? 1 : find_listed(search, path);
}

/* The Makefile or Kbuild of @folder ("a/b/"); NULL: there is none. Owned by the caller. */
static char *makefile_of(const struct way_search *search, const char *folder)
{
	static const char *const names[] = { "Makefile", "Kbuild" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s%s", folder, names[i]);

		if (view_find(search->after, path))
			return TAKE(path);
	}
	return NULL;
}

/* The text of a file of the tree after the commit; NULL: it cannot be read. Owned by the caller. */
static char *read_after(const struct way_search *search, const char *path)
{
	char *text = base_read(search->build->revisions.base,
			       &view_find(search->after, path)->oid, NULL);

	if (!text)
		fail_clear();
	return text;
}

/* The Makefile above, where it comes to @folder by a rule of its own: for code for real mode. NULL:
 * it does not. Owned by the caller. */
static char *makefile_above(const struct way_search *search, const char *folder)
{
	char *above CLEANUP(free_text) = xstrndup(folder, strlen(folder) - 1);
	char *leaf CLEANUP(free_text) = xstrdup(path_leaf(above));

	above[path_leaf(above) - above] = '\0';
	char *makefile CLEANUP(free_text) = *above ? makefile_of(search, above) : NULL;
	char *text CLEANUP(free_text) = makefile ? read_after(search, makefile) : NULL;
	return text && makerule_makes(text, leaf) ? TAKE(makefile) : NULL;
}

/* A source that is no object of Kbuild's lists, but that a Makefile makes something of: boot code,
 * the vDSO, a program. To make its folder answers, where this target builds in it. */
static void find_own_rule(const struct way_search *search, const char *path)
{
	const struct target_build *build = search->build;
	bool ruled = strlist_find(&search->changed->ruled, path);

	if (!is_compiled(path) || (!ruled && !view_find(search->after, path)) ||
	    (!ruled && modules_kind(&build->modules, path)) ||
	    (!ruled && strlist_has(&search->changed->headers, path)) ||
	    is_prepared_from(search, path) ||
	    target_is_foreign(&build->kbuild.target, path) || starts_with(path, "samples/"))
		return;
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));
	char *makefile CLEANUP(free_text) = makefile_of(search, folder);
	char *above CLEANUP(free_text) = makefile_above(search, folder);
	if (!makefile)
		return;
	if (!view_find(search->after, path))
		leave_open(search, path, xstrdup("is gone, and a rule of its own made something "
						 "of it, which is not tried"));
	else if (take_folder(search, makefile) || (above && take_folder(search, above)))
		strlist_add(&search->changed->own, path);
	else if (!ruled)
		leave_open(search, path, xstrdup("is made by a rule of its own, or by none, which "
						 "is not tried"));
}

/* A program of the build that reads a changed header may make something else of its input now. Does
 * it read that header, which is known once it was compiled, then its folder is made. */
static void find_program(const struct way_search *search, const char *reader)
{
	const char *leaf = path_leaf(reader);
	char *folder CLEANUP(free_text) = xstrndup(reader, (size_t)(leaf - reader));
	char *stem CLEANUP(free_text) = xstrndup(leaf, strcspn(leaf, "."));
	char *makefile CLEANUP(free_text) = makefile_of(search, folder);
	char *text CLEANUP(free_text) = makefile ? read_after(search, makefile) : NULL;

	if (!text || !makerule_is_of_program(text, stem))
		return;
	char *above CLEANUP(free_text) = makefile_above(search, folder);
	char *made CLEANUP(free_text) = made_folder(search, makefile);
	if (!made && above)
		made = made_folder(search, above);
	strlist_add(&search->changed->programs, reader);
	strlist_add(&search->changed->program_folders, made ? made : "");
}

/* allmodconfig and the like read none of the configurations that the tree has. */
static bool is_idle_config(const struct way_search *search, const char *path)
{
	const char *goal = search->build->kbuild.target.config;

	return ways_configures(path) &&
	       is_one_of(goal ? goal : "", TEXTS("allmodconfig", "allyesconfig", "allnoconfig"));
}

static int look_at_path(struct way_search *search, const char *path)
{
	struct changed_files *changed = search->changed;
	const struct file *file = view_find(search->after, path);
	bool header = strlist_has(&changed->headers, path);
	bool other = strlist_has(&changed->others, path), open;
	int result;

	if (strlist_has(&changed->silent, path) || strlist_has(&changed->kbuild, path))
		return 0;
	if (is_idle_config(search, path)) {
		strlist_add(&changed->silent, path);
		return 0;
	}
	search->taken = false;
	if (is_prepared_from(search, path))
		changed->prepare = true;
	find_exported(search, path);
	find_own_rule(search, path);
	open = find_named(search, search->text, path) || find_named(search, search->newer, path);
	if (find_links(search, path) < 0)
		return -1;
	if (file && (file->mode & 0170000) == 0120000 && !is_compiled(path))
		leave_open(search, path, xstrdup("is a link, and who reads it is not followed"));
	if (header && !changed->includers.reach.nr && !open &&
	    !target_is_foreign(&search->build->kbuild.target, path))
		find_named(search, search->sources, path);
	if (!other || open)
		return 0;
	/* that make says what comes of it */
	result = is_prepared_from(search, path) ? 1 : find_other(search, path);
	if (result == 0 && !search->taken)
		strlist_add(&changed->silent, path);
	return result < 0 ? -1 : 0;
}

static int look_at_commit(struct way_search *search, const struct strlist *leaves)
{
	struct namings newer CLEANUP(namings_release) = { 0 };

	if (namings_add(&newer, &search->build->scan, search->after, leaves) < 0)
		return -1;
	struct way_search own = *search;
	own.newer = &newer;
	FOR_EACH(path, &search->changed->kbuild)
		if (strncmp(path_leaf(*path), "Kconfig", 7) != 0 &&
		    !target_is_foreign(&search->build->kbuild.target, *path))
			search->changed->prepare = true;
	FOR_EACH(path, &search->changed->paths)
		if (look_at_path(&own, *path) < 0)
			return -1;
	FOR_EACH(reader, &search->changed->includers.unmade)
		find_program(&own, *reader);
	strlist_sort(&search->changed->silent);
	return 0;
}

/* The last parts of what the text of others could name. */
static void list_leaves(const struct target_build *build, struct strlist *leaves,
			struct strlist *unread)
{
	FOR_EACH(changed, &build->changed) {
		FOR_EACH(path, &changed->paths)
			if (!strlist_has(&changed->kbuild, *path) &&
			    !strlist_has(&changed->silent, *path))
				strlist_add(leaves, path_leaf(*path));
		FOR_EACH(path, &changed->others)
			strlist_add(unread, path_leaf(*path));
		if (!changed->includers.reach.nr)
			FOR_EACH(path, &changed->headers)
				strlist_add(unread, path_leaf(*path));
	}
	strlist_sort(leaves);
	strlist_sort(unread);
}

int ways_find(struct target_build *build)
{
	struct namings text CLEANUP(namings_release) = { 0 };
	struct namings sources CLEANUP(namings_release) = { 0 };
	struct strlist leaves CLEANUP(strlist_release) = { 0 };
	struct strlist unread CLEANUP(strlist_release) = { 0 };
	char *config CLEANUP(free_text) = NULL;

	list_leaves(build, &leaves, &unread);
	if (namings_load(&text, &build->scan, false, &leaves) < 0 ||
	    namings_load(&sources, &build->scan, true, &unread) < 0 ||
	    revisions_config(&build->revisions, 0, &config) < 0 ||
	    revisions_know(&build->revisions, 0) < 0)
		return -1;
	for (size_t i = 0; i < build->changed.nr; i++) {
		struct way_search search = {
			.build = build,
			.changed = &build->changed.v[i],
			.before = &build->revisions.v[build->revisions.v[i + 1].before].view,
			.after = &build->revisions.v[i + 1].view,
			.text = &text,
			.sources = &sources,
			.config = config ? config : "",
		};

		if (look_at_commit(&search, &leaves) < 0)
			return -1;
	}
	return 0;
}
