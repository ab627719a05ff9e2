// SPDX-License-Identifier: GPL-2.0
/* Keys over the files that a thing is made from, and the lists of these. */
#include "inputs.h"

#include "base.h"
#include "cleanup.h"
#include "digest.h"
#include "kbuild.h"
#include "ledger.h"
#include "list.h"
#include "stand.h"
#include "state.h"

#include <string.h>

#define KNOWN_LISTS 6 /* remembered for one thing */

static git_oid thing_key(const struct stands *stands, const char *thing)
{
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &stands->kbuild->context);
	digest_text(&digest, thing);
	return digest_end(&digest);
}

/* The places where a header of this name stands: an #include could find a new one
 * first, and would find the next one when this one goes. */
static void digest_namesakes(struct digest *digest, const struct stands *stands,
			     const struct stand *stand, const char *source)
{
	const char *leaf = path_leaf(source);

	for (size_t i = stands_first_namesake(stands, leaf);
	     i < stands->headers.nr && !strcmp(path_leaf(stands->headers.v[i]), leaf); i++)
		if (view_find(&stand->view, stands->headers.v[i]))
			digest_text(digest, stands->headers.v[i]);
	FOR_EACH(file, &stand->view.changed)
		if (!git_oid_is_zero(&file->oid) && !strcmp(path_leaf(file->path), leaf) &&
		    !files_find(stands->all, file->path))
			digest_text(digest, file->path);
}

git_oid inputs_key(const struct stands *stands, const struct stand *stand,
		   const char *thing, const struct strlist *sources)
{
	struct digest digest;

	digest_init(&digest);
	digest_text(&digest, "object");
	digest_text(&digest, thing);
	digest_oid(&digest, &stands->kbuild->context);
	digest_oid(&digest, &stand->kconfig);
	digest_oid(&digest, &stand->generated);
	FOR_EACH(source, sources) {
		const struct file *file = view_find(&stand->view, *source);

		digest_text(&digest, *source);
		digest_text(&digest, file ? git_oid_tostr_s(&file->oid) : NULL);
		digest_namesakes(&digest, stands, stand, *source);
	}
	return digest_end(&digest);
}

int inputs_lists(struct stands *stands, const char *thing, json_t **lists)
{
	git_oid key = thing_key(stands, thing);

	return ledger_get(stands->kbuild->state->ledger, "inputs", &key, lists) < 0 ? -1 : 0;
}

void inputs_take(const json_t *lists, size_t nr, struct strlist *sources)
{
	size_t i;
	json_t *path;

	json_array_foreach(json_array_get(lists, nr), i, path) if (json_is_string(path))
		strlist_add(sources, json_string_value(path));
}

int inputs_remember(struct stands *stands, const char *thing, const struct strlist *sources)
{
	git_oid key = thing_key(stands, thing);
	json_t *list CLEANUP(free_json) = json_array();
	json_t *lists CLEANUP(free_json) = json_array();
	json_t *old CLEANUP(free_json) = NULL;
	size_t i;
	json_t *entry;

	if (inputs_lists(stands, thing, &old) < 0)
		return -1;
	FOR_EACH(source, sources)
		json_array_append_new(list, json_string(*source));
	json_array_append(lists, list);
	json_array_foreach(old, i, entry) {
		if (json_array_size(lists) < KNOWN_LISTS && !json_equal(entry, list))
			json_array_append(lists, entry);
	}
	return ledger_put(stands->kbuild->state->ledger, "inputs", &key, lists);
}
