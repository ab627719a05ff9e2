/* SPDX-License-Identifier: GPL-2.0 */
/*
 * storage.h - what takes the space of a state directory, and what of it can be made again
 *
 * An item is all that belongs to one build: its folder with the logs and records beside it. What a
 * run would only make again may go; what is known, sent, being sent, or shown by a report stays.
 */
#ifndef STORAGE_H
#define STORAGE_H

#include "lib/list.h"

#include <stdint.h>
#include <time.h>

/* In the order in which they go. */
enum storage_kind {
	STORAGE_KEPT,		/* objects that were kept to be compared */
	STORAGE_BUILD,
	STORAGE_ROOM,		/* a state directory for what is not trusted, or of a node */
	STORAGE_NEEDED,
};

struct storage_item {
	char *name;		/* below the state directory: "build/x86_64-clang" */
	enum storage_kind kind;
	const char *why;	/* it stays; static, NULL: it may go */
	int64_t bytes;
	time_t used;		/* when something of it changed last */
	struct strlist paths;
};

struct storage {
	struct storage_item *v;
	size_t nr, alloc;
};

/* What stands in the state directory @dir, in the order in which it goes: kept objects, then the
 * oldest of the others, then what stays. */
void storage_list(struct storage *, const char *dir);
int64_t storage_total(const struct storage *);
/* Remove one; @gone: false where somebody works there. The caller holds the lock of the state
 * directory. */
int storage_remove(const struct storage_item *, bool *gone);
void storage_release(struct storage *);

#endif
