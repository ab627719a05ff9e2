/* SPDX-License-Identifier: GPL-2.0 */
/*
 * treescan.h - what the text of a whole tree says: exports, sections and includes
 *
 * One pass over all sources of the base (about 4 s for Linux), remembered by
 * tree. Text is not evidence of what a configuration builds: these answers only
 * say where to look, and how much there is.
 */
#ifndef TREESCAN_H
#define TREESCAN_H

#include "lib/list.h"

#include <stdbool.h>

struct base;
struct file;
struct files;
struct state;
struct view;

struct treescan {
	struct state *state;		/* borrowed, like the next three */
	const struct base *base;
	const struct files *all;
	const char *srcarch;
	struct strlist exports;		/* sorted "symbol path" */
	struct strlist terms;		/* sorted "symbol GPL SPACE", as in elfsyms.h */
	struct strlist spaces;		/* "drivers/x/ SPACE": from Makefiles */
	struct strlist discarded;	/* sorted, see csrc/discarded.h */
	struct strlist pasted;		/* sorted, see csrc/paste.h */
	bool names_known;		/* the two above */
	struct include_edges *edges;	/* from the pass, when there was one */
	struct added_edges_list *added;	/* what files of the series include newly */
	struct leaf_index *leaves;	/* files of the base by their last part */
};

void treescan_init(struct treescan *, struct state *, const struct base *,
		   const struct files *all, const char *srcarch);
/* Do the pass now, if it will be needed; @scan is the struct treescan. To be done beside
 * something else (kbuild.h). */
int treescan_prepare(void *scan);
/* Is it a source that this pass reads: no tool, no other architecture? */
bool treescan_covers(const struct treescan *, const struct file *);
/* The file whose text exports @symbol into @path (borrowed): 1; none: 0. */
int treescan_exporter(struct treescan *, const char *symbol, const char **path);
/* All such files; "?path" where a conditional stands around the export. */
int treescan_exporters(struct treescan *, const char *symbol, struct strlist *paths);
/* On which terms it does so: "GPL SPACE", with - for none of that; borrowed, NULL: every
 * module may use it. By the macro that exports it and DEFAULT_SYMBOL_NAMESPACE. */
int treescan_export_terms(struct treescan *, const char *symbol, const char **terms);
/* Does some text put it, or what has its name, into a section that is freed (csrc/discarded.h)?
 * 1: yes; 0: no. */
int treescan_discards(struct treescan *, const char *symbol);
/* Words that a macro can make @symbol of (csrc/paste.h): none, where it is only there as a word. */
int treescan_pasted(struct treescan *, const char *symbol, struct strlist *words);
/*
 * Add all .c and .S files whose chain of #include lines can reach @header in the base and,
 * unless @view is NULL, in that tree of the series: rather too many, for a line that is gone
 * counts still. An include means the file beside it, or in include/, include/uapi/ or the
 * arch's include/ where there is one; else every header whose path ends so. asm-generic/x.h
 * is reached through asm/x.h, too, where the architecture has none. @header need not be
 * there: then those that would find it. Conditions (#ifdef) are not looked at.
 */
int treescan_readers(struct treescan *, const struct view *view, const char *header,
		     struct strlist *readers);
/* Add the files of that tree which an #include of @name in the file @from can mean, rather too
 * many. @sure: the one that it means wherever it is read from, one of the usual places; "": that
 * depends on who reads it. Owned by the caller. */
void treescan_targets(struct treescan *, const struct view *view, const char *from,
		      const char *name, bool quoted, struct strlist *paths, char **sure);
/* Add all .c and .S files of the base that can reach @path without passing one of @closed (sorted);
 * @path itself, too, if it is one. */
int treescan_outside(struct treescan *, const char *path, const struct strlist *closed,
		     struct strlist *readers);
/* Does the file include something in that tree that it does not include in the base? 1, 0 or -1. */
int treescan_grows(struct treescan *, const struct file *);
void treescan_release(struct treescan *);

#endif
