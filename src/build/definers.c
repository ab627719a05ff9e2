// SPDX-License-Identifier: GPL-2.0
/* Looks for who defines a symbol: in objects, and in the linker script. */
#include "build/definers.h"

#include "build/compile.h"
#include "build/script.h"
#include "build/symbols.h"
#include "build/target_build.h"
#include "build/treegrep.h"
#include "git/base.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/json.h"
#include "series/plan.h"

#include <string.h>

#define AT_MOST 24 /* sources that are compiled for one symbol */

struct definer_search {
	struct target_build *build;
	const struct object *object;	/* that needs the symbols */
	json_t *mentions;		/* see treegrep.h */
	struct modules modules;		/* of the sources that it names */
	bool dark;			/* Kbuild cannot be asked in this tree */
};

static void release_definer_search(struct definer_search *search)
{
	json_decref(search->mentions);
	modules_release(&search->modules);
}

static int read_script(struct target_build *build, size_t revision, struct strlist *symbols)
{
	char *text CLEANUP(free_text) = script_read(&build->revisions, revision);

	if (!text)
		return -1;
	script_symbols(text, symbols);
	return 0;
}

/* Drop from @names what @found holds (sorted). */
static void drop(struct strlist *names, const struct strlist *found)
{
	size_t kept = 0;

	FOR_EACH(name, names) {
		if (strlist_find(found, *name))
			free(*name);
		else
			names->v[kept++] = *name;
	}
	names->nr = kept;
}

/* Add who may define or export @symbol. */
static int find_candidates(const struct definer_search *search, const char *symbol,
			   struct strlist *paths)
{
	const json_t *entry = json_object_get(search->mentions, symbol);
	struct strlist exporters CLEANUP(strlist_release) = { 0 };

	/* at the begin of a line stands what most often defines */
	json_list_read(json_object_get(entry, "outer"), paths);
	if (treescan_exporters(&search->build->scan, symbol, &exporters) < 0)
		return -1;
	FOR_EACH(exporter, &exporters)
		strlist_add_once(paths, *exporter + (**exporter == '?'));
	json_list_read(json_object_get(entry, "any"), paths);
	return 0;
}

static int load_modules(struct definer_search *search, const struct strlist *names)
{
	struct target_build *build = search->build;
	const struct revision *revision = &build->revisions.v[search->object->revision];
	struct strlist paths CLEANUP(strlist_release) = { 0 };

	FOR_EACH(name, names)
		if (find_candidates(search, *name, &paths) < 0)
			return -1;
	strlist_add(&paths, search->object->source);
	strlist_sort(&paths);
	if (modules_load_tree(&search->modules, &build->kbuild, build->revisions.base,
			      &revision->view, &revision->kconfig, &paths) == 0)
		return 0;
	/* a Makefile that the commit breaks: that is said by the check kbuild */
	if (!strstr(fail_text(), "cannot evaluate the Makefile"))
		return -1;
	fail_clear();
	search->dark = true;
	return 0;
}

static bool offers(const struct definer_search *search, const struct object *object,
		   const char *symbol)
{
	bool image = modules_kind(&search->modules, search->object->source) == 'y';
	bool together = symbols_together(&search->modules, search->object->source, object->source);

	if (!object->result.ok)
		return false;
	/* an export alone is for others, see gives() in symbols.c */
	if (together)
		return strlist_find(&object->result.defined, symbol);
	return strlist_find(&object->result.exported, symbol) &&
	       !(image && modules_kind(&search->modules, object->source) == 'm');
}

enum definer_answer { DEFINER_NONE, DEFINER_FOUND, DEFINER_UNKNOWN };

/* Can a macro make the name of a word that some source holds? */
static int may_be_pasted(const struct definer_search *search, const char *symbol)
{
	struct target_build *build = search->build;
	const struct view *view = &build->revisions.v[search->object->revision].view;
	struct strlist words CLEANUP(strlist_release) = { 0 };
	json_t *mentions CLEANUP(free_json) = NULL;
	void *at;

	if (treescan_pasted(&build->scan, symbol, &words) < 0)
		return -1;
	if (!words.nr)
		return 0;
	mentions = treegrep_find(&build->scan, view, &words);
	if (!mentions)
		return -1;
	for (at = json_object_iter(mentions); at; at = json_object_iter_next(mentions, at))
		if (json_array_size(json_object_get(json_object_iter_value(at), "any")))
			return 1;
	return 0;
}

/* Compile who may define it, one after the other; @found: who does. */
static int ask_objects(struct definer_search *search, const char *symbol,
		       enum definer_answer *answer, struct object **found)
{
	struct target_build *build = search->build;
	struct strlist paths CLEANUP(strlist_release) = { 0 };
	size_t asked = 0;

	int pasted;

	if (find_candidates(search, symbol, &paths) < 0)
		return -1;
	pasted = paths.nr ? 0 : may_be_pasted(search, symbol);
	if (pasted < 0)
		return -1;
	*answer = pasted || search->dark ? DEFINER_UNKNOWN : DEFINER_NONE;
	FOR_EACH(path, &paths) {
		char kind = modules_kind(&search->modules, *path);
		struct object *object;

		if (!strcmp(*path, search->object->source))
			continue;
		/* by a rule of its own, or included by another source */
		if (!kind)
			*answer = DEFINER_UNKNOWN;
		if (kind != 'y' && kind != 'm')
			continue;
		if (asked++ >= AT_MOST) {
			*answer = DEFINER_UNKNOWN;
			return 0;
		}
		object = object_want(&build->objects, &search->modules, *path,
				     search->object->revision);
		if (compile_all(build) < 0)
			return -1;
		if (offers(search, object, symbol)) {
			*answer = DEFINER_FOUND;
			*found = object;
			return 0;
		}
	}
	return 0;
}

static int sort_names(struct definer_search *search, struct strlist *missing,
		      struct strlist *unknown)
{
	struct strlist left = { 0 };

	FOR_EACH(symbol, missing) {
		enum definer_answer answer;
		struct object *found;

		if (ask_objects(search, *symbol, &answer, &found) < 0) {
			strlist_release(&left);
			return -1;
		}
		if (answer != DEFINER_FOUND)
			strlist_add(answer == DEFINER_UNKNOWN ? unknown : &left, *symbol);
	}
	strlist_release(missing);
	*missing = left;
	return 0;
}

/* Which sources hold the names, and what Kbuild makes of them. */
static int open_search(struct definer_search *search, const struct strlist *names)
{
	struct target_build *build = search->build;
	const struct revision *revision = &build->revisions.v[search->object->revision];

	search->mentions = treegrep_find(&build->scan, &revision->view, names);
	return search->mentions ? load_modules(search, names) : -1;
}

int definers_find(struct target_build *build, const struct object *object,
		  const struct strlist *symbols, struct object_refs *found)
{
	struct definer_search search CLEANUP(release_definer_search) = { .build = build,
									 .object = object };

	if (!symbols->nr)
		return 0;
	if (open_search(&search, symbols) < 0)
		return -1;
	FOR_EACH(symbol, symbols) {
		enum definer_answer answer;
		struct object *definer;

		if (ask_objects(&search, *symbol, &answer, &definer) < 0)
			return -1;
		if (answer == DEFINER_FOUND)
			object_refs_add(found, definer);
	}
	return 0;
}

int definers_settle(struct target_build *build, const struct object *object,
		    struct strlist *missing, struct strlist *unknown)
{
	struct definer_search search CLEANUP(release_definer_search) = { .build = build,
									 .object = object };
	struct strlist script CLEANUP(strlist_release) = { 0 };

	if (!missing->nr)
		return 0;
	if (modules_kind(&build->modules, object->source) == 'y' &&
	    read_script(build, object->revision, &script) < 0)
		return -1;
	drop(missing, &script);
	strlist_sort(missing);
	if (!missing->nr)
		return 0;
	if (open_search(&search, missing) < 0)
		return -1;
	return sort_names(&search, missing, unknown);
}
