/* SPDX-License-Identifier: GPL-2.0 */
/*
 * module.h - which objects Kbuild links together
 *
 * Taken from the evaluated Makefiles of a configured tree (query.mk), never
 * guessed from folders. Objects that the configuration leaves out are known as
 * such.
 */
#ifndef MODULE_H
#define MODULE_H

#include "kbuild/query.h"
#include "lib/list.h"

#include <git2.h>
#include <stdbool.h>

struct base;
struct files;
struct kbuild;
struct view;

/*
 * What the Makefiles in the folders of @paths, and in all folders above those,
 * build under the configuration of @kbuild. Configures the base when the ledger
 * does not know the answer.
 */
int modules_load(struct modules *, struct kbuild *, const struct base *,
		 const struct files *all, const struct strlist *paths);
/* The same for another tree, with its digest of what decides the configuration. */
int modules_load_tree(struct modules *, struct kbuild *, const struct base *,
		      const struct view *, const git_oid *kconfig, const struct strlist *paths);
/* Add what @more builds and @modules does not. */
void modules_merge(struct modules *, const struct modules *more);
/* Is anything known that is made below @folder ("drivers/x/")? */
bool modules_descend(const struct modules *, const char *folder);
/* The modules that the source @path goes into. */
void modules_of(const struct modules *, const char *path, struct strlist *out);
/* The objects of @module. */
void modules_members(const struct modules *, const char *module, struct strlist *objects);
/* y, m or n for the object of the source @path; 0 when no Makefile names it. */
char modules_kind(const struct modules *, const char *path);
/* What to tell make to get @object; borrowed. */
const char *modules_goal(const struct modules *, const char *object);
void modules_release(struct modules *);

/* The options on the way from the top of the tree to the object of the source @path, by the text
 * of Makefiles; innermost first. */
void modules_options(const struct base *, const struct files *all, const char *path,
		     struct strlist *options);
/* foo.c or foo.S -> foo.o; owned by the caller. */
char *module_object(const char *path);

#endif
