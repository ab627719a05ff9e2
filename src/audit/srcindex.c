// SPDX-License-Identifier: GPL-2.0
/* Keeps the outlines of many sources and an index of their words. */
#include "audit/srcindex.h"

#include "git/base.h"
#include "kbuild/module.h"
#include "lib/digest.h"
#include "lib/job.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define OUTLINE_VERSION "6" /* of what outline_text() makes of the same source */
#define REPORT_EVERY 100 /* files */

struct index_slot {
	const char *word;	/* NULL: free */
	size_t first, nr;
};

/* A hash table of words, half of it free at least. That of libc takes nothing but the
 * first letters of a word into account, which many names of a driver share. */
struct word_table {
	struct index_slot *slots;
	size_t size, used;	/* @size: a power of two */
	struct ref *refs;
};

/* The textual outline of a blob, made or remembered; owned by the caller. NULL: failed. */
static char *outline_of(struct srcindex *index, struct state *state, const struct base *base,
			const git_oid *blob, const struct strlist *wanted)
{
	struct fact fact CLEANUP(fact_release) = { state->ledger, "outline",
						   DIGEST(OUTLINE_VERSION, wanted, blob) };
	size_t len;

	if (fact_recall(&fact) < 0)
		return NULL;
	if (json_is_string(fact.value)) {
		index->reused++;
		return xstrdup(json_string_value(fact.value));
	}
	char *text CLEANUP(free_text) = base_read(base, blob, &len);
	if (!text)
		return NULL;
	index->examined++;
	char *form CLEANUP(free_text) = outline_text(text, len, wanted);
	return fact_keep(&fact, json_string(form)) < 0 ? NULL : TAKE(form);
}

static int sources_by_path(const void *a, const void *b)
{
	return strcmp(((const struct source *)a)->path, ((const struct source *)b)->path);
}

struct source *srcindex_put(struct srcindex *index, const char *path, char *form)
{
	struct source *source = LIST_ADD(index);

	source->path = xstrdup(path);
	source->header = has_ending(path, ".h");
	return outline_read(&source->outline, form) < 0 ? NULL : source;
}

static int add_source(struct srcindex *index, struct state *state, const struct base *base,
		      const struct file *file, const struct modules *modules,
		      const struct strlist *wanted)
{
	char *form = outline_of(index, state, base, &file->oid, wanted);
	struct source *source = form ? srcindex_put(index, file->path, form) : NULL;

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

int srcindex_add(struct srcindex *index, struct state *state, const struct base *base,
		 const struct files *all, const struct modules *modules,
		 const struct strlist *paths, const struct strlist *wanted)
{
	struct strlist known CLEANUP(strlist_release) = { 0 };
	size_t seen = 0;

	FOR_EACH(source, index)
		strlist_add(&known, source->path);
	strlist_sort(&known);
	FOR_EACH(path, paths) {
		const struct file *file = strlist_find(&known, *path) ? NULL :
									files_find(all, *path);

		if (++seen % REPORT_EVERY == 0 || seen == paths->nr) {
			progress_report(state->progress, "auditing", seen, paths->nr, NULL);
			if (job_interrupted() < 0)
				return -1;
		}
		/* a link or a submodule holds no source */
		if (file && (file->mode & 0170000) == 0100000 &&
		    add_source(index, state, base, file, modules, wanted) < 0)
			return -1;
	}
	return 0;
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
static struct index_slot *find_slot(const struct word_table *table, const char *word)
{
	unsigned hash = 2166136261;

	for (const char *at = word; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619;
	for (size_t i = hash;; i++) {
		struct index_slot *slot = &table->slots[i & (table->size - 1)];

		if (!slot->word || !strcmp(slot->word, word))
			return slot;
	}
}

static void grow(struct word_table *table)
{
	struct word_table old = *table;

	table->size = old.size ? 2 * old.size : 1024;
	table->slots = xcalloc(table->size, sizeof(*table->slots));
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].word)
			*find_slot(table, old.slots[i].word) = old.slots[i];
	free(old.slots);
}

static void count_word(struct word_table *table, const char *word)
{
	struct index_slot *slot = find_slot(table, word);

	table->used += !slot->word;
	slot->word = word;
	slot->nr++;
	if (2 * table->used > table->size)
		grow(table);
}

/* Give each word its part of the refs, still empty. */
static void place_slots(struct word_table *table)
{
	size_t place = 0;

	for (size_t i = 0; i < table->size; i++) {
		table->slots[i].first = place;
		place += table->slots[i].nr;
		table->slots[i].nr = 0;
	}
	table->refs = xcalloc(place + 1, sizeof(*table->refs));
}

/* Count the marks of each word, then place them side by side. */
static struct word_table *make_index(const struct srcindex *index,
				     const char *(*key)(const struct mark *))
{
	struct word_table *table = xcalloc(1, sizeof(*table));

	grow(table);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t s = 0; s < index->nr; s++) {
			const struct outline *outline = &index->v[s].outline;

			for (size_t m = 0; m < outline->nr_marks; m++) {
				const char *word = key(&outline->marks[m]);

				if (word && !pass)
					count_word(table, word);
				if (!word || !pass)
					continue;
				struct index_slot *slot = find_slot(table, word);
				table->refs[slot->first + slot->nr++] =
					(struct ref){ (unsigned)s, (unsigned)m };
			}
		}
		if (!pass)
			place_slots(table);
	}
	return table;
}

static void free_index(struct word_table *table)
{
	if (!table)
		return;
	FREE_ALL(table->slots, table->refs, table);
}

void srcindex_index(struct srcindex *index)
{
	free_index(index->words);
	free_index(index->fields);
	free_index(index->types);
	index->functions = 0;
	LIST_SORT(index, sources_by_path);
	FOR_EACH(source, index) {
		source->first = index->functions;
		index->functions += source->outline.nr_functions;
	}
	index->words = make_index(index, word_of);
	index->fields = make_index(index, field_of);
	index->types = make_index(index, type_of);
}

static struct refs lookup(const struct word_table *table, const char *word)
{
	const struct index_slot *slot = find_slot(table, word);

	return (struct refs){ table->refs + slot->first, slot->nr, 0 };
}

struct refs srcindex_refs(const struct srcindex *index, const char *word)
{
	return lookup(index->words, word);
}

struct refs srcindex_stores(const struct srcindex *index, const char *name)
{
	return lookup(index->fields, name);
}

struct refs srcindex_tables(const struct srcindex *index, const char *type)
{
	return lookup(index->types, type);
}

bool srcindex_together(const struct source *a, const struct source *b)
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

bool srcindex_exports(const struct srcindex *index, const struct source *source, const char *name)
{
	struct refs refs = srcindex_refs(index, name);

	FOR_EACH(ref, &refs) {
		const struct source *other = &index->v[ref->source];

		if (!strncmp(other->outline.marks[ref->mark].other, "EXPORT_SYMBOL", 13) &&
		    srcindex_together(source, other))
			return true;
	}
	return false;
}

void srcindex_release(struct srcindex *index)
{
	FOR_EACH(source, index) {
		free(source->path);
		strlist_release(&source->modules);
		outline_release(&source->outline);
	}
	free(index->v);
	free_index(index->words);
	free_index(index->fields);
	free_index(index->types);
	*index = (struct srcindex){ 0 };
}
