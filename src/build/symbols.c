// SPDX-License-Identifier: GPL-2.0
/* Finds the symbols that nobody offers. */
#include "build/symbols.h"

#include "build/target_build.h"
#include "csrc/definitions.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"
#include "lib/lib.h"

/* Reads the sources that are linked with another one. */

/* The source of an object, as the base has it; NULL: there is none, or the series changes it. */
static const struct file *find_source_symbols(const struct view *view, const char *object)
{
	char *path CLEANUP(free_text) = xasprintf("%.*sc", (int)strlen(object) - 1, object);
	const struct file *file = files_find(&view->changed, path);

	return file ? NULL : view_find(view, path);
}

/* What @file defines; NULL when it cannot be read. */
static const struct source_symbols *read_names(struct module_symbols *siblings,
					       const struct base *base, const struct file *file)
{
	size_t len;

	FOR_EACH(known, siblings)
		if (!strcmp(known->path, file->path))
			return known;
	char *text = base_read(base, &file->oid, &len);
	if (!text)
		return NULL;
	struct source_symbols *sibling = LIST_ADD(siblings);
	sibling->path = xstrdup(file->path);
	definitions_read(&sibling->names, text, len);
	strlist_sort(&sibling->names);
	free(text);
	return sibling;
}

static void take_out(struct strlist *symbols, const struct strlist *names)
{
	size_t kept = 0;

	FOR_EACH(symbol, symbols) {
		if (strlist_find(names, *symbol))
			free(*symbol);
		else
			symbols->v[kept++] = *symbol;
	}
	symbols->nr = kept;
}

/* Take out of @symbols what a source defines that is built into a module of @source, and
 * that the tree @view has as the base has it. -1 when a source cannot be read. */
static int settle_by_siblings(struct target_build *build, const struct view *view,
			      const char *source, struct strlist *symbols)
{
	const struct modules *modules = &build->modules;
	struct strlist names CLEANUP(strlist_release) = { 0 };
	int result = 0;

	modules_of(modules, source, &names);
	FOR_EACH(member, modules) {
		const struct source_symbols *sibling;

		if (result < 0 || !symbols->nr)
			break;
		/* a composite object has no source */
		if (member->kind == 'n' || !strcmp(member->object, member->module) ||
		    !strlist_has(&names, member->module))
			continue;
		const struct file *file = find_source_symbols(view, member->object);
		if (!file || !strcmp(file->path, source))
			continue;
		sibling = read_names(&build->siblings, build->revisions.base, file);
		if (sibling)
			take_out(symbols, &sibling->names);
		else
			result = -1;
	}
	return result;
}

bool symbols_current(const struct target_build *build, const struct object *object, size_t nr)
{
	if (!object->revision || !object->result.ok ||
	    !revisions_follows(&build->revisions, nr, object->revision))
		return false;
	FOR_EACH(other, &build->objects)
		if ((*other)->revision > object->revision && (*other)->result.ok &&
		    !strcmp((*other)->source, object->source) &&
		    revisions_follows(&build->revisions, nr, (*other)->revision))
			return false;
	return true;
}

bool symbols_together(const struct modules *modules, const char *a, const char *b)
{
	struct strlist x CLEANUP(strlist_release) = { 0 }, y = { 0 };
	bool same = modules_kind(modules, a) == 'y' && modules_kind(modules, b) == 'y';

	modules_of(modules, a, &x);
	modules_of(modules, b, &y);
	FOR_EACH(module, &x)
		same = same || strlist_has(&y, *module);
	strlist_release(&y);
	return same;
}

static bool offered(const struct target_build *build, const struct object *wanting,
		    const char *symbol)
{
	FOR_EACH(at, &build->objects) {
		const struct object *other = *at;
		bool exported = strlist_find(&other->result.exported, symbol);

		if ((exported || strlist_find(&other->result.defined, symbol)) &&
		    symbols_current(build, other, wanting->revision) &&
		    (exported ||
		     symbols_together(&build->modules, wanting->source, other->source)))
			return true;
	}
	return false;
}

/* All that neither its revision nor the text of the base offers. */
static int find_unoffered(struct target_build *build, const struct object *object,
			  struct strlist *unoffered)
{
	const struct revision *revision = &build->revisions.v[object->revision];

	FOR_EACH(symbol, &object->result.undefined) {
		const char *path = NULL;
		int found = treescan_exporter(&build->scan, *symbol, &path);
		const struct file *changed;

		/* modpost gives it to every module (scripts/mod/modpost.c, add_header) */
		if (!strcmp(*symbol, "__this_module"))
			continue;
		if (found < 0)
			return -1;
		changed = found ? files_find(&revision->view.changed, path) : NULL;
		/* the text of a file counts only as long as the series leaves it alone */
		if ((found && !changed) || offered(build, object, *symbol))
			continue;
		strlist_add(unoffered, *symbol);
	}
	return unoffered->nr ? settle_by_siblings(build, &revision->view, object->source,
						  unoffered) : 0;
}

static bool mentions(const struct strlist *symbols, const struct strlist *words)
{
	FOR_EACH(symbol, symbols)
		if (strlist_find(words, *symbol))
			return true;
	return false;
}

int symbols_doubtful(struct target_build *build, const struct object *object,
		     struct strlist *doubtful)
{
	struct strlist unoffered CLEANUP(strlist_release) = { 0 };
	int result = 0;

	if (!object->words || mentions(&object->result.undefined, object->words))
		result = find_unoffered(build, object, &unoffered);
	for (size_t i = 0; i < unoffered.nr && result == 0; i++) {
		const char *path = NULL, *symbol = unoffered.v[i];
		int found;

		if (object->words && !strlist_find(object->words, symbol))
			continue;
		/* found: by a source that the series changes, so the base is no precedent */
		found = treescan_exporter(&build->scan, symbol, &path);
		result = found < 0 ? -1 : 0;
		if (found || !baseline_gives(build, object->source, symbol))
			strlist_add(doubtful, symbol);
	}
	return result;
}

void symbols_new(const struct object *base, const struct strlist *doubtful,
		 struct strlist *missing)
{
	FOR_EACH(symbol, doubtful)
		if (!strlist_find(&base->result.undefined, *symbol))
			strlist_add(missing, *symbol);
}

/* Draws conclusions from what the base's own objects need. */

/* Is the object of @source all of its module? */
static bool is_alone(const struct modules *modules, const char *source)
{
	char *object CLEANUP(free_text) = module_object(source);
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct strlist members CLEANUP(strlist_release) = { 0 };

	modules_of(modules, source, &names);
	bool alone = names.nr == 1 && !strcmp(names.v[0], object);
	/* or the only part of a composite one */
	if (names.nr == 1 && !alone) {
		modules_members(modules, names.v[0], &members);
		alone = members.nr == 1;
	}
	return alone;
}

/* May the needs of @source be taken as a precedent for objects of this kind? */
static bool speaks_for(const struct modules *modules, const char *source, char kind)
{
	return modules_kind(modules, source) == kind &&
	       (kind == 'y' || (kind == 'm' && is_alone(modules, source)));
}

bool baseline_gives(const struct target_build *build, const char *source, const char *symbol)
{
	char kind = modules_kind(&build->modules, source);
	bool given = false;

	FOR_EACH(at, &build->objects) {
		const struct object *object = *at;
		const struct compile_result *result = &object->result;

		if (object->revision || !object->done || !result->ok)
			continue;
		if (strlist_find(&result->defined, symbol) ||
		    strlist_find(&result->exported, symbol))
			return false;
		given = given || (strlist_find(&result->undefined, symbol) &&
				  speaks_for(&build->modules, object->source, kind));
	}
	return given;
}

bool baseline_hope(struct baseline_hopes *hopes, const struct modules *modules, const char *source,
		   const struct strlist *symbols)
{
	char kind = modules_kind(modules, source);
	struct strlist *hoped = kind == 'y' ? &hopes->image : &hopes->modules;
	bool all = true;

	FOR_EACH(symbol, symbols)
		all = all && strlist_has(hoped, *symbol);
	if (!all && speaks_for(modules, source, kind))
		FOR_EACH(symbol, symbols)
			strlist_add_once(hoped, *symbol);
	return all;
}

void baseline_hopes_release(struct baseline_hopes *hopes)
{
	STRLIST_RELEASE_ALL(&hopes->image, &hopes->modules);
}
