// SPDX-License-Identifier: GPL-2.0
/* Finds the readers of changed headers, and compares the headers. */
#include "build/includers.h"

#include "build/changed.h"
#include "build/revision.h"
#include "campaign/campaign.h"
#include "cocci/candidate.h"
#include "csrc/declare.h"
#include "git/base.h"
#include "kbuild/module.h"
#include "kbuild/treescan.h"
#include "lib/cleanup.h"

#include <string.h>

/* Move or copy to the headers what others include: "#include "other.c"". */
static int find_included(struct touched *touched, struct treescan *scan, struct strlist *paths,
			 bool move)
{
	struct strlist left = { 0 };

	FOR_EACH(path, paths) {
		size_t before = touched->audience.reach.nr;

		if (treescan_readers(scan, *path, &touched->audience.reach) < 0)
			return -1;
		if (touched->audience.reach.nr > before)
			strlist_add(&touched->headers, *path);
		else
			strlist_add(&left, *path);
	}
	if (move) {
		struct strlist all = *paths;

		*paths = left;
		left = all;
	}
	strlist_release(&left);
	return 0;
}

int readers_find(struct touched *touched, struct treescan *scan)
{
	struct strlist *reach = &touched->audience.reach;

	FOR_EACH(header, &touched->headers)
		if (treescan_readers(scan, *header, reach) < 0)
			return -1;
	if (find_included(touched, scan, &touched->sources, false) < 0 ||
	    find_included(touched, scan, &touched->others, true) < 0)
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

static int compare(struct audience *audience, const struct stands *stands, size_t nr,
		   const char *path)
{
	struct declarations old CLEANUP(free_declarations) = { 0 };
	struct declarations new CLEANUP(free_declarations) = { 0 };
	char *old_text CLEANUP(free_text) = NULL;
	char *new_text CLEANUP(free_text) = NULL;
	const struct stand *stand = &stands->v[nr + 1];

	/* who reads a header that is new read another one of this name before */
	if (!view_find(&stands->v[stand->before].view, path) && audience->reach.nr)
		audience->additive = false;
	if (read_declarations(&old, stands->base, &stands->v[stand->before].view, path,
			      &old_text) < 0 ||
	    read_declarations(&new, stands->base, &stand->view, path, &new_text) < 0)
		return -1;
	if (!declarations_compare(&old, &new, &audience->added, &audience->altered))
		audience->additive = false;
	declarations_words(&old, &new, &audience->words);
	strlist_sort(&audience->words);
	return 0;
}

static void keep_names(struct audience *audience)
{
	struct strlist names = { 0 };

	strlist_sort(&audience->altered);
	FOR_EACH(name, &audience->added) {
		/* what an #include or a #pragma brings cannot be told from here */
		if (**name == '#')
			audience->additive = false;
		else if (!strlist_find(&audience->altered, *name))
			strlist_add(&names, *name);
	}
	FOR_EACH(name, &audience->added)
		if (**name == '#')
			strlist_add(&audience->altered, *name);
	strlist_sort(&audience->altered);
	strlist_release(&audience->added);
	audience->added = names;
}

static void mark(struct audience *audience, const char *path)
{
	if (strlist_find(&audience->built, path))
		strlist_add(&audience->marked, path);
}

/* Who mentions an added name, or can reach a header that does. */
static int mark_readers(struct touched *touched, struct treescan *scan, const struct stands *stands)
{
	static const struct campaign everywhere;
	static const struct strlist no_scope;
	struct audience *audience = &touched->audience;
	struct files found CLEANUP(free_files) = { 0 };
	struct strlist readers = { 0 };
	int result = 0;

	if (!audience->added.nr || !audience->built.nr)
		return 0;
	if (candidates_find(&found, scan->state, stands->base, stands->all, &stands->base->tree,
			    &everywhere, &no_scope, &audience->added) < 0)
		return -1;
	FOR_EACH(file, &found) {
		mark(audience, file->path);
		if (result == 0 && !strlist_has(&touched->headers, file->path))
			result = treescan_readers(scan, file->path, &readers);
	}
	FOR_EACH(path, &readers)
		mark(audience, *path);
	strlist_release(&readers);
	strlist_sort(&audience->marked);
	return result;
}

int readers_sort(struct touched *touched, struct treescan *scan, const struct stands *stands,
		 const struct modules *modules, size_t nr)
{
	struct audience *audience = &touched->audience;

	audience->additive = true;
	FOR_EACH(path, &audience->reach) {
		char kind = modules_kind(modules, *path);

		if ((kind == 'y' || kind == 'm') && view_find(&stands->v[nr + 1].view, *path))
			strlist_add(&audience->built, *path);
	}
	FOR_EACH(path, &touched->headers)
		if (compare(audience, stands, nr, *path) < 0)
			return -1;
	keep_names(audience);
	return mark_readers(touched, scan, stands);
}
