// SPDX-License-Identifier: GPL-2.0
/* Looks for names in all sources of a tree. */
#include "build/treegrep.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/treescan.h"
#include "lib/digest.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/state.h"

bool treegrep_holds(const char *text, const char *word, bool outer)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = word_find(at, word)); at += len) {
		const char *line = at;

		while (line > text && line[-1] != '\n')
			line--;
		if (!outer || (is_name_char(*line) && strncmp(line, "extern ", 7) != 0))
			return true;
	}
	return false;
}

static void take_text(json_t *mentions, const struct strlist *names, const char *path,
		      const char *text)
{
	FOR_EACH(name, names) {
		json_t *entry = json_object_get(mentions, *name);

		if (!treegrep_holds(text, *name, false))
			continue;
		json_array_append_new(json_object_get(entry, "any"), json_string(path));
		if (treegrep_holds(text, *name, true))
			json_array_append_new(json_object_get(entry, "outer"), json_string(path));
	}
}

static int search_with(const struct worktree *worktree, const struct treescan *scan,
		       const struct view *view, const struct strlist *names, json_t *mentions)
{
	const struct files *lists[] = { scan->all, &view->changed };

	for (size_t i = 0; i < 2; i++) {
		FOR_EACH(file, lists[i]) {
			const struct file *now = view_find(view, file->path);

			/* a file of the base is read once, an added one at the end */
			if (!now || !treescan_covers(scan, now) ||
			    has_extension(file->path, ".h") ||
			    (i && files_find(scan->all, file->path)))
				continue;
			char *text CLEANUP(free_text) = worktree_read(worktree, now, NULL);
			if (!text || job_interrupted() < 0)
				return -1;
			take_text(mentions, names, file->path, text);
		}
	}
	return 0;
}

static int search(const struct treescan *scan, const struct view *view, const struct strlist *names,
		  json_t *mentions)
{
	struct worktree worktree CLEANUP(worktree_close) = { 0 };

	if (worktree_open(&worktree, scan->state, scan->base, &view->tree) < 0)
		return -1;
	return search_with(&worktree, scan, view, names, mentions);
}

static git_oid mentions_key(const struct treescan *scan, const struct view *view,
			    const struct strlist *names)
{
	/* "1": version of what is looked for */
	return DIGEST(&view->tree, scan->srcarch, "1", names);
}

json_t *treegrep_find(const struct treescan *scan, const struct view *view,
		      const struct strlist *names)
{
	struct fact fact CLEANUP(fact_release) = { scan->state->ledger, "mentions",
						   mentions_key(scan, view, names) };
	json_t *mentions CLEANUP(free_json) = json_object();

	if (fact_recall(&fact) < 0)
		return NULL;
	if (json_is_object(fact.value))
		return TAKE(fact.value);
	FOR_EACH(name, names)
		json_object_set_new(mentions, *name,
				    json_pack("{s:[], s:[]}", "any", "outer"));
	if (search(scan, view, names, mentions) < 0 || fact_keep(&fact, TAKE(mentions)) < 0)
		return NULL;
	return TAKE(fact.value);
}
