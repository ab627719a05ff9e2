// SPDX-License-Identifier: GPL-2.0
/* Makes room in a state directory. */
#include "machine/collect.h"

#include "lib/lib.h"
#include "lib/space.h"

int collect_limit(int64_t *limit, const git_config *config)
{
	git_buf value CLEANUP(git_buf_dispose) = GIT_BUF_INIT;

	*limit = 0;
	if (!config || git_config_get_string_buf(&value, config, "treewide.stateLimit") < 0)
		return 0;
	return space_parse(value.ptr, limit) < 0 ?
		       fail_usage("treewide.stateLimit = %s: not a size as 500m, 20g or 1t",
				  value.ptr) :
		       0;
}

int collect_make(struct collection *collection, time_t since)
{
	storage_list(&collection->storage, collection->dir);
	size_t nr = collection->storage.nr;

	collection->before = collection->after = storage_total(&collection->storage);
	collection->gone = xcalloc(nr + 1, sizeof(*collection->gone));
	collection->busy = xcalloc(nr + 1, sizeof(*collection->busy));
	for (size_t i = 0; i < nr && collection->after > collection->limit; i++) {
		const struct storage_item *item = &collection->storage.v[i];
		bool gone = true;

		if (item->why)
			break;
		if (since && item->used >= since)
			continue;
		if (!collection->dry_run && storage_remove(item, &gone) < 0)
			return -1;
		collection->gone[i] = gone;
		collection->busy[i] = !gone;
		collection->after -= gone ? item->bytes : 0;
	}
	return 0;
}

void collect_release(struct collection *collection)
{
	storage_release(&collection->storage);
	FREE_ALL(collection->gone, collection->busy);
	*collection = (struct collection){ 0 };
}
