/* SPDX-License-Identifier: GPL-2.0 */
/*
 * includes.h - the files of the tree that spatch reads beside the one that it changes
 *
 * Without --no-includes spatch takes types from #include "x.h"; with --all-includes and
 * --recursive-includes also from <x.h> and from what headers include. They belong to the
 * question as the file itself does.
 */
#ifndef INCLUDES_H
#define INCLUDES_H

#include "git/base.h"

struct strlist;

/* The tree as it stands: the base's files, and what changed since. */
struct source_tree {
	const struct base *base;
	const struct files *all;
	const struct files *over;	/* zero oid: removed; NULL: nothing changed */
};

/* Add what @options (of spatch) let it read for the file @path, which holds @blob; each
 * once, not @path itself. */
int includes_find(struct files *out, const struct source_tree *, const struct strlist *options,
		  const char *path, const git_oid *blob);
/* Add the files that options name, such as --macro-file of the base's .cocciconfig. */
void includes_named(struct files *out, const struct source_tree *, const struct strlist *options);

#endif
