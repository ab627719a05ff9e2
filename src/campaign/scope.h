/* SPDX-License-Identifier: GPL-2.0 */
/*
 * scope.h - what a campaign says of a file
 */
#ifndef SCOPE_H
#define SCOPE_H

#include <stdbool.h>

struct campaign;
struct strlist;

/* Is @path the file @prefix, or below the folder @prefix? "" holds everything. */
bool path_is_below(const char *path, const char *prefix);
/* Is @path inside @scope (or the campaign's, when that is empty) and not excluded? */
bool campaign_covers(const struct campaign *, const struct strlist *scope, const char *path);
/* The subject prefix that the campaign gives to @path, the longest match; or NULL. */
const char *campaign_prefix(const struct campaign *, const char *path);
/* The first target of the checks, or the usual one: what audits go by. */
const char *campaign_target(const struct campaign *);
/* Why the file may keep what a patch retires; NULL when it may not. */
const char *campaign_accepts(const struct campaign *, const char *path);

#endif
