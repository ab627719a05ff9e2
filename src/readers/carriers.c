// SPDX-License-Identifier: GPL-2.0
/* Looks for files that define names, hold words or use pragmas. */
#include "readers/carriers.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/treescan.h"
#include "lib/digest.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define REPORT_EVERY 2000 /* files */

/* Macros of the kernel that become pragmas. */
static const char *const pragma_words[] = { "_Pragma", "__diag_push", "__diag_pop",
					    "__diag_ignore", "__diag_ignore_all", "__diag_warn",
					    "__diag_error", "__bpf_kfunc_start_defs",
					    "__bpf_hook_start", NULL };

json_t *carriers_none(void)
{
	return json_pack("{s:{}, s:{}, s:[], s:[]}", "macros", "words", "pragmas", "packs");
}

/* Each path once; it was the last one, if it is there. */
static void add_carrier(json_t *array, const char *path)
{
	size_t nr = json_array_size(array);
	const char *last = nr ? json_string_value(json_array_get(array, nr - 1)) : NULL;

	if (!last || strcmp(last, path) != 0)
		json_array_append_new(array, json_string(path));
}

static void add_for(json_t *lists, const char *name, const char *path)
{
	json_t *array = json_object_get(lists, name);

	if (!array) {
		json_object_set_new(lists, name, json_array());
		array = json_object_get(lists, name);
	}
	add_carrier(array, path);
}

static void see_pragma(json_t *found, const char *path, const char *at)
{
	at += strspn(at, " \t");
	if (!strncmp(at, "once", 4) && !is_name_char(at[4]))
		return;
	add_carrier(json_object_get(found, !strncmp(at, "pack", 4) ? "packs" : "pragmas"), path);
}

/* A line behind its "#". */
static void see_hash_line(json_t *found, const char *path, const char *at,
			  const struct strlist *names)
{
	at += strspn(at, " \t");
	size_t len = word_length(at);
	bool macro = (len == 6 && !strncmp(at, "define", 6)) ||
		     (len == 5 && !strncmp(at, "undef", 5));

	if (len == 6 && !strncmp(at, "pragma", 6)) {
		see_pragma(found, path, at + 6);
		return;
	}
	if (!macro)
		return;
	at += len;
	at += strspn(at, " \t");
	char *name CLEANUP(free_text) = xstrndup(at, word_length(at));
	if (strlist_find(names, name))
		add_for(json_object_get(found, "macros"), name, path);
}

static bool begins_line(const char *text, const char *at)
{
	while (at > text && (at[-1] == ' ' || at[-1] == '\t'))
		at--;
	return at == text || at[-1] == '\n' || at[-1] == '/';
}

/* Does the word stand where it is more than a part of a macro's definition? */
static bool stands_plainly(const char *text, const char *word)
{
	for (const char *at = text; (at = word_find(at, word)); at += strlen(word)) {
		const char *line = at;

		while (line > text && (line[-1] != '\n' || (line > text + 1 && line[-2] == '\\')))
			line--;
		line += strspn(line, " \t");
		if (*line != '#')
			return true;
	}
	return false;
}

void carriers_read(json_t *found, const char *path, const char *text, const struct strlist *names,
		   const struct strlist *words)
{
	for (const char *at = text; (at = strchr(at, '#')); at++)
		if (begins_line(text, at))
			see_hash_line(found, path, at + 1, names);
	FOR_EACH(word, words)
		if (word_find(text, *word))
			add_for(json_object_get(found, "words"), *word, path);
	for (size_t i = 0; pragma_words[i]; i++)
		if (stands_plainly(text, pragma_words[i])) {
			add_carrier(json_object_get(found, "pragmas"), path);
			break;
		}
}

static int search(const struct treescan *scan, const struct view *view, const struct strlist *names,
		  const struct strlist *words, json_t *found)
{
	struct worktree worktree CLEANUP(worktree_close) = { 0 };
	size_t done = 0;

	if (worktree_open(&worktree, scan->state, scan->base, &view->tree) < 0)
		return -1;
	FOR_EACH_IN_VIEW(file, view) {
		if (++done % REPORT_EVERY == 0)
			progress_report(scan->state->progress, "looking for names", done,
					scan->all->nr, NULL);
		if (!treescan_covers(scan, file))
			continue;
		char *text CLEANUP(free_text) = worktree_read(&worktree, file, NULL);
		if (!text || job_interrupted() < 0)
			return -1;
		carriers_read(found, file->path, text, names, words);
	}
	return 0;
}

json_t *carriers_find(const struct treescan *scan, const struct view *view,
		      const struct strlist *names, const struct strlist *words)
{
	/* "1": version of what is looked for */
	struct fact fact CLEANUP(fact_release) = {
		scan->state->ledger, "carriers",
		DIGEST(&view->tree, scan->srcarch, "1", names, DIGEST_MARK, words)
	};
	json_t *found CLEANUP(free_json) = NULL;

	if (fact_recall(&fact) < 0)
		return NULL;
	if (json_is_object(fact.value))
		return TAKE(fact.value);
	found = carriers_none();
	if (search(scan, view, names, words, found) < 0 || fact_keep(&fact, TAKE(found)) < 0)
		return NULL;
	return TAKE(fact.value);
}
