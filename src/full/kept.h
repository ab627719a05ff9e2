/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kept.h - objects of a warm build folder, kept beside it by their content
 *
 * The next make overwrites an object. Who wants to compare it with that of another tree keeps a
 * copy; an object that does not change from tree to tree is kept once.
 */
#ifndef KEPT_H
#define KEPT_H

#include "lib/list.h"

#include <git2.h>
#include <jansson.h>

struct kept_object {
	char *object;		/* "drivers/x/y.o" */
	git_oid content;
};

/* Those of one tree. */
struct kept_objects {
	struct kept_object *v;
	size_t nr, alloc;
};

/* Keep these objects of the folder @build as they are now. */
int kept_add(struct kept_objects *, const char *build, const struct strlist *objects);
/* What is kept of @object; NULL: nothing. */
const struct kept_object *kept_find(const struct kept_objects *, const char *object);
/* The file of one; owned by the caller. */
char *kept_file(const char *build, const struct kept_object *);
/* For the ledger, and back. */
json_t *kept_save(const struct kept_objects *);
void kept_load(struct kept_objects *, const json_t *fact);
/* Are the files still there? */
bool kept_is_whole(const struct kept_objects *, const char *build);
void kept_release(struct kept_objects *);

#endif
