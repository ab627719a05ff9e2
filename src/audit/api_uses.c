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

static void find_uses(struct api_use_list *uses, const struct srcindex *index,
		      const struct family *family, const struct taking *taking,
		      const struct strlist *words)
{
	FOR_EACH(word, words) {
		struct refs refs = srcindex_refs(index, *word);

		FOR_EACH(ref, &refs) {
			const struct source *source = &index->v[ref->source];
			const struct mark *mark = &source->outline.marks[ref->mark];
			struct api_use *use;

			if (mark->kind == MARK_POINTER ||
			    !strncmp(mark->other, "EXPORT_SYMBOL", 13) ||
			    implements(source, family))
				continue;
			use = LIST_ADD(uses);
			use->ref = *ref;
			callgraph_up(&use->ways, index, family, taking, *ref);
		}
	}
}

void api_uses_find(struct api_uses *roles, const struct srcindex *index,
		   const struct family *family)
{
	struct taking taking CLEANUP(free_taking) = { 0 };

	taking_find(&taking, index, family);
	find_uses(&roles->takes, index, family, &taking, &family->takers);
	find_uses(&roles->releases, index, family, &taking, &family->releasers);
	find_uses(&roles->enables, index, family, NULL, &family->enablers);
	find_uses(&roles->plain, index, family, NULL, &family->plain);
}

static void uses_release(struct api_use_list *uses)
{
	FOR_EACH(use, uses)
		call_ways_release(&use->ways);
	free(uses->v);
}

void api_uses_release(struct api_uses *roles)
{
	uses_release(&roles->takes);
	uses_release(&roles->releases);
	uses_release(&roles->enables);
	uses_release(&roles->plain);
	*roles = (struct api_uses){ 0 };
}
