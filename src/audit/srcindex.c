// SPDX-License-Identifier: GPL-2.0
/* Keeps the outlines of many sources and an index of their words. */
#include "audit/srcindex.h"

#include "git/base.h"
#include "kbuild/module.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/progress.h"
#include "lib/state.h"

#include <string.h>

#define OUTLINE_VERSION "6" /* of what outline_text() makes of the same source */
#define REPORT_EVERY 100 /* files */

struct slot {
	const char *word;	/* NULL: free */
	size_t first, nr;
};

/* A hash table of words, half of it free at least. That of libc takes nothing but the
 * first letters of a word into account, which many names of a driver share. */
struct code_index {
	struct slot *slots;
	size_t size, used;	/* @size: a power of two */
	struct ref *refs;
};

/* The textual outline of a blob, made or remembered; owned by the caller. NULL: failed. */
static char *outline_of(struct code *code, struct state *state, const struct base *base,
			const git_oid *blob, const struct strlist *wanted)
{
	json_t *fact CLEANUP(free_json) = NULL;
	char *text CLEANUP(free_text) = NULL;
	char *form CLEANUP(free_text) = NULL;
	struct digest digest;
	size_t len;
	git_oid key;
	int found;

	digest_init(&digest);
	digest_text(&digest, OUTLINE_VERSION);
	FOR_EACH(word, wanted)
		digest_text(&digest, *word);
	digest_oid(&digest, blob);
	key = digest_end(&digest);
	found = ledger_get(state->ledger, "outline", &key, &fact);
	if (found < 0)
		return NULL;
	if (found && json_is_string(fact)) {
		code->reused++;
		return xstrdup(json_string_value(fact));
	}
	text = base_read(base, blob, &len);
	if (!text)
		return NULL;
	code->examined++;
	form = outline_text(text, len, wanted);
	json_decref(fact);
	fact = json_string(form);
	return ledger_put(state->ledger, "outline", &key, fact) < 0 ? NULL : TAKE(form);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->path, ((const struct source *)b)->path);
}

static bool is_header(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && !strcmp(dot, ".h");
}

struct source *code_put(struct code *code, const char *path, char *form)
{
	struct source *source = LIST_ADD(code);

	source->path = xstrdup(path);
	source->header = is_header(path);
	return outline_read(&source->outline, form) < 0 ? NULL : source;
}

static int add_source(struct code *code, struct state *state, const struct base *base,
		      const struct file *file, const struct modules *modules,
		      const struct strlist *wanted)
{
	char *form = outline_of(code, state, base, &file->oid, wanted);
	struct source *source = form ? code_put(code, file->path, form) : NULL;

	if (!form)
		return -1;
	if (!source)
		return fail_system("the outline of %s in the ledger cannot be read", file->path);
	source->kind = modules_kind(modules, file->path);
	modules_of(modules, file->path, &source->modules);
	if (!source->modules.nr && !source->header) {
		char *object CLEANUP(free_text) = module_object(file->path);

		strlist_add(&source->modules, object);
	}
	strlist_sort(&source->modules);
	return 0;
}

int code_add(struct code *code, struct state *state, const struct base *base,
	     const struct files *all, const struct modules *modules,
	     const struct strlist *paths, const struct strlist *wanted)
{
	struct strlist known = { 0 };
	size_t seen = 0;
	int result = 0;

	FOR_EACH(source, code)
		strlist_add(&known, source->path);
	strlist_sort(&known);
	FOR_EACH(path, paths) {
		const struct file *file = strlist_find(&known, *path) ? NULL :
									files_find(all, *path);

		if (seen++ % REPORT_EVERY == 0) {
			progress_report(state->progress, "auditing", seen, paths->nr, NULL);
			if (job_interrupted() < 0)
				result = -1;
		}
		/* a link or a submodule holds no source */
		if (result == 0 && file && (file->mode & 0170000) == 0100000)
			result = add_source(code, state, base, file, modules, wanted);
	}
	strlist_release(&known);
	return result;
}

/* What is indexed of a mark; NULL for nothing. */
static const char *word_of(const struct mark *mark)
{
	return mark->word;
}

static const char *field_of(const struct mark *mark)
{
	return mark->kind == MARK_STORE && *mark->other ? mark->other : NULL;
}

static const char *type_of(const struct mark *mark)
{
	return mark->kind == MARK_STORE && *mark->type ? mark->type : NULL;
}

/* The slot of the word, or the free one where it belongs. */
static struct slot *find_slot(const struct code_index *index, const char *word)
{
	unsigned hash = 2166136261;

	for (const char *at = word; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619;
	for (size_t i = hash;; i++) {
		struct slot *slot = &index->slots[i & (index->size - 1)];

		if (!slot->word || !strcmp(slot->word, word))
			return slot;
	}
}

static void grow(struct code_index *index)
{
	struct code_index old = *index;

	index->size = old.size ? 2 * old.size : 1024;
	index->slots = xcalloc(index->size, sizeof(*index->slots));
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].word)
			*find_slot(index, old.slots[i].word) = old.slots[i];
	free(old.slots);
}

static void count(struct code_index *index, const char *word)
{
	struct slot *slot = find_slot(index, word);

	index->used += !slot->word;
	slot->word = word;
	slot->nr++;
	if (2 * index->used > index->size)
		grow(index);
}

/* Give each word its part of the refs, still empty. */
static void place_slots(struct code_index *index)
{
	size_t place = 0;

	for (size_t i = 0; i < index->size; i++) {
		index->slots[i].first = place;
		place += index->slots[i].nr;
		index->slots[i].nr = 0;
	}
	index->refs = xcalloc(place + 1, sizeof(*index->refs));
}

/* Count the marks of each word, then place them side by side. */
static struct code_index *make_index(const struct code *code,
				     const char *(*key)(const struct mark *))
{
	struct code_index *index = xcalloc(1, sizeof(*index));

	grow(index);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t s = 0; s < code->nr; s++) {
			const struct outline *outline = &code->v[s].outline;

			for (size_t m = 0; m < outline->nr_marks; m++) {
				const char *word = key(&outline->marks[m]);
				struct slot *slot;

				if (word && !pass)
					count(index, word);
				if (!word || !pass)
					continue;
				slot = find_slot(index, word);
				index->refs[slot->first + slot->nr++] =
					(struct ref){ (unsigned)s, (unsigned)m };
			}
		}
		if (!pass)
			place_slots(index);
	}
	return index;
}

static void free_index(struct code_index *index)
{
	if (!index)
		return;
	free(index->slots);
	free(index->refs);
	free(index);
}

void code_index(struct code *code)
{
	free_index(code->words);
	free_index(code->fields);
	free_index(code->types);
	code->functions = 0;
	if (code->nr)
		qsort(code->v, code->nr, sizeof(*code->v), by_path);
	FOR_EACH(source, code) {
		source->first = code->functions;
		code->functions += source->outline.nr_functions;
	}
	code->words = make_index(code, word_of);
	code->fields = make_index(code, field_of);
	code->types = make_index(code, type_of);
}

static struct refs lookup(const struct code_index *index, const char *word)
{
	const struct slot *slot = find_slot(index, word);

	return (struct refs){ index->refs + slot->first, slot->nr, 0 };
}

struct refs code_refs(const struct code *code, const char *word)
{
	return lookup(code->words, word);
}

struct refs code_stores(const struct code *code, const char *name)
{
	return lookup(code->fields, name);
}

struct refs code_tables(const struct code *code, const char *type)
{
	return lookup(code->types, type);
}

bool code_together(const struct source *a, const struct source *b)
{
	const struct source *header = a->header ? a : b, *user = a->header ? b : a;

	if (header->header) {
		size_t len = strlen(header->path) - strlen(path_leaf(header->path));

		/* headers often stand in a folder beside the sources */
		size_t up = len ? len - 1 : 0;

		while (up && header->path[up - 1] != '/')
			up--;
		return !strncmp(header->path, user->path, up ? up : len);
	}
	FOR_EACH(module, &a->modules)
		if (strlist_find(&b->modules, *module))
			return true;
	return false;
}

bool code_exports(const struct code *code, const struct source *source, const char *name)
{
	struct refs refs = code_refs(code, name);

	FOR_EACH(ref, &refs) {
		const struct source *other = &code->v[ref->source];

		if (!strncmp(other->outline.marks[ref->mark].other, "EXPORT_SYMBOL", 13) &&
		    code_together(source, other))
			return true;
	}
	return false;
}

void code_release(struct code *code)
{
	FOR_EACH(source, code) {
		free(source->path);
		strlist_release(&source->modules);
		outline_release(&source->outline);
	}
	free(code->v);
	free_index(code->words);
	free_index(code->fields);
	free_index(code->types);
	*code = (struct code){ 0 };
}
