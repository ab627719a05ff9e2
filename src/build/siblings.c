// SPDX-License-Identifier: GPL-2.0
/* Reads the sources that are linked with another one. */
#include "build/siblings.h"

#include "csrc/definitions.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "lib/cleanup.h"

#include <string.h>

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
	struct source_symbols *sibling;
	char *text;
	size_t len;

	FOR_EACH(known, siblings)
		if (!strcmp(known->path, file->path))
			return known;
	text = base_read(base, &file->oid, &len);
	if (!text)
		return NULL;
	sibling = LIST_ADD(siblings);
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

int module_symbols_settle(struct module_symbols *siblings, const struct base *base,
			  const struct view *view, const struct modules *modules,
			  const char *source, struct strlist *symbols)
{
	struct strlist names = { 0 };
	int result = 0;

	modules_of(modules, source, &names);
	FOR_EACH(member, modules) {
		const struct file *file;
		const struct source_symbols *sibling;

		if (result < 0 || !symbols->nr)
			break;
		/* a composite object has no source */
		if (member->kind == 'n' || !strcmp(member->object, member->module) ||
		    !strlist_has(&names, member->module))
			continue;
		file = find_source_symbols(view, member->object);
		if (!file || !strcmp(file->path, source))
			continue;
		sibling = read_names(siblings, base, file);
		if (sibling)
			take_out(symbols, &sibling->names);
		else
			result = -1;
	}
	strlist_release(&names);
	return result;
}

void module_symbols_release(struct module_symbols *siblings)
{
	FOR_EACH(sibling, siblings) {
		free(sibling->path);
		strlist_release(&sibling->names);
	}
	free(siblings->v);
	*siblings = (struct module_symbols){ 0 };
}
