/* SPDX-License-Identifier: GPL-2.0 */
/*
 * collect.h - remove the oldest builds of a state directory until what is left fits a limit
 *
 * What may go, and in which order, is said by storage.h. The caller holds the lock of the
 * directory.
 */
#ifndef COLLECT_H
#define COLLECT_H

#include "machine/storage.h"

#include <git2.h>
#include <stdbool.h>

struct collection {
	const char *dir;	/* the state directory; borrowed, like all that the caller sets */
	int64_t limit;		/* bytes */
	bool dry_run;		/* remove nothing */
	/* What came out. */
	int64_t before, after;
	struct storage storage;
	bool *gone, *busy;	/* of each item: it was removed; somebody works there */
};

/* The bytes of treewide.stateLimit; 0: it is not set. Fails where it is no size. */
int collect_limit(int64_t *limit, const git_config *config);
/* Make room. What was used at @since or later stays; 0: nothing stays for that. */
int collect_make(struct collection *, time_t since);
void collect_release(struct collection *);

#endif
