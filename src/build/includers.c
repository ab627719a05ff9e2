// SPDX-License-Identifier: GPL-2.0
/* Finds the readers of changed headers, and compares the headers. */
#include "build/includers.h"

#include "build/changed.h"
#include "build/ownrule.h"
#include "build/revision.h"
#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "csrc/declare.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"
#include "lib/lib.h"

/* Move or copy to the headers what others include: "#include "other.c"". */
static int find_included(struct changed_files *changed, struct treescan *scan,
			 const struct view *view, struct strlist *paths, bool move)
{
	struct strlist left CLEANUP(strlist_release) = { 0 };

	FOR_EACH(path, paths) {
		size_t before = changed->includers.reach.nr;

		if (treescan_readers(scan, view, *path, &changed->includers.reach) < 0)
			return -1;
		if (changed->includers.reach.nr > before)
			strlist_add(&changed->headers, *path);
		else
			strlist_add(&left, *path);
	}
	if (move) {
		struct strlist all = *paths;

		*paths = left;
		left = all;
	}
	return 0;
}

int includers_find(struct changed_files *changed, struct treescan *scan, const struct view *view)
{
	struct strlist *reach = &changed->includers.reach;

	FOR_EACH(header, &changed->headers)
		if (treescan_readers(scan, view, *header, reach) < 0)
			return -1;
	if (find_included(changed, scan, view, &changed->sources, false) < 0 ||
	    find_included(changed, scan, view, &changed->gone, false) < 0 ||
	    find_included(changed, scan, view, &changed->others, true) < 0)
		return -1;
	strlist_sort(reach);
	return 0;
}

/* The declarations of one file of a tree; nothing where there is none. */
static int read_declarations(struct declarations *list, const struct base *base,
			     const struct view *view, const char *path, char **text)
{
	const struct file *file = view_find(view, path);
	size_t len = 0;

	*text = file ? base_read(base, &file->oid, &len) : xstrdup("");
	if (!*text)
		return -1;
	declarations_read(list, *text, len);
	return 0;
}

static int compare_headers(struct includers *includers, const struct revisions *revisions,
			   size_t nr, const char *path)
{
	struct declarations old CLEANUP(declarations_release) = { 0 };
	struct declarations new CLEANUP(declarations_release) = { 0 };
	char *old_text CLEANUP(free_text) = NULL;
	char *new_text CLEANUP(free_text) = NULL;
	const struct revision *revision = &revisions->v[nr + 1];

	/* who reads a header that is new read another one of this name before */
	if (!view_find(&revisions->v[revision->before].view, path) && includers->reach.nr)
		includers->additive = false;
	if (read_declarations(&old, revisions->base, &revisions->v[revision->before].view, path,
			      &old_text) < 0 ||
	    read_declarations(&new, revisions->base, &revision->view, path, &new_text) < 0)
		return -1;
	if (!declarations_compare(&old, &new, &includers->added, &includers->altered))
		includers->additive = false;
	declarations_words(&old, &new, &includers->words);
	strlist_sort(&includers->words);
	return 0;
}

static void keep_names(struct includers *includers)
{
	struct strlist names = { 0 };

	strlist_sort(&includers->altered);
	FOR_EACH(name, &includers->added) {
		/* what an #include or a #pragma brings cannot be told from here */
		if (**name == '#')
			includers->additive = false;
		else if (!strlist_find(&includers->altered, *name))
			strlist_add(&names, *name);
	}
	FOR_EACH(name, &includers->added)
		if (**name == '#')
			strlist_add(&includers->altered, *name);
	strlist_sort(&includers->altered);
	strlist_release(&includers->added);
	includers->added = names;
}

static void mark(struct includers *includers, const char *path, struct strlist *ruled)
{
	if (strlist_find(&includers->built, path))
		strlist_add(&includers->marked, path);
	else if (strlist_has(&includers->unmade, path) && !strlist_has(ruled, path))
		strlist_add(ruled, path);
}

/* Who mentions an added name, or can reach a header that does; @ruled: of these, what a rule of
 * its own makes. */
static int mark_readers(struct changed_files *changed, struct treescan *scan,
			const struct revisions *revisions, const struct view *view,
			struct strlist *ruled)
{
	static const struct campaign everywhere;
	static const struct strlist no_scope;
	struct includers *includers = &changed->includers;
	struct files found CLEANUP(files_release) = { 0 };
	struct strlist readers CLEANUP(strlist_release) = { 0 };

	if (!includers->added.nr || (!includers->built.nr && !includers->unmade.nr))
		return 0;
	if (candidates_find(&found, scan->state, revisions->base, revisions->all,
			    &revisions->base->tree, &everywhere, &no_scope, &includers->added) < 0)
		return -1;
	FOR_EACH(file, &found) {
		mark(includers, file->path, ruled);
		if (!strlist_has(&changed->headers, file->path) &&
		    treescan_readers(scan, view, file->path, &readers) < 0)
			return -1;
	}
	FOR_EACH(path, &readers)
		mark(includers, *path, ruled);
	strlist_sort(&includers->marked);
	return 0;
}

int includers_sort(struct changed_files *changed, struct treescan *scan,
		   struct revisions *revisions, const struct modules *modules, size_t nr)
{
	struct includers *includers = &changed->includers;
	struct strlist ruled CLEANUP(strlist_release) = { 0 };

	includers->additive = true;
	FOR_EACH(path, &includers->reach) {
		char kind = modules_kind(modules, *path);

		if ((kind == 'y' || kind == 'm') && view_find(&revisions->v[nr + 1].view, *path))
			strlist_add(&includers->built, *path);
	}
	FOR_EACH(path, &changed->headers)
		if (compare_headers(includers, revisions, nr, *path) < 0)
			return -1;
	keep_names(includers);
	if (ownrule_find(changed, revisions, modules, nr + 1) < 0 ||
	    mark_readers(changed, scan, revisions, &revisions->v[nr + 1].view, &ruled) < 0)
		return -1;
	/* what is only added breaks who knows its names, and else all who read it, or nobody */
	if (includers->additive && includers->built.nr) {
		strlist_release(&includers->unmade);
		includers->unmade = ruled;
		ruled = (struct strlist){ 0 };
	}
	return 0;
}
