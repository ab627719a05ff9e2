// SPDX-License-Identifier: GPL-2.0
/* Removes from a warm build folder what make would not look at. */
#include "full/unseen.h"

#include "build/changed.h"
#include "git/base.h"
#include "git/treediff.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <sys/stat.h>

static bool is_link(const struct treedelta *delta)
{
	return S_ISLNK(delta->mode_before) || S_ISLNK(delta->mode_after);
}

/* A program of the build, or what one is made from. */
static bool is_of_tools(const char *path)
{
	static const char *const folders[] = {
		"scripts/", "tools/arch/", "tools/bpf/resolve_btfids/", "tools/build/",
		"tools/include/", "tools/lib/", "tools/objtool/", "tools/scripts/", NULL
	};

	return starts_with_one_of(path, folders) && !changed_is_idle(path);
}

static bool is_script(const char *path)
{
	const char *dot = strrchr(path_leaf(path), '.');

	return dot && is_one_of(dot, TEXTS(".sh", ".pl", ".py", ".awk", ".sed")) &&
	       !changed_is_idle(path) &&
	       !starts_with_one_of(path, TEXTS("Documentation/", "tools/", "samples/"));
}

static bool is_of_compilers(const char *path)
{
	const char *dot = strrchr(path_leaf(path), '.');

	return dot && is_one_of(dot, TEXTS(".c", ".h", ".S"));
}

/* What a rule makes of it may have no record. */
static bool is_gone_input(const struct treedelta *delta)
{
	const char *leaf = path_leaf(delta->path);

	/* of a device tree, and what it includes, there is one */
	if (starts_with(delta->path, "arch/") && strstr(delta->path, "/dts/"))
		return false;
	return !delta->mode_after && leaf != delta->path && !is_of_compilers(delta->path) &&
	       !starts_with_one_of(leaf, TEXTS("Makefile", "Kbuild", "Kconfig", ".")) &&
	       !starts_with_one_of(delta->path, TEXTS("Documentation/", "tools/", "samples/",
						      "LICENSES/", "scripts/"));
}

bool unseen_is_all(const struct treediff *diff)
{
	FOR_EACH(delta, diff) {
		bool other_mode = delta->mode_before && delta->mode_after &&
				  delta->mode_before != delta->mode_after;

		if (is_of_tools(delta->path) || is_script(delta->path) || is_gone_input(delta) ||
		    ((is_link(delta) || other_mode) && !is_of_compilers(delta->path)))
			return true;
	}
	return false;
}

/* Looks through the records of a build folder. */

bool unseen_record_names(const char *record, const struct strlist *leaves)
{
	FOR_EACH(leaf, leaves) {
		size_t len = strlen(*leaf);

		for (const char *at = record; (at = strstr(at, *leaf)); at += len)
			if (at > record && at[-1] == '/' && strchr(" \n\t\\)", at[len]))
				return true;
	}
	return false;
}

/* "a/.x.o.cmd" is the record of a/x.o. */
static int look_at_record(const char *build, const char *record, const struct strlist *leaves)
{
	const char *leaf = path_leaf(record);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", build, record);
	char *output CLEANUP(free_text) = xasprintf("%s/%.*s%.*s", build, (int)(leaf - record),
						    record, (int)strlen(leaf) - 5, leaf + 1);
	char *text CLEANUP(free_text) = io_read(path, NULL);

	if (!text)
		return -1;
	return unseen_record_names(text, leaves) ? io_remove(output) : 0;
}

static int remove_readers(const char *build, const struct strlist *leaves)
{
	struct strlist records CLEANUP(strlist_release) = { 0 };

	io_find(&records, build, ".", ".cmd");
	FOR_EACH(record, &records)
		if (*path_leaf(*record) == '.' && look_at_record(build, *record, leaves) < 0)
			return -1;
	return 0;
}

/* Removes objects that no source makes any more. */

static int remove_object_of(const char *build, const char *source)
{
	int stem = (int)(strrchr(source, '.') - source);
	char *object CLEANUP(free_text) = xasprintf("%s/%.*s.o", build, stem, source);

	return access(object, F_OK) < 0 ? 0 : io_remove(object);
}

static bool has_source(const struct view *view, const char *folder, const char *object)
{
	static const char *const suffixes[] = { "c", "S" };
	bool there = false;

	for (size_t i = 0; i < 2; i++) {
		char *path CLEANUP(free_text) = xasprintf("%s%.*s%s", folder,
							  (int)strlen(object) - 1, object,
							  suffixes[i]);

		there = there || view_find(view, path);
	}
	return there;
}

/* make links these of others, by what the Makefile says. */
static int remove_linked(const char *build, const char *makefile, const struct view *view)
{
	char *folder CLEANUP(free_text) =
		xasprintf("%.*s", (int)(path_leaf(makefile) - makefile), makefile);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", build, folder);
	struct strlist names CLEANUP(strlist_release) = { 0 };

	if (access(path, F_OK) == 0 && io_list(&names, path) < 0)
		return -1;
	FOR_EACH(name, &names) {
		char *object CLEANUP(free_text) = xasprintf("%s%s", path, *name);

		if (has_ending(*name, ".o") && !has_source(view, folder, *name) &&
		    io_remove(object) < 0)
			return -1;
	}
	return 0;
}

static bool names_objects(const char *path)
{
	return is_one_of(path_leaf(path), TEXTS("Makefile", "Kbuild"));
}

int unseen_remove(const char *build, const struct treediff *diff, const struct view *view)
{
	struct strlist leaves CLEANUP(strlist_release) = { 0 };

	FOR_EACH(delta, diff) {
		bool comes = !delta->mode_before, goes = !delta->mode_after;

		if (goes && is_of_compilers(delta->path) && !has_extension(delta->path, ".h") &&
		    remove_object_of(build, delta->path) < 0)
			return -1;
		if (names_objects(delta->path) && remove_linked(build, delta->path, view) < 0)
			return -1;
		if (goes || is_link(delta) || (comes && has_extension(delta->path, ".h")))
			strlist_add(&leaves, path_leaf(delta->path));
	}
	return leaves.nr ? remove_readers(build, &leaves) : 0;
}
