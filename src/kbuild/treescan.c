// SPDX-License-Identifier: GPL-2.0
/* Reads all sources of a tree once for exports and includes. */
#include "kbuild/treescan.h"

#include "csrc/discarded.h"
#include "csrc/exports.h"
#include "csrc/paste.h"
#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/includeline.h"
#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/progress.h"
#include "lib/state.h"
#include "lib/word.h"

#include <string.h>

#define REPORT_EVERY 2000 /* files */

/* What a file of the series includes beyond what it includes in the base. */
struct added_edges {
	char *path;
	git_oid oid;
	struct include_edges edges;
};

struct added_edges_list {
	struct added_edges *v;
	size_t nr, alloc;
};

/* What the pass covers, in the order of the last parts of the paths. */
struct leaf_index {
	const struct file **v;
	size_t nr, alloc;
};

bool treescan_covers(const struct treescan *scan, const struct file *file)
{
	const char *path = file->path;
	size_t len = strlen(scan->srcarch);

	if ((file->mode & 0170000) != 0100000 ||
	    !(has_ending(path, ".c") || has_ending(path, ".h") || has_ending(path, ".S")))
		return false;
	if (!strncmp(path, "tools/", 6) || !strncmp(path, "Documentation/", 14) ||
	    !strncmp(path, "scripts/", 8))
		return false;
	return strncmp(path, "arch/", 5) ||
	       (!strncmp(path + 5, scan->srcarch, len) && path[5 + len] == '/');
}

/* The namespace that the Makefile of its folder sets for @path; "" for none. */
static const char *space_around(const struct treescan *scan, const char *path)
{
	size_t len = (size_t)(path_leaf(path) - path);

	FOR_EACH(entry, &scan->spaces)
		if (!strncmp(*entry, path, len) && (*entry)[len] == ' ')
			return *entry + len + 1;
	return "";
}

static void read_makefile(struct treescan *scan, const char *path, const char *text, size_t size)
{
	char *space = exports_namespace(text, size);

	if (space)
		*LIST_ADD(&scan->spaces) = xasprintf("%.*s %s", (int)(path_leaf(path) - path), path,
						     space);
	free(space);
}

static void read_text(struct treescan *scan, const char *path, const char *text, size_t size)
{
	include_edges_read(scan->edges, path, text, size);
	exports_read(&scan->exports, &scan->terms, path, space_around(scan, path), text, size);
	discarded_symbols_read(&scan->discarded, text, size);
	paste_read(&scan->pasted, text, size);
}

static bool is_makefile(const char *path)
{
	return !strcmp(path_leaf(path), "Makefile") || !strcmp(path_leaf(path), "Kbuild");
}

static int by_leaf(const void *a, const void *b)
{
	return strcmp(((const struct include_edge *)a)->leaf,
		      ((const struct include_edge *)b)->leaf);
}

static git_oid scan_key(const struct treescan *scan, const char *what)
{
	/* "9": version of what is read */
	return DIGEST(&scan->base->tree, scan->srcarch, "9", what);
}

static int recall_scan(struct treescan *scan, const git_oid *key, struct strlist *list)
{
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(scan->state->ledger, "treescan", key, &fact);

	if (known <= 0)
		return known;
	json_list_read(fact, list);
	if (json_is_array(fact) && list->nr == json_array_size(fact))
		return 1;
	strlist_release(list);
	return 0;
}

static int remember_scan(struct treescan *scan, const git_oid *key, const struct strlist *list)
{
	json_t *fact CLEANUP(free_json) = json_list(list);

	return ledger_put(scan->state->ledger, "treescan", key, fact);
}

static int read_file(struct treescan *scan, const struct worktree *worktree, size_t nr,
		     bool makefile)
{
	const struct file *file = &scan->all->v[nr];
	size_t size;
	char *text CLEANUP(free_text) = worktree_read(worktree, file, &size);

	if (!text)
		return -1;
	if (makefile)
		read_makefile(scan, file->path, text, size);
	else
		read_text(scan, file->path, text, size);
	return 0;
}

static int read_files(struct treescan *scan, const struct worktree *worktree)
{
	size_t done = 0;

	for (size_t i = 0; i < scan->all->nr; i++)
		if (is_makefile(scan->all->v[i].path) && read_file(scan, worktree, i, true) < 0)
			return -1;
	for (size_t i = 0; i < scan->all->nr; i++) {
		if (++done % REPORT_EVERY == 0) {
			progress_report(scan->state->progress, "reading sources", done,
					scan->all->nr, NULL);
			if (job_interrupted() < 0)
				return -1;
		}
		if (treescan_covers(scan, &scan->all->v[i]) &&
		    read_file(scan, worktree, i, false) < 0)
			return -1;
	}
	return 0;
}

static int pass(struct treescan *scan)
{
	git_oid exports = scan_key(scan, "exports"), terms = scan_key(scan, "terms");
	git_oid discarded = scan_key(scan, "discarded"), pasted = scan_key(scan, "pasted");
	struct worktree worktree;
	int result;

	if (scan->edges)
		return 0;
	scan->edges = xcalloc(1, sizeof(*scan->edges));
	STRLIST_RELEASE_ALL(&scan->exports, &scan->terms, &scan->discarded, &scan->pasted);
	/* to compile, the tree is checked out anyway, and from there it is read quicker */
	if (worktree_fill(scan->state, scan->base) < 0 ||
	    worktree_open(&worktree, scan->state, scan->base, &scan->base->tree) < 0)
		return -1;
	progress_report(scan->state->progress, "reading sources", 0, scan->all->nr, NULL);
	result = read_files(scan, &worktree);
	worktree_close(&worktree);
	if (result < 0)
		return -1;
	strlist_sort(&scan->exports);
	strlist_sort(&scan->terms);
	strlist_sort(&scan->discarded);
	strlist_sort(&scan->pasted);
	scan->names_known = true;
	LIST_SORT(scan->edges, by_leaf);
	if (remember_scan(scan, &terms, &scan->terms) < 0 ||
	    remember_scan(scan, &discarded, &scan->discarded) < 0 ||
	    remember_scan(scan, &pasted, &scan->pasted) < 0)
		return -1;
	return remember_scan(scan, &exports, &scan->exports);
}

void treescan_init(struct treescan *scan, struct state *state, const struct base *base,
		   const struct files *all, const char *srcarch)
{
	*scan = (struct treescan){ .state = state, .base = base, .all = all, .srcarch = srcarch };
}

static int load_exports(struct treescan *scan)
{
	git_oid exports = scan_key(scan, "exports"), terms = scan_key(scan, "terms");
	int known;

	if (scan->exports.nr)
		return 0;
	known = recall_scan(scan, &terms, &scan->terms);
	if (known > 0)
		known = recall_scan(scan, &exports, &scan->exports);
	if (known)
		return known < 0 ? -1 : 0;
	return pass(scan);
}

int treescan_prepare(void *scan)
{
	return load_exports(scan);
}

/* What stands behind "symbol " in a sorted list; NULL when it is not there. Which one of several is
 * in keys of facts: not the first. */
static const char *behind_symbol(const struct strlist *list, const char *symbol)
{
	size_t low = 0, high = list->nr, len = strlen(symbol);

	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *entry = list->v[middle];
		int order = strncmp(entry, symbol, len);

		if (!order)
			order = entry[len] == ' ' ? 0 : 1;
		if (!order)
			return entry + len + 1;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

int treescan_exporter(struct treescan *scan, const char *symbol, const char **path)
{
	if (load_exports(scan) < 0)
		return -1;
	*path = behind_symbol(&scan->exports, symbol);
	*path += *path && **path == '?';
	return *path != NULL;
}

int treescan_exporters(struct treescan *scan, const char *symbol, struct strlist *paths)
{
	const struct strlist *list = &scan->exports;
	size_t len = strlen(symbol);

	if (load_exports(scan) < 0)
		return -1;
	for (size_t i = LIST_FIRST(list, line, strncmp(*line, symbol, len) < 0);
	     i < list->nr && !strncmp(list->v[i], symbol, len); i++)
		if (list->v[i][len] == ' ')
			strlist_add(paths, list->v[i] + len + 1);
	return 0;
}

int treescan_export_terms(struct treescan *scan, const char *symbol, const char **terms)
{
	if (load_exports(scan) < 0)
		return -1;
	*terms = behind_symbol(&scan->terms, symbol);
	return 0;
}

static int load_names(struct treescan *scan)
{
	git_oid discarded = scan_key(scan, "discarded"), pasted = scan_key(scan, "pasted");
	int known;

	if (scan->names_known)
		return 0;
	known = recall_scan(scan, &discarded, &scan->discarded);
	if (known > 0)
		known = recall_scan(scan, &pasted, &scan->pasted);
	scan->names_known = known > 0;
	if (known)
		return known < 0 ? -1 : 0;
	return pass(scan);
}

int treescan_discards(struct treescan *scan, const char *symbol)
{
	return load_names(scan) < 0 ? -1 : strlist_find(&scan->discarded, symbol);
}

int treescan_pasted(struct treescan *scan, const char *symbol, struct strlist *words)
{
	if (load_names(scan) < 0)
		return -1;
	paste_arguments(&scan->pasted, symbol, words);
	return 0;
}

/* The first edge whose leaf is not below @leaf. */
static size_t first_edge(const struct include_edges *edges, const char *leaf)
{
	return LIST_FIRST(edges, edge, strcmp(edge->leaf, leaf) < 0);
}

static void follow(const struct treescan *scan, struct strlist *queue, const char *path)
{
	char *wrapper = include_wrapper(scan->all, scan->srcarch, path);

	strlist_add(queue, path);
	if (wrapper)
		*LIST_ADD(queue) = wrapper;
}

/* Breadth first from the header to all that include it, and what includes those, be it a
 * header or not, but none of @closed. */
static void close_over(const struct treescan *scan, const char *header,
		       const struct strlist *closed, struct strlist *found)
{
	const struct include_edges *edges = scan->edges;
	char *seen = xcalloc(scan->all->nr, 1);
	struct strlist queue CLEANUP(strlist_release) = { 0 };

	follow(scan, &queue, header);
	for (size_t i = 0; i < queue.nr; i++) {
		const char *leaf = path_leaf(queue.v[i]);

		for (size_t k = first_edge(edges, leaf);
		     k < edges->nr && !strcmp(edges->v[k].leaf, leaf); k++) {
			const struct include_edge *edge = &edges->v[k];
			size_t nr = (size_t)(files_find(scan->all, edge->from) - scan->all->v);

			if (seen[nr] ||
			    !include_means(scan->all, scan->srcarch, edge, queue.v[i]) ||
			    strlist_find(closed, edge->from))
				continue;
			seen[nr] = 1;
			follow(scan, &queue, edge->from);
			strlist_add(found, edge->from);
		}
	}
	strlist_sort(found);
	strlist_release(&queue);
	free(seen);
}

/* Add all that includes @header in the base, headers too. */
static int includers_in_base(struct treescan *scan, const char *header, struct strlist *all)
{
	git_oid key = scan_key(scan, header);
	static const struct strlist none;
	struct strlist found CLEANUP(strlist_release) = { 0 };
	int known = recall_scan(scan, &key, &found);

	if (known < 0 || (!known && pass(scan) < 0))
		return -1;
	if (!known) {
		close_over(scan, header, &none, &found);
		if (remember_scan(scan, &key, &found) < 0)
			return -1;
	}
	strlist_add_all(all, &found);
	return 0;
}

static bool has_edge(const struct include_edges *edges, const struct include_edge *wanted)
{
	FOR_EACH(edge, edges)
		if (!strcmp(edge->name, wanted->name) && edge->quoted == wanted->quoted &&
		    edge->climbs == wanted->climbs)
			return true;
	return false;
}

static int read_edges(const struct treescan *scan, const struct file *file, const char *from,
		      struct include_edges *edges)
{
	size_t size;
	char *text CLEANUP(free_text) = base_read(scan->base, &file->oid, &size);

	if (!text)
		return -1;
	include_edges_read(edges, from, text, size);
	return 0;
}

/* What @file, of a tree of the series, includes newly; each blob is read once. */
static const struct include_edges *find_added(struct treescan *scan, const struct file *file)
{
	const struct file *base = files_find(scan->all, file->path);
	struct include_edges old = { 0 }, new = { 0 };
	struct added_edges *added;
	bool failed;

	if (!scan->added)
		scan->added = xcalloc(1, sizeof(*scan->added));
	FOR_EACH(known, scan->added)
		if (git_oid_equal(&known->oid, &file->oid) && !strcmp(known->path, file->path))
			return &known->edges;
	added = LIST_ADD(scan->added);
	added->path = xstrdup(file->path);
	git_oid_cpy(&added->oid, &file->oid);
	failed = read_edges(scan, file, added->path, &new) < 0 ||
		 (base && read_edges(scan, base, added->path, &old) < 0);
	FOR_EACH(edge, &new) {
		if (has_edge(&old, edge)) {
			free(edge->name);
			continue;
		}
		*LIST_ADD(&added->edges) = *edge;
	}
	free(new.v); /* the elements are taken over */
	include_edges_release(&old);
	return failed ? NULL : &added->edges;
}

static bool means_any(const struct treescan *scan, const struct include_edge *edge,
		      const char *header, const struct strlist *includers)
{
	if (!strcmp(edge->leaf, path_leaf(header)) &&
	    include_means(scan->all, scan->srcarch, edge, header))
		return true;
	FOR_EACH(path, includers)
		if (!strcmp(edge->leaf, path_leaf(*path)) &&
		    include_means(scan->all, scan->srcarch, edge, *path))
			return true;
	return false;
}

/* Add to @found who reads @header through a line that the series adds; 1: there was one. */
static int add_newer(struct treescan *scan, const struct view *view, const char *header,
		     struct strlist *found)
{
	int grown = 0;

	FOR_EACH(file, &view->changed) {
		const struct include_edges *added;
		bool means = false;

		if (git_oid_is_zero(&file->oid) || !treescan_covers(scan, file) ||
		    strlist_has(found, file->path))
			continue;
		added = find_added(scan, file);
		if (!added)
			return -1;
		FOR_EACH(edge, added)
			means = means || means_any(scan, edge, header, found);
		if (!means)
			continue;
		strlist_add(found, file->path);
		if (includers_in_base(scan, file->path, found) < 0)
			return -1;
		grown = 1;
	}
	return grown;
}

int treescan_readers(struct treescan *scan, const struct view *view, const char *header,
		     struct strlist *readers)
{
	struct strlist found CLEANUP(strlist_release) = { 0 };
	int more = includers_in_base(scan, header, &found) < 0 ? -1 : view != NULL;

	while (more > 0)
		more = add_newer(scan, view, header, &found);
	strlist_sort(&found);
	FOR_EACH(path, &found)
		if (!has_ending(*path, ".h"))
			strlist_add(readers, *path);
	return more;
}

int treescan_outside(struct treescan *scan, const char *path, const struct strlist *closed,
		     struct strlist *readers)
{
	struct strlist found CLEANUP(strlist_release) = { 0 };

	if (pass(scan) < 0)
		return -1;
	strlist_add(&found, path);
	close_over(scan, path, closed, &found);
	FOR_EACH(one, &found)
		if (!has_ending(*one, ".h"))
			strlist_add(readers, *one);
	return 0;
}

int treescan_grows(struct treescan *scan, const struct file *file)
{
	const struct include_edges *added = find_added(scan, file);

	return added ? added->nr > 0 : -1;
}

static int by_file_leaf(const void *a, const void *b)
{
	const struct file *x = *(const struct file *const *)a;
	const struct file *y = *(const struct file *const *)b;

	return strcmp(path_leaf(x->path), path_leaf(y->path));
}

static const struct leaf_index *index_leaves(struct treescan *scan)
{
	if (scan->leaves)
		return scan->leaves;
	scan->leaves = xcalloc(1, sizeof(*scan->leaves));
	FOR_EACH(file, scan->all)
		if (treescan_covers(scan, file))
			*LIST_ADD(scan->leaves) = file;
	LIST_SORT(scan->leaves, by_file_leaf);
	return scan->leaves;
}

static void take_target(const struct treescan *scan, const struct include_edge *edge,
			const char *header, struct strlist *paths)
{
	char *wrapper CLEANUP(free_text) = NULL;

	if (include_means(scan->all, scan->srcarch, edge, header)) {
		strlist_add_once(paths, header);
		return;
	}
	wrapper = include_wrapper(scan->all, scan->srcarch, header);
	if (wrapper && include_means(scan->all, scan->srcarch, edge, wrapper))
		strlist_add_once(paths, header);
}

/* In the order in which Kbuild has them searched. */
static char *find_sure(const struct treescan *scan, const struct view *view,
		       const struct include_edge *edge)
{
	size_t dir = (size_t)(path_leaf(edge->from) - edge->from);
	bool wrapped = starts_with(edge->name, "asm/");
	char *paths[] = {
		edge->quoted ? xasprintf("%.*s%s", (int)dir, edge->from, edge->name) : xstrdup(""),
		xasprintf("arch/%s/include/%s", scan->srcarch, edge->name),
		xasprintf("include/%s", edge->name),
		xasprintf("arch/%s/include/uapi/%s", scan->srcarch, edge->name),
		xasprintf("include/uapi/%s", edge->name),
		xasprintf("include/asm-generic/%s", wrapped ? edge->name + 4 : ""),
		xasprintf("include/uapi/asm-generic/%s", wrapped ? edge->name + 4 : ""),
	};
	char *sure = NULL;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths) && !edge->climbs && !sure; i++)
		if (view_find(view, paths[i]))
			sure = xstrdup(paths[i]);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		free(paths[i]);
	return sure ? sure : xstrdup("");
}

void treescan_targets(struct treescan *scan, const struct view *view, const char *from,
		      const char *name, bool quoted, struct strlist *paths, char **sure)
{
	const struct leaf_index *index = index_leaves(scan);
	struct include_edge edge = { .from = from, .quoted = quoted };

	for (; starts_with(name, "../"); name += 3)
		edge.climbs = true;
	edge.name = xstrdup(name);
	edge.leaf = path_leaf(edge.name);
	for (size_t i = LIST_FIRST(index, one, strcmp(path_leaf((*one)->path), edge.leaf) < 0);
	     i < index->nr && !strcmp(path_leaf(index->v[i]->path), edge.leaf); i++)
		if (view_find(view, index->v[i]->path))
			take_target(scan, &edge, index->v[i]->path, paths);
	FOR_EACH(file, &view->changed)
		if (!git_oid_is_zero(&file->oid) && !files_find(scan->all, file->path) &&
		    !strcmp(path_leaf(file->path), edge.leaf))
			take_target(scan, &edge, file->path, paths);
	*sure = find_sure(scan, view, &edge);
	free(edge.name);
}

void treescan_release(struct treescan *scan)
{
	if (scan->leaves)
		free(scan->leaves->v);
	free(scan->leaves);
	if (scan->edges)
		include_edges_release(scan->edges);
	free(scan->edges);
	if (scan->added)
		FOR_EACH(added, scan->added) {
			free(added->path);
			include_edges_release(&added->edges);
		}
	if (scan->added)
		free(scan->added->v);
	free(scan->added);
	STRLIST_RELEASE_ALL(&scan->exports, &scan->terms, &scan->spaces, &scan->discarded,
			    &scan->pasted);
	*scan = (struct treescan){ 0 };
}
