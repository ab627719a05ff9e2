/* SPDX-License-Identifier: GPL-2.0 */
/*
 * splitting.h - how a [convert] is cut into patches: split, limit and rest of campaign.conf
 *
 * Pure.
 */
#ifndef SPLITTING_H
#define SPLITTING_H

#include <stddef.h>

struct strlist;

enum split_by {
	SPLIT_PREFIX,		/* subject-prefix: the usual one */
	SPLIT_SUBSYSTEM,	/* the widest section of MAINTAINERS but THE REST */
	SPLIT_TREE,		/* the tree (T:) of MAINTAINERS */
	SPLIT_MAINTAINER,	/* who maintains it, all together */
	SPLIT_DIRECTORY,	/* directory:N, the first N folders of the path */
	SPLIT_FILE,
	SPLIT_MODULE,		/* what Kbuild links together */
	SPLIT_NONE,		/* one patch */
};

struct splitting {
	enum split_by by;
	unsigned depth;		/* of SPLIT_DIRECTORY; else 0 */
	/* At most so many patches, files of a patch, changed lines of a patch; 0: any number. */
	size_t patches, files, lines;
};

/* The values of split (NULL: the usual one) and of limit: "30 patches", "50 files", "2000 lines".
 * Fails with FAIL_USAGE; *@bad is then the value of limit that is none, or NULL for split. */
int splitting_read(struct splitting *, const char *split, const struct strlist *limits,
		   const char **bad);

#endif
