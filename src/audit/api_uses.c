// SPDX-License-Identifier: GPL-2.0
/* Collects the uses of an API. */
#include "audit/api_uses.h"

#include "lib/cleanup.h"

#include <string.h>

/* Is the source a piece of the API itself? It uses its functions in its own way. */
static bool implements(const struct source *source, const struct family *family)
{
	for (size_t i = 0; i < source->outline.nr_functions; i++)
		if (!source->outline.functions[i].local &&
		    strlist_find(&family->words, source->outline.functions[i].name))
			return true;
	return false;
}

static void find_uses(struct uses *uses, const struct code *code, const struct family *family,
		      const struct taking *taking, const struct strlist *words)
{
	FOR_EACH(word, words) {
		struct refs refs = code_refs(code, *word);

		FOR_EACH(ref, &refs) {
			const struct source *source = &code->v[ref->source];
			const struct mark *mark = &source->outline.marks[ref->mark];
			struct use *use;

			if (mark->kind == MARK_POINTER ||
			    !strncmp(mark->other, "EXPORT_SYMBOL", 13) ||
			    implements(source, family))
				continue;
			use = LIST_ADD(uses);
			use->ref = *ref;
			reach_up(&use->ways, code, family, taking, *ref);
		}
	}
}

void roles_find(struct roles *roles, const struct code *code, const struct family *family)
{
	struct taking taking CLEANUP(free_taking) = { 0 };

	taking_find(&taking, code, family);
	find_uses(&roles->takes, code, family, &taking, &family->takers);
	find_uses(&roles->releases, code, family, &taking, &family->releasers);
	find_uses(&roles->enables, code, family, NULL, &family->enablers);
	find_uses(&roles->plain, code, family, NULL, &family->plain);
}

static void uses_release(struct uses *uses)
{
	FOR_EACH(use, uses)
		reaches_release(&use->ways);
	free(uses->v);
}

void roles_release(struct roles *roles)
{
	uses_release(&roles->takes);
	uses_release(&roles->releases);
	uses_release(&roles->enables);
	uses_release(&roles->plain);
	*roles = (struct roles){ 0 };
}
