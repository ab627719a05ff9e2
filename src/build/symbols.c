// SPDX-License-Identifier: GPL-2.0
/* Finds the symbols that nobody offers. */
#include "build/symbols.h"

#include "build/revision.h"
#include "build/siblings.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"

#include <string.h>

bool symbols_current(const struct symbol_search *search, const struct obligation *object,
		     size_t nr)
{
	if (!object->stand || !object->outcome.ok ||
	    !stands_follows(search->stands, nr, object->stand))
		return false;
	FOR_EACH(other, search->obligations)
		if (other->stand > object->stand && other->outcome.ok &&
		    !strcmp(other->source, object->source) &&
		    stands_follows(search->stands, nr, other->stand))
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

static bool offered(const struct symbol_search *search, const struct obligation *wanting,
		    const char *symbol)
{
	FOR_EACH(other, search->obligations) {
		bool exported = strlist_find(&other->outcome.exported, symbol);

		if ((exported || strlist_find(&other->outcome.defined, symbol)) &&
		    symbols_current(search, other, wanting->stand) &&
		    (exported ||
		     symbols_together(search->modules, wanting->source, other->source)))
			return true;
	}
	return false;
}

int symbols_doubtful(const struct symbol_search *search, size_t nr, struct strlist *doubtful)
{
	const struct obligation *obligation = &search->obligations->v[nr];
	const struct stand *stand = &search->stands->v[obligation->stand];

	FOR_EACH(symbol, &obligation->outcome.undefined) {
		const char *path = NULL;
		int found = treescan_exporter(search->scan, *symbol, &path);
		const struct file *changed;

		/* modpost gives it to every module (scripts/mod/modpost.c, add_header) */
		if (!strcmp(*symbol, "__this_module"))
			continue;
		if (found < 0)
			return -1;
		changed = found ? files_find(&stand->view.changed, path) : NULL;
		/* the text of a file counts only as long as the series leaves it alone */
		if ((found && !changed) || offered(search, obligation, *symbol))
			continue;
		strlist_add(doubtful, *symbol);
	}
	return doubtful->nr ? siblings_settle(search->siblings, search->stands->base, &stand->view,
					      search->modules, obligation->source, doubtful) : 0;
}

void symbols_new(const struct obligations *list, size_t base, const struct strlist *doubtful,
		 struct strlist *missing)
{
	FOR_EACH(symbol, doubtful)
		if (!strlist_find(&list->v[base].outcome.undefined, *symbol))
			strlist_add(missing, *symbol);
}
