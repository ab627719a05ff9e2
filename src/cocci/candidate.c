// SPDX-License-Identifier: GPL-2.0
/* Finds the files in which words of a rule stand: from the object store, or, where many are read,
 * from our work tree, as far as that has them. */
#include "cocci/candidate.h"

#include "campaign/campaign.h"
#include "git/base.h"
#include "git/worktree.h"
#include "lib/digest.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define REPORT_EVERY 1000 /* files */
#define MANY 2000	  /* from so many on it pays to find out what the work tree has */

static bool is_at(const char *data, size_t size, const char *at, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(data + size - at) >= len && !memcmp(at, word, len) &&
	       (at == data || !is_name_char(at[-1])) &&
	       (at + len == data + size || !is_name_char(at[len]));
}

/* One pass for all words from @from to @to, which share the first @stem bytes. */
static bool holds_word_of(const char *data, size_t size, char *const *from, char *const *to,
			  size_t stem)
{
	const char *at = data, *end = data + size;

	for (; (at = memmem(at, (size_t)(end - at), *from, stem)); at++)
		for (char *const *word = from; word < to; word++)
			if (is_at(data, size, at, *word))
				return true;
	return false;
}

/* Words that begin with another word stand right behind it in a sorted list, and are
 * looked for together with it. */
static int holds_word(const struct worktree *worktree, const struct file *file,
		      const struct strlist *words)
{
	char *const *word = words->v, *const *last = words->v + words->nr;
	size_t size = 0;
	char *text CLEANUP(free_text) = worktree_read(worktree, file, &size);
	bool found = false;

	if (!text)
		return -1;
	while (!found && word < last) {
		char *const *next = word + 1;
		size_t stem = strlen(*word);

		while (stem && next < last && !strncmp(*next, *word, stem))
			next++;
		found = stem && holds_word_of(text, size, word, next, stem);
		word = next;
	}
	return found;
}

static void add_candidate(struct files *out, const struct file *file)
{
	struct file *copy = LIST_ADD(out);

	*copy = *file;
	copy->path = xstrdup(file->path);
}

/* One search: where, and for what. */
struct candidate_search {
	struct state *state;
	const struct base *base;
	const struct files *files;
	const git_oid *tree;
	const struct campaign *campaign;
	const struct strlist *scope, *words;
	bool elsewhere;		/* in files that are no C */
};

/* Could the file hold one of the words? A link or a submodule holds no source. */
static bool is_source(const struct file *file, const struct campaign *campaign,
		      const struct strlist *scope, bool elsewhere)
{
	return is_c_file(file->path) != elsewhere && (file->mode & 0170000) == 0100000 &&
	       campaign_covers(campaign, scope, file->path);
}

static bool is_searched(const struct candidate_search *search, const struct file *file)
{
	return is_source(file, search->campaign, search->scope, search->elsewhere);
}

void candidates_all(struct files *out, const struct files *files, const struct campaign *campaign,
		    const struct strlist *scope)
{
	FOR_EACH(file, files)
		if (is_source(file, campaign, scope, false))
			add_candidate(out, file);
}

static size_t count_searched(const struct candidate_search *search, const struct files *among)
{
	size_t total = 0;

	FOR_EACH(file, among)
		total += is_searched(search, file);
	return total;
}

/* Add those of @among that hold one of the words. */
static int scan(struct files *out, const struct candidate_search *search, const struct files *among)
{
	struct progress *progress = search->state->progress;
	struct worktree worktree CLEANUP(worktree_close) = { .base = search->base };
	size_t seen = 0, total = count_searched(search, among);

	if (total >= MANY &&
	    worktree_open(&worktree, search->state, search->base, search->tree) < 0)
		return -1;
	progress_report(progress, "searching", 0, total, NULL);
	FOR_EACH(file, among) {
		if (!is_searched(search, file))
			continue;
		if (++seen % REPORT_EVERY == 0) {
			progress_report(progress, "searching", seen, total, NULL);
			if (job_interrupted() < 0)
				return -1;
		}
		int found = holds_word(&worktree, file, search->words);
		if (found < 0)
			return -1;
		if (found)
			add_candidate(out, file);
	}
	progress_report(progress, "searching", total, total, NULL);
	return 0;
}

/* @tree NULL: the key of the last tree that was searched in this way. */
static git_oid search_key(const git_oid *tree, const struct campaign *campaign,
			  const struct strlist *scope, const struct strlist *words, bool elsewhere)
{
	const struct strlist *lists[] = { scope && scope->nr ? scope : &campaign->scope,
					  &campaign->exclude, words };
	struct digest digest = { 0 };

	if (tree)
		digest_oid(&digest, tree);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		DIGEST_ADD(&digest, lists[i], DIGEST_MARK);
	if (elsewhere)
		digest_text(&digest, "elsewhere");
	return digest_end(&digest);
}

/* The paths of a remembered search, if all of them are still understood. */
static bool recall_candidates(struct files *out, const struct files *all, const json_t *fact)
{
	FOR_EACH_JSON(path, fact) {
		const char *name = json_string_value(path);
		const struct file *file = name ? files_find(all, name) : NULL;

		if (!file)
			return false;
		add_candidate(out, file);
	}
	return true;
}

/* The tree that was searched last for the same words; 1, 0 for none, or -1. */
static int last_tree(const struct candidate_search *search, git_oid *tree, json_t **paths)
{
	git_oid key = search_key(NULL, search->campaign, search->scope, search->words,
				 search->elsewhere);
	json_t *fact CLEANUP(free_json) = NULL;
	int found = ledger_get(search->state->ledger, "candidates-last", &key, &fact);

	if (found <= 0)
		return found;
	const char *id = json_string_value(fact);
	if (!id || git_oid_fromstr(tree, id) < 0 || !base_has(search->base, tree))
		return 0;
	key = search_key(tree, search->campaign, search->scope, search->words,
			 search->elsewhere);
	return ledger_get(search->state->ledger, "candidates", &key, paths);
}

/* Search only what differs from the tree that was searched last; 1, 0 when there is
 * none, or -1. */
static int scan_changed(struct files *out, const struct candidate_search *search)
{
	json_t *paths CLEANUP(free_json) = NULL;
	struct view view CLEANUP(view_release) = { 0 };
	struct files changed = { 0 };
	git_oid last;
	int result = last_tree(search, &last, &paths);

	if (result <= 0)
		return result;
	if (view_load(&view, search->base, search->files, &last, search->tree) < 0)
		return -1;
	FOR_EACH(file, &view.changed)
		if (!git_oid_is_zero(&file->oid))
			*LIST_ADD(&changed) = *file;
	FOR_EACH_JSON(path, paths) {
		const char *name = json_string_value(path);
		const struct file *file = name ? files_find(search->files, name) : NULL;

		if (file && !files_find(&view.changed, name))
			add_candidate(out, file);
	}
	result = scan(out, search, &changed);
	free(changed.v); /* the elements are borrowed */
	files_sort(out);
	return result < 0 ? -1 : 1;
}

int candidates_known(struct state *state, const git_oid *tree, const struct campaign *campaign,
		     const struct strlist *scope, const struct strlist *words)
{
	git_oid key = search_key(tree, campaign, scope, words, false);
	json_t *fact CLEANUP(free_json) = NULL;

	return ledger_get(state->ledger, "candidates", &key, &fact);
}

static int remember_candidates(const struct candidate_search *search, const struct files *out,
			       struct fact *fact)
{
	git_oid last = search_key(NULL, search->campaign, search->scope, search->words,
				  search->elsewhere);
	json_t *paths CLEANUP(free_json) = json_array();
	json_t *tree CLEANUP(free_json) = json_oid(search->tree);

	FOR_EACH(file, out)
		if (json_array_append_new(paths, json_string(file->path)) < 0)
			return 0; /* a name that is not UTF-8: search again next time */
	if (fact_keep(fact, TAKE(paths)) < 0)
		return -1;
	return ledger_put(search->state->ledger, "candidates-last", &last, tree);
}

/* What is remembered, what differs from the last search, or all. */
static int search_tree(struct files *out, const struct candidate_search *search)
{
	struct fact fact CLEANUP(fact_release) = {
		search->state->ledger, "candidates",
		search_key(search->tree, search->campaign, search->scope, search->words,
			   search->elsewhere)
	};
	int found = fact_recall(&fact);

	if (found < 0)
		return -1;
	if (found && recall_candidates(out, search->files, fact.value))
		return 0;
	files_release(out);
	found = scan_changed(out, search);
	if (found == 0)
		found = scan(out, search, search->files);
	return found < 0 ? -1 : remember_candidates(search, out, &fact);
}

int candidates_find(struct files *out, struct state *state, const struct base *base,
		    const struct files *files, const git_oid *tree, const struct campaign *campaign,
		    const struct strlist *scope, const struct strlist *words)
{
	const struct candidate_search search = { state, base, files, tree, campaign, scope, words,
						 false };

	return search_tree(out, &search);
}

int candidates_find_other(struct files *out, struct state *state, const struct base *base,
			  const struct files *files, const git_oid *tree,
			  const struct campaign *campaign, const struct strlist *scope,
			  const struct strlist *words)
{
	const struct candidate_search search = { state, base, files, tree, campaign, scope, words,
						 true };

	return search_tree(out, &search);
}
