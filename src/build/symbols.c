// SPDX-License-Identifier: GPL-2.0
/* Finds the symbols that nobody offers. */
#include "build/symbols.h"

#include "build/revision.h"
#include "build/siblings.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"

#include <string.h>

bool symbols_current(const struct symbol_search *search, const struct object *object,
		     size_t nr)
{
	if (!object->revision || !object->result.ok ||
	    !revisions_follows(search->revisions, nr, object->revision))
		return false;
	FOR_EACH(other, search->objects)
		if (other->revision > object->revision && other->result.ok &&
		    !strcmp(other->source, object->source) &&
		    revisions_follows(search->revisions, nr, other->revision))
			return false;
	return true;
}

bool symbols_together(const struct modules *modules, const char *a, const char *b)
{
	struct strlist x = { 0 }, y = { 0 };
	bool same = modules_kind(modules, a) == 'y' && modules_kind(modules, b) == 'y';

	modules_of(modules, a, &x);
	modules_of(modules, b, &y);
	FOR_EACH(module, &x)
		same = same || strlist_has(&y, *module);
	strlist_release(&x);
	strlist_release(&y);
	return same;
}

static bool offered(const struct symbol_search *search, const struct object *wanting,
		    const char *symbol)
{
	FOR_EACH(other, search->objects) {
		bool exported = strlist_find(&other->result.exported, symbol);

		if ((exported || strlist_find(&other->result.defined, symbol)) &&
		    symbols_current(search, other, wanting->revision) &&
		    (exported ||
		     symbols_together(search->modules, wanting->source, other->source)))
			return true;
	}
	return false;
}

int symbols_doubtful(const struct symbol_search *search, size_t nr, struct strlist *doubtful)
{
	const struct object *object = &search->objects->v[nr];
	const struct revision *revision = &search->revisions->v[object->revision];

	FOR_EACH(symbol, &object->result.undefined) {
		const char *path = NULL;
		int found = treescan_exporter(search->scan, *symbol, &path);
		const struct file *changed;

		/* modpost gives it to every module (scripts/mod/modpost.c, add_header) */
		if (!strcmp(*symbol, "__this_module"))
			continue;
		if (found < 0)
			return -1;
		changed = found ? files_find(&revision->view.changed, path) : NULL;
		/* the text of a file counts only as long as the series leaves it alone */
		if ((found && !changed) || offered(search, object, *symbol))
			continue;
		strlist_add(doubtful, *symbol);
	}
	return doubtful->nr ? module_symbols_settle(search->siblings, search->revisions->base,
						    &revision->view, search->modules,
						    object->source, doubtful) :
			      0;
}

void symbols_new(const struct objects *list, size_t base, const struct strlist *doubtful,
		 struct strlist *missing)
{
	FOR_EACH(symbol, doubtful)
		if (!strlist_find(&list->v[base].result.undefined, *symbol))
			strlist_add(missing, *symbol);
}
