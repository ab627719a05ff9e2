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

	if (!target_build_relinks(build, source))
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
		if (!file || !strcmp(file->path, source) || target_build_relinks(build, file->path))
			continue;
		sibling = read_names(&build->siblings, build->revisions.base, file);
		if (sibling)
			take_out(symbols, &sibling->names);
		else
			result = -1;
	}
	return result;
}

/* Is the source there in the tree @nr, and has no commit up to there taken its object off the
 * lists? */
static bool is_built_at(const struct target_build *build, const char *source, size_t nr)
{
	bool built = view_find(&build->revisions.v[nr].view, source);

	for (size_t i = 0; i < build->changed.nr; i++) {
		const struct rebuild_set *rebuild = &build->changed.v[i].rebuild;

		if (!revisions_follows(&build->revisions, nr, i + 1))
			continue;
		if (strlist_find(&rebuild->removed, source))
			built = false;
		else if (strlist_find(&rebuild->added, source))
			built = view_find(&build->revisions.v[nr].view, source);
	}
	return built;
}

bool symbols_current(const struct target_build *build, const struct object *object, size_t nr)
{
	if (!object->revision || !object->result.ok ||
	    !revisions_follows(&build->revisions, nr, object->revision) ||
	    !is_built_at(build, object->source, nr))
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

/* Does it go into something else at tree @nr than in the base, or may it? What only a tree that is
 * no part of @nr adds or takes away does not matter there. */
static bool relinks_at(const struct target_build *build, const char *source, size_t nr)
{
	for (size_t i = 0; i < build->changed.nr; i++) {
		const struct rebuild_set *rebuild = &build->changed.v[i].rebuild;

		if (strlist_find(&rebuild->moved, source) ||
		    (revisions_follows(&build->revisions, nr, i + 1) &&
		     (strlist_find(&rebuild->added, source) ||
		      strlist_find(&rebuild->removed, source))))
			return true;
	}
	return false;
}

/* Does @other give the symbol to what @wanting is linked into? What is linked with it must define
 * it; an export alone is for others, and that of a module for no image. */
static bool gives(const struct target_build *build, const struct object *other,
		  const struct object *wanting, const char *symbol)
{
	const struct modules *modules = &build->modules;

	/* that is asked of its own tree, see definers.h */
	if (relinks_at(build, wanting->source, wanting->revision) ||
	    relinks_at(build, other->source, wanting->revision))
		return false;
	if (symbols_together(modules, wanting->source, other->source))
		return strlist_find(&other->result.defined, symbol);
	return strlist_find(&other->result.exported, symbol) &&
	       !(modules_kind(modules, wanting->source) == 'y' &&
		 modules_kind(modules, other->source) == 'm');
}

static bool offered(const struct target_build *build, const struct object *wanting,
		    const char *symbol)
{
	FOR_EACH(at, &build->objects) {
		const struct compile_result *result = &(*at)->result;

		if ((strlist_find(&result->defined, symbol) ||
		     strlist_find(&result->exported, symbol)) &&
		    symbols_current(build, *at, wanting->revision) &&
		    gives(build, *at, wanting, symbol))
			return true;
	}
	return false;
}

static bool concerns(const struct object *object, const char *symbol)
{
	return !object->words || strlist_find(object->words, symbol);
}

/* The source of an entry of treescan_exporters(). */
static const char *exporter_path(const char *entry)
{
	return entry + (*entry == '?');
}

/* Add who exports what @object needs, and of whom Kbuild has not been asked. */
static int find_exporters(struct target_build *build, const struct object *object,
			  struct strlist *paths)
{
	FOR_EACH(symbol, &object->result.undefined) {
		struct strlist entries CLEANUP(strlist_release) = { 0 };

		if (!concerns(object, *symbol))
			continue;
		if (treescan_exporters(&build->scan, *symbol, &entries) < 0)
			return -1;
		FOR_EACH(entry, &entries)
			if (!modules_kind(&build->modules, exporter_path(*entry)) &&
			    !strlist_find(&build->exporters, exporter_path(*entry)))
				strlist_add(paths, exporter_path(*entry));
	}
	return 0;
}

static int ask_kbuild(struct target_build *build, struct strlist *paths)
{
	struct modules more CLEANUP(modules_release) = { 0 };

	strlist_sort(paths);
	if (!paths->nr)
		return 0;
	if (modules_load(&more, &build->kbuild, build->revisions.base, build->revisions.all,
			 paths) < 0)
		return -1;
	modules_merge(&build->modules, &more);
	strlist_add_all(&build->exporters, paths);
	strlist_sort(&build->exporters);
	return 0;
}

int symbols_learn(struct target_build *build, size_t first)
{
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	for (size_t i = first; i < build->objects.nr; i++)
		if (find_exporters(build, build->objects.v[i], &paths) < 0)
			return -1;
	return ask_kbuild(build, &paths);
}

/* Does a source that the configuration builds export the symbol, whatever is configured, to
 * what @object is linked into? The text of a file counts only as long as the series leaves it
 * alone. */
static int text_offers(struct target_build *build, const struct object *object,
		       const char *symbol)
{
	const struct view *view = &build->revisions.v[object->revision].view;
	bool image = modules_kind(&build->modules, object->source) == 'y' ||
		     target_build_relinks(build, object->source);
	struct strlist entries CLEANUP(strlist_release) = { 0 };

	if (treescan_exporters(&build->scan, symbol, &entries) < 0)
		return -1;
	FOR_EACH(entry, &entries) {
		char kind = **entry == '?' ? 0 : modules_kind(&build->modules, *entry);

		if ((kind == 'y' || (kind == 'm' && !image)) &&
		    !files_find(&view->changed, *entry) && !target_build_relinks(build, *entry))
			return 1;
	}
	return 0;
}

/* All that neither its revision nor the text of the base offers. */
static int find_unoffered(struct target_build *build, const struct object *object,
			  struct strlist *unoffered)
{
	const struct revision *revision = &build->revisions.v[object->revision];
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	if (find_exporters(build, object, &paths) < 0 || ask_kbuild(build, &paths) < 0)
		return -1;
	FOR_EACH(symbol, &object->result.undefined) {
		int found;

		/* modpost gives it to every module (scripts/mod/modpost.c, add_header) */
		if (!strcmp(*symbol, "__this_module") || !concerns(object, *symbol))
			continue;
		found = text_offers(build, object, *symbol);
		if (found < 0)
			return -1;
		if (!found && !offered(build, object, *symbol))
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

/* Does a source that the series has otherwise in the tree of @object export it in the base? */
static int series_exports(struct target_build *build, const struct object *object,
			  const char *symbol)
{
	const struct view *view = &build->revisions.v[object->revision].view;
	struct strlist entries CLEANUP(strlist_release) = { 0 };

	if (treescan_exporters(&build->scan, symbol, &entries) < 0)
		return -1;
	FOR_EACH(entry, &entries)
		if (files_find(&view->changed, exporter_path(*entry)))
			return 1;
	return 0;
}

int symbols_doubtful(struct target_build *build, const struct object *object,
		     struct strlist *doubtful)
{
	struct strlist unoffered CLEANUP(strlist_release) = { 0 };
	int result = 0;

	if (!object->words || mentions(&object->result.undefined, object->words))
		result = find_unoffered(build, object, &unoffered);
	FOR_EACH(symbol, &unoffered) {
		int changed = result < 0 ? -1 : series_exports(build, object, *symbol);

		result = changed < 0 ? -1 : result;
		/* the base is no precedent for what the series may have changed */
		if (result == 0 && (changed || !baseline_offers(build, object->source, *symbol)))
			strlist_add(doubtful, *symbol);
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

bool baseline_offers(const struct target_build *build, const char *source, const char *symbol)
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

bool baseline_may_offer(struct baseline_choice *choice, const struct modules *modules,
			const char *source, const struct strlist *symbols)
{
	char kind = modules_kind(modules, source);
	struct strlist *chosen = kind == 'y' ? &choice->image : &choice->modules;
	bool all = true;

	FOR_EACH(symbol, symbols)
		all = all && strlist_has(chosen, *symbol);
	if (!all && speaks_for(modules, source, kind))
		FOR_EACH(symbol, symbols)
			strlist_add_once(chosen, *symbol);
	return all;
}

void baseline_choice_release(struct baseline_choice *choice)
{
	STRLIST_RELEASE_ALL(&choice->image, &choice->modules);
}
