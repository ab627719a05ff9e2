/* SPDX-License-Identifier: GPL-2.0 */
/*
 * audit.h - every call that takes, in a whole tree, and who owns what it took
 *
 * What is linked together comes from the base's Makefiles under one target; sources that
 * it does not build are judged with what their Makefile names, or alone, and marked.
 * Outlines are facts by blob: on another tree only files that changed are examined. The
 * whole audit of a tree is a fact as well, without what a person says of calls: that is put
 * onto it each time, see opinion.h.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "audit/site.h"
#include "lib/list.h"

#include <git2.h>

struct base;
struct campaign;
struct files;
struct kbuild;
struct site;
struct state;

struct audit {
	struct sites sites;
	char *target;		/* the configuration; NULL: nothing was audited */
	size_t candidates;	/* files that hold a word of the family */
	size_t sources;		/* files whose outlines were looked at */
	size_t examined;	/* of these: not known to the ledger */
};

/*
 * Audit @tree with its @files, which is the base's or differs from it in what a series
 * changes. @all are the files of the base. @kbuild is open; it is configured when the
 * ledger does not know what is linked together.
 */
int audit_make(struct audit *, struct state *, struct kbuild *, const struct base *,
	       const struct files *all, const struct files *files, const git_oid *tree,
	       const struct campaign *);
/* How many sites are of this class? */
size_t audit_count(const struct audit *, enum ownership);
void audit_release(struct audit *);

/*
 * Calls that rely on the old behaviour and did not before
 */
/* Sites of one of two audits; borrowed. */
struct site_list {
	const struct site **v;
	size_t nr, alloc;
};

/*
 * Sites of @now whose class is one of @classes (NULL: implicit and error-only), and that
 * the audit @before does not have with such a class. Sites are the same when file,
 * function and call are; of several alike, the number counts. A file that is not among
 * the @old_files has moved when a file that is not among the @new_files had the same
 * function with the same call. Pure.
 */
void regress_find(struct site_list *out, const struct audit *before, const struct files *old_files,
		  const struct audit *now, const struct files *new_files,
		  const struct strlist *classes);

#endif
