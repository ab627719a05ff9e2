// SPDX-License-Identifier: GPL-2.0
/* Draws conclusions from what the base's own objects need. */
#include "build/precedent.h"

#include "kbuild/module.h"
#include "lib/cleanup.h"

#include <string.h>

/* Is the object of @source all of its module? */
static bool is_alone(const struct modules *modules, const char *source)
{
	char *object CLEANUP(free_text) = module_object(source);
	struct strlist names = { 0 }, members = { 0 };
	bool alone;

	modules_of(modules, source, &names);
	alone = names.nr == 1 && !strcmp(names.v[0], object);
	/* or the only part of a composite one */
	if (names.nr == 1 && !alone) {
		modules_members(modules, names.v[0], &members);
		alone = members.nr == 1;
	}
	strlist_release(&names);
	strlist_release(&members);
	return alone;
}

/* May the needs of @source be taken as a precedent for objects of this kind? */
static bool speaks_for(const struct modules *modules, const char *source, char kind)
{
	return modules_kind(modules, source) == kind &&
	       (kind == 'y' || (kind == 'm' && is_alone(modules, source)));
}

bool baseline_gives(const struct objects *list, const struct modules *modules,
		    const char *source, const char *symbol)
{
	char kind = modules_kind(modules, source);
	bool given = false;

	FOR_EACH(object, list) {
		const struct compile_result *result = &object->result;

		if (object->revision || !object->done || !result->ok)
			continue;
		if (strlist_find(&result->defined, symbol) ||
		    strlist_find(&result->exported, symbol))
			return false;
		given = given || (strlist_find(&result->undefined, symbol) &&
				  speaks_for(modules, object->source, kind));
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
	strlist_release(&hopes->image);
	strlist_release(&hopes->modules);
}
