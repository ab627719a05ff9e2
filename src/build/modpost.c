// SPDX-License-Identifier: GPL-2.0
/* Compares what a module says of itself with the terms of the exports that it uses. */
#include "build/modpost.h"

#include "build/symbols.h"
#include "build/target_build.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"
#include "lib/cleanup.h"

#include <ctype.h>
#include <string.h>

/* What a module says of itself. */
struct passport {
	struct strlist licences, imports;
};

/* As license_is_gpl_compatible() of include/linux/license.h. */
static bool is_gpl(const char *licence)
{
	static const char *const known[] = { "GPL", "GPL v2", "GPL and additional rights",
					     "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL" };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcmp(licence, known[i]))
			return true;
	return false;
}

/* The arguments of @macro in a text, without quotes. */
static void take_arguments(const char *text, const char *macro, struct strlist *out)
{
	size_t len = strlen(macro);

	for (const char *at = text; (at = strstr(at, macro)); at += len) {
		const char *start = at + len;
		char *argument;

		if (*start != '(')
			continue;
		start += 1 + strspn(start + 1, " \t\n\"");
		argument = xstrndup(start, strcspn(start, "\")\n"));
		strlist_add_once(out, argument);
		free(argument);
	}
}

static void take_text(const struct target_build *build, const struct view *view,
		      const char *object, struct passport *passport)
{
	static const char *const suffixes[] = { ".c", ".S" };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		char *path CLEANUP(free_text) = xasprintf("%.*s%s", (int)strlen(object) - 2,
							  object, suffixes[i]);
		const struct file *file = view_find(view, path);
		char *text CLEANUP(free_text) =
			file ? base_read(build->revisions.base, &file->oid, NULL) : NULL;

		if (!text)
			continue;
		take_arguments(text, "MODULE_LICENSE", &passport->licences);
		take_arguments(text, "MODULE_IMPORT_NS", &passport->imports);
	}
}

static void read_passport(const struct target_build *build, const struct modules *modules,
			  const struct object *object, struct passport *passport)
{
	const struct view *view = &build->revisions.v[object->revision].view;
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist objects CLEANUP(strlist_release) = { 0 };

	strlist_add_all(&passport->licences, &object->result.licences);
	strlist_add_all(&passport->imports, &object->result.imports);
	modules_of(modules, object->source, &names);
	FOR_EACH(module, &names)
		modules_members(modules, *module, &objects);
	FOR_EACH(other, &objects)
		if (strcmp(*other, object->object) != 0)
			take_text(build, view, *other, passport);
}

/* What stands behind "NAME " in the terms of an object; NULL: nothing. */
static const char *behind_name(const struct strlist *terms, const char *name)
{
	size_t len = strlen(name);

	FOR_EACH(entry, terms)
		if (!strncmp(*entry, name, len) && (*entry)[len] == ' ')
			return *entry + len + 1;
	return NULL;
}

/* On which terms may @wanting use a symbol? NULL: on all, or another check tells. */
static int find_terms(struct target_build *build, const struct modules *modules,
		      const struct object *wanting, const char *symbol, const char **terms)
{
	const struct view *view = &build->revisions.v[wanting->revision].view;
	const char *path = NULL;

	*terms = NULL;
	FOR_EACH(at, &build->objects) {
		const struct object *other = *at;

		if (!symbols_current(build, other, wanting->revision))
			continue;
		if (strlist_find(&other->result.defined, symbol) &&
		    symbols_together(modules, wanting->source, other->source))
			return 0;
		if (strlist_find(&other->result.exported, symbol)) {
			*terms = behind_name(&other->result.terms, symbol);
			return 0;
		}
	}
	switch (treescan_exporter(&build->scan, symbol, &path)) {
	case 0:
		return 0;
	case 1:
		if (symbols_together(modules, wanting->source, path) ||
		    files_find(&view->changed, path))
			return 0;
		return treescan_terms(&build->scan, symbol, terms);
	default:
		return -1;
	}
}

static void judge_export(const char *symbol, const char *terms, const struct passport *passport,
			 struct strlist *broken)
{
	const char *space = strchr(terms, ' ') + 1;
	const char *foreign = passport->licences.nr ? passport->licences.v[0] : NULL;

	FOR_EACH(licence, &passport->licences)
		if (is_gpl(*licence))
			foreign = NULL;
	if (!strncmp(terms, "GPL ", 4) && foreign)
		*LIST_ADD(broken) = xasprintf("%s is exported for the GPL only, and the licence of "
					      "this module is %s", symbol, foreign);
	if (strcmp(space, "-") != 0 && !strlist_has(&passport->imports, space))
		*LIST_ADD(broken) = xasprintf("%s is in the namespace %s, which this module does "
					      "not import", symbol, space);
}

/* Did the source speak of a licence before its commit? One that was not there may. */
static bool was_licensed(const struct target_build *build, const struct object *object)
{
	const struct revisions *revisions = &build->revisions;
	const struct revision *before = &revisions->v[revisions->v[object->revision].before];
	const struct file *file = view_find(&before->view, object->source);
	char *text CLEANUP(free_text) = file ? base_read(revisions->base, &file->oid, NULL) : NULL;

	return !file || (text && strstr(text, "MODULE_LICENSE"));
}

/* What modpost says of a module without a licence. */
static void judge_licence(const struct target_build *build, const struct modules *modules,
			  const struct object *object, struct strlist *broken)
{
	struct passport passport = { 0 };

	if (object->result.licences.nr || !was_licensed(build, object))
		return;
	read_passport(build, modules, object, &passport);
	if (!passport.licences.nr)
		strlist_add(broken, "its module has no MODULE_LICENSE()");
	STRLIST_RELEASE_ALL(&passport.licences, &passport.imports);
}

static void release_passport(struct passport *passport)
{
	STRLIST_RELEASE_ALL(&passport->licences, &passport->imports);
}

int modpost_violations(struct target_build *build, const struct modules *modules,
		       const struct object *object, struct strlist *broken)
{
	struct passport passport CLEANUP(release_passport) = { 0 };

	if (!object->result.ok || modules_kind(modules, object->source) != 'm')
		return 0;
	judge_licence(build, modules, object, broken);
	FOR_EACH(symbol, &object->result.undefined) {
		const char *terms = NULL;

		if (find_terms(build, modules, object, *symbol, &terms) < 0)
			return -1;
		if (!terms)
			continue;
		if (!passport.licences.nr && !passport.imports.nr)
			read_passport(build, modules, object, &passport);
		judge_export(*symbol, terms, &passport, broken);
	}
	return 0;
}
