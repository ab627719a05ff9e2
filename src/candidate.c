// SPDX-License-Identifier: GPL-2.0
/* Finds the files in which words of a rule stand, straight from the object store. */
#include "candidate.h"

#include "base.h"
#include "campaign.h"
#include "cleanup.h"
#include "digest.h"
#include "fail.h"
#include "job.h"
#include "ledger.h"
#include "list.h"
#include "progress.h"
#include "state.h"

#include <ctype.h>
#include <string.h>

#define REPORT_EVERY 1000 /* files */

static bool is_source(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (!strcmp(dot, ".c") || !strcmp(dot, ".h"));
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_at(const char *data, size_t size, const char *at, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(data + size - at) >= len && !memcmp(at, word, len) &&
	       (at == data || !is_word(at[-1])) &&
	       (at + len == data + size || !is_word(at[len]));
}

/* One pass for all words from @from to @to, which share the first @stem bytes. */
static bool holds(const char *data, size_t size, char *const *from, char *const *to, size_t stem)
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
static int mentions(const struct base *base, const git_oid *oid, const struct strlist *words)
{
	char *const *word = words->v, *const *last = words->v + words->nr;
	git_odb_object *object;
	bool found = false;

	if (git_odb_read(&object, base->odb, oid) < 0)
		return fail_git("cannot read the object %s", git_oid_tostr_s(oid));
	while (!found && word < last) {
		char *const *next = word + 1;
		size_t stem = strlen(*word);

		while (stem && next < last && !strncmp(*next, *word, stem))
			next++;
		found = stem && holds(git_odb_object_data(object), git_odb_object_size(object),
				      word, next, stem);
		word = next;
	}
	git_odb_object_free(object);
	return found;
}

static void add(struct files *out, const struct file *file)
{
	struct file *copy = LIST_ADD(out);

	*copy = *file;
	copy->path = xstrdup(file->path);
}

static int scan(struct files *out, struct state *state, const struct base *base,
		const struct files *all, const struct campaign *campaign,
		const struct strlist *scope, const struct strlist *words)
{
	size_t seen = 0, total = 0;

	FOR_EACH(file, all)
		total += is_source(file->path) && campaign_covers(campaign, scope, file->path);
	progress_report(state->progress, "searching", 0, total, NULL);
	FOR_EACH(file, all) {
		int found;

		/* a link or a submodule holds no source */
		if (!is_source(file->path) || (file->mode & 0170000) != 0100000 ||
		    !campaign_covers(campaign, scope, file->path))
			continue;
		if (++seen % REPORT_EVERY == 0) {
			progress_report(state->progress, "searching", seen, total, NULL);
			if (job_interrupted() < 0)
				return -1;
		}
		found = mentions(base, &file->oid, words);
		if (found < 0)
			return -1;
		if (found)
			add(out, file);
	}
	progress_report(state->progress, "searching", total, total, NULL);
	return 0;
}

static git_oid scan_key(const struct base *base, const struct campaign *campaign,
			const struct strlist *scope, const struct strlist *words)
{
	const struct strlist *lists[] = { scope && scope->nr ? scope : &campaign->scope,
					  &campaign->exclude, words };
	struct digest digest;

	digest_init(&digest);
	digest_oid(&digest, &base->tree);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		FOR_EACH(text, lists[i])
			digest_text(&digest, *text);
		digest_text(&digest, NULL);
	}
	return digest_end(&digest);
}

/* The paths of a remembered scan, if all of them are still understood. */
static bool recall(struct files *out, const struct files *all, const json_t *fact)
{
	size_t i;
	json_t *path;

	json_array_foreach(fact, i, path) {
		const char *name = json_string_value(path);
		const struct file *file = name ? files_find(all, name) : NULL;

		if (!file)
			return false;
		add(out, file);
	}
	return true;
}

int candidates_known(struct state *state, const struct base *base, const struct campaign *campaign,
		     const struct strlist *scope, const struct strlist *words)
{
	git_oid key = scan_key(base, campaign, scope, words);
	json_t *fact CLEANUP(free_json) = NULL;

	return ledger_get(state->ledger, "candidates", &key, &fact);
}

int candidates_find(struct files *out, struct state *state, const struct base *base,
		    const struct files *all, const struct campaign *campaign,
		    const struct strlist *scope, const struct strlist *words)
{
	git_oid key = scan_key(base, campaign, scope, words);
	json_t *fact CLEANUP(free_json) = NULL;
	int found = ledger_get(state->ledger, "candidates", &key, &fact);

	if (found < 0)
		return -1;
	if (found && recall(out, all, fact))
		return 0;
	files_release(out);
	if (scan(out, state, base, all, campaign, scope, words) < 0)
		return -1;
	json_decref(fact);
	fact = json_array();
	FOR_EACH(file, out)
		if (json_array_append_new(fact, json_string(file->path)) < 0)
			return 0; /* a name that is not UTF-8: search again next time */
	return ledger_put(state->ledger, "candidates", &key, fact);
}
